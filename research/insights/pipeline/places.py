"""The result of an analysis in the numbers of the database: which comments, and where quotes stand."""

from collections import defaultdict
from typing import Any

from research import analysis


def places_of_quotes(result: analysis.Result) -> dict[int, list[dict[str, Any]]]:
    """Return the places of quotes, by theme: numbers only, the words stay where they can be erased."""
    return {
        theme.index: [
            {"comment": int(quote.document_id), "start": quote.start, "end": quote.end, "kind": str(quote.kind)}
            for quote in theme.quotes
        ]
        for theme in result.themes
    }


def members_by_score(result: analysis.Result) -> dict[int, list[int]]:
    """Return the comments whose main theme each theme is, the most typical first."""
    found: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for one in result.assignments:
        if one.primary and one.theme is not None:
            found[one.theme].append((-one.score, int(one.document_id)))
    return {index: [comment for _, comment in sorted(group)] for index, group in found.items()}
