"""The first screen: what needs attention, what waits for me, what is under way, what came last."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from consensus.domain import JobLine
from consensus.service.reports.home import Concern, Home, Remedy, UnderWay, Waiting
from consensus.service.sign_in import Role
from ui import sign_in
from ui.actions import FILTERS, narrow
from ui.loop import wait_for
from ui.page import attempt, cell, last_catch, notice, quiet, screen, section, when
from ui.state import State
from ui.state_pages import Working
from ui.widgets.safe_html import joined, plain, show

#: Seconds between two looks at jobs under way.
_EVERY = 1.0
#: Lines of each part; the rest is counted.
_MOST = 6


def render() -> None:
    """Draw the screen; an address that names an item or a part of the queue leads on to Review."""
    with screen("Home") as state:
        if "review" in state.places and any(name in st.query_params for name in ("item", "age", *FILTERS)):
            st.switch_page(state.places["review"], query_params=st.query_params.to_dict())
        people = state.service.queue.people
        roles = people.roles(state.user)
        if not roles:
            notice(f"{state.user} has no role yet. The admin can give one, with: consensus roles set")
            return
        found = state.service.pages.home.of(state.user, people.waiting(state.user))
        _concerns(state, found.concerns)
        if found.is_empty:
            _nothing_yet(state, roles)
            return
        left, right = st.columns(2, gap="large")
        with left:
            if Role.REVIEWER in roles:
                _waiting(state, found.waiting)
                _compared(state)
            if Role.SUBMITTER in roles:
                _under_way(state, found.under_way)
        with right:
            if Role.SUBMITTER in roles:
                _newest(state, found)


def _nothing_yet(state: Working, roles: frozenset[Role]) -> None:
    if Role.SUBMITTER not in roles:
        show(plain("Nothing to review yet", "empty"))
        show(plain("Units that need a person appear here when a job ends.", "middle"))
        return
    section("Nothing has been handed in yet")
    show(
        plain("1. Hand in a document. You see who would be asked, and the worst cost, before anything is sent.", "text")
    )
    if "submit" in state.places:
        st.page_link(state.places["submit"], label="Hand in a document", width="stretch")
    show(
        plain("2. Or see it work first, without a key: make demo replays recorded answers.", "text"),
        plain("3. consensus doctor says which models this machine can ask, and how to mend what is missing.", "text"),
    )


def _concerns(state: Working, found: Sequence[Concern]) -> None:
    if not found:
        return
    section("Needs attention")
    for number, concern in enumerate(found[:_MOST]):
        text, action = st.columns([0.84, 0.16], vertical_alignment="center")
        with text:
            show(joined([plain(concern.what, "head"), plain(concern.why, "text")], "concern"))
        with action:
            _remedy(state, concern, number)
    _more(len(found) - _MOST, "more need attention")


def _remedy(state: Working, concern: Concern, number: int) -> None:
    """The button that mends it, or the way to where it is told. number: of the line, for its key."""
    submissions = state.service.pages.submissions

    def again() -> None:
        state.notify(attempt(lambda: wait_for(submissions.resume(concern.job_id, state.user))))

    if concern.remedy is Remedy.AGAIN:
        st.button("Ask again", key=f"again {concern.job_id}", width="stretch", on_click=again)
        if "submit" in state.places:
            st.page_link(state.places["submit"], label="Ask other models", query_params={"again": concern.job_id})
    elif concern.remedy is Remedy.GO_ON:
        st.button("Go on", key=f"go on {concern.job_id}", width="stretch", on_click=again)
    elif concern.remedy is Remedy.CLOSE:

        def close() -> None:
            state.notify(attempt(lambda: submissions.close_batch(concern.policy, concern.batch, state.user)))

        st.button("Close it", key=f"close {number}", width="stretch", on_click=close)
    elif concern.remedy is Remedy.FIGURES and "insights" in state.places:
        st.page_link(state.places["insights"], label="What to do", width="stretch")


def _waiting(state: Working, found: Sequence[Waiting]) -> None:
    total = sum(one.items for one in found)
    section("Waits for you")
    if not found:
        quiet("Nothing. Units that need a person appear here when a job ends.")
        return
    where = f" in {len(found):,} jobs" if len(found) > 1 else ""
    show(plain(f"{total:,} item{'' if total == 1 else 's'}{where}", "number"))
    for one in found[:_MOST]:
        text, action = st.columns([0.78, 0.22], vertical_alignment="center")
        with text:
            _line(one.document, f"{one.items:,} open · {one.languages}" if one.languages else f"{one.items:,} open")
        with action:
            if st.button("Review", key=f"review {one.job_id}", width="stretch"):
                _to_review(state, one.job_id)
    _more(len(found) - _MOST, "more jobs have open items")


def _compared(state: Working) -> None:
    """Pairs of answers of models on trial; nothing where none waits."""
    pairs = state.service.comparing.waiting(state.user)
    if pairs and "compare" in state.places:
        st.page_link(state.places["compare"], label=f"Compare two answers, side by side ({pairs:,})")


def _to_review(state: Working, job_id: str) -> None:
    """Work on this job alone; an item of another one on the screen goes back to the others."""
    if "review" not in state.places:
        return
    reviewing = State(st.session_state)
    if reviewing.view is not None and dict(reviewing.filters) != {"job": job_id}:
        narrow(reviewing, {"job": job_id})
    else:
        reviewing.narrow({"job": job_id})
    st.switch_page(state.places["review"], query_params={"job": job_id})


def _under_way(state: Working, found: Sequence[UnderWay]) -> None:
    section("Under way")
    if not found:
        quiet("No job.")
        return
    _live(state, tuple(one.line.id for one in found))


@st.fragment(run_every=_EVERY)
@last_catch()
def _live(state: Working, job_ids: Sequence[str]) -> None:
    """Looks at the jobs again and again, without drawing the page around them."""
    found = state.service.pages.home.under_way(job_ids[:_MOST])
    if len(found) < len(job_ids[:_MOST]) or not sign_in.still_in(st.session_state):
        st.rerun()
    for one in found:
        text, action = st.columns([0.78, 0.22], vertical_alignment="center")
        with text:
            _line(one.line.document, one.words)
            st.progress(one.share)
        with action:
            if "submit" in state.places:
                st.page_link(state.places["submit"], label="Watch", query_params={"job": one.line.id}, width="stretch")
    _more(len(job_ids) - _MOST, "more jobs are under way")


def _newest(state: Working, found: Home) -> None:
    section("Newest results")
    if not found.newest:
        quiet("No job has ended yet.")
    for job in found.newest:
        text, action = st.columns([0.78, 0.22], vertical_alignment="center")
        with text:
            _line(f"{job.document} · {job.languages}" if job.languages else job.document, _counted(job))
        with action:
            if "results" in state.places:
                st.page_link(state.places["results"], label="Open", query_params={"job": job.id}, width="stretch")
    if found.promises:
        section("Guarantees")
        show(*(plain(f"{name}: {standing}", "quiet") for name, standing in found.promises[:_MOST]))
        _more(len(found.promises) - _MOST, "more stand under Insights")


def _counted(job: JobLine) -> str:
    parts = [f"✓ {job.accepted:,} accepted", f"? {job.review:,} need review" if job.review else ""]
    parts += [f"✕ {job.failed:,} failed" if job.failed else "", f"{job.decided:,} decided" if job.decided else ""]
    return " · ".join((*filter(None, parts), when(job.created_at)[:16]))


def _line(head: str, below: str) -> None:
    show(joined([plain(cell(head), "who"), plain(below, "quiet")], "item"))


def _more(count: int, words: str) -> None:
    if count > 0:
        quiet(f"{count:,} {words}.")
