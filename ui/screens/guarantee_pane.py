"""The section "Guarantee": what is promised, how far a proof is, what the audits behind it say, and what people see."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from consensus.service.reports.error_correlation import LEAST_LABELS
from consensus.service.reports.guarantees import Coverage, Evidence, LevelFigures, Promise, guarantees_counted
from consensus.service.reports.insights import Share
from ui.page import at_most, between, boxes, cell, figures, percent, quiet, rate, section, when
from ui.state_pages import Working
from ui.widgets.plots import bound_plot, evidence_plot
from ui.widgets.safe_html import joined, plain, show, table

#: Colour is never the only sign.
_SIGNS = {"certified": "✓", "learning": "…", "not yet": "○", "stale": "!", "alarm": "✕", "void": "⊘"}
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
            else "Not certified. No document was handed in under a policy that asks for a guarantee."
        )
        return
    for promise in found[:_MOST_CARDS]:
        _card(promise)
    if len(found) > _MOST_CARDS:
        quiet(f"{len(found) - _MOST_CARDS:,} more stand in the table below.")
    _evidence(state, _chosen(found), job_id)
    _house(found)
    _people(found, precision)


def _name(promise: Promise) -> str:
    record = promise.status.record
    return cell(f"{record.policy} v{record.version} · {record.slice}")


def _signed(promise: Promise) -> str:
    state = promise.status.state.value
    return f"{_SIGNS[state]} {state}"


def _card(promise: Promise) -> None:
    status, record, snapshot = promise.status, promise.status.record, promise.status.snapshot
    aim = f"target {100 * record.alpha:g} % at {100 * record.confidence:g} % confidence · attempt {record.attempt}"
    parts = [joined([plain(f"{_signed(promise)}: {_name(promise)}", "head"), plain(aim, "quiet")], "promise-head")]
    # While nothing is promised its words say first how far a proof is.
    parts.append(plain(status.words, "promise-progress" if status.standing.progress else "promise-words"))
    parts += [plain(f"{number}. {step}", "text") for number, step in enumerate(promise.to_do, 1)]
    accepting = status.standing.level is not None
    held = ": they hold the proof back" if snapshot.open and status.standing.operating is None else ""
    overdue = f", {snapshot.overdue:,} of them overdue: they count as wrong" if snapshot.overdue else held
    parts.append(
        boxes(
            ("risk among accepted", f"at most {at_most(record.alpha)}" if accepting else "–", _bound(promise)),
            (
                "escaped errors per 1,000 of all units",
                promise.escaped or "–",
                "at the coverage so far" if promise.escaped else "nothing is accepted automatically",
            ),
            ("audits made", f"{promise.judged.n:,}", _wrong(promise)),
            ("open audits", f"{snapshot.open:,}", f"drawn, not made yet{overdue}"),
        )
    )
    parts.append(plain(promise.batches, "quiet"))
    show(joined([joined(parts, "promise-whole")], f"promise-is-{status.state.value.replace(' ', '-')}"))


def _bound(promise: Promise) -> str:
    shown = promise.shown
    if shown is None:
        return "levels are not placed yet"
    if not shown.audits:
        return f"level {shown.number}: no audit was drawn yet"
    return f"level {shown.number}: the {shown.audits:,} audits drawn show at most {at_most(shown.bound)}"


def _wrong(promise: Promise) -> str:
    style_only = promise.status.snapshot.style
    more = f", {style_only:,} with style edits only" if style_only else ""
    return (
        f"{promise.judged.part:,} wrong{more}"
        if promise.level is None
        else (f"level {promise.level}: {promise.judged.part:,} wrong{more}")
    )


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
    _levels(promise, evidence)
    _course(promise, evidence)


def _levels(promise: Promise, evidence: Evidence) -> None:
    section("Levels")
    quiet(
        f"{_name(promise)}, attempt {promise.status.record.attempt}. Level 1 is the strictest. An audit that is not "
        "made counts as wrong. The bound holds however often one looks; units of one batch may be wrong together."
    )
    rows = [_level(*both) for both in zip(promise.levels, evidence.coverage, strict=True)]
    titles = ("batches", "documents", "audits", "wrong", "not made", "wrong among made", "at most wrong")
    show(table(("level", "stands", *titles, "coverage", "interval of coverage"), rows))
    if not evidence.all_seen:
        quiet("Coverage is over the newest documents of 50,000 units together.")


def _level(one: LevelFigures, coverage: Coverage) -> tuple[str, ...]:
    within = coverage.within
    spread = f"{between(within.lower, within.upper)} (n = {coverage.documents:,} documents)" if within else "–"
    return (
        f"{one.number}",
        one.stands,
        *(f"{count:,}" for count in (one.batches, one.documents, one.audits, one.wrong, one.pending)),
        percent(one.judged)
        if one.judged.n >= LEAST_LABELS
        else f"a rate from {LEAST_LABELS} on (n = {one.judged.n:,})",
        at_most(one.bound) if one.audits else "–",
        percent(coverage.share),
        spread,
    )


def _course(promise: Promise, evidence: Evidence) -> None:
    points, record = evidence.points, promise.status.record
    if not points:
        quiet("No audit was drawn in this attempt yet, so there is no course.")
        return
    section("Batch by batch")
    last = points[-1]
    began = (
        f" Attempt {record.attempt} began with the alarm of {when(record.alarmed_at)[:16]}; nothing of before counts."
    )
    alarm = " The cross is the alarm." if any(one.alarm for one in points) else ""
    quiet(
        f"Level {promise.level}; n = {last.batches:,} batches with {last.audits:,} audits, {last.wrong:,} wrong, "
        f"{last.pending:,} not made.{alarm}{began if record.alarmed_at else ''}"
    )
    left, right = st.columns(2, gap="large")
    with left:
        quiet("Once the evidence has reached the dashed line, the level is proven; it stays so until an alarm.")
        reached = f"After {last.batches} batches the evidence is {last.evidence:.2f}"
        evidence_plot(points, evidence.needed, f"{reached}; a proof takes {evidence.needed:.2f}.")
    with right:
        quiet("The bound: at most so many of the accepted units are wrong, as far as the batches so far show.")
        reached = f"After {last.batches} batches the bound is {at_most(last.bound)}"
        bound_plot(points, record.alpha, f"{reached}; the target is {100 * record.alpha:g} %.")
    show(table(("batches", "closed on", "audits (n)", "wrong", "not made", "evidence", "bound"), _told(evidence)))


def _told(evidence: Evidence) -> list[tuple[str, ...]]:
    """Some points as text, with every alarm."""
    points = evidence.points
    places = {round(at * (len(points) - 1) / (_TOLD - 1)) for at in range(_TOLD)}
    chosen = sorted(places | {at for at, one in enumerate(points) if one.alarm})
    return [
        (
            f"{one.batches:,}{' (alarm)' if one.alarm else ''}",
            when(one.at)[:10],
            f"{one.audits:,}",
            f"{one.wrong:,}",
            f"{one.pending:,}",
            f"{one.evidence:.2f} of {evidence.needed:.2f}",
            at_most(one.bound),
        )
        for one in (points[at] for at in chosen)
    ]


def _house(found: Sequence[Promise]) -> None:
    section("All guarantees" if len(found) > 1 else "In this house")
    first = found[0].status
    quiet(guarantees_counted(first.snapshot.guarantees, first.record.confidence))
    if len(found) < 2:
        return
    rows = [
        (
            _name(one),
            _signed(one),
            f"{100 * one.status.record.alpha:g} %",
            f"{one.closed:,}",
            f"{one.documents:,}",
            one.backlog,
            f"{one.judged.part:,}",
            at_most(one.shown.bound) if one.shown and one.shown.audits else "–",
        )
        for one in found
    ]
    titles = ("batches", "documents", "audits", "wrong", "at most wrong")
    show(table(("policy and slice", "state", "target", *titles), rows))


def _people(found: Sequence[Promise], precision: Share) -> None:
    section("What people see")
    judged = Share(sum(one.judged.part for one in found), sum(one.judged.n for one in found))
    figures(
        ("review precision", rate(precision)[0], f"leading answer taken unchanged in review, {rate(precision)[1]}"),
        ("wrong in blind audits", _shown(judged), f"of what was accepted or could be, {rate(judged)[1]}"),
    )
    quiet(
        "Two different things: review sees what the models disagree on, audits see what was or could be accepted. "
        "Neither stands for the other."
    )
    for sentence in dict.fromkeys(one.status.standing.detection.words for one in found):
        quiet(sentence)


def _shown(share: Share) -> str:
    return rate(share)[0] if share.n >= LEAST_LABELS else f"{share.part:,} of {share.n:,}"
