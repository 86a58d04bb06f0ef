"""The filter of the queue, and the keys."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from consensus.service.review.queue import ReviewView
from ui.actions import AGES, BY_VALUE, FILTERS, MINE, OTHERS, attempt, narrow, queue_filter
from ui.document_actions import DocumentActions
from ui.state import State
from ui.widgets.answers import confirm_button, leave_button
from ui.widgets.key_form import key_form
from ui.widgets.safe_html import plain, show

_RISKS = ("low", "normal", "high")


def queue_form(state: State, view: ReviewView, does: DocumentActions) -> None:
    """The filter or the list of keys."""
    with st.container(border=True, key=does.key("cardqueue")):
        if state.act.mode == "keys":
            key_form(state, does)
            link = f"A link to this item: ?item={view.item.id} · to its job: ?job={view.item.job_id}"
            show(plain(link, "quiet"))
        else:
            _filter(state, view, does)


def _filter(state: State, view: ReviewView, does: DocumentActions) -> None:
    there = state.service.queue.filters()
    offered = (
        ("Job", "job", _with([view.item.job_id], state, "job")),
        ("Languages", "languages", _with(there["languages"], state, "languages")),
        ("Field", "field", _with(there["field"], state, "field")),
        ("Reason", "reason", _with(there["reason"], state, "reason")),
        ("Risk", "risk", _with(_RISKS, state, "risk")),
        ("Waiting for a", "age", list(AGES)),
        ("For you by name", "name", [MINE]),
        ("Order", "order", [BY_VALUE]),
    )
    for row in (offered[:4], offered[4:]):
        for column, (label, name, options) in zip(st.columns(4), row, strict=True):
            with column:
                now = state.filters.get(name)
                index = options.index(now) if now in options else None
                nothing = "as in the document" if name == "order" else "any"
                st.selectbox(label, options, index=index, key=does.key(f"only {name}"), placeholder=nothing)
    apply, many, leave = st.columns(3)
    with apply:
        confirm_button(does, "apply", "Apply", _apply, state, does)
    with many:
        st.button(
            "Accept many",
            key=does.key("many"),
            shortcut=does.bound("M"),
            width="stretch",
            on_click=_many,
            args=(state,),
        )
    with leave:
        leave_button(does)


def _with(values: Sequence[str], state: State, name: str) -> list[str]:
    """The values on offer; the one in force stays on offer when nothing has it any more."""
    now = state.filters.get(name)
    return [*values, now] if now and now not in values else list(values)


def _apply(state: State, does: DocumentActions) -> None:
    narrow(state, {name: state.typed(does.key(f"only {name}")) for name in (*FILTERS, *OTHERS)})


def _many(state: State) -> None:
    bulk = state.service.queue.bulk
    attempt(state, lambda: state.collect(bulk.offer(state.user, queue_filter(state))), lost=state.notify)
