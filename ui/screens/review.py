"""The review screen: the queue's next item, decided by one key, then the next.

Text of models and documents reaches the browser through ``safe_html`` or a text area, never as Markdown. Every
widget's key holds the item and its version, so that a late key press cannot decide an item that was never on screen.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from consensus.errors import ConsensusError
from consensus.service.review.discussion import Conversation
from consensus.service.review.queue import DecisionOutcome, DocumentPage, ReviewView, Role
from ui import sign_in
from ui.actions import attempt, narrow, queue_filter, take_first, take_next
from ui.document_actions import DocumentActions
from ui.page import last_catch
from ui.state import State
from ui.widgets import theme
from ui.widgets.answers import answers
from ui.widgets.audit_card import audit_card
from ui.widgets.bulk_pane import bulk_pane
from ui.widgets.correction_form import correction_form
from ui.widgets.decision_bar import decision_bar, form, queue_bar
from ui.widgets.discussion import DiscussionActions, conversation, discussion_form, discussion_keys, question_card
from ui.widgets.document_bar import closed_bar, document_bar, open_card, places_bar, reading_card
from ui.widgets.document_pane import progress
from ui.widgets.held_keys import once_each
from ui.widgets.legend import legend
from ui.widgets.queue_forms import queue_form
from ui.widgets.record_actions import RecordActions
from ui.widgets.record_pane import record_pane, row_pane
from ui.widgets.record_source import record_page, record_source
from ui.widgets.safe_html import SafeHtml, alert, headline, joined, plain, show
from ui.widgets.source_pane import page_picture, source_pane


def render() -> None:
    """Draw the screen. The service stands in the session under ``service``."""
    theme.apply()
    once_each()
    _rest()


@st.fragment
@last_catch()
def _rest() -> None:
    """All that a key changes; the page around it is not drawn anew."""
    if not sign_in.still_in(st.session_state):
        st.rerun()
    state = State(st.session_state)
    try:
        if _may_review(state):
            _screen(state)
    except ConsensusError as error:  # a locked or lost database: say it, keep the session
        _cannot_draw(state, error)


def _cannot_draw(state: State, error: ConsensusError) -> None:
    """What went wrong, and what was typed, which stands in its field again once the item can be drawn."""
    show(plain(str(error), "notice"))
    if typed := [text for text in state.texts.values() if text]:
        show(plain("What you typed is kept", "label"), *(plain(text, "earlier") for text in typed))
    st.button("Look again", key="look again")


def _may_review(state: State) -> bool:
    """Whether this person may be here; who may not is told what to do."""
    if Role.REVIEWER not in state.service.queue.people.roles(state.user):
        show(plain("You do not review here", "empty"))
        show(plain(f"{state.user} has no reviewer role. The admin can give one, with: consensus roles set", "middle"))
        return False
    return True


def _screen(state: State) -> None:
    if state.gone:
        _gone(state)
        return
    if state.view is None:
        take_first(state)
    if state.act.mode == "bulk" and state.offer is not None:
        bulk_pane(state, state.offer)
        return
    view = state.view
    if view is None:
        _empty(state)
        return
    with state.service.queue.documents.snapshot():
        page, does = _drawn(state, view)
    with page:  # last: nobody waits for it who decides without it
        pages = state.service.queue.pages
        picture = pages.of(view, state.page_look) if pages is not None else None
        page_picture(picture) if does is None else record_page(picture, does, state.act)
    state.service.queue.records.prepare(view, queue_filter(state))


def _drawn(state: State, view: ReviewView) -> tuple[DeltaGenerator, RecordActions | None]:
    """All but the picture of a page. Returns its place, and the keys of a record where there is one."""
    document = state.service.queue.documents.page(view, state.act.at)
    _head(state, view, document)
    left, right = st.columns([0.4, 0.6], gap="medium")
    actions = DocumentActions(state, view)
    record, does = state.service.queue.records.of(view), RecordActions(state, view)
    said = state.service.queue.discussion.of(view)
    with left:
        page = source_pane(view, document) if record is None else record_source(view, record)
        conversation(said)
        if document is not None:
            document_bar(document, state.act, actions)
            if state.act.mode in ("look", "read"):
                places_bar(document, actions)
                closed_bar(view, document, actions)
    with right:
        row_pane(record, does, state.act)
        correction_form(state, view)
        # "Accept the rest" is not offered of values that are not shown.
        closed = record is not None and record.closed
        _right(state, replace(view, sheet=()) if closed else view, document, said)
        record_pane(record, does, state.act)
    return page, does if record is not None else None


def _right(state: State, view: ReviewView, document: DocumentPage | None, said: Conversation) -> None:
    """What is done with the item: its answers and forms, below the segment that is read."""
    actions = DiscussionActions(state, view)
    act, beside = state.act, state.act.mode in ("look", "read")
    if act.mode in ("filter", "keys"):
        queue_form(state, view, actions)
    if state.notice and not beside:
        show(alert(state.notice))
    form(view, act, actions)
    discussion_form(state, view, actions)
    if act.mode == "open":
        open_card(actions)
    if act.mode != "read":
        question_card(said)
    if act.mode == "read" and document is not None:
        reading_card(view, document, actions)
    if view.as_audit:
        audit_card(view, act, actions)
    else:
        answers(view, act, actions)
    if state.notice and beside:
        show(alert(state.notice))
    if act.mode == "look":
        decision_bar(view, actions)
        queue_bar(state, actions, discussion_keys(said, actions))
    if not view.field:
        show(legend(view))


def _head(state: State, view: ReviewView, document: DocumentPage | None) -> None:
    counts = state.service.queue.counts(state.filters.get("job"))
    languages = " → ".join(tag for tag in view.languages if tag)
    title = f"{view.document} · {'field' if view.field else 'segment'} {view.position}"
    waiting, by_name = counts["open"] + counts["claimed"], state.service.queue.discussion.mine(state.user).waiting
    mine = f" · {by_name:,} for you by name" if by_name else ""
    only = _only(state)
    part = f" · only {only}" if only else ""
    parts = [
        headline(
            f"{title} · {languages}" if languages else title,
            f"{waiting:,} to review{mine} · {counts['resolved']:,} decided{part} · {state.user}",
        )
    ]
    if document is not None:
        parts.append(progress(document))
    if view.notice:
        parts.append(plain(view.notice, "quiet"))
    show(joined(parts, "reviewhead"), *_behind(state))


def _told(last: DecisionOutcome | None, undo: str) -> list[str]:
    """Who stood behind the letters of the decision before this item, and what else was not to be known before it."""
    if last is None:
        return []
    behind = "; ".join(f"{letter} was {members}" for letter, members in last.members)
    words = [f"Last decision: {last.resolution.action.value}."]
    if last.waits:
        words.append("Another person looks at it too.")
    if last.repeats:
        words.append(f"{last.repeats} with the same text, or of the same row, were decided with it.")
    told = [" ".join([*words, f"{behind}."] if behind else words)]
    if last.memory:
        one = last.memory[0]
        where = f"{one.verification}, {one.document}"
        told.append(f"Before, the same text became “{one.target}” ({where}); {undo} takes your decision back.")
    told += [
        f"Segment {one.number:,}, the same but for numbers: “{one.source}” became “{one.text}”." for one in last.alike
    ]
    return [*told, *last.judged]


def _behind(state: State, look: str = "told") -> list[SafeHtml]:
    """What is told of the last decision, each thing on its own line, in full."""
    told = _told(state.last, state.keys.bound("U"))
    return [joined([plain(one, "quiet") for one in told], look, label="Last decision")] if told else []


def _empty(state: State) -> None:
    show(plain("Nothing to review", "empty"))
    if only := _only(state):
        show(plain(f"Nothing waits under this filter: {only}.", "middle"))
    else:
        show(plain("Units that need a person appear here when a job ends.", "middle"))
    asked = state.service.queue.discussion.mine(state.user).asked
    waits = f"Questions of yours without an answer: {asked:,}." if asked else ""
    for part in [plain(text, "middle") for text in (waits, state.notice) if text] + _behind(state, "told-middle"):
        show(part)
    _again("Look again", state)
    if state.filters:
        _middle_button("Show the whole queue", partial(narrow, state, {}))


def _only(state: State) -> str:
    """The filters in force; the order is none, and the name of a job stands before it."""
    return ", ".join("this job" if name == "job" else value for name, value in state.filters.items() if name != "order")


def _gone(state: State) -> None:
    show(plain("This item is no longer yours", "empty"), plain(state.gone, "middle"))
    _again("Next item", state)


def _again(label: str, state: State) -> None:
    _, middle, _ = st.columns([0.4, 0.2, 0.2 + 0.2])
    with middle:
        st.button(
            label,
            key="again",
            shortcut=state.keys.bound("N"),
            width="stretch",
            on_click=attempt,
            args=(state, partial(take_next, state)),
        )


def _middle_button(label: str, action: Callable[[], None]) -> None:
    _, middle, _ = st.columns([0.4, 0.2, 0.2 + 0.2])
    with middle:
        st.button(label, key=f"middle {label}", width="stretch", on_click=action)
