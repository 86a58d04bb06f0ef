"""Find jobs and units, open one's whole history, take files away, find translations made before."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import streamlit as st

from consensus.bootstrap import Service
from consensus.domain import JobLine, Outcome, Verification
from consensus.domain.job import JobState
from consensus.service.jobs.export import file_name, is_marked
from consensus.service.reports.search import PAGE, FoundBefore, UnitFilter, UnitLine, UnitPage
from consensus.service.sign_in import Role
from ui.loop import wait_for
from ui.page import attempt, cell, job_words, notice, promised, quiet, screen, table_height, when
from ui.screens.results_jobs import all_jobs
from ui.screens.unit_history import beside, history
from ui.state_pages import Working
from ui.widgets import verdict
from ui.widgets.safe_html import plain, show

_UNITS, _JOBS, _BEFORE = "Units", "Jobs", "Found before"
_ALL = ""
_ANY = "any"
#: What screens call the verdicts.
_VERDICTS = {_ANY: None, "accepted": Outcome.ACCEPTED, "needs review": Outcome.REVIEW, "failed": Outcome.FAILED}
_VERIFICATIONS: dict[str, Verification | None] = {_ANY: None, **{one.value: one for one in Verification}}
_FORMS = (("source", "Verified file"), ("jsonl", "Evidence (JSONL)"), ("csv", "Table (CSV)"), ("html", "Report (HTML)"))
#: Of an extraction: its object with what stands behind each field, and its fields and tables for a spreadsheet.
_EVIDENCE = (("evidence", "With evidence"), ("xlsx", "Workbook (XLSX)"))
#: Of an extraction from a PDF.
_MARKED = ("pdf", "Marked PDF")


def render() -> None:
    """Draw the screen. In the address: ``?job=`` the job, ``?unit=`` the unit whose history is open."""
    with screen("Results") as state:
        job_id, unit_id = st.query_params.get("job", ""), st.query_params.get("unit", "")
        if job_id and unit_id:
            st.button("Back to the list", key="back", on_click=partial(_go, job_id))
            history(state, job_id, unit_id)
            return
        part = st.radio("Part", [_UNITS, _JOBS, _BEFORE], key="part", horizontal=True, label_visibility="collapsed")
        if part == _BEFORE:
            _before(state)
            return
        jobs = state.service.pages.library.jobs()
        if not jobs:
            quiet("There are no jobs yet. Hand in a document on the Submit screen.")
        elif part == _JOBS:
            all_jobs(state, jobs)
        else:
            _units(state, jobs, job_id)


def _units(state: Working, jobs: Sequence[JobLine], job_id: str) -> None:
    wanted = _filters(state, jobs, job_id)
    if wanted.job_id:
        _downloads(state, wanted.job_id)
    # A page number belongs to its filter: with another one the first page is shown.
    turned = st.session_state.get("page of units", (wanted, 0))
    page = state.service.pages.library.units(wanted, turned[1] if turned[0] == wanted else 0)
    if not page.total:
        quiet("No unit is like that. Widen the search.")
        return
    _turn(wanted, page)
    table, whole = st.columns([0.62, 0.38], gap="medium")
    with table:
        _table(page, one_job=bool(wanted.job_id))
    with whole:
        chosen = _chosen(page)
        beside(state, chosen)
        st.button("Its whole history", key="history", on_click=partial(_go, chosen.job_id, chosen.unit_id))


def _filters(state: Working, jobs: Sequence[JobLine], job_id: str) -> UnitFilter:
    lines = {job.id: job for job in jobs}
    if job_id and job_id not in lines:  # older than the list, or only the start of an id
        found = state.service.pages.library.job(job_id)
        job_id, lines = found.id, {**lines, found.id: found}
    words = {_ALL: "All jobs", **{job.id: job_words(job) for job in lines.values()}}
    if st.session_state.get("job") not in words or (job_id and st.session_state.get("job") != job_id):
        st.session_state["job"] = job_id
    which, text, document, verdict, verification = st.columns([0.3, 0.25, 0.15, 0.15, 0.15])
    with which:
        chosen = st.selectbox("Job", list(words), format_func=words.__getitem__, key="job", on_change=_to_job)
    with text:
        searched = st.text_input("Source, path or value holds", key="searched")
    with document:
        named = st.text_input("Document's name holds", key="document")
    with verdict:
        outcome = _VERDICTS[st.selectbox("Verdict", list(_VERDICTS), key="verdict")]
    with verification:
        verified = _VERIFICATIONS[st.selectbox("Verification", list(_VERIFICATIONS), key="verification")]
    return UnitFilter(chosen, searched.strip(), named.strip(), outcome, verified)


def _to_job() -> None:
    """The address follows the choice, so that the page can be loaded again or sent to somebody."""
    _go(str(st.session_state.get("job") or ""))


def _go(job_id: str, unit_id: str = "") -> None:
    found = {"job": job_id, "unit": unit_id}
    st.query_params.from_dict({name: value for name, value in found.items() if value})


def _downloads(state: Working, job_id: str) -> None:
    job = state.service.pages.library.job(job_id)
    if job.state != JobState.DONE:
        notice("This job has not ended, so there is nothing to download yet. See it on the Submit screen.")
        return
    forms = _FORMS if job.task == "translate" else (*_FORMS, *_EVIDENCE)
    if job.task != "translate" and is_marked(job.document):
        forms = (*forms, _MARKED)
    left, *columns = st.columns([0.4, *(0.6 / len(forms) for _ in forms)], vertical_alignment="center")
    with left:
        verified = f"{job.accepted:,} accepted automatically, {job.decided:,} decided by people"
        show(plain(f"{job.units:,} units: {verified}.", "quiet"))
    for column, (form, label) in zip(columns, forms, strict=True):
        with column:
            # Made when it is asked for, and audited then.
            st.download_button(
                label,
                data=partial(_exported, state.service, job_id, form, state.user),
                file_name=file_name(job.document, job.target_lang, form),
                key=f"download {form}",
                on_click="ignore",
                width="stretch",
            )
    told = [*state.service.jobs.notes.of(job_id), promised(state, job_id)]
    if job.task == "extract" and job.units and job.accepted + job.decided >= job.units:
        told.insert(0, state.service.jobs.notes.validity(job_id))
    show(plain(" ".join(filter(None, told)), "text"))
    if waits := state.service.jobs.waits(job_id):
        notice(f"{waits}. A download closes it, too.")
    if job.failed:
        _ask_again(state, job_id)


def _ask_again(state: Working, job_id: str) -> None:
    """Units that nobody answered, why, and the way to ask about them once more."""
    submissions = state.service.pages.submissions
    if submissions.status(job_id).is_under_way:
        notice("Being asked again. See how it goes on the Submit screen, or load this page again.")
        return
    lost = state.service.jobs.notes.unanswered(job_id)
    if lost is None:
        return
    notice(lost.said)

    def again() -> None:
        state.notify(attempt(lambda: wait_for(submissions.resume(job_id, state.user))))

    once_more, others, _ = st.columns([0.16, 0.3, 0.54], vertical_alignment="center")
    with once_more:
        st.button("Ask again", key="ask again", type="primary", width="stretch", on_click=again)
    if "submit" in state.places:
        with others:
            st.page_link(state.places["submit"], label="Ask other models", query_params={"again": job_id})


def _exported(service: Service, job_id: str, form: str, user: str) -> bytes:
    """Runs when it is clicked, perhaps long after the page was drawn."""
    service.sign_in_service.require(user, Role.SUBMITTER)
    return service.jobs.export(job_id, form, user).content


def _turn(wanted: UnitFilter, page: UnitPage) -> None:
    number, last = page.start // PAGE, (page.total - 1) // PAGE
    where, to_open, back, on = st.columns([0.4, 0.2, 0.2, 0.2], vertical_alignment="center")
    with where:
        shown = f"{page.start + 1:,} to {page.start + len(page.lines):,} of {page.count_words} units"
        show(plain(f"{shown}. Choose a row to read it in full.", "quiet"))
    with to_open:
        _open_number(page)
    for column, label, key, to in ((back, "Earlier", "earlier", number - 1), (on, "Later", "later", number + 1)):
        with column:
            disabled = not 0 <= to <= last
            st.button(label, key=key, disabled=disabled, width="stretch", on_click=partial(_turned, wanted, to))


def _open_number(page: UnitPage) -> None:
    """The same as choosing a row, without a mouse."""
    numbers = {f"{page.start + at + 1}": line for at, line in enumerate(page.lines)}

    def opened() -> None:
        line = numbers.get(str(st.session_state.get("open")))
        if line is not None:
            _read(line)

    st.selectbox(
        "Read row",
        list(numbers),
        index=None,
        key="open",
        on_change=opened,
        placeholder="Read row number",
        label_visibility="collapsed",
    )


def _turned(wanted: UnitFilter, number: int) -> None:
    st.session_state["page of units"] = (wanted, number)


def _chosen(page: UnitPage) -> UnitLine:
    """The unit that is read in full: the one that was chosen last, else the first."""
    wanted = st.session_state.get("read in full")
    return next((line for line in page.lines if (line.job_id, line.unit_id) == wanted), page.lines[0])


def _read(line: UnitLine) -> None:
    st.session_state["read in full"] = (line.job_id, line.unit_id)


def _table(page: UnitPage, *, one_job: bool) -> None:
    rows = [
        {
            "row": page.start + at + 1,
            "source or path": cell(line.place),
            "value": cell(line.value),
            "verdict": [verdict.SIGNED.get(line.verdict, verdict.SIGNED[""])],
            "verification": line.verification.value,
            "reason": cell(line.reason),
            "unit": line.position + 1,
            "document": cell(line.document),
        }
        for at, line in enumerate(page.lines)
    ]

    def open_row() -> None:
        chosen = st.session_state["table"].selection.rows
        if chosen:
            _read(page.lines[chosen[0]])

    st.dataframe(
        rows,
        key="table",
        hide_index=True,
        height=table_height(len(rows)),
        on_select=open_row,
        selection_mode="single-row",
        column_config=_COLUMNS,
        column_order=[name for name in rows[0] if not (one_job and name == "document")],
        alt="Units on this page",
    )


_COLUMNS: dict[str, Any] = {
    "row": st.column_config.NumberColumn(width=50),
    "source or path": st.column_config.TextColumn(width=215),
    "value": st.column_config.TextColumn(width=215),
    "verdict": st.column_config.MultiselectColumn(
        width=130, options=list(verdict.SIGNED.values()), color=list(verdict.CHIPS)
    ),
    "verification": st.column_config.TextColumn(width=115),
    "reason": st.column_config.TextColumn(width=280),
    "unit": st.column_config.NumberColumn(width=50),
    "document": st.column_config.TextColumn(width=130),
}


def _before(state: Working) -> None:
    quiet(
        "Verified translations of the same or a similar source text. A policy says under memory whether those of the "
        "very same text are shown to reviewers, offered to members, or delivered without a call."
    )
    text = st.text_area("Source text", key="before text", height=90)
    first, second, _ = st.columns([0.2, 0.2, 0.6])
    with first:
        source = st.text_input("From language (any)", key="before source")
    with second:
        target = st.text_input("To language (any)", key="before target")
    if not text.strip():
        return
    found = state.service.pages.library.found_before(text, source, target)
    if not found:
        quiet("Nothing like it was verified before.")
    for one in found:
        _found(one)


def _found(one: FoundBefore) -> None:
    segment = one.segment
    same = "same text" if one.similarity >= 100.0 else f"{one.similarity:.0f} % alike"
    times = f" · {one.times} times" if one.times > 1 else ""
    with st.container(border=True):
        show(
            plain(f"{same} · {segment.verification.value}{times} · {segment.document} · {when(segment.at)}", "who"),
            plain(segment.source, "context"),
            plain(segment.target, "text"),
        )
