"""A value against its schema: what the schema forbids, and what JSON cannot keep."""

from __future__ import annotations

from collections.abc import Iterable

from consensus.check.base import CheckId, FieldCheck, Given, Problem
from consensus.check.leaf import shown
from consensus.domain import Severity
from consensus.normalize.written_numbers import loses_digits


class ValidityCheck(FieldCheck):
    """A key or value that the schema does not allow, and a number with too many digits."""

    ids = (
        CheckId(
            "schema_validity",
            "The value breaks its schema: type, format, enum, pattern, bounds, or null where the schema wants a value.",
            "veto",
        ),
        CheckId("unknown_key", "The schema has no such key.", "veto"),
        CheckId(
            "too_many_digits",
            "A number with more digits than a JSON number keeps: it is an id, and the schema should say string.",
            "veto",
        ),
    )

    def find(self, given: Given) -> Iterable[Problem]:
        if "x-unknown" in given.leaf.schema:
            yield Problem("unknown_key", Severity.MAJOR, f"The schema has no key {given.path}.")
        elif (broken := given.leaf.broken(given.value)) is not None:
            yield Problem("schema_validity", Severity.CRITICAL, f"{broken}{given.leaf.words}")
        if given.on("too_many_digits") and loses_digits(given.value):
            message = f"{shown(given.value)} has more digits than a JSON number keeps. An id is a string in the schema."
            yield Problem("too_many_digits", Severity.CRITICAL, message)
