"""The search of Wagtail's admin, in the database that the site runs on.

SQLite's full-text search reads a loose quotation mark as the start of a phrase and then refuses the whole question. The
back end does not take them out of what people type; this one does, so that a search never ends in an error.
"""

from copy import copy
from typing import Any

from django.db import connection
from modelsearch.backends import database
from modelsearch.query import Phrase, PlainText


class QuotesAreSpaces:
    """Reads quotation marks inside words and phrases as spaces."""

    def build_search_query_content(self, query: Any, config: Any = None) -> Any:
        """Return the question for the database, without marks that it would take for its own."""
        if isinstance(query, PlainText | Phrase):
            words = query.query_string.replace('"', " ")
            query = copy(query) if words.strip() else Phrase("")  # which is found nowhere
            query.query_string = words
        return super().build_search_query_content(query, config=config)  # type: ignore[misc]


def SearchBackend(params: dict[str, Any]) -> Any:  # noqa: N802  # the name that Wagtail looks for
    """Return the back end for this database; on SQLite one that survives every question."""
    backend = database.SearchBackend(params)
    if connection.vendor == "sqlite":
        for name in ("query_compiler_class", "autocomplete_query_compiler_class"):
            setattr(backend, name, type("Compiler", (QuotesAreSpaces, getattr(backend, name)), {}))
    return backend
