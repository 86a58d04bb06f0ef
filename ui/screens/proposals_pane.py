"""What was learned from people's decisions: what, why, what it changes and costs, its diff; adopt, dismiss, undo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from consensus.domain import FileChange, ProposalState, StoredProposal
from consensus.service.learning.proposals import look
from consensus.service.learning.shown import KINDS, STATES, diff_lines, expectation_words, file_words, next_steps
from ui.page import attempt, cell, quiet, section, when
from ui.state_pages import Working
from ui.widgets.safe_html import joined, plain, show

_LOOKS = {"+": "added", "-": "removed"}
#: What waits comes first.
_ORDER = tuple(ProposalState)


def proposals(state: Working) -> None:
    """Draw the section; nothing for one who reviews blind."""
    service = state.service.proposals
    if not service.may_read(state.user):
        return
    section("Proposals")
    found = sorted(service.all(state.user), key=lambda one: _ORDER.index(one.state))
    may = service.may_decide(state.user)
    waiting = sum(one.state is ProposalState.PROPOSED for one in found)
    told = f"{waiting:,} wait to be decided. " if waiting else ""
    quiet(f"{told}What reviewers decide again and again, as changes that somebody adopts. Nothing changes by itself.")
    if may:
        st.button("Look for proposals", key="proposals make", on_click=partial(_make, state))
    if not found:
        quiet("There is no proposal. One needs ten like decisions or more, of several documents.")
        return
    by_id = {one.id: one for one in found}
    chosen = st.selectbox(
        "Proposal", list(by_id), key="proposal", format_func=lambda one: _line(by_id.get(one)), width="stretch"
    )
    _one(state, by_id.get(chosen, found[0]), may)


def _line(stored: StoredProposal | None) -> str:
    return cell(f"{STATES[stored.state]} · {stored.proposal.what}") if stored is not None else ""


def _one(state: Working, stored: StoredProposal, may: bool) -> None:
    proposal = stored.proposal
    show(
        plain(f"{KINDS[proposal.kind]}, {STATES[stored.state]}", "label"),
        plain(proposal.what, "who"),
        plain(f"Why: {proposal.why}"),
        *(plain(f"Expected: {expectation_words(one)}.") for one in proposal.expected),
        *(plain(f"Costs: {sentence}") for sentence in state.service.proposals.cost(stored)),
        *(plain(f"Next: {step}") for step in next_steps(stored, state.service.proposals.changes.files.place)),
    )
    for change in proposal.changes:
        _diff(change)
    _evidence(stored)
    for act in stored.acts[1:]:
        why = f": {act.reason}" if act.reason else "."
        quiet(f"{when(act.at)} {STATES[act.state]} by {act.by}{why}")
    if may:
        _decide(state, stored)
    else:
        quiet("An admin adopts or dismisses it.")


def _diff(change: FileChange) -> None:
    quiet(f"What is written: {file_words(change)}")
    show(joined((plain(line, _LOOKS.get(line[:1], "same")) for line in diff_lines(change)), "diff", "Diff"))


def _evidence(stored: StoredProposal) -> None:
    jobs = list(dict.fromkeys(one.job_id for one in stored.proposal.evidence))
    more = f" and {len(jobs) - 5} more" if len(jobs) > 5 else ""
    quiet(f"Evidence: {stored.proposal.weight:,} units, of the jobs {', '.join(jobs[:5])}{more}.")


def _decide(state: Working, stored: StoredProposal) -> None:
    key = f"{stored.id} {stored.version}"
    reason = (st.text_input("Reason", key=f"proposal reason {key}", placeholder="Why, for the event log") or "").strip()
    adopt, dismiss, undo = st.columns(3)
    service, seen = state.service.proposals, stored.version
    is_open, is_dismissed = stored.state is ProposalState.PROPOSED, stored.state is ProposalState.DISMISSED
    with adopt:
        act = partial(service.adopt, stored.id, state.user, reason, seen)
        if is_open or stored.state is ProposalState.UNDONE:
            st.button("Adopt", key=f"proposal adopt {key}", type="primary", width="stretch", on_click=_does(state, act))
    with dismiss:
        act = partial(service.dismiss, stored.id, state.user, reason, seen)
        if is_open:
            st.button("Dismiss", key=f"proposal dismiss {key}", width="stretch", on_click=_does(state, act))
    with undo:
        act = partial(service.undo, stored.id, state.user, reason, seen)
        if is_dismissed or stored.state is ProposalState.ADOPTED:
            st.button("Undo", key=f"proposal undo {key}", width="stretch", on_click=_does(state, act))


def _does(state: Working, act: Callable[[], StoredProposal]) -> Callable[[], None]:
    def done() -> None:
        made: list[StoredProposal] = []
        state.notify(attempt(lambda: made.append(act())) or _told(made))

    return done


def _told(made: Sequence[StoredProposal]) -> str:
    return " ".join(cell(f"{STATES[one.state].capitalize()}: {one.proposal.what}") for one in made)


def _make(state: Working) -> None:
    found: list[StoredProposal] = []
    missing: list[str] = []

    def make() -> None:
        new, why = look(state.service.proposals, state.user)
        found.extend(new)
        missing.extend(why)

    said = attempt(make)
    new = f"{len(found):,} new proposal{'s' * (len(found) != 1)}." if found else "Nothing new was found."
    state.notify(said or " ".join([new, *(cell(f"Not proposed: {one}") for one in missing)]))
