"""Several jobs in one table: one row a document."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from consensus.domain import Field, Verification
from consensus.domain.job import JobRecord, UnitRecord
from consensus.export.accounting import results_by_path
from consensus.export.beside import Certificate
from consensus.export.tables import cell
from consensus.export.verifier.reading import NOT_CERTIFIED

#: The columns before the fields.
_HEAD = ("job", "document", "units", "verified", "not verified", "object", "certificate")
#: Units that are named as not verified in one cell; spreadsheets cut cells of more than 32,767 characters.
_NAMED = 200


def table_row(job: JobRecord, units: Sequence[UnitRecord], certificate: Certificate, validity: str) -> dict[str, Any]:
    """``{"head", "values"}`` of one document. values: of an extraction, by field path; null for what is not verified.

    A row of a table that people found not to be there has no values. validity: what the object breaks, or "".
    """
    left = [
        record.unit.path if isinstance(record.unit, Field) else str(number)
        for number, record in enumerate(units, 1)
        if record.result.verification is Verification.UNVERIFIED
    ]
    more = [f"and {len(left) - _NAMED} more"] if len(left) > _NAMED else []
    head = (
        job.id,
        job.document.name,
        len(units),
        len(units) - len(left),
        "; ".join([*left[:_NAMED], *more]),
        validity,
        NOT_CERTIFIED if certificate is None else certificate["words"],
    )
    values = {path: result.value for path, result in results_by_path(units).items()}
    return {"head": dict(zip(_HEAD, head, strict=True)), "values": values}


def to_table(rows: Sequence[Mapping[str, Any]]) -> str:
    """CSV as ``to_csv`` writes it: seven columns on each document, then one a field path, as in ``items[2].price``.

    Columns are those of all documents together, empty where a document lacks the field and where it is not verified;
    which fields are not verified stands in a column of its own. A path that is named like one of the seven is headed
    ``field NAME``, a value without a path ``value``.
    """
    paths = merged([list(row["values"]) for row in rows])
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([cell(name) for name in (*_HEAD, *headings(paths))])
    for row in rows:
        values = row["values"]
        writer.writerow([cell(value) for value in (*row["head"].values(), *(values.get(path) for path in paths))])
    return out.getvalue()


def merged(orders: Sequence[Sequence[str]]) -> list[str]:
    """All names, each once; a name that an earlier order lacks stands behind the one that it follows in its own."""
    # A chain of names, each with the one that comes next; None is both its ends.
    follows: dict[str | None, str | None] = {None: None}
    for order in orders:
        before: str | None = None
        for name in order:
            if name not in follows:
                follows[name], follows[before] = follows[before], name
            before = name
    found, at = [], follows[None]
    while at is not None:
        found.append(at)
        at = follows[at]
    return found


def headings(paths: Sequence[str]) -> list[str]:
    """What stands above each field's column; no two are the same."""
    taken, found = {*_HEAD, *paths}, []
    for path in paths:
        name = path or "value"
        while name in _HEAD or (name != path and name in taken):
            name = f"field {name}"
        taken.add(name)
        found.append(name)
    return found
