"""What is searched and counted of every unit, in a narrow table of its own: the texts of a unit take kilobytes.

A row of ``unit_index`` is computed from what is stored of its unit. Whatever writes a verdict, or writes or removes a
resolution, calls ``index_units`` in the same transaction.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, select

from consensus.domain import Action, Outcome, Resolution, Rule, Segment, Verdict
from consensus.domain.job import UnitRecord
from consensus.storage import codec
from consensus.storage.dialect import among, insert, raw, storable
from consensus.storage.tables import resolutions, unit_index, units
from consensus.storage.votes import votes_of

#: Units that are read and written at once.
_AT_ONCE = 1000
_TEXTS = ("unit", "answers", "agreement", "findings", "verdict")
# As they lie there; a person repairs what cannot be read, not this module.
_STORED: Select[Any] = select(
    units.c.job_id,
    units.c.unit_id,
    units.c.position,
    *(raw(units.c[name]).label(name) for name in _TEXTS),
    raw(resolutions.c.resolution).label("resolution"),
).select_from(
    units.outerjoin(resolutions, and_(resolutions.c.job_id == units.c.job_id, resolutions.c.unit_id == units.c.unit_id))
)
_NEW = insert(unit_index)
_WRITTEN = _NEW.on_conflict_do_update(
    index_elements=["job_id", "unit_id"],
    set_={column.name: _NEW.excluded[column.name] for column in unit_index.c if not column.primary_key},
)
#: Of a unit that cannot be read, or is not decided.
_NOTHING: dict[str, Any] = {
    **dict.fromkeys(("outcome", "rule", "decided_at", "score", "errors", "votes")),
    "place": "",
    "value": "",
    "noted": "[[], []]",
}


def index_units(connection: Connection, job_id: str, unit_ids: Collection[str]) -> None:
    """Write the rows of these units anew, from what is stored of them now. job_id: whole."""
    wanted = list(unit_ids)
    for first in range(0, len(wanted), _AT_ONCE):
        these = among(units.c.unit_id, wanted[first : first + _AT_ONCE])
        found = connection.execute(_STORED.where(units.c.job_id == job_id, these))
        write_index(connection, [_row(row) for row in found])


def index_row(key: dict[str, Any], trees: Sequence[Any]) -> dict[str, Any]:
    """The row of one unit. key: its job, id and position. trees: what is stored of it, parsed: the unit, answers,
    agreement, findings, verdict, resolution; None for what there is not, () for what cannot be read."""
    try:
        return key | _NOTHING | _told(*trees)
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return key | _NOTHING | {"verification": verification(None, None, False)}


def write_index(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Write rows of the index, over those of before."""
    if rows:
        connection.execute(_WRITTEN, rows)


def index_everything(connection: Connection) -> None:
    """Write the rows of all units, some at a time. Of a unit that cannot be read the row says: unverified, no text."""
    for job_id in connection.execute(select(units.c.job_id).distinct()).scalars().all():
        its_units = select(units.c.unit_id).where(units.c.job_id == job_id)
        index_units(connection, job_id, connection.execute(its_units).scalars().all())


def folded(content: str) -> str:
    """A text as it is searched, whatever its case: "Straße" and "STRASSE" are one."""
    return storable(content.casefold())


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
    return UnitRecord(Segment("", 0, "", 0, 0), verdict=verdict, resolution=resolution).result.verification.value


def _row(stored: Row[Any]) -> dict[str, Any]:
    key = {"job_id": stored.job_id, "unit_id": stored.unit_id, "position": stored.position}
    try:
        trees = [parsed(getattr(stored, name)) for name in (*_TEXTS, "resolution")]
    except (ValueError, RecursionError):
        trees = []
    return index_row(key, trees)


def _told(unit: Any, answers: Any, agreement: Any, findings: Any, verdict: Any, resolution: Any) -> dict[str, Any]:
    outcome, rule = (_word(verdict["outcome"]), _word(verdict["rule"])) if verdict else (None, None)
    action, seconded = (resolution["action"], bool(resolution.get("seconded_by"))) if resolution else (None, False)
    place, value = place_and_value(unit, verdict, resolution)
    judgement = (agreement or {}).get("judgement")
    return {
        "outcome": outcome,
        "rule": rule,
        "verification": verification(outcome, action, seconded, rule),
        "decided_at": resolution["decided_at"] if resolution else None,
        "score": codec.number((verdict or {}).get("score")),
        "errors": codec.number(judgement["total"]) if judgement else None,
        "votes": votes_of(answers or [], agreement or {}),
        "noted": json.dumps([_names(findings, "check"), sorted(set((agreement or {}).get("gates") or ()))]),
        "place": folded(place),
        "value": folded(value),
    }


def _word(stored: Any) -> str | None:
    """A word of an enumeration as a plain string: not every database takes the enumeration's own."""
    return None if stored is None else str(stored)


def _names(found: Any, key: str) -> list[str]:
    return sorted({one[key] for one in found or ()})
