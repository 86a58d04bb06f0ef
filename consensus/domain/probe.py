"""One thing that ``consensus doctor`` looked at."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Probe:
    """One thing looked at. found: what is there, in a sentence. do: how to mend it, "" when nothing needs mending."""

    name: str
    ok: bool
    found: str
    do: str = ""
