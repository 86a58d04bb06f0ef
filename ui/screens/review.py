"""The review screen: the queue's next item, decided by one key, then the next.

Text of models and documents reaches the browser through ``safe_html`` or a text area, never as Markdown. Every
widget's key holds the item and its version, so that a late key press cannot decide an item that was never on screen.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from consensus.errors import ConflictError, ConsensusError, TooSoonError
from consensus.service.queue import Decided, ReviewView
from ui.state import Act, State
from ui.widgets import look
from ui.widgets.answers import answers
from ui.widgets.decision_bar import decision_bar, form
from ui.widgets.safe_html import plain, show
from ui.widgets.source_pane import source_pane


def render() -> None:
    """Draw the screen. The service stands in the session under ``service``."""
    look.apply()
    try:
        _screen(State(st.session_state))
    except ConsensusError as error:  # a locked or lost database: say it, keep the session
        show(plain(str(error), "notice"))


def _screen(state: State) -> None:
    if state.gone:
        _gone(state)
        return
    if state.view is None:
        _take_next(state)
    view = state.view
    if view is None:
        _empty(state)
        return
    _head(state, view)
    if state.notice:
        show(plain(state.notice, "notice"))
    left, right = st.columns([0.4, 0.6], gap="medium")
    doer = Doer(state, view)
    with left:
        source_pane(view)
    with right:
        form(view, state.act, doer)
        answers(view, state.act, doer)
        if state.act.mode == "look":
            decision_bar(doer)


class Doer:
    """What the buttons do, bound to the item that was on screen when they were drawn."""

    def __init__(self, state: State, view: ReviewView) -> None:
        self._state, self._view, self._queue = state, view, state.service.queue

    def key(self, name: str) -> str:
        """A widget's key: of this item, as it was shown."""
        return f"{name}:{self._view.item.id}:{self._view.item.version}"

    def turn(self, act: Act) -> None:
        """Begin or leave editing, rejecting, skipping. A sign of life: the claim is renewed."""
        _attempt(self._state, partial(self._turn, act))

    def choose(self, letter: str) -> None:
        self._decide(lambda: self._queue.choose(self._view, letter))

    def save(self, letter: str) -> None:
        """Deliver what stands in the text area."""
        text = self._state.typed(self.key(f"text{letter}"))
        self._decide(lambda: self._queue.edit(self._view, text, letter))

    def reject(self) -> None:
        reason, severity, comment = (self._state.typed(self.key(name)) for name in ("reason", "severity", "comment"))
        self._decide(lambda: self._queue.reject(self._view, reason, severity, comment))

    def skip(self) -> None:
        comment = self._state.typed(self.key("comment"))
        _attempt(self._state, lambda: self._leave(comment))

    def _leave(self, comment: str) -> None:
        self._queue.skip(self._view, comment)
        take_next(self._state)

    def _turn(self, act: Act) -> None:
        if not self._queue.touch(self._view):
            raise ConflictError("somebody else decided or holds this item.", do="Take the next one.")
        self._state.turn(act)

    def _decide(self, decision: Callable[[], Decided]) -> None:
        _attempt(self._state, lambda: take_next(self._state, decision()))


def take_next(state: State, last: Decided | None = None) -> None:
    """Claim the next item and put it on screen."""
    state.show(state.service.queue.next(state.service.settings.user), last)


def _take_next(state: State) -> None:
    _attempt(state, partial(take_next, state))


def _attempt(state: State, action: Callable[[], Any]) -> None:
    """Do it; what goes wrong is said on the screen, and a lost item leaves it."""
    try:
        action()
    except TooSoonError as error:
        state.tell(str(error))
    except ConflictError as error:
        state.lose(str(error))
    except ConsensusError as error:
        state.tell(str(error))


def _head(state: State, view: ReviewView) -> None:
    counts = state.service.queue.counts()
    left, right = st.columns([0.55, 0.45], vertical_alignment="center")
    languages = " → ".join(tag for tag in view.languages if tag)
    title = f"{view.document} · {'field' if view.field else 'segment'} {view.position}"
    with left:
        show(plain(f"{title} · {languages}" if languages else title, "head"))
    with right:
        waiting = counts["open"] + counts["claimed"]
        show(plain(f"{waiting} to review · {counts['resolved']} decided · {state.service.settings.user}", "right"))
    quiet = " ".join(part for part in (view.notice, _told(state.last)) if part)
    if quiet:
        show(plain(quiet, "quiet"))


def _told(last: Decided | None) -> str:
    """Who stood behind the letters of the decision before this item."""
    if last is None:
        return ""
    behind = "; ".join(f"{letter} was {members}" for letter, members in last.members)
    return f"Last decision: {last.resolution.action.value}." + (f" {behind}." if behind else "")


def _empty(state: State) -> None:
    show(plain("Nothing to review", "empty"))
    show(plain("Units that need a person appear here when a job ends.", "middle"))
    for text in (state.notice, _told(state.last)):
        if text:
            show(plain(text, "middle"))
    _again("Look again", state)


def _gone(state: State) -> None:
    show(plain("This item is no longer yours", "empty"))
    show(plain(f"Your decision was not counted: {state.gone}", "middle"))
    _again("Next item", state)


def _again(label: str, state: State) -> None:
    _, middle, _ = st.columns([0.4, 0.2, 0.2 + 0.2])
    with middle:
        st.button(
            label,
            key="again",
            shortcut="N",
            width="stretch",
            on_click=_attempt,
            args=(state, partial(take_next, state)),
        )
