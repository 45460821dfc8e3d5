"""The themes of our own (synthetic) evaluation set do not get worse unnoticed.

Floors lie a little under what was measured (docs/analysis-quality.md): they guard against a step back and are no aim.
"""

from functools import cache
from pathlib import Path
from statistics import fmean

from research.analysis import Parameters
from research.analysis.evaluation import Quality, evaluate, labelled_sets

FOLDER = Path(__file__).parent

LEAST_ARI = 0.08
LEAST_F1 = 0.26
LEAST_ASSIGNED = 0.9
MOST_LEAK = 0.05
MOST_LEAK_BY_WORDS = 0.35


@cache
def measured() -> tuple[Quality, ...]:
    return tuple(evaluate(one, Parameters(backend="semantic")) for one in labelled_sets(FOLDER))


def test_there_is_a_set_for_each_of_five_services() -> None:
    assert len(measured()) >= 5
    assert sum(quality.texts for quality in measured()) >= 600


def test_the_main_matter_of_comments_is_found_as_often_as_it_was() -> None:
    assert fmean(quality.ari or 0.0 for quality in measured()) >= LEAST_ARI


def test_all_matters_of_comments_are_found_as_often_as_they_were() -> None:
    assert fmean(quality.sample_f1 or 0.0 for quality in measured()) >= LEAST_F1


def test_dutch_and_english_comments_share_their_themes() -> None:
    assert fmean(quality.leak or 0.0 for quality in measured()) <= MOST_LEAK


def test_by_words_alone_themes_do_not_fall_apart_into_dutch_and_english() -> None:
    for one in labelled_sets(FOLDER):
        quality = evaluate(one, Parameters(backend="lexical"))
        assert quality.themes_found > 2
        assert (quality.leak or 0.0) <= MOST_LEAK_BY_WORDS


def test_most_comments_get_a_theme() -> None:
    assert min(quality.assigned for quality in measured()) >= LEAST_ASSIGNED
