"""Vectors are made when words come in, and go when words go."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from feedback.models import Comment
from research.analysis import digest
from research.insights.models import StoredVector
from research.insights.pipeline import arrivals
from tests.factories import CommentFactory
from tests.research.analysis.stand_ins import WordEncoder

pytestmark = pytest.mark.django_db
TWO_MATTERS = "Aan de balie werd ik vriendelijk geholpen. Maar het formulier online werkte helemaal niet."


@pytest.fixture(autouse=True)
def forgetful() -> Iterator[None]:
    """Begin and end without a mark."""
    cache.delete(arrivals.MARK)
    yield
    cache.delete(arrivals.MARK)


def kept() -> set[str]:
    return set(StoredVector.objects.values_list("digest", flat=True))


def test_a_comment_is_encoded_with_each_of_its_sentences() -> None:
    CommentFactory(text=TWO_MATTERS)
    assert arrivals.encode_new(WordEncoder) == 1
    first, second = TWO_MATTERS.split(". ")
    assert kept() == {digest(TWO_MATTERS), digest(first + "."), digest(second)}


def test_what_was_encoded_is_not_encoded_again_also_when_the_mark_is_lost() -> None:
    encoder = WordEncoder()
    CommentFactory(text=TWO_MATTERS)
    arrivals.encode_new(lambda: encoder)
    assert arrivals.encode_new(lambda: encoder) == 0
    cache.delete(arrivals.MARK)
    assert arrivals.encode_new(lambda: encoder) == 1
    assert encoder.encoded == 3


def test_old_comments_and_those_that_were_set_aside_wait_for_a_run() -> None:
    CommentFactory(text="Lang geleden gezegd.", received_on=timezone.localdate() - timedelta(days=9))
    CommentFactory(text="Koop nu goedkope horloges.", state="unusable", unusable_reason="spam")
    assert arrivals.encode_new(WordEncoder) == 0


def test_a_vector_goes_with_the_last_comment_that_said_it() -> None:
    erased, stays = CommentFactory(text=TWO_MATTERS), CommentFactory(text="Aan de balie werd ik vriendelijk geholpen.")
    arrivals.encode_new(WordEncoder)
    Comment.objects.filter(pk=erased.pk).delete()
    assert arrivals.prune() == 2
    assert kept() == {digest(stays.redacted_text)}


def test_pruning_leaves_what_is_still_said(django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    CommentFactory.create_batch(3, text=TWO_MATTERS)
    arrivals.encode_new(WordEncoder)
    with django_assert_max_num_queries(8):
        assert arrivals.prune() == 0
    assert len(kept()) == 3


def test_no_model_is_loaded_when_nothing_came_in() -> None:
    def load() -> None:
        raise AssertionError

    assert arrivals.encode_new(load) == 0  # type: ignore[arg-type]
