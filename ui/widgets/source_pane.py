"""The left half: what the answers answer, and why a person is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from consensus.service.markup import code_words
from consensus.service.review.queue import (
    BlindCandidate,
    CheckNote,
    DocumentPage,
    PagePicture,
    ReviewView,
    SheetLine,
)
from ui.widgets.document_pane import document_pane
from ui.widgets.safe_html import SafeHtml, coded, joined, picture, plain, show, table

#: Lines named of a value that stands in several places.
_MOST_LINES = 6
_SIGNS = {"accepted": "✓ accepted", "decided": "● decided", "rejected": "✕ rejected", "waiting": "? waits"}


def source_pane(view: ReviewView, document: DocumentPage | None) -> DeltaGenerator:
    """Reason, the schema's words for a field, and the source within its document, always in one place.

    document: around a segment; None for a field. Returns the place for the picture of its page.
    """
    parts = [plain("Why it is here", "label"), plain(view.reason, "reason"), *notes(view.notes), *_also(view)]
    if view.field is not None:
        parts += _words(view)
    if document is not None and len(document.lines) > 1:
        parts += document_pane(view, document)
    else:
        parts += [plain("Document" if view.field else "Source", "label"), _source(view)]
    show(*parts)
    page = st.container()
    if view.sheet:
        show(joined(_sheet(view.sheet), "sheetpane", label="Fields of the document"))
    return page


def notes(found: Sequence[CheckNote]) -> list[SafeHtml]:
    """What checks say, the forbidding ones first."""
    ranked = sorted(found, key=lambda note: not note.veto)
    return [plain(("✕ " if note.veto else "! ") + note.message, "veto" if note.veto else "warning") for note in ranked]


def standing(letter: BlindCandidate) -> list[SafeHtml]:
    """On which pages, in which cells or on which lines a value stands; nothing for one that was not found."""
    count, stands = len(letter.lines), tuple(dict.fromkeys(letter.stands))
    if not count:
        return []
    named = stands or tuple(f"{line:,}" for line in letter.lines)
    listed = ", ".join(named[:_MOST_LINES]) + " ..." * (len(named) > _MOST_LINES)
    if count > 1:
        return [plain(f"Stands in {count:,} places: {'' if stands else 'lines '}{listed}", "quiet")]
    return [plain(f"{'Place:' if stands else 'Line'} {listed}", "quiet")]


def page_picture(found: PagePicture | None) -> None:
    """The part of a page where the answers stand."""
    if found is None:
        return
    parts = [plain("On the page", "label"), plain(found.words, "quiet")]
    show(*parts, *([picture(found.png, found.words)] if found.png else []))


def _source(view: ReviewView) -> SafeHtml:
    """The source in a pane of its own height, scrolled to the first place of a value."""
    parts = [plain(view.before, "context", lang=view.languages[0])] if view.before else []
    places = [span for letter in view.letters for span in letter.places]
    look = "document" if view.field else "source"
    parts.append(coded(view.source, view.codes, places, look=look, lang=view.languages[0]))
    if view.after:
        parts.append(plain(view.after, "context", lang=view.languages[0]))
    return joined(parts, "fieldpane" if view.field else "pane", label="Document" if view.field else "Source")


def _also(view: ReviewView) -> list[SafeHtml]:
    """What else bears on the decision: earlier ones, repeats, the glossary."""
    parts: list[SafeHtml] = []
    if view.place:
        parts.append(plain(view.place, "quiet"))
    if view.file_note:
        parts.append(plain(f"Note in the file: {view.file_note}", "quiet"))
    if view.codes:
        parts.append(plain(f"Marks to keep: {code_words(view.codes)}", "quiet"))
    if view.earlier:
        parts.append(plain("Two reviewers disagree; you settle it", "label"))
        parts += [plain(f"“{one.text}” ({one.said})" if one.text else one.said, "earlier") for one in view.earlier]
    if view.repeats:
        more = f"Decides {view.repeats} more with the same text and the same answers."
        if view.field:
            more = (
                f"Decides the whole row, {view.repeats} more fields: a value says that the row is there, "
                "no value that there is no such row. Fields in dispute stay open."
            )
        parts.append(plain(more, "quiet"))
    if view.terms:
        terms = [f"{source} → {'not ' if kind == 'forbidden' else ''}{target}" for source, target, kind in view.terms]
        parts.append(plain("Glossary: " + "; ".join(terms), "quiet"))
    return parts


def _words(view: ReviewView) -> list[SafeHtml]:
    field = view.field
    if field is None:
        return []
    titled = (
        f"{field.path} — {field.title}" if field.title.casefold() not in ("", field.path.casefold()) else field.path
    )
    parts = [plain("Field", "label"), plain(titled, "head")]
    parts.append(plain(f"{field.description} ({field.kind})" if field.description else field.kind, "quiet"))
    if field.allowed:
        parts.append(plain("One of: " + ", ".join(field.allowed), "quiet"))
    return parts


def _sheet(lines: Sequence[SheetLine]) -> list[SafeHtml]:
    """The document's fields: those of their own as a list, line items as tables with one row each."""
    parts = []
    for name, group in groupby(lines, key=lambda line: line.table):
        rows = list(group)
        if not name:
            own = [(r.path, r.text, _line(r), _sign(r)) for r in rows]
            parts.append(table(("Field", "Value", "Line", "State"), own))
            continue
        columns = list(dict.fromkeys(row.column for row in rows))
        by_row = {(row.row, row.column): row for row in rows}
        body = [
            (str(number + 1), *(_cell(by_row.get((number, column))) for column in columns), _row_line(by_row, number))
            for number in sorted({row.row for row in rows})
        ]
        parts.append(table((name, *(column or "value" for column in columns), "Line"), body))
    return parts


def _line(line: SheetLine) -> str:
    """Where an accepted value stands, and in how many places it does."""
    if not line.line:
        return ""
    return f"{line.line:,}" if line.places < 2 else f"{line.line:,} (1 of {line.places:,} places)"


def _row_line(by_row: Mapping[tuple[int, str], SheetLine], number: int) -> str:
    """The line that most cells of a row stand on."""
    lines = [line.line for (row, _), line in by_row.items() if row == number and line.line]
    return f"{max(lines, key=lines.count):,}" if lines else ""


def _cell(line: SheetLine | None) -> str:
    if line is None:
        return ""
    return f"{line.text} {_sign(line).split()[0]}".strip()


def _sign(line: SheetLine) -> str:
    return "▶ this one" if line.here else _SIGNS[line.state]
