"""What the screens besides the review screen need, in one value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from consensus.domain import Policy
from consensus.evaluate import Evaluation
from consensus.ports.guarantee import FigureStore
from consensus.service.glossaries import Glossaries
from consensus.service.jobs.service import Jobs
from consensus.service.jobs.submissions import Submissions
from consensus.service.learning.changes import Changes
from consensus.service.levels import Fits
from consensus.service.memories import Memories
from consensus.service.places import Reaching
from consensus.service.policy_forms import PolicyForms
from consensus.service.reports.error_correlation import ModelMistakes
from consensus.service.reports.guarantees import Promises
from consensus.service.reports.home import HomeReports
from consensus.service.reports.insights import Insights
from consensus.service.reports.policy_comparison import Trials
from consensus.service.reports.search import Library


@dataclass(frozen=True, slots=True)
class Pages:
    """home: Home. submissions: Submit. library: Results. insights, promises, mistakes, changes: Insights.
    glossaries, memories: Glossaries. The rest: Policies."""

    home: HomeReports
    submissions: Submissions
    library: Library
    insights: Insights
    trials: Trials
    promises: Promises
    mistakes: ModelMistakes
    fits: Fits
    reaching: Reaching
    forms: PolicyForms
    glossaries: Glossaries
    memories: Memories
    changes: Changes


def open_pages(
    jobs: Jobs,
    lines: FigureStore,
    evaluate: Callable[[Path, Policy], Evaluation],
    fits: Fits,
    home: Path,
    example: Path,
) -> Pages:
    """home: where an installation keeps its files; its ``recorded`` folder holds recorded answers. example: shipped."""
    outside = jobs.outside
    return Pages(
        HomeReports(jobs, lines, fits.roles),
        Submissions(jobs, fits.roles),
        Library(outside.store, lines),
        Insights(outside.store, lines, outside.clock, outside.saved_members),
        Trials(evaluate, home / "recorded", example),
        Promises(jobs.guarantees, outside.store, lines),
        ModelMistakes(lines, outside.saved_members),
        fits,
        Reaching(outside.panel, outside.spec_for, outside.place_of),
        PolicyForms(outside.policies, fits, jobs.guarantees.statuses),
        Glossaries(home, outside.policies, outside.clock, fits.require, outside.store.log_event),
        Memories(lines, lines, outside.clock, fits.require),
        Changes(outside.store, outside.clock, outside.draw),
    )
