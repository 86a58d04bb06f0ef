"""Accept many: the sample one by one, then a number to type."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from consensus.service.review.bulk import BulkLine, BulkOffer
from ui.actions import attempt, take_next
from ui.state import State
from ui.widgets.safe_html import SafeHtml, plain, show, table


def bulk_pane(state: State, offer: BulkOffer) -> None:
    """The whole screen while a set is looked at."""
    if state.notice:
        show(plain(state.notice, "notice"))
    line = offer.open_line
    if offer.refused:
        words = (
            "One answer of the sample was wrong, so this set is not accepted as a whole. Decide its items one by one."
        )
        show(plain(words, "notice"))
    elif line is not None:
        _sample(state, offer, line)
    else:
        _confirm(state, offer)
    st.button("Leave", key="bulk leave", shortcut="Esc", on_click=_leave, args=(state,))
    if offer.refused:
        show(plain(f"The set: {offer.size:,}", "label"), _lines((*offer.sample, *offer.rest)))
    elif line is not None:
        show(plain(f"The others of the set: {len(offer.rest):,}", "label"), _lines(offer.rest))


def _sample(state: State, offer: BulkOffer, line: BulkLine) -> None:
    place = offer.sample.index(line) + 1
    show(
        plain(f"Sample {place} of {len(offer.sample)}, before {offer.size} items are accepted together", "head"),
        plain("Source", "label"),
        plain(line.source, "source"),
        plain("Answer that would be taken", "label"),
        plain(line.answer, "text"),
    )
    right, wrong = st.columns(2)
    key = f"{line.item.id}:{line.item.version}"
    with right:
        st.button(
            "This answer is right",
            key=f"right:{key}",
            shortcut=state.keys.bound("1"),
            width="stretch",
            on_click=_judge,
            args=(state, offer, True),
        )
    with wrong:
        st.button(
            "It is not",
            key=f"wrong:{key}",
            shortcut=state.keys.bound("X"),
            width="stretch",
            on_click=_judge,
            args=(state, offer, False),
        )


def _confirm(state: State, offer: BulkOffer) -> None:
    show(
        plain(f"The sample was right. Accept all {offer.size}?", "head"),
        _lines((*offer.sample, *offer.rest)),
    )
    st.text_input("Type the number of items to confirm", key="bulk typed")
    st.button(
        "Accept them all",
        key="bulk accept",
        shortcut="Ctrl+Enter",
        type="primary",
        on_click=_accept,
        args=(state, offer),
    )


def _lines(lines: Sequence[BulkLine]) -> SafeHtml:
    return table(("Source", "Answer"), [(line.source, line.answer) for line in lines])


def _judge(state: State, offer: BulkOffer, right: bool) -> None:
    bulk = state.service.queue.bulk
    attempt(state, lambda: state.collect(bulk.judge(state.user, offer, right)), lost=state.notify)


def _accept(state: State, offer: BulkOffer) -> None:
    attempt(state, partial(_accepted, state, offer), lost=state.notify)


def _accepted(state: State, offer: BulkOffer) -> None:
    typed = state.typed("bulk typed").strip()
    count = state.service.queue.bulk.accept(state.user, offer, int(typed) if typed.isdecimal() else -1)
    state.collect(None)
    take_next(state)
    state.notify(f"{count} of {offer.size} items were accepted; the audit says that a sample was looked at.")


def _leave(state: State) -> None:
    state.collect(None)
