"""The left half: what the answers answer, and why a person is asked."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from consensus.service.queue import CheckNote, ReviewView
from ui.widgets.safe_html import SafeHtml, marked, plain, show


def source_pane(view: ReviewView) -> None:
    """Reason, the schema's words for a field, and the source with what stands around it, always in one place."""
    show(plain("Why it is here", "label"), plain(view.reason, "reason"), *notes(view.notes))
    if view.field is not None:
        _words(view)
    show(plain("Document" if view.field else "Source", "label"))
    with st.container(height=370 if view.field else 430, border=True):
        parts = [plain(view.before, "context")] if view.before else []
        places = [span for letter in view.letters for span in letter.places]
        parts.append(marked(view.source, places, look="document" if view.field else "source"))
        if view.after:
            parts.append(plain(view.after, "context"))
        show(*parts)


def notes(found: Sequence[CheckNote]) -> list[SafeHtml]:
    """What checks say, the forbidding ones first."""
    ranked = sorted(found, key=lambda note: not note.veto)
    return [plain(("✕ " if note.veto else "! ") + note.message, "veto" if note.veto else "warning") for note in ranked]


def _words(view: ReviewView) -> None:
    field = view.field
    if field is None:
        return
    titled = (
        f"{field.path} — {field.title}" if field.title.casefold() not in ("", field.path.casefold()) else field.path
    )
    parts = [plain("Field", "label"), plain(titled, "head")]
    parts.append(plain(f"{field.description} ({field.kind})" if field.description else field.kind, "quiet"))
    if field.allowed:
        parts.append(plain("One of: " + ", ".join(field.allowed), "quiet"))
    show(*parts)
