"""What is learned from people's decisions, wired."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from consensus.service.learning.proposals import Proposals
    from consensus.service.pages import Pages
    from consensus.storage.store import SqlStore


def proposals_of(store: SqlStore, home: Path, pages: Pages) -> Proposals:
    """The proposals of an installation. Each generator has a line here; they are asked when somebody looks for some."""
    from consensus.policy_files.own_files import HomeFiles
    from consensus.service.learning.file_changes import FileChanges
    from consensus.service.learning.proposals import Proposals

    forms = pages.forms
    changes = FileChanges(forms.policies, HomeFiles(home))
    return Proposals(store, changes, forms.fits.clock, forms.fits.roles, forms.effects, ())
