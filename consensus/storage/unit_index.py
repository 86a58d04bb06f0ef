"""What is searched and counted of every unit, in a narrow table of its own: the texts of a unit take kilobytes.

A row of ``unit_index`` is computed from what is stored of its unit. Whatever writes a verdict, or writes or removes a
resolution, calls ``index_units`` in the same transaction.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from functools import cache
from typing import Any

from sqlalchemy import Connection, Row, bindparam, text
from sqlalchemy.dialects.sqlite import insert

from consensus.domain import Action, Outcome, Resolution, Rule, Segment, Verdict
from consensus.domain.job import UnitRecord
from consensus.export import result_of
from consensus.storage.tables import unit_index

#: Units that are read and written at once.
_AT_ONCE = 1000
# As bytes, which the database gives whatever is in them; a person repairs what cannot be read, not this module.
_COLUMNS = """
u.job_id, u.unit_id, u.position, CAST(u.unit AS BLOB) AS unit, CAST(u.verdict AS BLOB) AS verdict,
CAST(r.resolution AS BLOB) AS resolution
FROM units u LEFT JOIN resolutions r ON r.job_id = u.job_id AND r.unit_id = u.unit_id
"""
_THESE = text(f"SELECT {_COLUMNS} WHERE u.job_id = :job AND u.unit_id IN :units").bindparams(
    bindparam("units", expanding=True)
)
_AFTER = text(f"SELECT u.rowid AS number, {_COLUMNS} WHERE u.rowid > :after ORDER BY u.rowid LIMIT {_AT_ONCE}")
_SURROGATES = re.compile("[\ud800-\udfff]")
_NEW = insert(unit_index)
_WRITTEN = _NEW.on_conflict_do_update(
    index_elements=["job_id", "unit_id"],
    set_={column.name: _NEW.excluded[column.name] for column in unit_index.c if not column.primary_key},
)


def index_units(connection: Connection, job_id: str, unit_ids: Collection[str]) -> None:
    """Write the rows of these units anew, from what is stored of them now. job_id: whole."""
    wanted = list(unit_ids)
    for first in range(0, len(wanted), _AT_ONCE):
        found = connection.execute(_THESE, {"job": job_id, "units": wanted[first : first + _AT_ONCE]})
        if rows := [_row(row) for row in found]:
            connection.execute(_WRITTEN, rows)


def index_everything(connection: Connection) -> None:
    """Write the rows of all units, some at a time. Of a unit that cannot be read the row says: unverified, no text."""
    after = 0
    while found := connection.execute(_AFTER, {"after": after}).all():
        connection.execute(_WRITTEN, [_row(row) for row in found])
        after = found[-1].number


def folded(content: str) -> str:
    """A text as it is searched, whatever its case: "Straße" and "STRASSE" are one."""
    return storable(content.casefold())


def storable(content: str) -> str:
    """The text as a database can hold it: without lone surrogates, which are no characters."""
    return _SURROGATES.sub("\N{REPLACEMENT CHARACTER}", content)


def place_and_value(unit: Any, verdict: Any, resolution: Any) -> tuple[str, str]:
    """A unit's source text or path, and its delivered value or else the leading one, out of what is stored of it.

    Strings are as they are, other values are JSON; "" stands for what is not there.
    """
    place = unit[1].get("text") or unit[1].get("path") or ""
    values = ((resolution or {}).get("value"), (verdict or {}).get("value"), (verdict or {}).get("leading"))
    value = next((one for one in values if one is not None), "")
    return place, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def parsed(content: bytes | str | None) -> Any:
    """What a stored JSON text holds; None where there is none. Raises ValueError."""
    return json.loads(content) if content else None


@cache
def verification(outcome: str | None, action: str | None, seconded: bool, rule: str | None = None) -> str:
    """The verification of a unit with this verdict and this resolution, by the rule that exports go by."""
    verdict = Verdict("", Outcome(outcome), Rule(rule or ""), ()) if outcome else None
    resolution = None
    if action:
        resolution = Resolution("", Action(action), "", "", "", "", seconded_by=("",) if seconded else ())
    return result_of(UnitRecord(Segment("", 0, "", 0, 0), verdict=verdict, resolution=resolution)).verification.value


def _row(stored: Row[Any]) -> dict[str, Any]:
    key = {"job_id": stored.job_id, "unit_id": stored.unit_id, "position": stored.position}
    try:
        return key | _told(parsed(stored.unit), parsed(stored.verdict), parsed(stored.resolution))
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        nothing = {"outcome": None, "rule": None, "decided_at": None, "place": "", "value": ""}
        return key | nothing | {"verification": verification(None, None, False)}


def _told(unit: Any, verdict: Any, resolution: Any) -> dict[str, Any]:
    outcome, rule = (verdict["outcome"], verdict["rule"]) if verdict else (None, None)
    action, seconded = (resolution["action"], bool(resolution.get("seconded_by"))) if resolution else (None, False)
    place, value = place_and_value(unit, verdict, resolution)
    return {
        "outcome": outcome,
        "rule": rule,
        "verification": verification(outcome, action, seconded, rule),
        "decided_at": resolution["decided_at"] if resolution else None,
        "place": folded(place),
        "value": folded(value),
    }
