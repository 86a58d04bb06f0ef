"""The panels that can be named for a policy, each with its families and what it costs."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from consensus.domain import Money, Panel, Policy
from consensus.domain.plan import total_cost
from consensus.errors import ConsensusError
from consensus.service.dependencies import Dependencies

#: Panels that every installation has.
_BUILT_IN = ("auto", "embedded", "recorded")
#: Families that are named.
_NAMED = 4


def panel_menu(outside: Dependencies, policy: Policy, saved: Sequence[str]) -> dict[str, str]:
    """Name to words; the installation's own panels first. One that cannot be used here has its name alone: whoever
    chooses it reads why in place of a plan.

    saved: names of the installation's panels.
    """
    found = {}
    for name in dict.fromkeys((*saved, *policy.panels, *_BUILT_IN)):
        found[name] = name
        with suppress(ConsensusError):
            found[name] = f"{name}: {described(outside.panel(name, outside.with_panel(name, policy)))}"
    return found


def described(panel: Panel) -> str:
    """``anthropic, google, openai; $3.10 in, $14.00 out per million tokens``. Pure."""
    families = sorted({spec.family for spec in panel.members})
    more = f" and {len(families) - _NAMED} more" if len(families) > _NAMED else ""
    return f"{', '.join(families[:_NAMED])}{more}; {_price(panel)}"


def _price(panel: Panel) -> str:
    """Of all members together, each asked once."""
    into = total_cost([spec.price_in for spec in panel.members])
    out = total_cost([spec.price_out for spec in panel.members])
    if into is None or out is None:
        return "price unknown"
    return f"{_dollars(into)} in, {_dollars(out)} out per million tokens" if into or out else "free"


def _dollars(amount: Money) -> str:
    return f"${amount:.2f}"
