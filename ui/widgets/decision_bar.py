"""Write one's own, reject with an MQM category, skip with a comment: as near as accepting."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from consensus.domain import Severity
from consensus.domain.job import FieldState
from consensus.service.review.queue import ReviewView
from ui.actions import undo
from ui.document_actions import DocumentActions
from ui.state import Act, Mode, State
from ui.widgets.answers import confirm_bar, leave_button, own_answer
from ui.widgets.focus import focus
from ui.widgets.safe_html import plain, show, table

_CHOICES: tuple[tuple[str, Mode, str], ...] = (
    ("Write my own", "write", "W"),
    ("None is right", "reject", "X"),
    ("Skip", "skip", "S"),
)
#: Label, name, default key and what it does.
Button = tuple[str, str, str, Callable[[], None]]
_REST: tuple[str, Mode, str] = ("Accept the rest", "rest", "A")


def decision_bar(view: ReviewView, does: DocumentActions) -> None:
    """Under the answers: the choices that are not a letter."""
    rest = any(line.state == FieldState.ACCEPTED for line in view.sheet)
    choices = (*_CHOICES, _REST) if rest else _CHOICES
    if view.as_audit:  # judged by its own keys; it can only be left to somebody else
        choices = tuple(choice for choice in _CHOICES if choice[1] == "skip")
    # a column each would be as many elements again
    with st.container(horizontal=True, key=does.key("rowdecide")):
        for label, mode, key in choices:
            st.button(
                label,
                key=does.key(mode),
                shortcut=does.bound(key),
                width="stretch",
                on_click=does.turn,
                args=(Act(mode),),
            )


def queue_bar(state: State, does: DocumentActions, more: Sequence[Button]) -> None:
    """What is about the queue, not the item: smaller, below. more: stands before it."""
    actions: tuple[Button, ...] = (
        *more,
        ("Undo", "undo", "U", partial(undo, state)),
        ("Give back", "release", "G", does.release),
        ("Filter", "filter", "F", partial(does.turn, Act("filter"))),
        ("Help: keys", "keys", "H", partial(does.turn, Act("keys"))),
    )
    with st.container(horizontal=True, key=does.key("rowqueue")):
        for label, name, key, action in actions:
            st.button(
                label, key=does.key(name), shortcut=does.bound(key), type="tertiary", width="stretch", on_click=action
            )


def form(view: ReviewView, act: Act, does: DocumentActions) -> None:
    """Over the answers, where it is seen without scrolling: what the chosen act still needs."""
    if act.mode == "write":
        own_answer(view, does)
    elif act.mode == "reject":
        _reject(view, act, does)
    elif act.mode == "skip":
        _skip(does)
    elif act.mode == "rest":
        _rest(view, does)


def _reject(view: ReviewView, act: Act, does: DocumentActions) -> None:
    """Two digits: what is wrong, then how bad it is. Nothing is preselected, not even what was chosen last."""
    with st.container(border=True, key=does.key("cardreject")):
        if not act.reason:
            show(plain("None is right. What is wrong with the answers?", "label"))
            _digits(does, "reason", view.reject_reasons, lambda reason: does.turn(Act("reject", reason=reason)))
        else:
            show(plain(f"{act.reason}. How bad is it?", "label"))
            _digits(does, "severity", [level.value for level in Severity], partial(does.reject, act.reason))
            st.text_input("Comment (may stay empty; type it first)", key=does.key("comment"))


def _digits(does: DocumentActions, name: str, labels: Sequence[str], action: Callable[[str], None]) -> None:
    """One button a label, each with its digit, and the way back after them."""
    with st.container(horizontal=True, key=does.key("rowdigits")):
        for place, label in enumerate(labels):
            key, digit = does.key(f"{name}{place + 1}"), str(place + 1)
            st.button(label, key=key, shortcut=digit, width="stretch", on_click=action, args=(label,))
        leave_button(does)


def _skip(does: DocumentActions) -> None:
    with st.container(border=True, key=does.key("cardskip")):
        st.text_input("Why do you leave it to somebody else?", key=does.key("comment"))
        confirm_bar(does, "skipped", "Skip and next", does.skip)
        focus(does.key("focus"))


def _rest(view: ReviewView, does: DocumentActions) -> None:
    lines = [line for line in view.sheet if line.state == FieldState.ACCEPTED]
    with st.container(border=True, key=does.key("cardrest")):
        show(
            plain(f"Confirm {len(lines)} accepted fields as they stand. Fields that wait stay in the queue.", "label"),
            table(("Field", "Value"), [(line.path, line.text or "no value") for line in lines]),
        )
        confirm_bar(does, "confirmed", "Confirm them all", does.rest)
