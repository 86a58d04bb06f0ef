"""What the keys of the review screen do. Every action is bound to the item that was on screen when it was drawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import streamlit as st

from consensus.domain.job import FieldState
from consensus.errors import ConflictError, NotFoundError, TooSoonError, VetoError
from consensus.service.review.queue import DecisionOutcome, QueueFilter, QueueOrder, ReviewView
from ui import sign_in
from ui.caught import said
from ui.state import Act, State

#: Names of the filters as they stand in the address, and in the queue.
FILTERS: Mapping[str, str] = {
    "job": "job_id",
    "languages": "languages",
    "field": "field",
    "reason": "reason",
    "risk": "risk",
}
#: Waiting for at least: the words in the address, and hours.
AGES: Mapping[str, int] = {"hour": 1, "day": 24, "week": 168}
#: The one value of the filter "name": what waits for this person by name.
MINE = "mine"
#: What else stands in the address.
OTHERS = ("age", "name", "order")
#: The other order than that of the documents, as it is chosen.
BY_VALUE = "worth most first"


class ReviewActions:
    """What the buttons of one item do. A key that comes after its item has left is dropped.

    So is one pressed on a form that has been left since, and one of two that arrive together: the same digit takes an
    answer on one form and names a category on the next.
    """

    def __init__(self, state: State, view: ReviewView) -> None:
        self._state, self._view, self._queue = state, view, state.service.queue
        self._act = state.act

    @property
    def bound(self) -> Callable[[str], str]:
        """This person's key in place of the default one."""
        return self._state.keys.bound

    def key(self, name: str) -> str:
        """A widget's key: of this item, as it was shown."""
        return f"{name}:{self._view.item.id}:{self._view.item.version}"

    def turn(self, act: Act) -> None:
        """Begin or leave editing, rejecting, skipping. A sign of life: the claim is renewed."""

        def turned() -> None:
            if not self._queue.touch(self._view):
                raise ConflictError("somebody else decided or holds this item.", do="Take the next one.")
            self._state.turn(act)

        self._do(turned)

    def asked(self, letter: str) -> VetoError | None:
        """What was asked about this answer, or None."""
        question = self._state.asked
        return question if question is not None and question.letter == letter else None

    def choose(self, letter: str) -> None:
        over = self.asked(letter)
        self._do(lambda: take_next(self._state, self._queue.choose(self._view, letter, over)), decides=True)

    def save(self, letter: str) -> None:
        """Deliver what stands in the text area."""
        text = _kept(self._state, self.key(f"text{letter}"))
        over = self.asked(letter)
        self._do(lambda: take_next(self._state, self._queue.edit(self._view, text, letter, over)), decides=True)

    def keep(self, letter: str) -> None:
        """Keep what was typed so far, in case the page is loaded anew."""
        text = _kept(self._state, self.key(f"text{letter}"))
        self._do(lambda: self._queue.draft(self._view, letter or "own", text))

    def drop(self, letter: str) -> None:
        """Back to looking: what was typed is forgotten."""
        self._state.texts.clear()
        self._do(lambda: self._queue.draft(self._view, letter or "own", ""))
        self.turn(Act())

    def reject(self, reason: str, severity: str) -> None:
        comment = self._state.typed(self.key("comment"))
        self._do(
            lambda: take_next(self._state, self._queue.reject(self._view, reason, severity, comment)), decides=True
        )

    def skip(self) -> None:
        comment = self._state.typed(self.key("comment"))

        def skipped() -> None:
            self._queue.skip(self._view, comment)
            take_next(self._state)

        self._do(skipped)

    def release(self) -> None:
        """Give the item back and take another look at the queue later."""

        def released() -> None:
            self._queue.release(self._view)
            self._state.lose("You gave it back; others can take it.")
            st.query_params.pop("item", None)

        self._do(released)

    def rest(self) -> None:
        """Confirm the accepted fields that stand on the screen."""
        view, user = self._view, self._state.user
        confirmed = [line.unit_id for line in view.sheet if line.state == FieldState.ACCEPTED]

        def accepted() -> None:
            count = self._queue.bulk.accept_rest(user, view.item.job_id, view.shown_at, confirmed)
            take_next(self._state)
            self._state.notify(f"{count} accepted fields of {view.document} are confirmed.")

        self._do(accepted)

    def _do(self, action: Callable[[], Any], *, decides: bool = False) -> None:
        """Act on the item as it was drawn, or leave it alone."""
        if decides and self._state.pressed(self.key("")) > 1:
            self._state.notify("Two keys arrived together, so no decision was counted. Press again.")
            return
        view, mine = self._state.view, self._view.item
        same_item = view is not None and (view.item.id, view.item.version) == (mine.id, mine.version)
        if same_item and self._state.act == self._act:
            attempt(self._state, action)


