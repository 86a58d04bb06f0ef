"""Decisions as one JSON object a record: the interchange form that scorers read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from consensus.domain import Field, Outcome, Verification
from consensus.domain.job import UnitRecord
from consensus.export.accounting import results_by_path
from consensus.schema import assemble, containers, paths

#: Outcomes from the best to the worst.
_WORST = ("accepted", "review", "failed")


def translation_decision(record_id: str, record: UnitRecord, members: Sequence[str]) -> dict[str, Any]:
    """``{"id", "chosen", "score", "accepted", "members"}``; chosen is null only when every member abstained."""
    verdict, agreement = record.verdict, record.agreement
    if verdict is None or agreement is None:
        raise ValueError(f"unit {record_id} was not decided")
    accepted = verdict.outcome is Outcome.ACCEPTED
    return {
        "id": record_id,
        "chosen": verdict.value if accepted else agreement.leading,
        "score": agreement.score,
        "accepted": accepted,
        "members": list(members),
    }


def extraction_decision(record_id: str, schema: Mapping[str, Any], records: Sequence[UnitRecord]) -> dict[str, Any]:
    """``{"id", "value", "cells"}``: every leaf has a cell; a cell that is not accepted is null in the value."""
    value, cells = value_and_cells(schema, records)
    return {"id": record_id, "value": value, "cells": cells}


def value_and_cells(schema: Mapping[str, Any], records: Sequence[UnitRecord]) -> tuple[Any, list[dict[str, Any]]]:
    """The delivered value and its cells, by the machine's verdicts alone.

    Before the cells of a union, a map or a table within a row stands a line for it as a whole: with the worst of their
    verdicts and the lowest support.
    """
    cells = []
    delivered: dict[str, Any] = {}
    waiting: set[str] = set()
    for record in records:
        unit, verdict = record.unit, record.verdict
        if verdict is None or not isinstance(unit, Field):
            raise ValueError(f"unit {unit.id} is not a decided field")
        accepted = verdict.outcome is Outcome.ACCEPTED
        value, outcome = (verdict.value, "accepted") if accepted else (verdict.leading, verdict.outcome.value)
        cells.append({"path": unit.path, "value": value, "verdict": outcome, "support": round(verdict.support, 4)})
        delivered[unit.path] = value if accepted else None
        if not accepted:
            waiting.add(unit.path)
    return assemble(schema, delivered, waiting), _with_containers(schema, cells)


def _with_containers(schema: Mapping[str, Any], cells: list[dict[str, Any]]) -> list[dict[str, Any]]:
    values = containers(schema, {cell["path"]: cell["value"] for cell in cells})
    if not values:
        return cells
    lines: list[dict[str, Any]] = []
    opened: dict[str, dict[str, Any]] = {}
    for cell in cells:
        for path in sorted((path for path in values if paths.is_below(cell["path"], path)), key=len):
            if path not in opened:
                opened[path] = {**cell, "path": path, "value": values[path]}
                lines.append(opened[path])
            whole = opened[path]
            whole["verdict"] = max(whole["verdict"], cell["verdict"], key=_WORST.index)
            whole["support"] = min(whole["support"], cell["support"])
        lines.append(cell)
    return lines


def delivered(schema: Mapping[str, Any], records: Sequence[UnitRecord]) -> Any:
    """The value with what people decided in it: what is exported. A cell that is not verified is null."""
    settled = results_by_path(records)
    waiting = {path for path, result in settled.items() if result.verification is Verification.UNVERIFIED}
    return assemble(schema, {path: result.value for path, result in settled.items()}, waiting)
