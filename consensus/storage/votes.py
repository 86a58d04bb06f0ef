"""Who answered and who stands in the leading cluster, without the texts of the answers: a column of ``unit_index``."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from consensus.domain import UnitVote


def votes_of(answers: list[Any], agreement: dict[str, Any]) -> str | None:
    """The column's text out of what is stored of a unit; None where fewer than two families answered alike or not.

    Few are different: a job's units can be counted by it.
    """
    if len(agreement.get("families") or ()) < 2:
        return None
    first: dict[str, Any] = next(iter(agreement.get("clusters") or ()), {})
    members = [answer["member"] for kind, answer in answers if kind == "candidate"]
    return json.dumps([members, sorted(first.get("members") or ()), len(first.get("families") or ())])


@lru_cache(maxsize=4096)
def vote(told: str, least: int = 0) -> UnitVote:
    """Who answered, and who stands in the leading cluster where at least so many families do."""
    members, leading, families = json.loads(told)
    return UnitVote(tuple(members), frozenset(leading if families >= least else ()))
