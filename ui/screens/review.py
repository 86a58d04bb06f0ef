"""The review screen: the queue's next item, decided by one key, then the next.

Text of models and documents reaches the browser through ``safe_html`` or a text area, never as Markdown. Every
widget's key holds the item and its version, so that a late key press cannot decide an item that was never on screen.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from consensus.errors import ConsensusError
from consensus.service.review.queue import DecisionOutcome, ReviewView, Role
from ui import sign_in
from ui.actions import attempt, narrow, take_first, take_next
from ui.page import cell, last_catch
from ui.state import State
from ui.widgets import theme
from ui.widgets.answers import answers
from ui.widgets.audit_card import audit_card
from ui.widgets.bulk_pane import bulk_pane
from ui.widgets.decision_bar import decision_bar, form, queue_bar
from ui.widgets.discussion import DiscussionActions, conversation, discussion_form, discussion_keys, question_card
from ui.widgets.queue_forms import queue_form
from ui.widgets.safe_html import alert, headline, plain, show
from ui.widgets.source_pane import page_picture, source_pane


def render() -> None:
    """Draw the screen. The service stands in the session under ``service``."""
    theme.apply()
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
        show(plain(str(error), "notice"))


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
    _head(state, view)
    left, right = st.columns([0.4, 0.6], gap="medium")
    actions, said = DiscussionActions(state, view), state.service.queue.discussion.of(view)
    with left:
        page = source_pane(view)
        conversation(said)
    with right:
        if state.act.mode in ("filter", "keys"):
            queue_form(state, view, actions)
        if state.notice and state.act.mode != "look":
            show(alert(state.notice))
        form(view, state.act, actions)
        discussion_form(state, view, actions)
        question_card(said)
        if view.as_audit:
            audit_card(view, state.act, actions)
        else:
            answers(view, state.act, actions)
        if state.notice and state.act.mode == "look":
            show(alert(state.notice))
        if state.act.mode == "look":
            decision_bar(view, actions)
            queue_bar(state, actions, discussion_keys(said, actions))
    with page:  # last: nobody waits for it who decides without it
        pages = state.service.queue.pages
        page_picture(pages.of(view) if pages is not None else None)


def _head(state: State, view: ReviewView) -> None:
    counts = state.service.queue.counts(state.filters.get("job"))
    languages = " → ".join(tag for tag in view.languages if tag)
    title = f"{view.document} · {'field' if view.field else 'segment'} {view.position}"
    waiting, by_name = counts["open"] + counts["claimed"], state.service.queue.discussion.mine(state.user).waiting
    mine = f" · {by_name:,} for you by name" if by_name else ""
    part = f" · only {', '.join(state.filters.values())}" if state.filters else ""
    parts = [
        headline(
            f"{title} · {languages}" if languages else title,
            f"{waiting:,} to review{mine} · {counts['resolved']:,} decided{part} · {state.user}",
        )
    ]
    if quiet := " ".join(words for words in (view.notice, _told(state.last, state.keys.bound("U"))) if words):
        parts.append(plain(quiet, "quiet"))
    show(*parts)


def _told(last: DecisionOutcome | None, undo: str) -> str:
    """Who stood behind the letters of the decision before this item."""
    if last is None:
        return ""
    behind = "; ".join(f"{letter} was {members}" for letter, members in last.members)
    words = [f"Last decision: {last.resolution.action.value}."]
    if last.waits:
        words.append("Another person looks at it too.")
    if last.repeats:
        words.append(f"{last.repeats} with the same text, or of the same row, were decided with it.")
    if last.memory:
        one = last.memory[0]
        where = f"{one.verification}, {one.document}"
        words.append(f"Before, the same text became “{cell(one.target)}” ({where}); {undo} takes your decision back.")
    words += [cell(sentence) for sentence in last.judged]
    return " ".join([*words, f"{behind}."] if behind else words)


def _empty(state: State) -> None:
    show(plain("Nothing to review", "empty"))
    if state.filters:
        show(plain(f"Nothing waits under this filter: {', '.join(state.filters.values())}.", "middle"))
    else:
        show(plain("Units that need a person appear here when a job ends.", "middle"))
    asked = state.service.queue.discussion.mine(state.user).asked
    waits = f"Questions of yours without an answer: {asked:,}." if asked else ""
    for text in (waits, state.notice, _told(state.last, state.keys.bound("U"))):
        if text:
            show(plain(text, "middle"))
    _again("Look again", state)
    if state.filters:
        _middle_button("Show the whole queue", partial(narrow, state, {}))


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
