"""Hand in a document, see who would be asked and what that may cost, watch it live, stop it and go on."""

from __future__ import annotations

from functools import partial

import streamlit as st

from consensus.bootstrap import panel_names
from consensus.domain import GuaranteeRules, JobStatus, PlannedMember, Policy, RoutePlan
from consensus.domain.run import RunStatus
from consensus.service.jobs.requests import labels, language_label, language_menu, typed
from consensus.service.jobs.submissions import Submission
from ui import sign_in
from ui.loop import wait_for
from ui.page import (
    NOT_CERTIFIED,
    attempt,
    cell,
    figures,
    job_words,
    last_catch,
    money,
    notice,
    promised,
    quiet,
    screen,
    section,
)
from ui.state_pages import Working
from ui.widgets.safe_html import plain, show, table

_UPLOAD, _PASTE = "Upload a file", "Paste text"
#: Seconds between two looks at a running job.
_EVERY = 1.0
_LATELY = 20
_MOST_MB = 20


def render() -> None:
    """Draw the screen. ``?job=`` in the address is the job that is watched."""
    with screen("Submit") as state:
        job_id = st.query_params.get("job", "")
        if job_id:
            _watch(state, job_id)
        else:
            _form(state)


def _form(state: Working) -> None:
    left, right = st.columns([0.55, 0.45], gap="large")
    with left:
        name, content = _document()
    with right:
        order = _options(state, name, content)
        _lately(state)
    if order is None:
        return
    first, second, _ = st.columns([0.16, 0.16, 0.68])
    with first:
        asked = st.button("Show the plan", key="show plan", disabled=not content, width="stretch")
    if asked:  # not a callback: that would plan what stood here before the last change
        state.plan(None)
        state.plan((order, state.service.pages.submissions.plan(order, state.user)))
    plan = state.planned[1] if state.planned is not None and state.planned[0] == order else None
    if plan is not None:
        with second:
            handed_in = st.button("Submit", key="submit", type="primary", width="stretch")
        if handed_in:
            st.query_params["job"] = wait_for(state.service.pages.submissions.submit(order, state.user))
            state.plan(None)
            st.rerun()
    if not content:
        quiet("Nothing is sent before you have seen the plan. Choose a file or paste a text first.")
    if plan is not None:
        _plan(plan)


def _document() -> tuple[str, bytes]:
    if st.radio("Document", [_UPLOAD, _PASTE], key="how", horizontal=True) == _UPLOAD:
        file = st.file_uploader(f"File, up to {_MOST_MB} MB", key="file", max_upload_size=_MOST_MB)
        quiet(f"{labels()[0].upper()}{labels()[1:]}.")
        return (file.name, file.getvalue()) if file is not None else ("", b"")
    suffixes = typed()
    kind = st.selectbox("Written as", list(suffixes), key="written as")
    text = st.text_area("Text", key="text", height=320)
    return f"pasted{suffixes[kind]}", text.encode("utf-8", "replace") if text.strip() else b""


def _options(state: Working, name: str, content: bytes) -> Submission | None:
    policies = state.service.policies
    names = [line.name for line in policies.list() if not line.problem]
    chosen = st.selectbox("Policy", names, index=None, key="policy", placeholder="Choose a policy")
    if chosen is None:
        quiet("A policy says who is asked, what is accepted and what a person decides. Read them under Policies.")
        return None
    policy = policies.load(chosen)
    quiet(policy.description or f"Version {policy.version}.")
    source, target, schema = _task(policy)
    panel = st.text_input("Panel", key="panel", placeholder="as the policy says")
    named = ", ".join(["auto", "embedded", "recorded", *panel_names(state.service.settings), *policy.panels])
    quiet(f"One of {named}; or members separated by commas.")
    return Submission(name, content, chosen, source, target, schema, panel, _batch(policy))


def _batch(policy: Policy) -> str:
    """The batch's name; "" for a batch of its own, and without a guarantee, which alone draws from batches."""
    if not isinstance(policy.guarantee, GuaranteeRules):
        return ""
    batch = st.text_input("Batch", key="batch", placeholder="this submission alone")
    quiet(
        "Documents that may be wrong together: one delivery, one supplier; leave empty for this submission alone. "
        "Until the batch is closed its units wait."
    )
    return batch.strip()


def _lately(state: Working) -> None:
    """Back to a job whose address was lost."""
    jobs = {job.id: job_words(job) for job in state.service.pages.library.jobs(_LATELY)}

    def watch() -> None:
        if chosen := state.typed("lately"):
            st.query_params["job"] = chosen

    if jobs:
        st.selectbox(
            "Watch a job handed in before",
            list(jobs),
            index=None,
            format_func=jobs.__getitem__,
            key="lately",
            on_change=watch,
            placeholder="Choose a job",
        )


