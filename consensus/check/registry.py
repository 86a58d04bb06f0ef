"""Every check. To add one: its file, which declares its names beside what finds them, and its line here."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Any

from consensus.check import objects
from consensus.check.base import Check, CheckId, FieldCheck
from consensus.domain import CheckLevel, Policy


def _made(place: str) -> Any:
    module, name = place.split(".")
    return getattr(import_module(f"consensus.check.{module}"), name)()


#: Checks of segments, in the order in which their findings are stored.
CHECKS: tuple[Check, ...] = tuple(
    _made(place)
    for place in (
        "placeholders.PlaceholderCheck",
        "codes.CodeCheck",
        "tags.TagCheck",
        "pairing.PairingCheck",
        "verbatim.VerbatimCheck",
        "quantities.QuantityCheck",
        "polarity.NegationCheck",
        "glossary.GlossaryCheck",
        "untranslated.UntranslatedCheck",
        "residue.ResidueCheck",
        "shape.ShapeCheck",
        "limits.LimitCheck",
        "wrong_language.LanguageCheck",
    )
)

#: Checks of fields, in the same way.
FIELD_CHECKS: tuple[FieldCheck, ...] = tuple(
    _made(place)
    for place in (
        "validity.ValidityCheck",
        "located.LocationCheck",
    )
)

#: What the checks of segments declare, by name.
SEGMENT_IDS: Mapping[str, CheckId] = MappingProxyType({one.name: one for check in CHECKS for one in check.ids})
#: What a finding on a field does unless the policy says otherwise, by name.
FIELD_LEVELS: Mapping[str, CheckLevel] = MappingProxyType(
    {one.name: one.level for check in FIELD_CHECKS for one in check.ids}
)
#: Every name that a policy may set a level for, the one of whole objects among them.
CATALOGUE: Mapping[str, CheckId] = MappingProxyType(
    {**SEGMENT_IDS, **{one.name: one for check in FIELD_CHECKS for one in check.ids}, objects.ID.name: objects.ID}
)


def level_of(name: str, policy: Policy) -> CheckLevel:
    """What a finding does: the policy's word, else the check's own; a name that no check declares is a veto."""
    declared = SEGMENT_IDS.get(name)
    return policy.checks.get(name) or declared.level if declared else "veto"
