"""Which models are asked, and why these: panels, families, fallbacks."""

from consensus.route.families import FamilyFound, FamilyMap, HostedDefault, family_of, recorded_family
from consensus.route.members import Known, recorded_names, resolve_member
from consensus.route.panels import resolve_panel

__all__ = [
    "FamilyFound",
    "FamilyMap",
    "HostedDefault",
    "Known",
    "family_of",
    "recorded_family",
    "recorded_names",
    "resolve_member",
    "resolve_panel",
]