def _kept(state: State, key: str) -> str:
    """What stands in a text area now; it is there again where the act fails and nothing can be drawn."""
    text = state.typed(key)
    state.texts[key] = text
    return text


class AuditActions(ReviewActions):
    """What the buttons of an audit do besides."""

    def judge(self, judgement: str, letter: str = "") -> None:
        """Say whether the answer is right. letter: of the text area that holds it mended."""
        text = self._state.typed(self.key(f"text{letter}")) if letter else None
        over = self.asked("A")
        self._do(
            lambda: take_next(self._state, self._queue.audits.judge(self._view, judgement, text, over)), decides=True
        )


def take_first(state: State) -> None:
    """What the address names: an item, or a part of the queue."""
    asked = st.query_params
    named = {name: str(asked[name]) for name in (*FILTERS, *OTHERS) if name in asked}
    if named and not state.filters:
        state.narrow(named)
    if "item" in asked:
        attempt(state, lambda: state.show(state.service.queue.open(state.user, str(asked["item"]))), lost=state.notify)
        if state.view is not None:
            return
        told = state.notice
        attempt(state, partial(take_next, state))
        state.notify(told)
        return
    attempt(state, partial(take_next, state))


def take_next(state: State, last: DecisionOutcome | None = None) -> None:
    """Claim the next item and put it on screen; first what comes after the one that was there."""
    after = state.view.item.id if state.view is not None else ""
    view = state.service.queue.next(state.user, wanted=queue_filter(state), after=after)
    state.show(view, state.last if view is None and last is None else last)  # where nothing follows it stays told
    if "item" in st.query_params:
        del st.query_params["item"]


def queue_filter(state: State) -> QueueFilter:
    """The part of the queue that the filters name."""
    filters = state.filters
    part: dict[str, Any] = {field: filters.get(name, "") for name, field in FILTERS.items()}
    hours = AGES.get(filters.get("age", ""))
    since = (datetime.now(UTC) - timedelta(hours=hours)).isoformat(timespec="microseconds") if hours else ""
    order = QueueOrder.VALUE if filters.get("order") == BY_VALUE else QueueOrder.DOCUMENT
    mine = filters.get("name") == MINE
    return replace(QueueFilter(), **part, waiting_since=since, order=order, mine=mine)


def narrow(state: State, filters: Mapping[str, str]) -> None:
    """Work on another part of the queue; the item on screen goes back to the others."""

    def change() -> None:
        state.narrow(filters)
        for name in (*FILTERS, *OTHERS):
            if name in state.filters:
                st.query_params[name] = state.filters[name]
            elif name in st.query_params:
                del st.query_params[name]
        if state.view is not None:
            state.service.queue.release(state.view)
            state.lose("")
        take_next(state)

    attempt(state, change, lost=state.notify)


def undo(state: State) -> None:
    """Take back one's own last decision; its item is on screen again."""
    attempt(state, lambda: state.show(state.service.queue.undo(state.user)), lost=state.notify)


def attempt(state: State, action: Callable[[], Any], lost: Callable[[str], Any] | None = None) -> None:
    """Do it; what goes wrong is said on the screen, and a lost item leaves it."""
    try:
        sign_in.check(st.session_state)
        action()
    except TooSoonError as error:
        state.notify(str(error))
    except VetoError as question:
        state.ask(question)
    except ConflictError as error:
        if lost is not None:
            lost(str(error))
        else:
            state.lose(f"Your decision was not counted: {error}")
    except NotFoundError as error:
        state.narrow({})
        state.notify(str(error))
    except Exception as error:  # noqa: BLE001 - the last catch of what a key does
        state.notify(str(said(error)))
