"""One unit from its answers to its resolution: what an auditor asks for first."""

from __future__ import annotations

import json
from typing import Any

import streamlit as st

from consensus.domain import Answer, Candidate, Field, Finding, MqmJudgement, Segment
from consensus.service.reports.search import UnitHistory, UnitLine
from ui.page import NOT_CERTIFIED, cell, long, money, quiet, section, when
from ui.state_pages import Working
from ui.widgets.safe_html import SafeHtml, headline, marked, plain, show, table
from ui.widgets.verdict import verdict


def beside(state: Working, line: UnitLine) -> None:
    """A unit of a table in full, beside it: source, value, verdict and why. Raises NotFoundError."""
    found = state.service.pages.library.text(line.job_id, line.unit_id)
    show(
        headline(f"{cell(line.document)} · unit {line.position + 1}", line.verification.value),
        verdict(line.verdict),
        plain("Source" if found.source_lang else "Field", "label"),
        plain(found.place, "text", found.source_lang),
        plain("Value", "label"),
        plain(found.value, "text", found.target_lang) if found.value else plain("No value.", "none"),
        plain("Why", "label"),
        *(plain(reason, "reason") for reason in found.reasons),
    )


def history(state: Working, job_id: str, unit_id: str) -> None:
    """Answers, findings, reasons, resolution, calls and history. Raises NotFoundError."""
    found = state.service.pages.library.history(job_id, unit_id)
    unit, document = found.record.unit, found.job.document
    show(headline(f"{document.name} · unit {unit.index + 1}", found.verification.value))
    left, right = st.columns([0.42, 0.58], gap="medium")
    with left:
        if isinstance(unit, Segment):
            show(plain("Source", "label"), long(unit.text, document.source_lang))
        else:
            show(plain("Field", "label"), plain(unit.path, "head"), plain(_text(dict(unit.schema)), "quiet"))
            _stands(found)
        _verdict(found)
        _resolution(found)
    with right:
        show(plain("Answers", "label"))
        if found.blind:
            quiet("Who gave which answer is shown once a person has decided.")
        for answer in found.record.choices:
            _answer(answer, found)
        if found.hidden:
            quiet("Nobody sees its answers before its batch is closed and audits are drawn.")
        elif not found.record.answers:
            quiet("Nobody has answered yet.")
    _calls(found)
    _events(found)


def _stands(found: UnitHistory) -> None:
    """Where the value stands: its line with the value marked, and whether it stands elsewhere too."""
    if not found.stands:
        return
    first, others = found.stands[0], [f"{one.line:,}" for one in found.stands[1:]]
    parts = [plain("In the document", "label"), plain(f"Line {first.line:,}", "quiet")]
    parts.append(marked(first.text, [first.mark], look="context", lang=found.job.document.source_lang))
    if first.count > 1:
        more = "" if first.count == len(found.stands) else " and more"
        parts.append(plain(f"It stands in {first.count:,} places; also on line {', '.join(others)}{more}.", "quiet"))
    show(*parts)


def _verdict(found: UnitHistory) -> None:
    made = found.record.verdict
    if made is None:
        quiet("There is no verdict yet.")
        return
    parts = [plain("Verdict", "label"), verdict(made.outcome.value), plain(f"by the rule {made.rule}", "quiet")]
    parts += [plain(reason, "reason") for reason in made.reasons]
    agreement = found.record.agreement
    if agreement is not None:
        parts += [plain(dispute, "warning") for dispute in agreement.disputes]
        parts.append(plain(f"Support {made.support:.2f}. {_certified(made.certificate)}", "quiet"))
    parts += [_finding(finding) for finding in found.record.findings if not finding.member]
    show(*parts)


def _certified(certificate: str) -> str:
    """Under what a unit was accepted."""
    return NOT_CERTIFIED if certificate == "not certified" else f"Accepted under certificate {certificate}."


