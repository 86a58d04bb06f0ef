"""Write one's own, reject with an MQM category, skip with a comment: as near as accepting."""

from __future__ import annotations

import streamlit as st

from consensus.domain import Severity
from consensus.service.queue import ReviewView
from ui.state import Act, Mode
from ui.widgets.answers import Does, leave_button, own_answer

_CHOICES: tuple[tuple[str, Mode, str], ...] = (
    ("Write my own", "write", "W"),
    ("None is right", "reject", "X"),
    ("Skip", "skip", "S"),
)


def decision_bar(does: Does) -> None:
    """Under the answers: the choices that are not a letter."""
    for column, (label, mode, key) in zip(st.columns(len(_CHOICES)), _CHOICES, strict=True):
        with column:
            st.button(label, key=does.key(mode), shortcut=key, width="stretch", on_click=does.turn, args=(Act(mode),))


def form(view: ReviewView, act: Act, does: Does) -> None:
    """Over the answers, where it is seen without scrolling: what the chosen act still needs."""
    if act.mode == "write":
        own_answer(does)
    elif act.mode == "reject":
        _reject(view, does)
    elif act.mode == "skip":
        _skip(does)


def _reject(view: ReviewView, does: Does) -> None:
    with st.container(border=True, key=does.key("cardreject")):
        what, how_bad = st.columns(2)
        with what:
            st.selectbox(
                "What is wrong",
                view.reject_reasons,
                index=None,
                key=does.key("reason"),
                placeholder="Choose a category",
            )
        with how_bad:
            st.radio(
                "How bad", [level.value for level in Severity], index=None, key=does.key("severity"), horizontal=True
            )
        st.text_input("Comment (may stay empty)", key=does.key("comment"))
        confirm, leave = st.columns(2)
        with confirm:
            st.button(
                "Reject and next",
                key=does.key("rejected"),
                shortcut="Ctrl+Enter",
                type="primary",
                width="stretch",
                on_click=does.reject,
            )
        with leave:
            leave_button(does)


def _skip(does: Does) -> None:
    with st.container(border=True, key=does.key("cardskip")):
        st.text_input("Why do you leave it to somebody else?", key=does.key("comment"))
        confirm, leave = st.columns(2)
        with confirm:
            st.button(
                "Skip and next",
                key=does.key("skipped"),
                shortcut="Ctrl+Enter",
                type="primary",
                width="stretch",
                on_click=does.skip,
            )
        with leave:
            leave_button(does)
