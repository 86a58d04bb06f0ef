"""What becomes of jobs that were handed in: live while somebody works on them, stopped, gone on with, ended."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from consensus.domain import JobLine, JobStatus
from consensus.domain.run import RunStatus
from consensus.service.reports.home import UnderWay
from ui import sign_in
from ui.loop import wait_for
from ui.page import NOT_CERTIFIED, attempt, cell, figures, last_catch, notice, promised, quiet, section
from ui.state_pages import Working
from ui.widgets.safe_html import joined, plain, show

#: Seconds between two looks at running jobs.
_EVERY = 1.0


def watch(state: Working, job_ids: Sequence[str]) -> None:
    """Draw one job, or several with a line each. Raises NotFoundError."""
    jobs = [state.service.pages.library.job(job_id) for job_id in dict.fromkeys(job_ids)]
    if len(jobs) == 1:
        section(f"{jobs[0].document} · {jobs[0].languages or jobs[0].task}")
        quiet(f"Job {jobs[0].id} under policy {jobs[0].policy}. This page may be left; the job goes on.")
    else:
        section(f"{len(jobs):,} documents under policy {jobs[0].policy}")
        quiet("This page may be left or loaded again; the jobs go on.")
    standing = [state.service.pages.submissions.status(job.id) for job in jobs]
    if any(status.is_under_way for status in standing):
        _live(state, tuple(job.id for job in jobs))
        return
    if len(jobs) == 1:
        _ended(state, jobs[0], standing[0])
    else:
        for job, status in zip(jobs, standing, strict=True):
            _line(state, job, status)
    st.button("Hand in another", key="another", on_click=_another)


@st.fragment(run_every=_EVERY)
@last_catch()
def _live(state: Working, job_ids: Sequence[str]) -> None:
    """Looks at the jobs again and again, without drawing the page around them."""
    submissions, library = state.service.pages.submissions, state.service.pages.library
    found = [UnderWay(library.job(job_id), submissions.status(job_id)) for job_id in job_ids]
    running = [one for one in found if one.status.is_under_way]
    if not running or not sign_in.still_in(st.session_state):
        st.rerun()
    if len(found) > 1:
        show(plain(f"{len(found) - len(running):,} of {len(found):,} documents have ended", "text"))
    for one in found:
        if not one.status.is_under_way:
            _line(state, one.line, one.status)
            continue
        if len(found) > 1:
            show(plain(cell(one.line.document), "who"))
        st.progress(one.share)
        show(plain(one.words[:1].upper() + one.words[1:], "text"))
    stopped = [one.line.id for one in running]
    st.button("Stop", key="stop", on_click=partial(_stop, state, stopped))


def _line(state: Working, job: JobLine, status: JobStatus) -> None:
    """A job that has ended, among several."""
    text, action = st.columns([0.75, 0.25], vertical_alignment="center")
    done = status.standing is RunStatus.DONE
    with text:
        counted = f"✓ {job.accepted:,} accepted · ? {job.review:,} need review · ✕ {job.failed:,} failed"
        show(joined([plain(cell(job.document), "who"), plain(counted if done else _stopped(status), "quiet")], "item"))
    with action:
        if not done:
            st.button("Go on", key=f"go on {job.id}", on_click=partial(_go_on, state, job.id))
        elif "results" in state.places:
            st.page_link(state.places["results"], label="Open", query_params={"job": job.id}, width="stretch")


def _ended(state: Working, job: JobLine, status: JobStatus) -> None:
    if status.standing is not RunStatus.DONE:
        notice(_stopped(status))
        st.button("Go on", key="go on", type="primary", on_click=partial(_go_on, state, job.id))
        return
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
    with st.container(horizontal=True):
        for place, label in (("review", "Review what is open"), ("results", "See and download the results")):
            if place in state.places:
                st.page_link(state.places[place], label=label, query_params={"job": job.id})


def _stopped(status: JobStatus) -> str:
    failed = status.standing is RunStatus.FAILED
    return f"It stopped: {status.error}" if failed else "Nobody works on it now. What was answered is kept."


def _stop(state: Working, job_ids: Sequence[str]) -> None:
    said = [attempt(partial(_cancelled, state, job_id)) for job_id in job_ids]
    state.notify(next(filter(None, said), ""))


def _cancelled(state: Working, job_id: str) -> None:
    wait_for(state.service.pages.submissions.cancel(job_id, state.user))


def _go_on(state: Working, job_id: str) -> None:
    state.notify(attempt(lambda: wait_for(state.service.pages.submissions.resume(job_id, state.user))))


def _another() -> None:
    st.query_params.pop("job", None)
