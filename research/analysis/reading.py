"""Reads every comment against the themes: the verdict on the whole of it, and what its sentences touch besides."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from research.analysis.assign import ORDINARY, Verdict, decide, floors, newcomers, scores, touched
from research.analysis.corpus import Corpus
from research.analysis.model import Status
from research.analysis.space import Placed, Space
from research.analysis.theming import Themes
from research.analysis.units import Unit, split
from research.analysis.words import topical, words

SHARD = 5_000


@dataclass(frozen=True)
class Mention:
    """A piece of a comment that is about a theme."""

    theme: int
    unit: Unit
    score: float


@dataclass(frozen=True)
class Reading:
    """What one comment says: the piece that shows its own theme best, and pieces about other themes."""

    first: Mention
    others: tuple[Mention, ...] = ()


@dataclass(frozen=True)
class Read:
    """Everything read: a verdict per document (None: it was excluded), and a reading per assigned document."""

    verdicts: tuple[Verdict | None, ...]
    readings: Mapping[int, Reading]


def read(corpus: Corpus, space: Space, placed: Placed, themes: Themes, report: Callable[[float], None]) -> Read:
    """Verdicts and readings of all documents; `report` gets the fraction done."""
    closeness = scores(placed.vectors[: len(corpus.texts)], themes.middle)
    verdicts = _verdicts(corpus, closeness, themes)
    ordinary = floors(closeness, themes.labels, ORDINARY)
    forbidden, required = _ruled_out(themes), _put_there(themes)
    assigned = {i: verdict for i, verdict in enumerate(verdicts) if verdict and verdict.status is Status.ASSIGNED}
    kinds: dict[tuple[str, str, int], list[int]] = {}
    for i, verdict in assigned.items():
        kinds.setdefault((corpus.documents[i].text, corpus.languages[i], verdict.theme or 0), []).append(i)
    readings: dict[int, Reading] = {}
    for done, shard in _shards(sorted(kinds)):
        report(done / len(kinds))
        for kind, reading in zip(shard, _read_shard(shard, space, themes, ordinary), strict=True):
            for i in kinds[kind]:
                one = corpus.documents[i]
                allowed = _allowed(reading, assigned[i], forbidden.get(one.id, frozenset()))
                readings[i] = _with_required(allowed, required.get(one.id, ()), one.text)
    return Read(tuple(verdicts), readings)


def _shards(kinds: list[tuple[str, str, int]]) -> Iterator[tuple[int, list[tuple[str, str, int]]]]:
    waiting = iter(kinds)
    done = 0
    while shard := list(islice(waiting, SHARD)):
        yield done, shard
        done += len(shard)


def _verdicts(corpus: Corpus, closeness: NDArray[np.float32], themes: Themes) -> list[Verdict | None]:
    """Per document; copies share the verdict on their text, unless a person decided about one of them."""
    outer = newcomers(closeness, themes.labels)
    forbidden, required = _ruled_out(themes), _put_there(themes)
    found: list[Verdict | None] = [None] * len(corpus.documents)
    for row, text in enumerate(corpus.texts):
        label, length = int(themes.labels[row]), sum(map(topical, words(text.text)))
        common = decide(closeness[row], label, outer, length)
        for i in text.documents:
            identifier = corpus.documents[i].id
            if identifier in required:
                closest = max(required[identifier], key=lambda theme: float(closeness[row, theme]))
                found[i] = Verdict(Status.ASSIGNED, closest, None, 1.0)
            elif identifier in forbidden:
                allowed = closeness[row].copy()
                allowed[sorted(forbidden[identifier])] = -1.0
                found[i] = decide(allowed, label, outer, length)
            else:
                found[i] = common
    return found


def _ruled_out(themes: Themes) -> dict[str, frozenset[int]]:
    """Per document id the themes that a person took it away from."""
    found: dict[str, set[int]] = {}
    for index, theme in enumerate(themes.known):
        for identifier in theme.forbidden:
            found.setdefault(identifier, set()).add(index)
    return {identifier: frozenset(ruled_out) for identifier, ruled_out in found.items()}


def _put_there(themes: Themes) -> dict[str, tuple[int, ...]]:
    """Per document id the themes that a person put it under."""
    found: dict[str, list[int]] = {}
    for index, theme in enumerate(themes.known):
        for identifier in theme.required:
            found.setdefault(identifier, []).append(index)
    return {identifier: tuple(put) for identifier, put in found.items()}


def _read_shard(
    shard: Sequence[tuple[str, str, int]], space: Space, themes: Themes, ordinary: NDArray[np.float32]
) -> Iterator[Reading]:
    """The reading of each (text, language, theme) of the shard. A comment of one unit needs no second look."""
    cut = [split(text) for text, _, _ in shard]
    pieces = [
        (text[unit.start : unit.end], language)
        for (text, language, _), units in zip(shard, cut, strict=True)
        for unit in units
    ]
    unique = sorted(set(pieces))
    texts, languages = [text for text, _ in unique], [language for _, language in unique]
    closeness = scores(space.place(texts, languages, space.encode(texts, lambda part: None)), themes.middle)
    place = {piece: row for row, piece in enumerate(unique)}
    rows = iter(place[piece] for piece in pieces)
    for (_, _, theme), units in zip(shard, cut, strict=True):
        near = closeness[list(islice(rows, len(units)))]
        best = int(near[:, theme].argmax())
        others = touched(near, theme, ordinary)
        yield Reading(
            Mention(theme, units[best], float(near[best, theme])),
            tuple(Mention(other, units[unit], float(near[unit, other])) for other, unit in sorted(others.items())),
        )


def _allowed(reading: Reading, verdict: Verdict, ruled_out: frozenset[int]) -> Reading:
    """The reading of a copy that a person may have ruled some themes out for.

    Its own theme scores as the whole comment does.
    """
    others = tuple(mention for mention in reading.others if mention.theme not in ruled_out)
    return Reading(replace(reading.first, score=verdict.score), others)


def _with_required(reading: Reading, required: tuple[int, ...], text: str) -> Reading:
    """The reading with every theme that a person gave this comment; the whole of it where no sentence stands out."""
    here = {reading.first.theme, *(mention.theme for mention in reading.others)}
    added = [Mention(theme, Unit(0, len(text)), 1.0) for theme in required if theme not in here]
    return replace(reading, others=tuple(sorted([*reading.others, *added], key=lambda mention: mention.theme)))
