"""What a check is given and what it says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from consensus.check.facts import Reading
from consensus.domain import Policy, Severity


class Problem(NamedTuple):
    """One problem of one text: the check's name, how bad it is, one sentence for a person, and where."""

    check: str
    severity: Severity
    message: str
    source_span: tuple[int, int] | None = None
    target_span: tuple[int, int] | None = None


class Pair(NamedTuple):
    """A source and a candidate translation, both as readings, under a policy."""

    source: Reading
    target: Reading
    policy: Policy


Check = Callable[[Pair], Iterable[Problem]]


def quoted(texts: Sequence[str], most: int = 3) -> str:
    """Up to ``most`` texts in quotation marks for a message; long ones shortened."""
    shown = [f'"{text if len(text) <= 60 else text[:57] + "..."}"' for text in texts[:most]]
    return ", ".join(shown) + (f" and {len(texts) - most} more" if len(texts) > most else "")
