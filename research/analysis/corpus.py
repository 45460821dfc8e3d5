"""The comments of a run, put in an order of their own, with copies folded together.

Everything after this works on the different *texts*, sorted by what they say: the order of rows in a file, or the ids
that follow from it, cannot change the outcome.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from research.analysis.duplicates import exact_groups, near_groups
from research.analysis.exclusions import reason_to_exclude
from research.analysis.language import detect_all
from research.analysis.model import Campaign, Document, Reason
from research.analysis.words import normal_form

# So many copies of one text are a campaign rather than a coincidence; "prima" is not a text that anybody organises.
FEWEST_COPIES = 10
SHORTEST_CAMPAIGN = 30
LONGEST_COMPARED = 20_000


@dataclass(frozen=True)
class Text:
    """One text that was sent in once or more, literally or nearly: `documents` are positions in `Corpus.documents`."""

    text: str
    language: str
    documents: tuple[int, ...]


@dataclass(frozen=True)
class Corpus:
    """`documents` in the order of their ids; `texts` in the order of what they say.

    `excluded` by position of the document.
    """

    documents: tuple[Document, ...]
    excluded: dict[int, Reason]
    texts: tuple[Text, ...]
    languages: tuple[str, ...]


def natural(identifier: str) -> tuple[tuple[int, int, str], ...]:
    """A sorting key that puts 2 before 10, and ids of any other make in alphabetical order."""
    parts = re.findall(r"[0-9]{1,18}|[^0-9]+|[0-9]+", identifier)
    return tuple(
        (0, int(part), "") if part.isascii() and part.isdigit() and len(part) <= 18 else (1, 0, part) for part in parts
    )


def gather(documents: Sequence[Document], required: frozenset[str], seed: int) -> Corpus:
    """The corpus of these documents. Raises ValueError when two have the same id.

    `required` are ids that a person gave a theme: they take part whatever they look like.
    """
    ordered = tuple(sorted(documents, key=lambda document: (natural(document.id), document.id)))
    twice = [identifier for identifier, times in Counter(document.id for document in ordered).items() if times > 1]
    if twice:
        raise ValueError(f"Two comments have the same id: {twice[0]}.")
    excluded = {
        position: reason
        for position, document in enumerate(ordered)
        if document.id not in required and (reason := reason_to_exclude(document.text))
    }
    taking_part = [position for position in range(len(ordered)) if position not in excluded]
    return Corpus(ordered, excluded, *_texts(ordered, taking_part, seed))


def _texts(
    documents: tuple[Document, ...], taking_part: list[int], seed: int
) -> tuple[tuple[Text, ...], tuple[str, ...]]:
    """The different texts, and the language of each document ("" where it was left out)."""
    forms = [normal_form(documents[position].text[:LONGEST_COMPARED]) for position in taking_part]
    groups = [[taking_part[i] for i in group] for group in exact_groups(forms)]
    wordings = [min(documents[position].text for position in group) for group in groups]
    detected = detect_all(wordings)
    spoken = [""] * len(documents)
    for group, language in zip(groups, detected, strict=True):
        for position in group:
            spoken[position] = documents[position].language or language
    together: dict[int, list[int]] = defaultdict(list)
    for i, parent in enumerate(near_groups(sorted(set(forms)), seed)):
        together[int(parent)] += groups[i]
    found = []
    for i, members in sorted(together.items()):
        said = Counter(spoken[position] for position in groups[i])
        language = min(said, key=lambda code: (-said[code], code))
        found.append(Text(wordings[i], language, tuple(sorted(members))))
    return tuple(found), tuple(spoken)


def voices(documents: Sequence[Document]) -> int:
    """How many people these comments come from.

    A known person counts once, one who stayed anonymous counts as somebody.
    """
    named = {document.person for document in documents if document.person}
    return len(named) + sum(1 for document in documents if not document.person)


def campaigns(corpus: Corpus) -> list[tuple[int, Campaign]]:
    """Texts that came in ten times or more, nearly literally, with their position in `corpus.texts`."""
    found = []
    for i, text in enumerate(corpus.texts):
        if len(text.documents) >= FEWEST_COPIES and len(text.text) >= SHORTEST_CAMPAIGN:
            senders = [corpus.documents[position] for position in text.documents]
            found.append((i, Campaign(senders[0].id, len(senders), voices(senders))))
    return found
