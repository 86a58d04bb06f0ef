"""The blind letters, each with its text, where it differs, and what the checks say."""

from __future__ import annotations

from typing import Protocol

import streamlit as st

from consensus.service.queue import ReviewView
from ui.state import Act
from ui.widgets.safe_html import clean, marked, plain, show
from ui.widgets.source_pane import notes


class Does(Protocol):
    """What the buttons of an item do."""

    def key(self, name: str) -> str: ...
    def turn(self, act: Act) -> None: ...
    def choose(self, letter: str) -> None: ...
    def save(self, letter: str) -> None: ...
    def keep(self, letter: str) -> None: ...
    def drop(self, letter: str) -> None: ...
    def release(self) -> None: ...
    def rest(self) -> None: ...
    def reject(self) -> None: ...
    def skip(self) -> None: ...


#: Keys for the first answers; panels are rarely larger, and the others have their buttons.
_KEYS = 9


def answers(view: ReviewView, act: Act, does: Does) -> None:
    """All letters; the one being edited has a text area in place of its text."""
    if not view.letters:
        show(plain("No member gave an answer. Write one, or reject.", "none"))
    for place, letter in enumerate(view.letters):
        with st.container(border=True, key=does.key(f"card{letter.letter}")):
            if act == Act("edit", letter.letter):
                show(plain(f"Answer {letter.letter}, being edited", "label"))
                text_area(does, letter.letter, view.drafts.get(letter.letter, letter.text))
                save_bar(does, letter.letter)
            else:
                _card(view, place, act, does)


def _card(view: ReviewView, place: int, act: Act, does: Does) -> None:
    letter = view.letters[place]
    body, buttons = st.columns([0.8, 0.2], gap="small")
    with body:
        text = plain("No value (not in the document)", "none")
        if not letter.no_value:
            text = marked(letter.text, letter.differs, lang=view.languages[1])
        show(plain(letter.letter, "letter"), text, *notes(letter.notes))
    if act.mode != "look":
        return
    with buttons:
        key = str(place + 1) if place < _KEYS else None
        st.button(
            f"Take {letter.letter}",
            key=does.key(f"take{letter.letter}"),
            shortcut=key,
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


def own_answer(view: ReviewView, does: Does) -> None:
    """An answer written without a candidate."""
    with st.container(border=True, key=does.key("cardown")):
        show(plain("Your own answer", "label"))
        text_area(does, "", view.drafts.get("own", ""))
        save_bar(does, "")


class Keeps(Protocol):
    """What a text area does with what is typed."""

    def key(self, name: str) -> str: ...
    def keep(self, letter: str) -> None: ...


def text_area(does: Keeps, letter: str, start: str) -> None:
    """Where an answer is written; the draft belongs to the item and the letter."""
    st.text_area(
        "Answer",
        value=clean(start),
        key=does.key(f"text{letter}"),
        height=110,
        label_visibility="collapsed",
        on_change=does.keep,
        args=(letter,),
    )


def save_bar(does: Does, letter: str) -> None:
    """Save or leave."""
    save, leave = st.columns(2)
    with save:
        st.button(
            "Save and next",
            key=does.key(f"save{letter}"),
            shortcut="Ctrl+Enter",
            type="primary",
            width="stretch",
            on_click=does.save,
            args=(letter,),
        )
    with leave:
        st.button("Cancel", key=does.key("cancel"), shortcut="Esc", width="stretch", on_click=does.drop, args=(letter,))


def leave_button(does: Does) -> None:
    """Back to looking, nothing decided."""
    st.button("Cancel", key=does.key("cancel"), shortcut="Esc", width="stretch", on_click=does.turn, args=(Act(),))
