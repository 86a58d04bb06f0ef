"""The section "Guarantee": what is promised, what the checks behind it say, and what people see."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from consensus.service.reports.error_correlation import LEAST_LABELS
from consensus.service.reports.guarantees import Evidence, Interval, LevelFigures, Promise
from consensus.service.reports.insights import Share
from ui.page import at_most, between, boxes, cell, figures, percent, quiet, rate, section, when
from ui.state_pages import Working
from ui.widgets.plots import bound_plot, levels_plot
from ui.widgets.safe_html import joined, plain, show, style, table

#: Colour is never the only sign.
_SIGNS = {"certified": "✓", "learning": "…", "not yet": "○", "stale": "!", "alarm": "✕", "void": "⊘"}
_CSS = """
[class^="c-promise-is-"] {border: 1px solid light-dark(#c3cad5, #465163); border-left-width: 6px;
    border-radius: 0.4rem; padding: 0.5rem 0.9rem 0.3rem 0.9rem; margin-bottom: 0.5rem;}
.c-promise-is-certified {border-left-color: light-dark(#1b7a43, #5fc48a);}
.c-promise-is-alarm, .c-promise-is-void {border-left-color: light-dark(#b3261e, #ff9d94);}
.c-promise-is-stale {border-left-color: #d99a00;}
.c-promise-head {display: flex; justify-content: space-between; gap: 1rem; flex-wrap: wrap;}
.c-promise-words {font-size: 1rem; line-height: 1.4; margin: 0.15rem 0 0.3rem 0; overflow-wrap: anywhere;}
"""
#: Guarantees that are drawn in full; all others stand in the table alone.
_MOST_CARDS = 12
#: Points of a plot that are told as text.
_TOLD = 5


def guarantees(state: Working, job_id: str, found: Sequence[Promise], precision: Share) -> None:
    """Draw the section. job_id: the one that figures are narrowed to, or "". precision: of review."""
    section("Guarantee")
    if not found:
        quiet(
            "Not certified. This job's policy asks for no guarantee."
            if job_id
            else "Not certified. No document was decided under a policy that asks for a guarantee."
        )
        return
    style(_CSS)
    for promise in found[:_MOST_CARDS]:
        _card(promise)
    if len(found) > _MOST_CARDS:
        quiet(f"{len(found) - _MOST_CARDS} more guarantees: consensus certify status tells all of them.")
    chosen = _chosen(found)
    _evidence(state, chosen, job_id)
    left, right = st.columns(2, gap="large")
    with left:
        _slices(found)
    with right:
        _people(found, precision)


def _name(promise: Promise) -> str:
    record = promise.status.record
    return cell(f"{record.policy} v{record.version} · {record.slice}")


def _card(promise: Promise) -> None:
    status, record = promise.status, promise.status.record
    state = status.state.value
    aim = f"target {100 * record.alpha:g} % at {100 * record.confidence:g} % confidence · attempt {record.attempt}"
    head = joined([plain(f"{_SIGNS[state]} {state}: {_name(promise)}", "head"), plain(aim, "quiet")], "promise-head")
    counted = f"level {promise.level}: {promise.checks.n:,} blind checks, {promise.checks.part:,} wrong"
    reached = at_most(promise.bound) if promise.bound is not None else ""
    shown = f"{counted}; bound from all of them now {reached}" if reached else "no blind check was made yet"
    parts = [
        ("risk among accepted", _ceiling(promise), shown),
        (
            "escaped errors per 1,000 of all units",
            "–" if promise.escaped is None else f"at most {promise.escaped:.1f}",
            "nothing is accepted automatically" if promise.escaped is None else "risk times coverage of the level",
        ),
        ("open checks", f"{status.open_checks:,}", "drawn, not made yet"),
        ("overdue checks", f"{status.overdue:,}", "over 7 days old; they count as wrong"),
    ]
    whole = joined([head, plain(status.words, "promise-words"), boxes(*parts)], "promise-whole")
    show(joined([whole], f"promise-is-{state.replace(' ', '-')}"))


def _ceiling(promise: Promise) -> str:
    return "–" if promise.risk is None else f"at most {at_most(promise.risk)}"


def _chosen(found: Sequence[Promise]) -> Promise:
    """Whose evidence is shown."""
    if len(found) == 1:
        return found[0]
    places = list(range(len(found)))
    at = st.selectbox("Evidence for", places, format_func=lambda at: _name(found[at]), key="evidence for")
    return found[int(at)]


def _evidence(state: Working, promise: Promise, job_id: str) -> None:
    evidence = state.service.pages.promises.evidence(promise, job_id)
    if evidence is None:
        return  # its words say what is awaited
    left, right = st.columns(2, gap="large")
    with left:
        section("The bound over time")
        _bound_curve(promise, evidence)
    with right:
        section("Risk and coverage by level")
        _levels(promise, evidence)


def _bound_curve(promise: Promise, evidence: Evidence) -> None:
    if promise.missing:
        quiet(
            f"Drawn from {LEAST_LABELS} blind checks on: {promise.checks.n} so far, {promise.missing} more are needed."
        )
        return
    points, record = evidence.bound_curve, promise.status.record
    carried = f" It begins with {evidence.carried:,} checks of former attempts." if evidence.carried else ""
    quiet(
        f"{_name(promise)}, level {promise.level}, attempt {record.attempt}; n = {points[-1].checks:,} blind checks "
        "in the order they were made. The line is the bound that decides, the band is the two-sided confidence "
        f"sequence: both hold at {100 * record.confidence:g} % or better however often one looks.{carried}"
    )
    last = points[-1]
    alt = (
        f"Error rate against checks made. After {last.checks} checks with {last.wrong} wrong the bound is "
        f"{at_most(last.bound)} and the interval {between(last.within.lower, last.within.upper)}; the target is "
        f"{100 * record.alpha:g} %."
    )
    bound_plot(points, record.alpha, alt)
    if promise.risk is not None and promise.bound is not None and promise.bound > promise.risk:
        quiet(
            "The bound is above the target again. The certificate stands as it was shown; the alarm watches the spot "
            "checks, and pauses acceptance when they say that the risk has risen."
        )
    told = [points[round(at * (len(points) - 1) / (_TOLD - 1))] for at in range(_TOLD)]
    rows = [
        (
            f"{one.checks:,}",
            f"{one.wrong:,}",
            when(one.at)[:10] or "former attempt",
            at_most(one.bound),
            between(one.within.lower, one.within.upper),
        )
        for one in dict.fromkeys(told)
    ]
    show(table(("checks (n)", "wrong", "on", "bound", "interval"), rows))


def _levels(promise: Promise, evidence: Evidence) -> None:
    record = promise.status.record
    quiet(
        "Level 1 is the strictest. Risk: wrong among the checks that speak for a level, with the interval that holds "
        "however often one looks. Coverage: units that the level accepts, with an interval from document to document."
    )
    if promise.missing:
        quiet(f"Rates are shown from {LEAST_LABELS} labels on: {promise.missing} more are needed.")
    elif not evidence.no_curve:
        alt = f"Error rate against coverage by level, with intervals; the target is {100 * record.alpha:g} %."
        levels_plot(evidence.levels, record.alpha, alt)
    rows = [_level(one) for one in evidence.levels]
    show(table(("level", "stands", "wrong among checks", "interval", "coverage", "interval of coverage"), rows))
    if evidence.no_curve:
        quiet(evidence.no_curve)
    if not evidence.all_seen:
        quiet("Coverage is over the newest documents of 50,000 units together.")


def _level(one: LevelFigures) -> tuple[str, ...]:
    stands = "accepts now" if one.operating else "certified" if one.certified else "not certified"
    enough = one.checks.n >= LEAST_LABELS
    within = f"{between(one.within.lower, one.within.upper)} (n = {one.documents:,} documents)" if one.within else "–"
    return (
        f"{one.number}",
        stands,
        percent(one.checks) if enough else _lacking(one.checks.n),
        between(one.risk.lower, one.risk.upper) if one.risk and enough else "–",
        percent(one.coverage),
        within if one.documents else "–",
    )


def _lacking(labels: int) -> str:
    """What rates still need."""
    return f"{labels} label{'' if labels == 1 else 's'}, {LEAST_LABELS - labels} more are needed"


def _slices(found: Sequence[Promise]) -> None:
    section("By slice")
    enough = [one for one in found if not one.missing]
    quiet(f"Slices with at least {LEAST_LABELS} labels of the level shown; overdue checks count as wrong.")
    if enough:
        rows = [
            (
                _name(one),
                f"{_SIGNS[one.status.state.value]} {one.status.state.value}",
                percent(one.checks),
                at_most(one.bound) if one.bound is not None else "–",
                _spots(one.spots, one.between),
            )
            for one in enough
        ]
        show(table(("policy and slice", "state", "wrong among checks", "bound", "spot-check error rate"), rows))
    for one in found:
        if one.missing:
            quiet(f"{_name(one)}: {_lacking(one.checks.n)}.")


def _spots(spots: Share, within: Interval | None) -> str:
    if within is None or spots.n < LEAST_LABELS:
        return f"{spots.part} of n = {spots.n}; a rate from {LEAST_LABELS} on"
    return f"{percent(spots)}, {between(within.lower, within.upper)}"


def _people(found: Sequence[Promise], precision: Share) -> None:
    section("What people see")
    spots = Share(sum(one.spots.part for one in found), sum(one.spots.n for one in found))
    style_only = sum(one.style for one in found)
    more = f"; {style_only:,} more with style edits only" if style_only else ""
    figures(
        ("review precision", rate(precision)[0], f"leading answer taken unchanged in review, {rate(precision)[1]}"),
        ("spot-check error rate", rate(spots)[0], f"wrong among accepted units checked blind, {rate(spots)[1]}{more}"),
    )
    quiet(
        "Two different things: review sees what the models disagree on, spot checks see what was accepted. Neither "
        "stands for the other."
    )
    for sentence in dict.fromkeys(one.reviewers for one in found):
        quiet(sentence)
