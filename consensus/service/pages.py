"""What the screens besides the review screen need, in one value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from consensus.domain import Policy
from consensus.evaluate import Evaluation
from consensus.ports import LibraryStore
from consensus.review import Role
from consensus.service.background import Background
from consensus.service.insights import Insights
from consensus.service.library import Library
from consensus.service.outside import Outside
from consensus.service.trials import Trials


@dataclass(frozen=True, slots=True)
class Pages:
    """background: Submit. library: Results. insights: Insights. trials: Policies."""

    background: Background
    library: Library
    insights: Insights
    trials: Trials


def open_pages(
    outside: Outside,
    lines: LibraryStore,
    roles: Callable[[str], frozenset[Role]],
    evaluate: Callable[[Path, Policy], Evaluation],
    home: Path,
    example: Path,
) -> Pages:
    """home: where an installation keeps its files; its ``recorded`` folder holds recorded answers. example: shipped."""
    return Pages(
        Background(outside, roles),
        Library(outside.store, lines),
        Insights(outside.store, lines, outside.clock),
        Trials(evaluate, home / "recorded", example),
    )