def _task(policy: Policy) -> tuple[str, str, str]:
    """(source language, target language, schema), as far as the policy's task needs them."""
    source = target = schema = ""
    if policy.task != "extract":
        first, second = st.columns(2)
        with first:
            source = _language("From language", "source_lang")
        with second:
            target = _language("To language", "target_lang")
    if policy.task != "translate":
        file = st.file_uploader("JSON Schema of the fields", key="schema file", type=["json"])
        pasted = st.text_area("or paste the schema", key="schema", height=120)
        schema = file.getvalue().decode("utf-8", "replace") if file is not None else pasted
    return source, target, schema


def _language(label: str, key: str) -> str:
    """A language of the menu, or whatever else was typed: the plan says when nobody knows it."""
    chosen = st.selectbox(
        label,
        list(language_menu()),
        index=None,
        format_func=language_label,
        key=key,
        placeholder="Choose or type",
        accept_new_options=True,
    )
    return chosen or ""


def _plan(plan: RoutePlan) -> None:
    section("The plan")
    unknown = f"no price for {', '.join(plan.unpriced)}" if plan.unpriced else ""
    figures(
        ("cost when all goes well", money(plan.once_cost), unknown or "every answer as long as it may be"),
        ("worst-case cost", money(plan.worst_cost), unknown or "every repeat and fallback"),
        ("units", f"{plan.units:,}" if plan.units else "–", plan.task.value if plan.units else "known when answered"),
        ("requests", f"{sum(member.requests for member in plan.asked):,}", f"to {len(plan.asked)} models"),
    )
    show(plain(f"{plan.panel.why} Chosen by {plan.route}. Whatever they leave open, a person decides.", "quiet"))
    for place in plan.places:
        quiet(f"Sent to {place}")
    head = ("member", "family", "if it fails", "requests", "worst case", "price from")
    show(table(head, [_member(member) for member in plan.asked]))
    for sentence in (*plan.panel.warnings, *map(str, plan.refusals), *plan.notes):
        show(plain(f"! {sentence}", "warning"))


def _member(member: PlannedMember) -> tuple[str, ...]:
    instead = ", then ".join((*member.fallbacks, "a person"))
    return (
        cell(member.name if member.role == "member" else f"{member.name} ({member.role})"),
        cell(member.family),
        cell(instead),
        str(member.requests),
        money(member.worst_cost),
        cell(member.price),
    )


def _watch(state: Working, job_id: str) -> None:
    job = state.service.pages.library.job(job_id)
    section(f"{job.document} · {job.languages or job.task}")
    quiet(f"Job {job.id} under policy {job.policy}. This page may be left or loaded again; the job goes on.")
    status = state.service.pages.submissions.status(job.id)
    if status.is_under_way:
        _live(state, job.id)
        return
    _ended(state, status)
    st.button("Hand in another", key="another", on_click=_another)


@st.fragment(run_every=_EVERY)
@last_catch()
def _live(state: Working, job_id: str) -> None:
    """Looks at the job again and again, without drawing the page around it."""
    status = state.service.pages.submissions.status(job_id)
    if not status.is_under_way or not sign_in.still_in(st.session_state):
        st.rerun()
    st.progress(status.done / status.total if status.total else 0.0)
    words = f"{status.done} of {status.total} answers, {status.calls} calls" if status.total else "Getting ready"
    if status.standing is RunStatus.QUEUED:
        words = "Waits until another job has ended"
    show(plain(words, "text"))
    st.button("Stop", key="stop", on_click=partial(_stop, state, job_id))


def _ended(state: Working, status: JobStatus) -> None:
    job = state.service.pages.library.job(status.job_id)
    if status.standing is RunStatus.DONE:
        promise = promised(state, job.id)
        how = "automatically, not certified" if promise == NOT_CERTIFIED else "automatically, under a guarantee"
        figures(
            ("units", f"{job.units:,}", "in the document"),
            ("accepted", f"{job.accepted:,}", how),
            ("need review", f"{job.review:,}", f"{job.decided:,} decided so far"),
            ("failed", f"{job.failed:,}", "no member answered"),
        )
        for sentence in state.service.jobs.notes.of(job.id):
            show(plain(sentence, "text"))
        if promise != NOT_CERTIFIED:
            show(plain(promise, "text"))
        if waits := state.service.jobs.waits(job.id):
            notice(waits)
        for place, label in (("review", "Review what is open"), ("results", "See and download the results")):
            if place in state.places:
                st.page_link(state.places[place], label=label, query_params={"job": job.id})
        return
    failed = status.standing is RunStatus.FAILED
    notice(f"It stopped: {status.error}" if failed else "Nobody works on it now. What was answered is kept.")
    st.button("Go on", key="go on", type="primary", on_click=partial(_go_on, state, job.id))


def _stop(state: Working, job_id: str) -> None:
    state.notify(attempt(lambda: wait_for(state.service.pages.submissions.cancel(job_id, state.user))))


def _go_on(state: Working, job_id: str) -> None:
    state.notify(attempt(lambda: wait_for(state.service.pages.submissions.resume(job_id, state.user))))


def _another() -> None:
    st.query_params.pop("job", None)
