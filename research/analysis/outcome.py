"""Puts the result together: themes with names, quotes and figures, a row per comment, and counts that add up."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from research.analysis.model import (
    Assignment,
    Campaign,
    Counts,
    Measures,
    MergeTree,
    Notice,
    NoticeCode,
    Quote,
    QuoteKind,
    Reason,
    Result,
    Status,
    Theme,
)
from research.analysis.order import distinct
from research.analysis.picture import Picture, chosen_by_lot, draw
from research.analysis.quotes import Passage, pick
from research.analysis.sharding.answer import NONE, REASONS, STATUSES
from research.analysis.sharding.excerpts import DIGITS, QUOTABLE, QUOTABLE_PER_GRADE, Piece, best, bucket_of
from research.analysis.sharding.joined import Joined
from research.analysis.sharding.learned import Learned
from research.analysis.statistics import difference, mean_interval, wilson
from research.analysis.titles import Spoken, suggest

# So many copies of one text are a campaign rather than a coincidence.
FEWEST_COPIES = 10
FAR_BUCKETS = 2

Mask = NDArray[np.bool_]
Sent = Mapping[int, Sequence[Campaign]]


@dataclass(frozen=True)
class Outcome:
    """What was learned, and what all comments said."""

    learned: Learned
    joined: Joined

    def touching(self, theme: int) -> Mask:
        """Which comments touch the theme."""
        mentions = self.joined.mentions
        inside = np.zeros(len(self.joined.sayings.status) + 1, dtype=np.bool_)
        inside[mentions.saying[mentions.theme == theme]] = True
        return inside[self.joined.comments.saying]

    def first(self) -> NDArray[np.int64]:
        """The first theme of each comment, NONE where it has none."""
        theme = np.append(self.joined.sayings.theme, NONE)
        status = np.append(self.joined.sayings.status, NONE)
        own = np.where(status == STATUSES.index(Status.ASSIGNED), theme, NONE)
        return np.asarray(own[self.joined.comments.saying], dtype=np.int64)


def compose(learned: Learned, joined: Joined) -> Result:
    """The result, with themes in order of size. Raises ValueError when a comment got lost."""
    outcome = Outcome(learned, joined)
    count, first = len(learned.bounds.middle), outcome.first()
    sizes = np.bincount(first[first >= 0], minlength=count).tolist()
    order = sorted(range(count), key=lambda theme: (-sizes[theme], theme >= len(learned.known), theme))
    place = {theme: index for index, theme in enumerate(order)}
    sent = _campaigns(outcome, first)
    themes = tuple(_theme(outcome, theme, place[theme], sizes[theme], sent) for theme in order)
    assignments = tuple(_rows(outcome, place))
    told = [*learned.notices, *(_told(campaign) for found in sent.values() for campaign in found)]
    counts = _counts(outcome)
    return Result(
        themes, assignments, counts, learned.fingerprint, tuple(told), _tree(outcome), _picture(outcome, order)
    )


def _tree(outcome: Outcome) -> MergeTree | None:
    """The merge tree with the comments in its leaves."""
    growth, comments = outcome.learned.growth, outcome.joined.comments
    if growth is None:
        return None
    leaf = np.where(comments.saying == NONE, NONE, outcome.learned.leaves_of(comments.key))
    grown = np.flatnonzero(leaf != NONE).tolist()
    leaves = {comments.ids[i]: int(leaf[i]) for i in grown}
    heights = tuple(round(height, DIGITS) for height in growth.heights)
    return MergeTree(dict(sorted(leaves.items())), growth.merges, heights, growth.cut)


def _picture(outcome: Outcome, order: Sequence[int]) -> Picture:
    """The themes in their order, and some of the comments about them, on a plane."""
    shown = outcome.joined.shown
    earliest = sorted(range(len(shown.texts)), key=lambda row: (shown.texts[row], shown.comment[row]), reverse=True)
    rows = {shown.texts[row]: row for row in earliest}
    texts = sorted(rows)
    chosen = [rows[texts[i]] for i in chosen_by_lot(texts)]
    documents = [outcome.joined.comments.ids[shown.comment[row]] for row in chosen]
    middle = outcome.learned.bounds.middle[list(order)]
    vectors = shown.vectors[chosen].astype(np.float32) if chosen else np.zeros((0, middle.shape[1]), dtype=np.float32)
    return draw(middle, vectors, documents)


def _campaigns(outcome: Outcome, first: NDArray[np.int64]) -> Sent:
    """Texts that came in ten times or more, nearly literally, by the theme of the first copy (NONE: none)."""
    comments, copies = outcome.joined.comments, outcome.joined.copies
    group = copies.of(comments.key)
    long_enough = np.isin(comments.key, copies.keys) & (comments.saying != NONE)
    keys, times = np.unique(group[long_enough], return_counts=True)
    sent = np.flatnonzero(long_enough & np.isin(group, keys[times >= FEWEST_COPIES]))
    senders: dict[int, list[int]] = defaultdict(list)
    for i in sent.tolist():
        senders[int(group[i])].append(i)
    found: dict[int, list[Campaign]] = defaultdict(list)
    for rows in senders.values():
        campaign = Campaign(comments.ids[rows[0]], len(rows), voices(comments.voice[rows]))
        found[int(first[rows[0]])].append(campaign)
    return found


def voices(hashed: NDArray[np.uint64]) -> int:
    """How many people these comments come from.

    A known person counts once, one who stayed anonymous (nought) counts as somebody.
    """
    known = hashed[hashed != 0]
    return len(distinct(known)) + len(hashed) - len(known)


def _told(campaign: Campaign) -> Notice:
    text = (
        f"{campaign.comments} comments say (nearly) the same; they come from {campaign.people} people. "
        f"See comment {campaign.document_id}."
    )
    values: dict[str, int | float | str] = {
        "document_id": campaign.document_id,
        "comments": campaign.comments,
        "people": campaign.people,
    }
    return Notice(NoticeCode.CAMPAIGN, text, values)


def _theme(outcome: Outcome, theme: int, index: int, size: int, sent: Sent) -> Theme:
    known = outcome.learned.known[theme] if theme < len(outcome.learned.known) else None
    touching = outcome.touching(theme)
    keywords = outcome.joined.vocabulary.keywords(theme) if size else ()
    quotes = _quotes(outcome, theme, touching, keywords)
    central = next((quote.document_id for quote in quotes if quote.kind is QuoteKind.CENTRAL), None)
    return Theme(
        index=index,
        uuid=known.uuid if known else None,
        label=known.title if known else _draft(outcome, theme, keywords, quotes),
        keywords=keywords,
        size=size,
        mentions=int(touching.sum()),
        people=voices(outcome.joined.comments.voice[touching]),
        quote_document_id=central,
        quotes=quotes,
        centroid=tuple(round(float(value), DIGITS) for value in outcome.learned.bounds.middle[theme]),
        measures=_measures(outcome, touching),
        campaigns=tuple(sent.get(theme, ())),
    )


def _draft(outcome: Outcome, theme: int, keywords: Sequence[str], quotes: Sequence[Quote]) -> str:
    """A draft title, from the quotes and else from what else is central to the theme."""
    texts, ids = outcome.joined.quotable, outcome.joined.comments.ids
    rows = np.flatnonzero(texts.theme == theme).tolist()
    ranked = sorted(rows, key=lambda row: (-round(float(texts.score[row]), DIGITS), texts.texts[row]))
    place = {(ids[texts.comment[row]], int(texts.start[row])): row for row in reversed(ranked)}
    quoted = [place[one.document_id, one.start] for one in quotes if one.kind is not QuoteKind.DISSENTING]
    heard = [Spoken(texts.texts[row], texts.languages[row]) for row in (*quoted, *ranked)]
    return suggest(list(dict.fromkeys(heard))[:QUOTABLE], keywords)


def _quotes(outcome: Outcome, theme: int, touching: Mask, keywords: Sequence[str]) -> tuple[Quote, ...]:
    """Quotes from the sixty best passages, and from the best of people whose grade is far off."""
    texts, ids = outcome.joined.quotable, outcome.joined.comments.ids
    rows = np.flatnonzero(texts.theme == theme).tolist()
    buckets: dict[int, list[Piece]] = defaultdict(list)
    for row in rows:
        where = (int(texts.comment[row]), int(texts.start[row]), int(texts.end[row]))
        buckets[int(texts.bucket[row])].append(
            Piece(-round(float(texts.score[row]), DIGITS), texts.texts[row], *where, row)
        )
    grades = np.sort(outcome.joined.comments.grade[touching])
    grades = grades[~np.isnan(grades)]
    chosen = best(buckets.pop(NONE, []), QUOTABLE)
    if len(grades):
        middle = bucket_of(float(grades[len(grades) // 2]))
        for bucket in sorted(buckets):
            if abs(bucket - middle) >= FAR_BUCKETS:
                chosen += best(buckets[bucket], QUOTABLE_PER_GRADE)
    different = list({(ids[piece.place], piece.start): piece for piece in reversed(chosen)}.values())[::-1]
    vectors = texts.vectors[[piece.saying for piece in different]].astype(np.float32)
    return pick([_passage(outcome, piece, row) for row, piece in enumerate(different)], vectors, keywords)


def _passage(outcome: Outcome, piece: Piece, row: int) -> Passage:
    comments = outcome.joined.comments
    identifier, voice, grade = comments.ids[piece.place], int(comments.voice[piece.place]), comments.grade[piece.place]
    return Passage(
        identifier,
        f"{voice:x}" if voice else f"#{identifier}",
        piece.start,
        piece.end,
        len(piece.text.split()),
        row,
        -piece.worst,
        None if np.isnan(grade) else float(grade),
        piece.text,
        outcome.joined.quotable.languages[piece.saying],
    )


def _measures(outcome: Outcome, touching: Mask) -> Measures:
    grade = outcome.joined.comments.grade
    graded = ~np.isnan(grade)
    taking_part = int((outcome.joined.comments.saying != NONE).sum())
    own, rest = grade[touching & graded], grade[~touching & graded]
    return Measures(wilson(int(touching.sum()), taking_part), mean_interval(own), difference(rest, own))


def _rows(outcome: Outcome, place: Mapping[int, int]) -> Iterator[Assignment]:
    """The rows of all comments in natural order: of each just one is primary."""
    comments, mentions = outcome.joined.comments, outcome.joined.mentions
    said = _sayings(outcome, place)
    begins, themes = outcome.joined.spoken.tolist(), mentions.theme.tolist()
    starts, ends, scores = mentions.start.tolist(), mentions.end.tolist(), mentions.score.tolist()
    rows = zip(comments.ids, comments.saying.tolist(), comments.reason.tolist(), comments.length.tolist(), strict=True)
    for identifier, saying, reason, length in rows:
        if saying == NONE:
            yield Assignment(identifier, None, Status.EXCLUDED, REASONS[reason], True, 0, length, 0.0)
            continue
        first, last = begins[saying], begins[saying + 1]
        if first == last:
            status, why, score, nearest = said[saying]
            yield Assignment(identifier, None, status, why, True, 0, length, score, nearest)
        for i in range(first, last):
            score = round(scores[i], DIGITS)
            yield Assignment(identifier, place[themes[i]], Status.ASSIGNED, None, i == first, starts[i], ends[i], score)


def _sayings(outcome: Outcome, place: Mapping[int, int]) -> list[tuple[Status, Reason | None, float, int | None]]:
    """The verdict on each saying that has no theme, as it is shown."""
    sayings = outcome.joined.sayings
    columns = (sayings.status.tolist(), sayings.reason.tolist(), sayings.score.tolist(), sayings.nearest.tolist())
    return [
        (STATUSES[status], None if why == NONE else REASONS[why], round(score, DIGITS), place.get(nearest))
        for status, why, score, nearest in zip(*columns, strict=True)
    ]


def _counts(outcome: Outcome) -> Counts:
    """How many comments there are of each kind."""
    comments, sayings = outcome.joined.comments, outcome.joined.sayings
    status = sayings.status[comments.saying[comments.saying != NONE]]
    times = np.bincount(status, minlength=len(STATUSES)).tolist()
    reasons, excluded = np.unique(comments.reason[comments.saying == NONE], return_counts=True)
    return Counts(
        received=len(comments.ids),
        assigned=times[STATUSES.index(Status.ASSIGNED)],
        other=times[STATUSES.index(Status.OTHER)],
        undecided=times[STATUSES.index(Status.UNDECIDED)],
        excluded=dict(sorted((REASONS[reason].value, int(n)) for reason, n in zip(reasons, excluded, strict=True))),
    )
