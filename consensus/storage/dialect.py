"""What SQLite and PostgreSQL say differently. Everything else in this package is SQLAlchemy Core, written once."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Float,
    Integer,
    MetaData,
    String,
    Text,
    bindparam,
    cast,
    func,
    select,
)
from sqlalchemy.dialects.postgresql import insert as insert  # INSERT .. ON CONFLICT is the same text on both
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

#: Says of a table that ``written_for_both`` has been there.
_WRITTEN = "written for both"
#: Characters; SQLite refuses patterns of more than 50,000 bytes.
_LONGEST_PATTERN = 5_000
_NO_CHARACTERS = re.compile("[\ud800-\udfff\0]")


def storable(content: str) -> str:
    """The text as a database can hold it: without lone surrogates, which are no characters, and without NUL."""
    return _NO_CHARACTERS.sub("\N{REPLACEMENT CHARACTER}", content)


def on_postgresql(connection: Connection) -> bool:
    """Whether this is PostgreSQL; SQLite otherwise."""
    return connection.dialect.name == "postgresql"


def lock(connection: Connection, *names: str) -> None:
    """Let one transaction at a time pass for each name, until it ends. On SQLite one writes at a time anyway.

    Whoever needs several takes them in this order, or two would wait for each other: a job, its guarantee, a day.
    """
    for name in names if on_postgresql(connection) else ():
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))


class place_of(FunctionElement[int]):
    """``place_of(text, part)``: where the text holds the part, letter by letter, from 1; 0 where it does not."""

    name, inherit_cache, type = "place_of", True, Integer()


class raw(FunctionElement[Any]):
    """``raw(column)``: a text as it is stored. Of SQLite as bytes, which it gives whatever is in them."""

    name, inherit_cache = "raw", True


class now_seconds(FunctionElement[float]):
    """Seconds since 1970 by the database's clock, which all its processes share."""

    name, inherit_cache, type = "now_seconds", True, Float()


for _element, _on_sqlite, _on_postgresql in (
    (
        now_seconds,
        "((julianday('now') - 2440587.5) * 86400.0)",
        "CAST(extract(epoch FROM clock_timestamp()) AS float8)",
    ),
    (place_of, "instr({0})", "strpos({0})"),
    (raw, "CAST({0} AS BLOB)", "{0}"),
):
    for _name, _words in (("sqlite", _on_sqlite), ("postgresql", _on_postgresql)):

        def _written(element: Any, compiler: Any, _words: str = _words, **more: Any) -> str:
            return _words.format(compiler.process(element.clauses, **more))

        compiles(_element, _name)(_written)


class _among(FunctionElement[bool]):
    """``_among(column, list)``: whether the JSON list holds the column's text. Has no type: a Boolean would be compared
    with 1 on SQLite, which then uses no index."""

    name, inherit_cache = "among", True


class _holds(FunctionElement[bool]):
    """``_holds(column, part, pattern)``: whether the column's text holds the part, for which the pattern stands."""

    name, inherit_cache = "holds", True


for _both, _on_sqlite, _on_postgresql in (
    # An array is compared through an index; of rows that a function gives PostgreSQL does not know how few they are.
    (
        _among,
        "({0} IN (SELECT value FROM json_each({1})))",
        "({0} = ANY (ARRAY(SELECT json_array_elements_text(CAST({1} AS json)))))",
    ),
    # SQLite finds a pattern in half the time that instr takes.
    (_holds, "({0} LIKE {2} ESCAPE '/')", "(strpos({0}, {1}) > 0)"),
):
    for _name, _words in (("sqlite", _on_sqlite), ("postgresql", _on_postgresql)):

        def _written_apart(element: Any, compiler: Any, _words: str = _words, **more: Any) -> str:
            used = [
                compiler.process(one, **more) if f"{{{at}}}" in _words else "" for at, one in enumerate(element.clauses)
            ]
            return _words.format(*used)

        compiles(_both, _name)(_written_apart)


def among(column: ColumnElement[Any], values: Iterable[str]) -> ColumnElement[bool]:
    """Whether a column holds one of these texts, however many: they come as one parameter."""
    return _among(column, bindparam(None, json.dumps([storable(value) for value in values]), type_=Text, unique=True))


def holds(column: ColumnElement[Any], part: str) -> ColumnElement[bool]:
    """Whether a case-folded text holds a case-folded part, letter by letter."""
    if len(part) > _LONGEST_PATTERN:
        return place_of(column, part) > 0
    pattern = "%" + re.sub("[%_/]", r"/\g<0>", part) + "%"
    return _holds(column, *(bindparam(None, one, type_=Text, unique=True) for one in (part, pattern)))


def whole_sum(column: ColumnElement[Any]) -> ColumnElement[int]:
    """The sum as an integer, which on PostgreSQL it otherwise is not."""
    return cast(func.sum(column), BigInteger)


def written_for_both(metadata: MetaData) -> None:
    """Give every table what PostgreSQL has to be told: whole numbers of 64 bits, texts that sort by their characters'
    codes whatever the server's language, and which rows a partial index holds. Done again, it does so for new ones."""
    for table in metadata.tables.values():
        if table.info.get(_WRITTEN):
            continue
        table.info[_WRITTEN] = True
        for column in table.c:
            if isinstance(column.type, String):
                column.type = column.type.with_variant(type(column.type)(collation="C"), "postgresql")
            elif isinstance(column.type, Integer):
                column.type = column.type.with_variant(BigInteger(), "postgresql")
        for index in table.indexes:
            index.dialect_options["postgresql"]["where"] = index.dialect_options["sqlite"]["where"]
