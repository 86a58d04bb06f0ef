"""An accepted value corrected from the record: which one, then its text, saved after it is said what that means."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from consensus.errors import ConflictError
from consensus.service.review.queue import ReviewView
from ui.state import Act, State
from ui.widgets.answers import leave_button
from ui.widgets.focus import focus
from ui.widgets.record_actions import RecordActions
from ui.widgets.safe_html import alert, clean, plain, show

_MEANS = (
    "No person has looked at this value. Saved, yours is delivered in its place, in your name; should the value be "
    "drawn for an audit, it counts as wrong."
)


class CorrectionActions(RecordActions):
    """What the keys of the form do."""

    def correct_path(self) -> None:
        """Which accepted value is corrected, or whose correction is taken back; as it was chosen in the menu."""
        if path := self._state.typed(self.key("corrected")):
            self.turn(Act("correct", letter=path))

    def correct(self, path: str) -> None:
        """Deliver what is written in place of the accepted value; the open field stays open."""
        text, over = self._state.typed(self.key(f"correction {path}")), self._state.asked

        def corrected() -> None:
            self._queue.records.corrections.correct(self._view, path, text, over)
            self._state.turn(Act())
            self._state.notify(f"{path} is corrected. To take that back, choose it again.")

        self._kept(corrected)

    def take_back(self, path: str) -> None:
        """The accepted value stands again."""

        def taken() -> None:
            self._queue.records.corrections.take_back(self._view, path)
            self._state.turn(Act())

        self._kept(taken)

    def _kept(self, action: Callable[[], None]) -> None:
        """A correction that cannot be is said, and the open field, which it has nothing to do with, stays."""

        def done() -> None:
            try:
                action()
            except ConflictError as moved:
                self._state.turn(Act())
                self._state.notify(str(moved))

        self._do(done)


def correction_form(state: State, view: ReviewView) -> None:
    """Over the answers. The open field waits meanwhile, and no key decides it."""
    if state.act.mode != "correct":
        return
    does = CorrectionActions(state, view)
    offered, own = state.service.queue.records.corrections.offered(view), _own(state, view)
    path = state.act.letter
    with st.container(border=True, key=does.key(f"cardcorrect{path}")):
        if path in own:
            show(plain(f"{path}: you corrected it to", "label"), plain(own[path] or "no value"))
            _bar(does, "taken back", "Take it back", partial(does.take_back, path))
        elif path in offered:
            _text(state, does, path, offered[path])
        elif not offered and not own:
            show(plain("No accepted value can be corrected here.", "none"))
            leave_button(does)
        else:
            _which(does, {**offered, **own})
        focus(does.key(f"focus{path}"))


def _own(state: State, view: ReviewView) -> dict[str, str]:
    return dict(state.service.queue.records.corrections.own(view))


def _which(does: CorrectionActions, values: dict[str, str]) -> None:
    st.selectbox(
        "Correct which accepted value? Type a part of its name or of its text.",
        list(values),
        index=None,
        key=does.key("corrected"),
        format_func=lambda path: clean(f"{path}: {values[path] or 'no value'}"),
        placeholder="a field of the record",
        on_change=does.correct_path,
    )
    leave_button(does)


def _text(state: State, does: CorrectionActions, path: str, value: str) -> None:
    show(plain(f"Correct {path}", "label"), plain(_MEANS, "quiet"))
    key = does.key(f"correction {path}")
    state.write(key, clean(value), over=False)
    st.text_area("Value", key=key, height=70, label_visibility="collapsed")
    if state.asked is not None:
        found = " ".join(state.asked.sentences)
        show(alert(f"A check forbids this text. {found} Press Ctrl + Enter again to save it; that is recorded."))
    _bar(does, "correction saved", "Save the correction", partial(does.correct, path))


def _bar(does: CorrectionActions, name: str, label: str, action: partial[None]) -> None:
    save, leave = st.columns(2)
    with save:
        st.button(label, key=does.key(name), shortcut="Ctrl+Enter", type="primary", width="stretch", on_click=action)
    with leave:
        st.button(
            "Cancel",
            key=does.key("cancel"),
            shortcut="Esc",
            width="stretch",
            on_click=does.turn,
            args=(Act(),),
        )
