"""Writes very many rows, a handful in memory at a time."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db import connection

from research.insights.models import Assignment

AT_ONCE = 2_000
FIELDS = [field for field in Assignment._meta.concrete_fields if not field.primary_key]


def write_rows(rows: Iterable[Assignment]) -> None:
    """Add assignments: by COPY on PostgreSQL, else by some thousands in a statement. Call it inside a transaction."""
    if connection.vendor == "postgresql":
        _copy(rows)
        return
    waiting = iter(rows)
    while batch := list(islice(waiting, AT_ONCE)):
        Assignment.objects.bulk_create(batch)


def _copy(rows: Iterable[Assignment]) -> None:
    """Stream the rows to the server; the database checks them as it checks any other."""
    quoted = connection.ops.quote_name
    columns = ", ".join(quoted(str(field.column)) for field in FIELDS)
    sql = f"COPY {quoted(Assignment._meta.db_table)} ({columns}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(sql) as stream:
        for values in _values(rows):
            stream.write_row(values)


def _values(rows: Iterable[Assignment]) -> Iterator[list[Any]]:
    """Yield each row as its values, in the order of the columns; an enumeration as the word that it stands for."""
    for row in rows:
        yield [field.get_db_prep_save(getattr(row, str(field.attname)), connection) for field in FIELDS]