def _resolution(found: UnitHistory) -> None:
    made = found.record.resolution
    if made is None:
        show(plain("Resolution", "label"), plain("No person has decided it.", "none"))
        return
    of_row = isinstance(found.record.unit, Field)
    once = "decided with another field of its row" if of_row else "the same text decided once"
    how = "accepted with others of a filtered set" if made.bulk else once if made.repeats else ""
    said = ", ".join(part for part in (made.reason, made.severity, made.comment, how) if part)
    parts = [
        plain("Resolution", "label"),
        plain(f"{made.action.value} by {made.reviewer}, {when(made.decided_at)}", "head"),
    ]
    if made.value is not None:
        parts.append(long(_text(made.value), found.job.document.target_lang))
    if said:
        parts.append(plain(said, "quiet"))
    show(*parts)


def _answer(answer: Answer, found: UnitHistory) -> None:
    agreement = found.record.agreement
    leads = agreement is not None and bool(agreement.clusters) and answer.member in agreement.clusters[0].members
    place = " · in the leading cluster" if leads else ""
    with st.container(border=True):
        parts = [plain(" · ".join(part for part in (answer.member, answer.family) if part) + place, "who")]
        if isinstance(answer, Candidate):
            parts.append(long(_text(answer.value), found.job.document.target_lang))
        else:
            parts.append(plain(f"No answer: {answer.why.replace('_', ' ')}. {answer.detail}", "none"))
        parts += [_finding(finding) for finding in found.record.findings if finding.member == answer.member]
        parts += _judged(agreement.judgement if agreement else None, answer.member)
        show(*parts)


def _finding(finding: Finding) -> SafeHtml:
    sign, look = ("✕", "veto") if finding.veto else ("!", "warning")
    return plain(f"{sign} {finding.check}, {finding.severity.value}: {finding.message}", look)


def _judged(judgement: MqmJudgement | None, member: str) -> list[SafeHtml]:
    """What a judge found in this answer, if it read it."""
    if judgement is None or judgement.member != member:
        return []
    said = [
        f"{error.severity.value}, {error.category}{f' “{error.quote}”' if error.quote else ''}: {error.problem}"
        for error in judgement.errors
    ]
    weight = f"errors that weigh {judgement.total:g} of 25" if judgement.total else "no error"
    return [plain(f"The judge ({judgement.judge}) found {weight}.", "quiet"), *(plain(one, "warning") for one in said)]


def _calls(found: UnitHistory) -> None:
    if not found.calls:
        return
    section("Calls")
    rows = []
    for call in found.calls:
        reply = call.reply
        tokens = f"{reply.tokens_in or 0:,} in, {reply.tokens_out or 0:,} out" if reply else ""
        cost = money(reply.cost) if reply else ""
        seconds = f"{reply.latency:.1f} s" if reply else ""
        model = reply.model if reply else call.fault or ""
        rows.append((cell(call.member), cell(model), when(call.started), seconds, tokens, cost, cell(call.prompt_id)))
    show(table(("member", "model", "sent", "took", "tokens", "cost", "prompt"), rows))


def _events(found: UnitHistory) -> None:
    section("History")
    rows = [
        (when(made.resolution.decided_at), made.resolution.reviewer, _decided(made), cell(_text(made.resolution.value)))
        for made in reversed(found.decisions)
    ]
    rows += [(when(one.at), cell(one.author), one.kind.value, cell(one.text)) for one in found.record.comments]
    rows += [(when(event.at), cell(event.actor), event.action, cell(event.detail)) for event in found.events]
    if rows:
        show(table(("when", "who", "what", "detail"), sorted(rows)))
    else:
        quiet("Nothing was done with it yet.")


def _decided(made: Any) -> str:
    undone = ", taken back" if made.undone else ""
    return f"decided in round {made.round}: {made.resolution.action.value}{undone}"


def _text(value: Any) -> str:
    """A value as a person reads it."""
    if value is None:
        return "no value"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
