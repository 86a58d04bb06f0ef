"""What the keys of the document do: read on without deciding, go to another open item, open its accepted text."""

from __future__ import annotations

from consensus.service.review.document import Insert, inserted
from ui.actions import AuditActions, queue_filter
from ui.state import Act


class DocumentActions(AuditActions):
    """What the buttons of a document do besides those of its item, and those beside a text that is written."""

    def read(self, number: int) -> None:
        """Read a segment, by its number; the item on screen stays this reviewer's, and no key decides it meanwhile."""
        self.turn(Act() if number == self._view.position else Act("read", at=number))

    def read_chosen(self, name: str) -> None:
        """The same, for the number that was chosen in a list."""
        if chosen := self._state.typed(self.key(name)):
            self.read(int(chosen))

    def step(self, backwards: bool) -> None:
        """The next open item of the document, or the one before."""
        documents, part = self._queue.documents, queue_filter(self._state)
        self._do(lambda: self._state.show(documents.step(self._view, part, backwards=backwards)))

    def take(self, unit_id: str) -> None:
        """The open item of the segment that is read; where it has none, the item on screen stays."""
        documents = self._queue.documents
        self._do(lambda: self._state.show(documents.take(self._view, unit_id)))

    def open_text(self) -> None:
        """Read the accepted text of the document from now on."""

        def opened() -> None:
            self._queue.documents.open(self._view)
            self._state.turn(Act())

        self._do(opened)

    def begin(self, letter: str, start: str) -> str:
        """What stands in the text area of an answer; at first this."""
        key = self.key(f"text{letter}")
        self._state.write(key, self._state.texts.get(key, start), over=False)
        return self._state.typed(key)

    def insert(self, letter: str, what: Insert) -> None:
        """Put something at the end of the text that is written; it is kept as a draft."""
        key = self.key(f"text{letter}")

        def put() -> None:
            text = inserted(self._state.typed(key), what)
            self._state.write(key, text)
            self._state.texts[key] = text
            self._queue.draft(self._view, letter or "own", text)

        self._do(put)
