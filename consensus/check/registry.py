"""Every check. To add one: its file, which declares its names beside what finds them, and its line here."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Any

from consensus.check import fields, objects
from consensus.check.base import Check, CheckId
from consensus.domain import CheckLevel, Policy


def _made(place: str) -> Any:
    module, name = place.split(".")
    return getattr(import_module(f"consensus.check.{module}"), name)()


#: Checks of segments, in the order in which their findings are stored.
CHECKS: tuple[Check, ...] = tuple(
    _made(place)
    for place in (
        "placeholders.PlaceholderCheck",
        "tags.TagCheck",
        "pairing.PairingCheck",
        "verbatim.VerbatimCheck",
        "quantities.QuantityCheck",
        "polarity.NegationCheck",
        "glossary.GlossaryCheck",
        "untranslated.UntranslatedCheck",
        "residue.ResidueCheck",
        "shape.ShapeCheck",
        "wrong_language.LanguageCheck",
    )
)

#: What the checks of segments declare, by name.
SEGMENT_IDS: Mapping[str, CheckId] = MappingProxyType({one.name: one for check in CHECKS for one in check.ids})
#: The same of every check, of segments and of fields: the names that a policy may set a level for.
CATALOGUE: Mapping[str, CheckId] = MappingProxyType(
    {**SEGMENT_IDS, **{one.name: one for one in (*fields.IDS, *objects.IDS)}}
)


def level_of(name: str, policy: Policy) -> CheckLevel:
    """What a finding does: the policy's word, else the check's own; a name that no check declares is a veto."""
    declared = SEGMENT_IDS.get(name)
    return policy.checks.get(name) or declared.level if declared else "veto"
