import io
from collections.abc import Iterable

import numpy as np
import pytest
from numpy.typing import NDArray

from research.analysis import KnownTheme, analyse
from research.analysis.classifier import FEWEST, Classifier, Lesson, teach
from research.analysis.known import Examples, join_known, lessons
from research.analysis.lexical import Matrix, unit_length
from tests.research.analysis.stand_ins import SAID, WordEncoder, comments

SIZE = 40  # texts on each of two neighbouring matters


def neighbours(seed: int = 0) -> Matrix:
    """Two matters that share most of their words: only the second dimension tells them apart."""
    noise = np.random.default_rng(seed).normal(0, 0.25, (2 * SIZE, 12))
    noise[:, 0] += 1.0
    noise[:SIZE, 1] += 0.6
    noise[SIZE:, 1] -= 0.6
    return unit_length(noise)


def theme(*required: int, members: Iterable[int] = (), forbidden: tuple[int, ...] = ()) -> Examples:
    words = frozenset(members), frozenset(required), frozenset(forbidden)
    return Examples(tuple(sorted(required)), forbidden, *words)


def right(labels: NDArray[np.int64]) -> int:
    return int((labels[:SIZE] == 0).sum() + (labels[SIZE:] == 1).sum())


EVERY = np.arange(2 * SIZE)


class TestTeaching:
    @pytest.mark.parametrize("lesson", [Lesson(0, tuple(range(FEWEST - 1)), (50, 51)), Lesson(0, (0, 1, 2, 3), ())])
    def test_too_little_teaches_nothing(self, lesson: Lesson) -> None:
        vectors = neighbours()
        assert teach(vectors, vectors, [lesson]) is None

    def test_the_same_lessons_teach_the_same(self) -> None:
        vectors = neighbours()
        one, two = (teach(vectors, vectors, [Lesson(0, (0, 1, 2, 3, 4), (40, 41, 42))]) for _ in range(2))
        assert one is not None
        assert two is not None
        assert one.weights.tobytes() == two.weights.tobytes()

    def test_confirmed_texts_tell_neighbours_apart(self) -> None:
        vectors = neighbours()
        taught = teach(vectors, vectors, lessons([theme(*range(5)), theme(*range(SIZE, SIZE + 5))]))
        assert taught is not None
        chances = taught.chances(vectors, vectors)
        assert chances.shape == (2 * SIZE, 2)
        assert right(chances.argmax(axis=1)) >= 0.9 * 2 * SIZE

    def test_what_was_learned_can_be_kept_in_a_file(self) -> None:
        vectors = neighbours()
        taught = teach(vectors, vectors, [Lesson(3, (0, 1, 2), (40, 41, 42))])
        assert taught is not None
        file = io.BytesIO()
        np.savez(file, themes=taught.themes, weights=taught.weights, bias=taught.bias)
        file.seek(0)
        again = Classifier(**dict(np.load(file)))
        assert again.themes.tolist() == [3]
        assert (again.chances(vectors, vectors) == taught.chances(vectors, vectors)).all()

    def test_a_text_confirmed_for_two_themes_is_nobodys_counterexample(self) -> None:
        first, second = lessons([theme(0, 1, 2), theme(2, 50)])
        assert (first.positive, first.negative) == ((0, 1, 2), (50,))
        assert (second.positive, second.negative) == ((2, 50), (0, 1))


class TestJoining:
    def test_a_person_is_always_obeyed(self) -> None:
        vectors = neighbours()
        themes = [theme(*range(5), 60, forbidden=(10,)), theme(*range(SIZE, SIZE + 5), forbidden=(70,))]
        labels = join_known(vectors, vectors, themes, 2 * SIZE, EVERY)
        assert labels[60] == 0
        assert labels[10] != 0
        assert labels[70] != 1

    def test_confirmed_comments_move_what_the_machine_had_put_wrong(self) -> None:
        vectors = neighbours()
        wrong = tuple(range(SIZE, SIZE + 12))
        few = [theme(0, members=(*range(SIZE), *wrong)), theme(60, members=tuple(range(SIZE + 12, 2 * SIZE)))]
        many = [theme(*range(8), members=few[0].members), theme(*range(60, 68), members=few[1].members)]
        before, after = (right(join_known(vectors, vectors, themes, 2 * SIZE, EVERY)) for themes in (few, many))
        assert after > before

    def test_a_stranger_joins_none_of_the_taught_themes(self) -> None:
        vectors = neighbours()
        strangers = np.zeros((3, 12), dtype=np.float32)
        strangers[:, 11] = 1.0
        strangers[:, 1] = 0.3
        vectors = unit_length(np.vstack([vectors, strangers]))
        rows = np.arange(len(vectors))
        labels = join_known(vectors, vectors, [theme(*range(5)), theme(*range(SIZE, SIZE + 5))], len(vectors), rows)
        assert set(labels[-3:].tolist()) == {-1}


def test_a_comment_that_a_person_gave_two_themes_has_both() -> None:
    documents = comments(3)
    about = {topic: [one.id for one in documents if one.text in SAID[topic]] for topic in ("waste", "parking")}
    both = about["waste"][0]
    known = [
        KnownTheme("u-1", "Afval", required=(both, about["waste"][1])),
        KnownTheme("u-2", "Parkeren", required=(both, about["parking"][1])),
    ]
    result = analyse(documents, known_themes=known, embedder=WordEncoder())
    uuids = {theme.index: theme.uuid for theme in result.themes}
    rows = [row for row in result.assignments if row.document_id == both]
    assert {uuids[row.theme] for row in rows if row.theme is not None} == {"u-1", "u-2"}
    assert [uuids[row.theme] for row in rows if row.primary and row.theme is not None] == ["u-1"]
    text = next(one.text for one in documents if one.id == both)
    assert all(text[row.unit_start : row.unit_end].strip() for row in rows)
