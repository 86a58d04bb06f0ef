"""What is learned from people's decisions, wired."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from consensus.service.dependencies import Dependencies
    from consensus.service.learning.proposals import Proposals
    from consensus.service.learning.trial_review import TrialReview
    from consensus.service.learning.trials import ModelTrials
    from consensus.service.pages import Pages
    from consensus.service.roles import RoleService
    from consensus.storage.store import SqlStore


def proposals_of(outside: Dependencies, home: Path, pages: Pages) -> Proposals:
    """The proposals of an installation. Each generator has a line here; they are asked when somebody looks for some."""
    from consensus.policy_files.own_files import HomeFiles
    from consensus.service.learning.check_levels import warning_proposals
    from consensus.service.learning.conventions import convention_proposals
    from consensus.service.learning.examples import example_proposals
    from consensus.service.learning.field_order import field_order_proposals
    from consensus.service.learning.file_changes import FileChanges
    from consensus.service.learning.judge_weight import judge_weight_proposals
    from consensus.service.learning.proposals import Proposals
    from consensus.service.learning.terms import term_proposals
    from consensus.service.learning.weights import weight_proposals

    store: Any = outside.store
    changes = FileChanges(outside.policies, HomeFiles(home))
    generators = (
        partial(convention_proposals, store, changes),
        partial(term_proposals, store, changes),
        partial(warning_proposals, store, changes),
        partial(example_proposals, store, changes, outside.draw),
        partial(weight_proposals, store, changes, outside.draw),
        partial(judge_weight_proposals, store, changes, outside.draw),
        partial(field_order_proposals, store, changes, outside.draw),
    )
    forms, glossaries = pages.forms, pages.glossaries
    of_glossary = lambda name, content: glossaries.read(name, content).effects  # noqa: E731
    roles = forms.fits.roles
    return Proposals(store, changes, outside.clock, roles, forms.effects, of_glossary, generators)


def trials_of(outside: Dependencies, store: SqlStore, roles: RoleService) -> tuple[ModelTrials, TrialReview]:
    """Models on trial, and the comparisons that people make for them."""
    from consensus.learn.labels import codes
    from consensus.service.learning.trial_review import TrialReview
    from consensus.service.learning.trials import Labels, ModelTrials

    trials = ModelTrials(outside, store, Labels(store, codes), roles.current)
    return trials, TrialReview(store, store, outside.clock, roles.current)
