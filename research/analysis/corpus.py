"""The comments that themes are learned from, put in an order of their own, with copies folded together.

Learning works on the different *texts*, sorted by what they say: the order of rows in a file, or the ids that follow
from it, cannot change the outcome.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from research.analysis.duplicates import exact_groups, near_groups
from research.analysis.exclusions import reason_to_exclude
from research.analysis.language import detect, settled, usual_language
from research.analysis.model import Document, Reason
from research.analysis.order import natural_order
from research.analysis.words import normal_form

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

    `excluded` by position of the document; `usual` is the language that most of them are in.
    """

    documents: tuple[Document, ...]
    excluded: dict[int, Reason]
    texts: tuple[Text, ...]
    usual: str


def gather(documents: Sequence[Document], required: frozenset[str]) -> Corpus:
    """The corpus of these documents. Raises ValueError when two have the same id.

    `required` are ids that a person gave a theme: they take part whatever they look like.
    """
    order = natural_order([document.id for document in documents])
    ordered = tuple(documents[i] for i in order.tolist())
    check_unique([document.id for document in ordered])
    excluded = {
        position: reason
        for position, document in enumerate(ordered)
        if document.id not in required and (reason := reason_to_exclude(document.text))
    }
    taking_part = [position for position in range(len(ordered)) if position not in excluded]
    return Corpus(ordered, excluded, *_texts(ordered, taking_part))


def check_unique(ids: Sequence[str]) -> None:
    """Raise ValueError when one id stands next to itself in this order."""
    twice = next((first for first, second in pairwise(ids) if first == second), None)
    if twice is not None:
        raise ValueError(f"Two comments have the same id: {twice}.")


def _texts(documents: tuple[Document, ...], taking_part: list[int]) -> tuple[tuple[Text, ...], str]:
    """The different texts, and the usual language among them."""
    forms = [normal_form(documents[position].text[:LONGEST_COMPARED]) for position in taking_part]
    groups = [[taking_part[i] for i in group] for group in exact_groups(forms)]
    wordings = [min(documents[position].text for position in group) for group in groups]
    detected = [detect(text) for text in wordings]
    usual = usual_language(wordings, detected)
    together: dict[int, list[int]] = defaultdict(list)
    for i, parent in enumerate(near_groups(sorted(set(forms))).tolist()):
        together[parent] += groups[i]
    found = []
    for i, members in sorted(together.items()):
        own = settled(wordings[i], detected[i], usual)
        said = Counter(documents[position].language or own for position in groups[i])
        language = min(said, key=lambda code: (-said[code], code))
        found.append(Text(wordings[i], language, tuple(sorted(members))))
    return tuple(found), usual
