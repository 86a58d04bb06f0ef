"""What the keys of the document do: read on without deciding, go to another open item, open its accepted text."""

from __future__ import annotations

from ui.actions import AuditActions, queue_filter
from ui.state import Act


class DocumentActions(AuditActions):
    """What the buttons of a document do besides those of its item."""

    def read(self, number: int) -> None:
        """Read a segment, by its number; the item on screen stays this reviewer's, and no key decides it meanwhile."""
        self.turn(Act() if number == self._view.position else Act("read", at=number))

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
        self._do(lambda: self._queue.documents.open(self._view))
