"""Reads one shard of comments by what was learned. Pure: the same comments give the same answer in any shard."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from threadpoolctl import threadpool_limits

from research.analysis.duplicates import SHORTEST_COMPARED, Sketches, sketches
from research.analysis.exclusions import reason_to_exclude
from research.analysis.keywords import Vocabulary
from research.analysis.language import detect_with
from research.analysis.model import Document, KnownTheme, Reason, ReportProgress, keep_quiet
from research.analysis.order import natural_order
from research.analysis.progress import rising
from research.analysis.reading import Reader, Reading, Saying, read
from research.analysis.semantic import Embedder, NoCache, VectorCache, shipped_embedder
from research.analysis.sharding.answer import NONE, REASONS, STATUSES, Column, Comments, Mentions, Sayings, ShardAnswer
from research.analysis.sharding.excerpts import Heard, quotable, shown
from research.analysis.sharding.learned import Learned
from research.analysis.sharding.sample import LONGEST_COMPARED, Keys, key_of_form
from research.analysis.words import normal_form

LISTENED = 1_000


@dataclass(frozen=True)
class Listened:
    """The comments of a shard in natural order, and the different things they say, in order of what they say."""

    comments: Comments
    sayings: tuple[Saying, ...]
    keys: Keys
    sketched: Keys
    sketches: Sketches


def read_shard(
    learned: Learned,
    documents: Sequence[Document],
    *,
    embedder: Embedder | None = None,
    cache: VectorCache | None = None,
    report_progress: ReportProgress = keep_quiet,
) -> ShardAnswer:
    """What these comments say, to be joined with the answers of other shards.

    `report_progress` gets the fraction done of this shard, and may raise to stop. Raises ValueError when two documents
    share an id, or when the encoder that the themes were learned with is not here.
    """
    report_progress = rising(report_progress)
    with threadpool_limits(limits=1):
        space = learned.space(_encoder(learned, embedder), cache or NoCache())
        heard = listen(learned, documents, lambda part: report_progress(0.3 * part, "reading"))
        known = len(learned.known)
        reader = Reader(
            space, learned.bounds, lambda at, near: learned.labels_of(heard.keys[list(at)], near[:, :known])
        )
        readings = read(heard.sayings, reader, lambda part: report_progress(0.3 + 0.6 * part, "assigning"))
        report_progress(0.9, "naming")
        told = Heard(heard.comments, heard.sayings, readings)
        answer = ShardAnswer(
            heard.comments,
            _sayings(heard.sayings, readings),
            _mentions(readings),
            quotable(told, space),
            shown(told, space),
            _words(told).to_plain(),
            heard.sketched,
            heard.sketches,
        )
        report_progress(1.0, "done")
    return answer


def _encoder(learned: Learned, embedder: Embedder | None) -> Embedder | None:
    return (embedder or shipped_embedder()) if learned.fingerprint["backend"] == "semantic" else None


def listen(learned: Learned, documents: Sequence[Document], report: Callable[[float], None]) -> Listened:
    """The shard put in order: who says what, in which language, and what is left out."""
    ordered = [documents[i] for i in natural_order([document.id for document in documents]).tolist()]
    required, forbidden = decisions(learned.known)
    looked: dict[str, Look] = {}
    looks, said = [], []
    for done, document in enumerate(ordered):
        if done % LISTENED == 0:
            report(done / len(ordered))
        look = looked.get(document.text)
        if look is None:
            look = looked[document.text] = _look(document.text, learned.usual)
        looks.append(look)
        themes = required.get(document.id, ())
        language = document.language or look.language
        taking_part = look.reason is None or bool(themes)
        ruled_out = forbidden.get(document.id, frozenset())
        said.append(Saying(document.text, language, themes, ruled_out) if taking_part else None)
    sayings, places = _different(said)
    own_keys = np.zeros(len(sayings), dtype=np.uint64)
    keys = np.fromiter((look.key for look in looks), dtype=np.uint64, count=len(looks))
    own_keys[places[places != NONE]] = keys[places != NONE]
    return Listened(_comments(ordered, looks, places), sayings, own_keys, *_sketched(looks, places))


@dataclass(frozen=True, slots=True)
class Look:
    """What one text is by itself; `form` is "" where it is too short to have near-copies."""

    reason: Reason | None
    key: int
    form: str
    language: str


def _look(text: str, usual: str) -> Look:
    form = normal_form(text[:LONGEST_COMPARED])
    long_enough = form if len(form) >= SHORTEST_COMPARED else ""
    return Look(reason_to_exclude(text), key_of_form(form), long_enough, detect_with(text, usual))


def decisions(known: Sequence[KnownTheme]) -> tuple[dict[str, tuple[int, ...]], dict[str, frozenset[int]]]:
    """Per document id the themes that a person put it under, and those that a person took it away from."""
    required: dict[str, tuple[int, ...]] = {}
    forbidden: dict[str, frozenset[int]] = {}
    for index, theme in enumerate(known):
        for identifier in theme.required:
            required[identifier] = (*required.get(identifier, ()), index)
        for identifier in theme.forbidden:
            forbidden[identifier] = forbidden.get(identifier, frozenset()) | {index}
    return required, forbidden


def _different(said: Sequence[Saying | None]) -> tuple[tuple[Saying, ...], Column]:
    """The different sayings in order of their text, and where that of each comment stands."""
    unique = sorted(
        {one for one in said if one},
        key=lambda one: (one.text, one.language, one.required, sorted(one.forbidden)),
    )
    place = {one: row for row, one in enumerate(unique)}
    return tuple(unique), np.array([NONE if one is None else place[one] for one in said], dtype=np.int32)


def _comments(ordered: Sequence[Document], looks: Sequence[Look], places: Column) -> Comments:
    reasons = [NONE if look.reason is None else REASONS.index(look.reason) for look in looks]
    return Comments(
        ids=tuple(document.id for document in ordered),
        saying=places,
        reason=np.where(places == NONE, np.array(reasons, dtype=np.int32), NONE).astype(np.int32),
        length=np.array([len(document.text) for document in ordered], dtype=np.int32),
        key=np.fromiter((look.key for look in looks), dtype=np.uint64, count=len(looks)),
        voice=np.array([_voice(document.person) for document in ordered], dtype=np.uint64),
        grade=np.array([np.nan if document.grade is None else document.grade for document in ordered]),
    )


def _voice(person: str | None) -> int:
    return key_of_form(f"person {person}") if person else 0


def _sketched(looks: Sequence[Look], places: Column) -> tuple[Keys, Sketches]:
    forms = {
        look.key: look.form for look, place in zip(looks, places.tolist(), strict=True) if look.form and place != NONE
    }
    order = sorted(forms)
    return np.array(order, dtype=np.uint64), sketches([forms[key] for key in order])


def _sayings(sayings: Sequence[Saying], readings: Sequence[Reading]) -> Sayings:
    verdicts = [reading.verdict for reading in readings]
    return Sayings(
        status=_column(STATUSES.index(verdict.status) for verdict in verdicts),
        reason=_column(NONE if verdict.reason is None else REASONS.index(verdict.reason) for verdict in verdicts),
        theme=_column(NONE if verdict.theme is None else verdict.theme for verdict in verdicts),
        nearest=_column(NONE if verdict.nearest is None else verdict.nearest for verdict in verdicts),
        score=np.array([verdict.score for verdict in verdicts], dtype=np.float32),
        length=_column(len(saying.text) for saying in sayings),
    )


def _mentions(readings: Sequence[Reading]) -> Mentions:
    rows = [(i, mention) for i, reading in enumerate(readings) for mention in reading.mentions]
    firsts = [mention is readings[i].first for i, mention in rows]
    return Mentions(
        saying=_column(i for i, _ in rows),
        theme=_column(mention.theme for _, mention in rows),
        start=_column(mention.unit.start for _, mention in rows),
        end=_column(mention.unit.end for _, mention in rows),
        score=np.array([mention.score for _, mention in rows], dtype=np.float32),
        first=np.array(firsts, dtype=np.bool_),
    )


def _column(values: Iterable[int]) -> Column:
    return np.fromiter(values, dtype=np.int32)


def _words(heard: Heard) -> Vocabulary:
    """What is said in each theme, each different text once."""
    writers: dict[int, str] = {}
    for saying, voice in zip(heard.comments.saying.tolist(), heard.comments.voice.tolist(), strict=True):
        writer = f"{voice:x}" if voice else ""
        writers[saying] = min(writer, writers.get(saying, writer))
    vocabulary = Vocabulary()
    for number, (saying, reading) in enumerate(zip(heard.sayings, heard.readings, strict=True)):
        if reading.first:
            vocabulary.add(reading.first.theme, saying.text, saying.language, writers[number])
    return vocabulary
