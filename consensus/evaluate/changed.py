"""What is otherwise when the same recorded answers are decided in two ways."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_Verdict = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Changed:
    """A unit whose verdict or delivered value changes. path: of a field, "" for a segment. Values are as delivered."""

    record: str
    path: str
    before: str
    after: str
    value_before: str
    value_after: str


def changes_between(old: Mapping[str, Any], new: Mapping[str, Any]) -> Sequence[Changed]:
    """What is otherwise on the second of two decision lines of one record."""
    before, after = _verdicts(old), _verdicts(new)
    absent = ("not there", "")
    places = [(place, before.get(place, absent), after.get(place, absent)) for place in {**before, **after}]
    return [Changed(str(old["id"]), place, was[0], now[0], was[1], now[1]) for place, was, now in places if was != now]


def _verdicts(line: Mapping[str, Any]) -> dict[str, _Verdict]:
    """Place -> (verdict, delivered value) of every unit on a decision line; what is not accepted delivers nothing."""
    if "cells" in line:
        return {cell["path"]: _delivered(cell["verdict"], cell["value"]) for cell in line["cells"]}
    return {"": _delivered("accepted" if line["accepted"] else "review", line["chosen"])}


def _delivered(verdict: str, value: Any) -> _Verdict:
    return verdict, str(value) if verdict == "accepted" and value is not None else ""
