"""The left half of a document of fields: what the open field is, and the page or the text where its answers stand."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from consensus.service.review.queue import ReviewView
from consensus.service.review.record import FieldWords, PagePicture, RecordView
from ui.state import Act
from ui.widgets.record_actions import RecordActions
from ui.widgets.safe_html import SafeHtml, coded, joined, picture, plain, show
from ui.widgets.source_pane import notes


def record_source(view: ReviewView, found: RecordView) -> DeltaGenerator:
    """The words of the field and the document's text. Returns the place for the picture of its page, above the text."""
    show(plain("Why it is here", "label"), plain(view.reason, "reason"), *notes(view.notes), *_earlier(view))
    if view.field is not None:
        show(*_words(view.field))
    page = st.container()
    places = [span for letter in view.letters for span in letter.places]
    text = [plain(view.before, "context")] if view.before else []
    text.append(coded(view.source, (), places, look="document", lang=view.languages[0]))
    text += [plain(view.after, "context")] if view.after else []
    pane = joined([joined(text, "columns" if found.columns else "lines")], "recordtext", label="Document")
    label = plain("Text of the document" if found.pages else "Document", "label")
    show(label, joined([pane], "besidepage" if found.pages else "alone"))
    return page


def record_page(found: PagePicture | None, does: RecordActions, act: Act) -> None:
    """The page with a box around every answer, and the keys that turn it."""
    if found is None:
        return
    show(plain(found.words, "quiet"))
    if found.png:
        look = picture(found.png, found.words)
        show(joined([joined([look], "wide") if found.wide else look], "pagepane", label="Page of the document"))
    if act.mode == "look" and found.pages:
        _keys(found, does)


def _keys(found: PagePicture, does: RecordActions) -> None:
    moves: list[tuple[str, str, str, Callable[[], None]]] = []
    if found.places > 1:
        moves.append(("Next place", "place", "P", does.next_place))
    if found.pages > 1:
        moves.append(("Page back", "pageback", "PageUp", partial(does.turn_page, -1)))
        moves.append(("Page on", "pageon", "PageDown", partial(does.turn_page, 1)))
    moves.append(("Nearer", "nearer", "Z", partial(does.zoom, 1)))
    moves.append(("Farther", "farther", "Shift+Z", partial(does.zoom, -1)))
    with st.container(horizontal=True, gap="small"):  # as many beside each other as fit
        for label, name, key, action in moves:
            st.button(label, key=does.key(name), shortcut=does.bound(key), type="tertiary", on_click=action)


def _earlier(view: ReviewView) -> list[SafeHtml]:
    """For an adjudicator: what two reviewers decided."""
    if not view.earlier:
        return []
    told = [plain(f"“{one.text}” ({one.said})" if one.text else one.said, "earlier") for one in view.earlier]
    return [plain("Two reviewers disagree; you settle it", "label"), *told]


def _words(field: FieldWords) -> list[SafeHtml]:
    """What the schema says of the field."""
    titled = field.title if field.title.casefold() not in ("", field.path.casefold()) else ""
    parts = [plain(f"{field.path} — {titled}" if titled else field.path, "head")]
    parts.append(plain(f"{field.description} ({field.kind})" if field.description else field.kind, "quiet"))
    if field.allowed:
        parts.append(plain("One of: " + ", ".join(field.allowed), "quiet"))
    return parts
