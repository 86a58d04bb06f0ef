"""What labels and votes say of the models: whether their mistakes are their own, and whether one has changed."""

from __future__ import annotations

from collections.abc import Sequence

from consensus.domain import RateAlarm
from consensus.service.reports.error_correlation import (
    Mistakes,
    PairMistakes,
    PanelMistakes,
)
from ui.page import between, cell, percent, quiet, section
from ui.widgets.safe_html import plain, show, table

#: Panels that are drawn.
_MOST = 8


def models(found: Mistakes, alarms: Sequence[RateAlarm] = ()) -> None:
    """Draw the section."""
    section("Mistakes that models share")
    quiet(
        "From units of which a person said what is right, in a blind audit or in review. Same wrong: both gave the "
        "same wrong answer, so that agreement could not see it."
    )
    panels = [one for one in found.panels if one.labels]
    if not panels:
        quiet("No unit has a label yet: 30 are needed for a panel and a language pair.")
    for panel in panels[:_MOST]:
        _panel(panel)
    if len(panels) > _MOST:
        quiet(f"{len(panels) - _MOST} more panels are left out.")
    _risen(alarms)


def _panel(panel: PanelMistakes) -> None:
    n = f"n = {panel.labels:,} labelled units: {panel.checked:,} from blind audits, {panel.reviewed:,} from review"
    worth = f"{panel.effective:.1f} of {len(panel.models)}" if panel.effective is not None else "not known"
    named = cell(f"{panel.slice}: {', '.join(panel.models)}")
    show(plain(named, "who"), plain(f"Effective number of independent voters: {worth}; {n}."))
    if panel.missing:
        quiet(panel.missing)
    if panel.pairs:
        head = ("models", "same wrong", "interval", "both wrong", "if independent")
        show(table(head, [_pair(pair) for pair in panel.pairs]))
    if panel.reviewed and panel.pairs:
        quiet("Units from review were chosen by disagreement; they are harder than all units.")
    if panel.wordings and panel.pairs:
        quiet("In translations another good wording counts as wrong, too; so the shared mistakes are at most these.")


def _pair(pair: PairMistakes) -> tuple[str, ...]:
    chance = "–" if pair.by_chance is None else f"{100 * pair.by_chance:.2f} % (n = {pair.same.n:,})"
    names = f"{cell(pair.first)} + {cell(pair.second)}"
    within = between(pair.lower, pair.upper)
    return names, percent(pair.same), within, f"{pair.both_wrong:,} of n = {pair.same.n:,}", chance


def _risen(alarms: Sequence[RateAlarm]) -> None:
    section("Changes noticed")
    quiet(
        "Rates of each model and slice are watched document by document; with nothing changed there is at most one "
        "false alarm in 100,000 observations of all of them together. `consensus changes` lists what is watched."
    )
    if not alarms:
        quiet("No rate has risen in the last four weeks.")
    for alarm in alarms:
        show(plain(f"! {cell(alarm.words)}."))
