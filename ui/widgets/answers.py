"""The blind letters, each with its text, where it differs, and what the checks say."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from consensus.errors import VetoError
from consensus.service.review.queue import BlindCandidate, ReviewView
from ui.actions import ReviewActions
from ui.document_actions import DocumentActions
from ui.state import Act
from ui.widgets.document_inserts import insert_bar
from ui.widgets.focus import focus
from ui.widgets.safe_html import SafeHtml, alert, clean, coded, joined, plain, show
from ui.widgets.source_pane import notes, standing

#: Keys for the first answers; panels are rarely larger, and the others have their buttons.
_KEYS = 9
#: Characters of the longest answer up to which all are in larger type.
_SHORT = 200
#: Characters of an answer that fill a phone.
_LONG = 500


def answers(view: ReviewView, act: Act, does: DocumentActions) -> None:
    """All letters; the one being edited has a text area in place of its text."""
    if not view.letters:
        show(plain("No member gave an answer. Write one, or reject.", "none"))
    for place, letter in enumerate(view.letters):
        long = "long" if len(letter.text) > _LONG else ""  # on a phone its keys stand above it
        with st.container(border=True, key=does.key(f"card{long}{letter.letter}")):
            if act == Act("edit", letter.letter):
                show(plain(f"Answer {letter.letter}, being edited", "label"))
                written = text_area(does, letter.letter, view.drafts.get(letter.letter, letter.text))
                insert_bar(view, does, letter.letter, written)
                save_bar(does, letter.letter)
            else:
                _card(view, place, act, does)


def _card(view: ReviewView, place: int, act: Act, does: DocumentActions) -> None:
    letter = view.letters[place]
    body, buttons = st.columns([0.6, 0.4] if view.field else [0.8, 0.2], gap="small")
    with body:
        show(_answer(view, letter))
    if act.mode != "look":
        return
    key = does.bound(str(place + 1)) if place < _KEYS else None
    question = does.asked(letter.letter)
    if question is not None:
        with body:
            _ask_again(question, f"answer {letter.letter}", f"Press {key} again" if key else "Choose it again")
    with buttons:
        st.button(
            f"Take {letter.letter}",
            key=does.key(f"take{letter.letter}"),
            shortcut=key,
            type="secondary" if question is None else "primary",
            width="stretch",
            on_click=does.choose,
            args=(letter.letter,),
        )
        st.button(
            "Edit",
            key=does.key(f"edit{letter.letter}"),
            shortcut=f"Shift+{key}" if key else None,
            width="stretch",
            on_click=does.turn,
            args=(Act("edit", letter.letter),),
        )


def _answer(view: ReviewView, letter: BlindCandidate) -> SafeHtml:
    """A letter with its text and what stands beside it. Short texts are larger; short values have one row of keys."""
    text = plain("No value (not in the document)", "none")
    if not letter.no_value:
        text = coded(letter.text, view.codes, letter.differs, lang=view.languages[1])
    parts = [plain(letter.letter, "letter"), text, *standing(letter), *notes(letter.notes)]
    short = max(len(one.text) for one in view.letters) <= _SHORT
    return joined(parts, ("value" if view.field else "big") if short else "answer")


def own_answer(view: ReviewView, does: DocumentActions) -> None:
    """An answer written without a candidate."""
    with st.container(border=True, key=does.key("cardown")):
        show(plain("Your own answer", "label"))
        written = text_area(does, "", view.drafts.get("own", ""))
        insert_bar(view, does, "", written)
        save_bar(does, "")


def text_area(does: DocumentActions, letter: str, start: str) -> str:
    """Where an answer is written, and what stands there; the draft belongs to the item and the letter."""
    written = does.begin(letter, clean(start))
    st.text_area(
        "Answer",
        key=does.key(f"text{letter}"),
        height=110,
        label_visibility="collapsed",
        on_change=does.keep,
        args=(letter,),
    )
    focus(does.key("focus"))
    return written


def save_bar(does: DocumentActions, letter: str) -> None:
    """Save or leave; a text that a check forbids is asked about first."""
    question = does.asked(letter)
    if question is not None:
        _ask_again(question, "this text", "Press Ctrl + Enter again")
    save, leave = st.columns(2)
    with save:
        confirm_button(does, f"save{letter}", "Save and next", does.save, letter)
    with leave:
        st.button("Cancel", key=does.key("cancel"), shortcut="Esc", width="stretch", on_click=does.drop, args=(letter,))


def confirm_button(does: DocumentActions, name: str, label: str, action: Callable[..., None], *args: Any) -> None:
    """What a form is for."""
    st.button(
        label,
        key=does.key(name),
        shortcut="Ctrl+Enter",
        type="primary",
        width="stretch",
        on_click=action,
        args=args,
    )


def confirm_bar(does: DocumentActions, name: str, label: str, action: Callable[..., None]) -> None:
    """Do it, or leave with nothing done."""
    confirm, leave = st.columns(2)
    with confirm:
        confirm_button(does, name, label, action)
    with leave:
        leave_button(does)


def leave_button(does: ReviewActions) -> None:
    """Back to looking, nothing decided."""
    st.button("Cancel", key=does.key("cancel"), shortcut="Esc", width="stretch", on_click=does.turn, args=(Act(),))


def _ask_again(question: VetoError, what: str, how: str) -> None:
    """The one question before an answer is taken that a check forbids; it names what the check found."""
    found = " ".join(question.sentences)
    show(alert(f"A check forbids {what}. {found} {how} to take it all the same; that is recorded."))
