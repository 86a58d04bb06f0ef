"""Hand in documents: one form whose plan and worst case appear by themselves, then the jobs live."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from consensus.bootstrap import panel_names
from consensus.domain import GuaranteeRules, PlannedMember, Policy
from consensus.errors import ConsensusError
from consensus.service.jobs.hand_in import PlannedHandIn, missing
from consensus.service.jobs.panel_menu import panel_menu
from consensus.service.jobs.requests import labels, language_label, language_menu, typed
from consensus.service.jobs.submissions import Submission
from ui.loop import wait_for
from ui.page import attempt, cell, figures, job_words, money, quiet, screen, section
from ui.screens.submit_watch import watch
from ui.state_pages import Working
from ui.widgets.safe_html import alert, plain, show, table

_UPLOAD, _PASTE = "Upload files", "Paste text"
_LATELY = 20
_MOST_MB = 20
#: Choices of a panel that name none.
_AS_POLICY, _TYPED = "", "\0typed"
_PANEL_WORDS = {_AS_POLICY: "As the policy says", _TYPED: "Name the members"}


def render() -> None:
    """Draw the screen. ``?job=`` in the address, once a job, are those that are watched; ``?again=`` names one whose
    document is handed in anew."""
    with screen("Submit") as state:
        if handed_in := state.kept.pop("handed in", None):
            st.query_params.from_dict({"job": handed_in})
        if jobs := st.query_params.get_all("job"):
            watch(state, jobs)
        elif job := st.query_params.get("again"):
            _once_more(state, job)
        else:
            _form(state)


def _once_more(state: Working, job: str) -> None:
    """The document of a job again, with nothing to choose but who is asked."""
    try:
        order = state.service.pages.submissions.again(job, state.user)
        policy = state.service.policies.load(order.policy)
    except ConsensusError as error:
        show(plain(str(error), "notice"))
        return
    left, right = st.columns(2, gap="large")
    with left:
        section("Ask other models about the same document")
        show(plain(order.name, "head"))
        languages = " → ".join(tag for tag in (order.source_lang, order.target_lang) if tag)
        quiet(" · ".join(word for word in (languages, f"policy {order.policy}") if word))
        quiet("It becomes a job of its own; the one before stays as it is, with what was answered and paid.")
        order = replace(order, panel=_panel(state, policy), batch=_batch(policy))
    with right:
        _hand_in(state, order, policy, has_content=True)


def _form(state: Working) -> None:
    left, right = st.columns(2, gap="large")
    with left:
        files = _documents()
        name, policy = _policy(state)
        order = _order(state, files, name, policy) if policy is not None else None
    with right:
        _hand_in(state, order, policy, has_content=bool(files))


def _documents() -> list[tuple[str, bytes]]:
    """Name and content of each document."""
    if st.radio("Documents", [_UPLOAD, _PASTE], key="how", horizontal=True, label_visibility="collapsed") == _UPLOAD:
        chosen = st.file_uploader(
            f"Files, up to {_MOST_MB} MB each", key="file", max_upload_size=_MOST_MB, accept_multiple_files=True
        )
        quiet(f"{labels()[0].upper()}{labels()[1:]}. Several files become one batch, a job each.")
        return [(file.name, file.getvalue()) for file in chosen]
    suffixes = typed()
    kind = st.selectbox("Written as", list(suffixes), key="written as")
    text = st.text_area("Text", key="text", height=180)
    return [(f"pasted{suffixes[kind]}", text.encode("utf-8", "replace"))] if text.strip() else []


def _policy(state: Working) -> tuple[str, Policy | None]:
    policies = state.service.policies
    names = [line.name for line in policies.list() if not line.problem]
    chosen = st.selectbox("Policy", names, index=None, key="policy", placeholder="Choose a policy")
    if chosen is None:
        quiet("A policy says who is asked, what is accepted and what a person decides. Read them under Policies.")
        return "", None
    policy = policies.load(chosen)
    quiet(policy.description or f"Version {policy.version}.")
    return chosen, policy


def _order(state: Working, files: list[tuple[str, bytes]], named: str, policy: Policy) -> Submission:
    source, target, schema = _task(policy)
    panel, batch = _panel(state, policy), _batch(policy)
    (name, content), *more = files or [("", b"")]
    return Submission(name, content, named, source, target, schema, panel, batch, more=tuple(more))


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


def _panel(state: Working, policy: Policy) -> str:
    """A panel of the menu, or members that are typed."""
    menu = panel_menu(state.service.outside, policy, panel_names(state.service.settings))
    words = {**_PANEL_WORDS, **{name: cell(said) for name, said in menu.items()}}
    choices = [_AS_POLICY, *menu, _TYPED]
    chosen = st.selectbox("Panel", choices, key="panel", format_func=words.__getitem__)
    if chosen != _TYPED:
        return chosen
    typed_in = st.text_input("Members, separated by commas", key="members", placeholder="MODEL, MODEL@http://HOST/v1")
    return typed_in if typed_in.strip() else _TYPED


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


def _hand_in(state: Working, order: Submission | None, policy: Policy | None, *, has_content: bool) -> None:
    """The button, always at the same place, and below it what would be done."""
    target, schema = (order.target_lang, order.schema) if order is not None else ("", "")
    lacks = missing(policy, content=has_content, target_lang=target, schema=schema)
    if not lacks and order is not None and order.panel == _TYPED:
        lacks = "Name the members of the panel."
    shown = state.planned  # what the person saw when the button was pressed
    planned = _planned(state, order) if order is not None and not lacks else ""
    ready = isinstance(planned, PlannedHandIn)
    first, second = st.columns([0.3, 0.7], vertical_alignment="center")
    with first:
        pressed = st.button("Submit", key="submit", type="primary", width="stretch", disabled=not ready)
    with second:
        quiet(lacks or ("Nothing is sent before you press Submit." if ready else "It cannot be handed in like this."))
    if pressed and order is not None and isinstance(planned, PlannedHandIn):
        if shown == (order, planned):
            _submit(state, order, planned)
        elif shown is not None:
            show(alert("The plan changed as you pressed Submit, so nothing was sent. Look at it and press again."))
    if isinstance(planned, PlannedHandIn):
        _plan(planned)
    elif planned:
        show(plain(planned, "notice"))
    if lacks:
        _lately(state)


def _planned(state: Working, order: Submission) -> PlannedHandIn | str:
    """The plan of what stands in the form now, or why there is none."""
    if state.planned is not None and state.planned[0] == order:
        return state.planned[1]
    state.plan(None)
    with st.spinner("Reading and planning"):
        try:
            found = state.service.pages.submissions.plan_all(order, state.user)
        except ConsensusError as error:
            return str(error)
    state.plan((order, found))
    return found


def _submit(state: Working, order: Submission, planned: PlannedHandIn) -> None:
    """A second click while this one is worked on finds no plan that was shown, and hands in nothing."""
    kept, submissions, user = state.kept, state.service.pages.submissions, state.user
    state.plan(None)

    def submit() -> None:
        kept["handed in"] = wait_for(submissions.submit_all(order, user, planned))

    state.notify(attempt(submit))
    st.rerun()


def _plan(planned: PlannedHandIn) -> None:
    unknown = f"no price for {', '.join(planned.unpriced)}" if planned.unpriced else ""
    units, asked, documents = planned.units, planned.asked, len(planned.plans)
    requests = f"{sum(member.requests for member in asked):,} requests to {len(asked)} models"
    figures(
        ("worst-case cost", money(planned.worst_cost), unknown or "every repeat and fallback"),
        ("cost when all goes well", money(planned.once_cost), unknown or "every answer as long as it may be"),
        (
            "units",
            f"{units:,}" if units else "known when answered",
            f"in {documents:,} documents, {requests}" if documents > 1 else requests,
        ),
    )
    if planned.left:
        section("What stays as it is")
        show(*(plain(sentence, "reason") for sentence in planned.left))
    if planned.warnings:
        show(*(plain(f"! {sentence}", "warning") for sentence in planned.warnings))
    section("Who is asked")
    show(*(plain(line, "quiet") for line in (*planned.why, *(f"Sent to {place}" for place in planned.places))))
    head = ("member", "family", "if it fails", "requests", "worst case", "price from")
    show(table(head, [_member(member) for member in asked]))


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


def _lately(state: Working) -> None:
    """Back to a job whose address was lost."""
    jobs = {job.id: job_words(job) for job in state.service.pages.library.jobs(_LATELY)}

    def watch_it() -> None:
        if chosen := state.typed("lately"):
            st.query_params["job"] = chosen

    if jobs:
        st.selectbox(
            "Watch a job handed in before",
            list(jobs),
            index=None,
            format_func=jobs.__getitem__,
            key="lately",
            on_change=watch_it,
            placeholder="Choose a job",
        )
