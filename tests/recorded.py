# ruff: noqa: S608 - the names of our own tables
"""Rows that take long to make: made once in a process, and written as they were wherever the database stands as it stood then."""

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import NamedTuple

from django.apps import apps
from django.db import connection

# What rows of every table point to.
KINDS = ("django_content_type", "auth_permission")
FULL_TEXT = "_fts"


class Table(NamedTuple):
    columns: list[str]
    key: str
    rows: dict[object, tuple]


class Change(NamedTuple):
    """Of one table: the keys of rows that are gone or looked different, and the rows that are new or look different."""

    table: str
    columns: list[str]
    key: str
    gone: list
    new: list[tuple]


class Recorded:
    """`make` writes rows. It may depend on the tables it writes to and on the kinds of content, and on nothing else.

    What it returns, the players get too: let it be keys of rows, because rows change in the hands of a test.
    """

    def __init__(self, make: Callable[[], object]) -> None:
        self.make = make
        self.made: object = None
        self.changes: list[Change] = []
        self.stood: dict[str, tuple] = {}

    def play(self) -> object:
        if not self.changes:
            self._record()
        elif standing(self.stood) == self.stood:
            self._write()
        else:
            return self.make()
        return self.made

    def _record(self) -> None:
        before = everything()
        stood = standing(before)
        self.made = self.make()
        self.changes = list(changes(before, everything()))
        self.stood = {name: stood[name] for name in (*KINDS, *(change.table for change in self.changes))}

    def _write(self) -> None:
        with connection.cursor() as cursor:
            for table, _columns, key, gone, _new in self.changes:
                cursor.executemany(f"DELETE FROM {quoted(table)} WHERE {quoted(key)} = %s", [[each] for each in gone])
            for table, columns, _key, _gone, new in self.changes:
                names, marks = ", ".join(map(quoted, columns)), ", ".join(["%s"] * len(columns))
                cursor.executemany(f"INSERT INTO {quoted(table)} ({names}) VALUES ({marks})", new)


def everything() -> dict[str, Table]:
    """All rows of all models. Indexes for full text follow them by triggers."""
    with connection.cursor() as cursor:
        return {name: read(cursor, name) for name in keys()}


def read(cursor, name: str) -> Table:
    key = keys()[name]
    cursor.execute(f"SELECT * FROM {quoted(name)}")
    columns = [column[0] for column in cursor.description]
    return Table(columns, key, {row[columns.index(key)]: row for row in cursor.fetchall()})


def changes(before: dict[str, Table], after: dict[str, Table]) -> Iterator[Change]:
    for name, (columns, key, rows) in after.items():
        old = before[name].rows
        gone = [each for each in old if rows.get(each) != old[each]]
        new = [rows[each] for each in rows if rows[each] != old.get(each)]
        if gone or new:
            yield Change(name, columns, key, gone, new)


def standing(names: Iterable[str]) -> dict[str, tuple]:
    """By table, enough to tell whether rows have come or gone."""
    found = {}
    with connection.cursor() as cursor:
        for name in names:
            key = quoted(keys()[name])
            cursor.execute(f"SELECT count(*), max(CAST({key} AS varchar(40))) FROM {quoted(name)}")
            found[name] = cursor.fetchone()
    return found


@cache
def keys() -> dict[str, str]:
    """The column with the primary key, by table."""
    models = [model._meta for model in apps.get_models(include_auto_created=True)]
    return {model.db_table: model.pk.column for model in models if not model.db_table.endswith(FULL_TEXT)}


def quoted(name: str) -> str:
    return connection.ops.quote_name(name)
