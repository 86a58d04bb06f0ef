"""What the keys of a record do: open another of its fields, take or drop a row that some member lacks."""

from __future__ import annotations

import streamlit as st

from consensus.errors import ConflictError
from consensus.service.review.record import ZOOMS, PageLook, PagePicture, RowOutcome
from ui.actions import ReviewActions, take_next


class RecordActions(ReviewActions):
    """Of the field that is open, as ``ReviewActions``."""

    def open(self, item_id: str) -> None:
        """Another field in place of this one, which stays undecided."""

        def opened() -> None:
            try:
                self._state.show(self._queue.records.open(self._view, item_id))
            except ConflictError as taken:
                self._state.notify(str(taken))
            else:
                st.query_params.pop("item", None)

        self._do(opened)

    def open_chosen(self, name: str, items: dict[str, str]) -> None:
        """The same for what was chosen in a menu. items: by what stands there."""
        item_id = items.get(self._state.typed(self.key(name)), "")
        if item_id and item_id != self._view.item.id:
            self.open(item_id)

    def take_row(self) -> None:
        """The row is there."""
        self._do(lambda: self._after(self._queue.records.rows.take(self._view)), decides=True)

    def drop_row(self) -> None:
        """There is no such row; asked before, where a check forbids it, the same key again does it."""
        over = self._state.asked
        self._do(lambda: self._after(self._queue.records.rows.drop(self._view, over)), decides=True)

    def next_place(self) -> None:
        """To the next of the places where the answers stand; after the last comes the first."""
        shown = self._shown()
        place = shown.place % shown.places + 1 if shown.places else 0
        self._turn(self._state.page_look._replace(place=place, page=0))

    def turn_page(self, by: int) -> None:
        """So many pages on; the first and the last are the end of it."""
        shown = self._shown()
        page = min(max(1, shown.page + by), max(1, shown.pages))
        self._turn(self._state.page_look._replace(place=0, page=page))

    def zoom(self, by: int) -> None:
        """So many steps nearer."""
        look = self._state.page_look
        self._turn(look._replace(zoom=min(max(0, look.zoom + by), ZOOMS - 1)))

    def _turn(self, look: PageLook) -> None:
        """Nothing is decided by it; the claim is renewed."""

        def turned() -> None:
            self._queue.touch(self._view)
            self._state.look_at(look)

        self._do(turned)

    def _shown(self) -> PagePicture:
        found = self._queue.pages.of(self._view, self._state.page_look) if self._queue.pages is not None else None
        return found or PagePicture(b"", "")

    def _after(self, found: RowOutcome) -> None:
        """Next comes what the row leaves open."""
        if found.after:
            try:
                self._state.show(self._queue.open(self._state.user, found.after), found.outcome)
            except ConflictError:
                pass
            else:
                return
        take_next(self._state, found.outcome)
