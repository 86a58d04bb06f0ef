"""What the screens besides the review screen need, in one value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from consensus.domain import Policy
from consensus.evaluate import Evaluation
from consensus.guarantee_ports import FigureStore
from consensus.service.background import Background
from consensus.service.fitting import Fits
from consensus.service.guarantees import Guarantees
from consensus.service.insights import Insights
from consensus.service.library import Library
from consensus.service.mistakes import ModelMistakes
from consensus.service.outside import Outside
from consensus.service.promises import Promises
from consensus.service.reach import Reaching
from consensus.service.trials import Trials


@dataclass(frozen=True, slots=True)
class Pages:
    """background: Submit. library: Results. insights, promises, mistakes: Insights. The rest: Policies."""

    background: Background
    library: Library
    insights: Insights
    trials: Trials
    promises: Promises
    mistakes: ModelMistakes
    fits: Fits
    reaching: Reaching


def open_pages(
    outside: Outside,
    lines: FigureStore,
    evaluate: Callable[[Path, Policy], Evaluation],
    fits: Fits,
    home: Path,
    example: Path,
) -> Pages:
    """home: where an installation keeps its files; its ``recorded`` folder holds recorded answers. example: shipped."""
    return Pages(
        Background(outside, fits.roles),
        Library(outside.store, lines),
        Insights(outside.store, lines, outside.clock),
        Trials(evaluate, home / "recorded", example),
        Promises(Guarantees(outside.store, outside.clock, outside.draw, outside.policies), outside.store, lines),
        ModelMistakes(lines),
        fits,
        Reaching(outside.panel, outside.spec_for, outside.place_of),
    )
