import numpy as np
import pytest

from feedback.models import Comment
from journeys.models import Service
from research.analysis import digest
from research.insights.closeness import closest_first
from research.insights.models import AnalysisRun, Theme
from research.insights.pipeline.vectors import DatabaseVectors
from tests.factories import AnalysisRunFactory, CommentFactory, ServiceFactory, ThemeFactory

pytestmark = pytest.mark.django_db
MODEL = "some-encoder/1"


@pytest.fixture
def service(db: None) -> Service:
    return ServiceFactory()


@pytest.fixture
def run(service: Service) -> AnalysisRun:
    return AnalysisRunFactory(service=service, done=True, fingerprint={"model": MODEL})


def placed(service: Service, *vector: float) -> Comment:
    """Return a comment with a vector that is kept."""
    comment: Comment = CommentFactory(service=service)
    DatabaseVectors().save(MODEL, {digest(comment.redacted_text): np.array(vector, dtype=np.float32)})
    return comment


def about(service: Service, title: str, *quoted: Comment) -> Theme:
    quotes = [{"comment": one.pk, "start": 0, "end": 5, "kind": "central"} for one in quoted]
    return ThemeFactory(service=service, approved=True, title=title, quotes=quotes)


def test_the_theme_that_the_run_found_nearest_comes_first_then_what_is_most_alike(
    service: Service, run: AnalysisRun
) -> None:
    far = about(service, "Ver", placed(service, 0, 1))
    near = about(service, "Dichtbij", placed(service, 1, 0.1), placed(service, 1, -0.1))
    leaned = about(service, "Neigde", placed(service, -1, 0))
    comment = placed(service, 1, 0)
    assert closest_first(comment, [far, leaned, near], run, leaned) == [leaned, near, far]
    assert closest_first(comment, [far, leaned, near], run, None) == [near, far, leaned]


def test_without_vectors_it_is_the_order_of_titles(service: Service, run: AnalysisRun) -> None:
    themes = [about(service, title, CommentFactory(service=service)) for title in ("Wachten", "Balie")]
    assert closest_first(CommentFactory(service=service), themes, run, None) == themes[::-1]
    assert closest_first(CommentFactory(service=service), themes, run, themes[0]) == themes
