"""The document around the item on screen: segment by segment, each as it will be delivered."""

from __future__ import annotations

from collections.abc import Mapping

from consensus.service.review.queue import DocumentLine, DocumentPage, LineState, ReviewView
from ui.widgets.safe_html import SafeHtml, bar, coded, joined, plain

_SIGNS: Mapping[LineState, str] = {
    LineState.ACCEPTED: "✓ accepted",
    LineState.DECIDED: "● decided",
    LineState.REJECTED: "✕ rejected",
    LineState.WAITING: "? waits for a person",
    LineState.AUDITED: "◎ is audited",
    LineState.CLOSED: "",
}


def progress(document: DocumentPage) -> SafeHtml:
    """How far the document is, and the day."""
    counts = document.counts
    done = f"{counts.settled:,} of {counts.units:,} done · {document.today:,} decided today"
    return bar(counts.settled, counts.units, done)


def document_pane(view: ReviewView, document: DocumentPage) -> list[SafeHtml]:
    """The window, with the source of the item on screen in full."""
    first, last = document.lines[0].number, document.lines[-1].number
    title = f"Document, segments {first:,} to {last:,} of {document.counts.units:,}"
    lines = [_line(view, document, one) for one in document.lines]
    return [plain(title, "label"), joined(lines, "doc", label="Document")]


def state_words(line: DocumentLine) -> str:
    """The number of a segment and how far it is."""
    sign = "▶ this one" if line.here else _SIGNS[line.state]
    parts = (f"{line.number:,}", line.place, sign)
    return " · ".join(part for part in parts if part)


def _line(view: ReviewView, document: DocumentPage, line: DocumentLine) -> SafeHtml:
    source, target = view.languages
    head = plain(state_words(line), "state")
    if line.here:
        look = "line-here" if document.at == line.number else "line-away"
        return joined([head, coded(view.source, view.codes, look="source", lang=source)], look)
    parts = [head, coded(line.source, line.codes, look="linesource", lang=source)]
    if line.text:
        parts.append(coded(line.text, line.codes, look="linetext", lang=target))
    return joined(parts, "line-read" if document.at == line.number else "line")
