"""What to do first, then figures with what each is counted over: coverage, the queue, pace, models, reasons, cost."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from consensus.domain import Money, Spending
from consensus.service.reports.advice import Advice, Facts, advise
from consensus.service.reports.insights import Insight, JudgeAgreement, Reason
from ui.page import (
    NOT_CERTIFIED,
    cell,
    figures,
    job_words,
    money,
    percent,
    promised,
    quiet,
    rate,
    screen,
    section,
)
from ui.screens.guarantee_pane import guarantees
from ui.screens.models_pane import models
from ui.screens.proposals_pane import proposals
from ui.screens.trials_pane import trials
from ui.state_pages import Working
from ui.widgets.safe_html import plain, show, table
from ui.widgets.theme import ACCENT

_ALL = ""
#: Of links to where something is done.
_LABELS = {"review": "Go to Review", "results": "Go to Results", "policies": "Go to Policies"}
_HEIGHT = 240
_MOST_BARS = 15
#: Characters of a bar's name.
_BAR_NAME = 48


def render() -> None:
    """Draw the screen. ``?job=`` in the address narrows the figures to one job."""
    with screen("Insights") as state:
        job_id = _job(state)
        found = state.service.pages.insights.figures(job_id)
        if not found.jobs:
            quiet("There are no jobs yet. Figures appear here when the first one ends.")
            return
        promises = state.service.pages.promises.all(job_id)
        mistakes = state.service.pages.mistakes.figures(job_id)
        learnable = () if job_id else state.service.pages.fits.learnable()
        alarms, replays = ([], []) if job_id else state.service.pages.changes.lately()
        _to_do(state, advise(Facts(found, promises, mistakes, learnable, job_id, alarms, replays)))
        _summary(found, _worth(state, job_id, bool(promises)))
        if not job_id:
            proposals(state)
        guarantees(state, job_id, promises, found.precision)
        left, right = st.columns(2, gap="large")
        with left:
            _coverage(found)
            _agreement(found)
        with right:
            _queue(found)
            _reasons(found.reasons)
            _judge(found.judge)
        _served(found.served)
        models(mistakes, alarms)
        trials(state)
        _cost(found)


def _to_do(state: Working, advice: Sequence[Advice]) -> None:
    section("What to do")
    if not advice:
        quiet("Nothing needs anybody now.")
        return
    for number, one in enumerate(advice, 1):
        words, link = st.columns([0.84, 0.16], vertical_alignment="center")
        with words:
            show(plain(f"{number}. {cell(one.words)}", "text"), plain(cell(one.figure), "quiet"))
        with link:
            if one.screen in state.places:
                label = _LABELS[one.screen]
                st.page_link(state.places[one.screen], label=label, query_params=dict(one.address), width="stretch")


def _worth(state: Working, job_id: str, promises: bool) -> str:
    """What accepted units are worth, in one sentence."""
    if job_id:
        return promised(state, job_id)
    return "What is promised of accepted units stands under Guarantee." if promises else NOT_CERTIFIED


def _job(state: Working) -> str:
    lines = {job.id: job for job in state.service.pages.library.jobs()}
    words = {_ALL: "All jobs", **{job.id: job_words(job) for job in lines.values()}}
    asked = st.query_params.get("job", "")
    places = list(words)
    at = places.index(asked) if asked in words else 0
    return str(st.selectbox("Figures over", places, index=at, format_func=words.__getitem__, key="insights job"))


def _summary(found: Insight, worth: str) -> None:
    coverage, precision = rate(found.coverage), rate(found.precision)
    pace = found.pace
    over = f"{found.jobs:,} job{'s' if found.jobs != 1 else ''}"
    figures(
        ("coverage", coverage[0], f"accepted automatically, {coverage[1]}"),
        ("waiting for a person", f"{found.waiting:,}", _age(found.oldest)),
        (
            "seconds a decision",
            f"{pace.median:.1f}" if pace else "–",
            f"median of n = {pace.n:,}; nine in ten under {pace.p90:.0f} s" if pace else "n = 0",
        ),
        ("review precision", precision[0], f"leading answer taken unchanged, {precision[1]}"),
        ("cost", *_total(found.costs.total)),
    )
    waits = f" {found.undrawn:,} more wait until their batch is closed." if found.undrawn else ""
    left_out = f" {found.left_out:,} older jobs are left out." if found.left_out else ""
    show(plain(f"Over {over} with {found.units:,} decided units.{waits}{left_out} {worth}", "quiet"))


def _coverage(found: Insight) -> None:
    section("Coverage by language")
    rows = [(cell(name), percent(share)) for name, share in found.by_language]
    show(table(("languages", "accepted automatically"), rows))
    quiet(f"How units are verified, n = {sum(n for _, n in found.verifications):,}")
    _bars(("verification", "units"), found.verifications)


def _queue(found: Insight) -> None:
    section("The queue")
    quiet(f"Units that wait for a person, by how long; n = {found.waiting:,}")
    _bars(("waiting", "units"), found.ages)
    if not found.paces:
        quiet("No decision was made yet, so there is no pace.")
        return
    quiet(f"Median seconds a decision, by day; n = {sum(pace.n for pace in found.paces):,} decisions")
    days = {"day": [pace.day for pace in found.paces], "seconds": [round(pace.median, 2) for pace in found.paces]}
    if len(found.paces) > 1:
        st.line_chart(
            days, x="day", y="seconds", x_label="", color=ACCENT, height=200, alt="Median seconds a decision by day"
        )
    show(
        table(
            ("day", "decisions (n)", "median", "nine in ten under"),
            [(p.day, f"{p.n:,}", f"{p.median:.1f} s", f"{p.p90:.1f} s") for p in found.paces[-7:]],
        )
    )


def _agreement(found: Insight) -> None:
    section("Agreement by model and language")
    if not found.agreement:
        quiet("No unit was answered by two families yet.")
        return
    quiet(
        "Of the units that a member answered beside other families: the share in which it stands in the leading "
        "cluster together with another."
    )
    rows = [(cell(one.member), cell(one.languages), percent(one.share)) for one in found.agreement]
    show(table(("member", "languages", "share that agrees (n)"), rows))
    shown = [one for one in found.agreement if one.share.value is not None][:_MOST_BARS]
    named = [(f"{one.member} {one.languages}", round(100 * (one.share.value or 0.0), 1)) for one in shown]
    _bars(("member", "agrees, %"), named)


def _reasons(reasons: Sequence[Reason]) -> None:
    section("Why units were not accepted")
    rules = [reason for reason in reasons if reason.kind == "rule"]
    if not rules:
        quiet("Every decided unit was accepted.")
        return
    quiet(f"What decided, one a unit; n = {sum(reason.n for reason in rules):,} units")
    _bars(("reason", "units"), [(reason.words, reason.n) for reason in rules[:_MOST_BARS]])
    found = [reason for reason in reasons if reason.kind != "rule"]
    if found:
        quiet("What checks and the comparison found in these units; any number a unit.")
        show(table(("found", "units (n)"), [(cell(reason.words), f"{reason.n:,}") for reason in found]))


def _judge(judge: JudgeAgreement) -> None:
    if not judge.with_errors.n + judge.clean.n:
        return
    section("The judge and people")
    quiet(
        "Of the answers that a judge read, and that a person looked at without knowing what it says: how many the "
        "person changed or rejected."
    )
    rows = [("with an error by the judge", percent(judge.with_errors)), ("clean by the judge", percent(judge.clean))]
    show(table(("answers", "changed by a person (n)"), rows))


def _served(changes: Sequence[str]) -> None:
    if changes:
        section("Models that changed")
        quiet("The provider's own word for who answered. What models did before counts no longer.")
    for change in changes:
        show(plain(f"! {cell(change)}."))


def _cost(found: Insight) -> None:
    section("Cost")
    rows = [(cell(name), *_spent(spending)) for name, spending in found.costs.by_model]
    if not rows:
        quiet("Nothing was asked yet.")
        return
    show(
        table(
            (
                "model",
                "calls (n)",
                "failed",
                "from the journal",
                "known cost",
                "may have been billed",
                "unpriced calls",
            ),
            rows,
        )
    )
    if beside := found.costs.beside_jobs:
        quiet(f"Known cost beside jobs, included above: {beside}.")
    if len(found.costs.by_day) > 1:
        days = {
            "day": [day for day, _ in found.costs.by_day],
            "US dollars": [float(spending.settled) for _, spending in found.costs.by_day],
        }
        quiet(f"Known cost by day; n = {found.costs.total.calls:,} calls")
        st.bar_chart(days, x="day", y="US dollars", x_label="", color=ACCENT, height=_HEIGHT, alt="Known cost by day")


def _bars(axes: tuple[str, str], rows: Sequence[tuple[str, float]]) -> None:
    """One bar a row, in the order of the rows. axes: what the bars are, what they count."""
    what, count = axes
    data = {what: [_short(cell(name)) for name, _ in rows], count: [number for _, number in rows]}
    height = 90 + 32 * len(rows)
    shape: dict[str, Any] = {"x_label": "", "y_label": count, "horizontal": True, "sort": False, "color": ACCENT}
    st.bar_chart(data, x=what, y=count, height=height, alt=f"{count} by {what}", **shape)


def _short(name: str) -> str:
    """Cut in the middle: names differ at their end more often than at their beginning, and like ones share a bar."""
    half = _BAR_NAME // 2
    return name if len(name) <= _BAR_NAME else f"{name[: half - 1]}…{name[-half:]}"


def _spent(spending: Spending) -> tuple[str, ...]:
    counts = (f"{spending.calls:,}", f"{spending.failed:,}", f"{spending.cached:,}")
    return (*counts, money(spending.settled), money(spending.reserved), f"{spending.unknown:,}")


def _total(total: Spending) -> tuple[str, str]:
    """Known cost, and how many calls it leaves out."""
    if total.unknown and not total.settled:
        return "unknown", f"no price for {total.unknown:,} of n = {total.calls:,} calls"
    beside = f", {total.unknown:,} of them unpriced" if total.unknown else ""
    return money(Money(total.settled)), f"n = {total.calls:,} calls{beside}"


def _age(seconds: float | None) -> str:
    if seconds is None:
        return "the queue is empty"
    for name, size in (("days", 86400.0), ("hours", 3600.0), ("minutes", 60.0)):
        if seconds >= 2 * size:
            return f"the oldest for {seconds / size:.0f} {name}"
    return f"the oldest for {seconds:.0f} seconds"
