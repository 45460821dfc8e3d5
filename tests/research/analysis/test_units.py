"""Sentences and clauses are cut where a reader would, and every character keeps its place."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from research.analysis.units import MOST_UNITS, split


def pieces(text: str) -> list[str]:
    return [text[unit.start : unit.end] for unit in split(text)]


@given(st.text(alphabet=st.sampled_from("ab .,!?;\n:…maar en\u0301"), max_size=200))
def test_units_are_in_order_never_overlap_and_hold_everything_but_white_space(text: str) -> None:
    units = split(text)
    assert all(first.end <= second.start for first, second in pairwise(units))
    assert "".join("".join(pieces(text)).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("De balie was steeds dicht. Ik moest ook erg lang wachten.", 2),
        ("Ik belde dhr. Jansen op i.v.m. de vergunning en kreeg geen antwoord.", 1),
        ("Dat kost bijv. 3.50 euro per dag voor een bezoeker.", 1),
        ("De website was duidelijk en snel, maar ik moest toch nog langskomen met papieren.", 2),
        ("The website was clear and quick, but I still had to come by with papers.", 2),
        ("Jammer. Ik had er meer van verwacht.", 1),
        ("Ik had er echt meer van verwacht. Jammer.", 1),
        ("Waarom duurt dit zo vreselijk lang? Ik wacht al zeven weken op bericht!", 2),
        ("eerste regel met genoeg woorden erin\ntweede regel met genoeg woorden erin", 2),
        ("", 0),
        ("   ", 0),
    ],
)
def test_a_text_is_cut_into_as_many_units_as_it_has_matters(text: str, cut: int) -> None:
    assert len(split(text)) == cut


@pytest.mark.parametrize(
    "text", ["a" * 50_000, "e" + "\u0301" * 10_000, ". " * 25_000, ", maar " * 8_000, "\n" * 50_000, "- en " * 10_000]
)
def test_odd_texts_are_cut_in_linear_time(text: str) -> None:
    begun = time.process_time()
    units = split(text)
    assert len(units) <= MOST_UNITS
    assert time.process_time() - begun < 2
