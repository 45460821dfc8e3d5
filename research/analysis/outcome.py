"""Puts the result together: themes with names, quotes and figures, a row per comment, and counts that add up."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from research.analysis.corpus import Corpus, campaigns, voices
from research.analysis.keywords import Vocabulary, title_of
from research.analysis.model import (
    Assignment,
    Campaign,
    Counts,
    Document,
    Measures,
    MergeTree,
    Notice,
    NoticeCode,
    Quote,
    QuoteKind,
    Result,
    Status,
    Theme,
)
from research.analysis.picture import Picture, chosen_by_lot, draw
from research.analysis.quotes import Passage, pick
from research.analysis.reading import Mention, Read
from research.analysis.space import Space
from research.analysis.statistics import difference, mean_interval, wilson
from research.analysis.theming import Themes

DIGITS = 4
QUOTABLE = 60
FEWEST_KEYWORDS = 2
WORDS_IN_TITLE, LONGEST_TITLE = 7, 70


@dataclass(frozen=True)
class Outcome:
    """All that the work has found."""

    corpus: Corpus
    space: Space
    themes: Themes
    read: Read


def compose(outcome: Outcome, fingerprint: Mapping[str, str], notices: Sequence[Notice]) -> Result:
    """The result, with themes in order of size. Raises ValueError when a comment got lost."""
    first, mentions = _members(outcome)
    order = sorted(
        range(outcome.themes.count), key=lambda theme: (-len(first[theme]), _known_first(outcome, theme), theme)
    )
    place = {theme: index for index, theme in enumerate(order)}
    sent = _campaigns(outcome)
    vocabulary = _vocabulary(outcome, first)
    themes = tuple(_theme(outcome, theme, place[theme], first, mentions, vocabulary, sent) for theme in order)
    assignments = tuple(row for i in range(len(outcome.corpus.documents)) for row in _rows(outcome, i, place))
    told = [*notices, *(_told(campaign) for found in sent.values() for campaign in found)]
    counts = _counts(outcome, assignments)
    return Result(themes, assignments, counts, fingerprint, tuple(told), _tree(outcome), _picture(outcome, order))


def _picture(outcome: Outcome, order: Sequence[int]) -> Picture:
    """The themes in their order, and some of the comments about them, on a plane."""
    assigned = [text for text in outcome.corpus.texts if text.documents[0] in outcome.read.readings]
    shown = [assigned[i] for i in chosen_by_lot([text.text for text in assigned])]
    texts, languages = [text.text for text in shown], [text.language for text in shown]
    vectors = outcome.space.place(texts, languages, outcome.space.encode(texts, lambda part: None))
    documents = [outcome.corpus.documents[text.documents[0]].id for text in shown]
    return draw(outcome.themes.middle[list(order)], vectors, documents)


def _tree(outcome: Outcome) -> MergeTree | None:
    """The merge tree with the documents in its leaves."""
    grown = outcome.themes.grown
    if grown is None:
        return None
    leaves = {
        outcome.corpus.documents[i].id: int(leaf)
        for row, leaf in zip(grown.rows.tolist(), grown.tree.leaves.tolist(), strict=True)
        for i in outcome.corpus.texts[row].documents
    }
    heights = tuple(round(height, DIGITS) for height in grown.tree.heights)
    return MergeTree(dict(sorted(leaves.items())), grown.tree.merges, heights, grown.cut)


def _known_first(outcome: Outcome, theme: int) -> bool:
    return theme >= len(outcome.themes.known)


def _members(outcome: Outcome) -> tuple[dict[int, list[int]], dict[int, list[tuple[int, Mention]]]]:
    """Per theme the documents whose first theme it is, and every mention of it with its document."""
    first: dict[int, list[int]] = defaultdict(list)
    mentions: dict[int, list[tuple[int, Mention]]] = defaultdict(list)
    for i, reading in sorted(outcome.read.readings.items()):
        first[reading.first.theme].append(i)
        for mention in (reading.first, *reading.others):
            mentions[mention.theme].append((i, mention))
    return first, mentions


def _vocabulary(outcome: Outcome, first: Mapping[int, list[int]]) -> Vocabulary:
    """The words of each theme; a text that was sent often counts once."""
    text_of = {i: row for row, text in enumerate(outcome.corpus.texts) for i in text.documents}
    vocabulary = Vocabulary()
    for theme, members in sorted(first.items()):
        for row in sorted({text_of[i] for i in members}):
            vocabulary.add(theme, outcome.corpus.texts[row].text, outcome.corpus.texts[row].language)
    return vocabulary


def _campaigns(outcome: Outcome) -> dict[int, list[Campaign]]:
    """Campaigns by the theme of the copy that stands for them (-1: none)."""
    found: dict[int, list[Campaign]] = defaultdict(list)
    for row, campaign in campaigns(outcome.corpus):
        reading = outcome.read.readings.get(outcome.corpus.texts[row].documents[0])
        found[reading.first.theme if reading else -1].append(campaign)
    return found


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


def _theme(
    outcome: Outcome,
    theme: int,
    index: int,
    first: Mapping[int, list[int]],
    mentions: Mapping[int, list[tuple[int, Mention]]],
    vocabulary: Vocabulary,
    sent: Mapping[int, list[Campaign]],
) -> Theme:
    known = outcome.themes.known[theme] if theme < len(outcome.themes.known) else None
    touching = [outcome.corpus.documents[i] for i in sorted({i for i, _ in mentions.get(theme, ())})]
    keywords = vocabulary.keywords(theme) if theme in first else ()
    quotes = _quotes(outcome, mentions.get(theme, ()))
    central = next((quote.document_id for quote in quotes if quote.kind is QuoteKind.CENTRAL), None)
    return Theme(
        index=index,
        uuid=known.uuid if known else None,
        label=known.title if known else _draft(outcome, keywords, quotes),
        keywords=keywords,
        size=len(first.get(theme, ())),
        mentions=len(touching),
        people=voices(touching),
        quote_document_id=central,
        quotes=quotes,
        centroid=tuple(round(float(value), DIGITS) for value in outcome.themes.middle[theme]),
        measures=_measures(outcome, touching),
        campaigns=tuple(sent.get(theme, ())),
    )


def _draft(outcome: Outcome, keywords: Sequence[str], quotes: Sequence[Quote]) -> str:
    """A draft title: keywords, or the start of the first quote where there is hardly a word that people share."""
    if len(keywords) >= FEWEST_KEYWORDS or not quotes:
        return title_of(keywords)
    texts = {document.id: document.text for document in outcome.corpus.documents}
    said = texts[quotes[0].document_id][quotes[0].start : quotes[0].end].split()
    return " ".join(said[:WORDS_IN_TITLE])[:LONGEST_TITLE] + ("…" if len(said) > WORDS_IN_TITLE else "")


def _quotes(outcome: Outcome, mentions: Sequence[tuple[int, Mention]]) -> tuple[Quote, ...]:
    """Quotes from the sixty best passages, and from the sixty best of people whose grade is far off."""
    documents = outcome.corpus.documents
    ranked = sorted(mentions, key=lambda found: (-round(found[1].score, DIGITS), documents[found[0]].text, found[0]))
    grades = sorted(grade for i, _ in ranked if (grade := documents[i].grade) is not None)
    middle = grades[len(grades) // 2] if grades else 0.0
    far = [found for found in ranked if (grade := documents[found[0]].grade) is not None and abs(grade - middle) >= 2]
    chosen = list(dict.fromkeys([*ranked[:QUOTABLE], *far[: QUOTABLE // 2]]))
    texts = [documents[i].text[mention.unit.start : mention.unit.end] for i, mention in chosen]
    languages = [outcome.corpus.languages[i] for i, _ in chosen]
    vectors = outcome.space.place(texts, languages, outcome.space.encode(texts, lambda part: None))
    return pick([_passage(documents[i], mention, row) for row, (i, mention) in enumerate(chosen)], vectors)


def _passage(document: Document, mention: Mention, row: int) -> Passage:
    unit = mention.unit
    words = len(document.text[unit.start : unit.end].split())
    return Passage(
        document.id,
        document.person or f"#{document.id}",
        unit.start,
        unit.end,
        words,
        row,
        mention.score,
        document.grade,
    )


def _measures(outcome: Outcome, touching: Sequence[Document]) -> Measures:
    inside = {document.id for document in touching}
    taking_part = len(outcome.corpus.documents) - len(outcome.corpus.excluded)
    own = [document.grade for document in touching if document.grade is not None]
    rest = [d.grade for d in outcome.corpus.documents if d.grade is not None and d.id not in inside]
    return Measures(wilson(len(touching), taking_part), mean_interval(own), difference(rest, own))


def _rows(outcome: Outcome, i: int, place: Mapping[int, int]) -> list[Assignment]:
    """The rows of one document: just one is primary."""
    document, verdict = outcome.corpus.documents[i], outcome.read.verdicts[i]
    if verdict is None:
        reason = outcome.corpus.excluded[i]
        return [Assignment(document.id, None, Status.EXCLUDED, reason, True, 0, len(document.text), 0.0)]
    if i not in outcome.read.readings:
        score = round(verdict.score, DIGITS)
        nearest = None if verdict.nearest is None else place[verdict.nearest]
        whole = (True, 0, len(document.text), score, nearest)
        return [Assignment(document.id, None, verdict.status, verdict.reason, *whole)]
    reading = outcome.read.readings[i]
    return [
        Assignment(
            document.id, place[mention.theme], Status.ASSIGNED, None, number == 0, mention.unit.start, mention.unit.end,
            round(mention.score, DIGITS),
        )
        for number, mention in enumerate((reading.first, *reading.others))
    ]  # fmt: skip


def _counts(outcome: Outcome, assignments: Sequence[Assignment]) -> Counts:
    primary = [row for row in assignments if row.primary]
    by_status = Counter(row.status for row in primary)
    excluded = Counter(row.reason.value for row in primary if row.status is Status.EXCLUDED and row.reason)
    return Counts(
        received=len(outcome.corpus.documents),
        assigned=by_status[Status.ASSIGNED],
        other=by_status[Status.OTHER],
        undecided=by_status[Status.UNDECIDED],
        excluded=dict(sorted(excluded.items())),
    )
