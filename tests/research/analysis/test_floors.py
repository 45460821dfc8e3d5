"""Floors under the quality of themes, on small sets made here: invented requests from patterns, in Dutch."""

import random

import pytest
from sklearn.metrics import adjusted_rand_score

from research.analysis import Document, Parameters, analyse

MATTERS = {
    "pass": ("paspoort identiteitskaart reisdocument", "aanvragen verlengen ophalen"),
    "parking": ("parkeervergunning bewonersvergunning parkeerpas", "kopen verlengen opzeggen"),
    "waste": ("container vuilniszak grofvuil", "legen ophalen aanbieden"),
    "moving": ("verhuizing adreswijziging inschrijving", "doorgeven melden wijzigen"),
    "wedding": ("huwelijk trouwdatum partnerschap", "vastleggen melden verzetten"),
    "benefit": ("bijstand uitkering toeslag", "aanvragen stopzetten uitleggen"),
}
FRAMES = (
    "{thing} {do}",
    "Kan ik {thing} {do}?",
    "Ik wil {thing} {do}",
    "{do} van {thing}",
    "Hulp bij {thing} {do}",
    "{thing} zelf {do}",
)


def requests(sizes: list[int], seed: int = 0) -> tuple[list[Document], list[str]]:
    """Requests on as many matters as there are sizes, and the matter of each."""
    chance = random.Random(seed)
    said: dict[str, str] = {}
    for (matter, (things, ways)), size in zip(MATTERS.items(), sizes, strict=False):
        frames = [f.format(thing=t, do=w) for f in FRAMES for t in things.split() for w in ways.split()]
        said |= dict.fromkeys(chance.sample(frames, size), matter)
    return [Document(str(i), text) for i, text in enumerate(said)], list(said.values())


@pytest.mark.slow
@pytest.mark.parametrize(
    ("backend", "sizes", "floor"),
    [
        ("semantic", [40] * 6, 0.4),
        ("semantic", [50, 50, 20, 12, 12, 8], 0.55),
        ("semantic", [50] * 3, 0.3),
        ("lexical", [40] * 6, 0.35),
        ("lexical", [50, 50, 20, 12, 12, 8], 0.4),
    ],
)
def test_themes_agree_with_the_matters_that_were_written(backend: str, sizes: list[int], floor: float) -> None:
    documents, matters = requests(sizes)
    result = analyse(documents, Parameters(backend=backend))  # type: ignore[arg-type]
    theme = {row.document_id: -1 if row.theme is None else row.theme for row in result.assignments if row.primary}
    agreement = adjusted_rand_score(matters, [theme[document.id] for document in documents])
    assert agreement >= floor
    assert len(sizes) / 2 <= len(result.themes) <= 4 * len(sizes)
