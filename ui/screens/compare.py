"""Two answers side by side, not knowing whose they are: which is better. One key, one pair, then the next.

Nothing here decides a unit, and nothing says which model or trial an answer is of, before or after.
"""

from __future__ import annotations

from functools import partial

import streamlit as st

from consensus.domain.trial import Preference
from consensus.errors import ConsensusError, TooSoonError
from consensus.service.learning.trial_review import PairView
from consensus.service.sign_in import Role
from ui.page import attempt, quiet, screen
from ui.state_pages import Working
from ui.widgets.held_keys import once_each
from ui.widgets.safe_html import coded, headline, marked, plain, show

_HELD = "compared pair"
#: What a key says: label, preference, key.
_KEYS = (
    ("First is better", Preference.FIRST, "1"),
    ("Second is better", Preference.SECOND, "2"),
    ("Equal", Preference.EQUAL, "3"),
    ("Both wrong", Preference.BOTH_WRONG, "4"),
)


def render() -> None:
    """Draw the screen. Who may not review reads why there is nothing here."""
    with screen("Compare") as state:
        if Role.REVIEWER not in state.service.queue.people.roles(state.user):
            show(plain("You do not review here", "empty"))
            words = f"{state.user} has no reviewer role. The admin can give one, with: consensus roles set"
            show(plain(words, "middle"))
            return
        once_each()
        shown = _shown(state)
        if shown is None:
            _empty(state)
        else:
            _pair(state, shown)


def _shown(state: Working) -> PairView | None:
    """The pair that is on screen, as it was shown; the next one where there is none."""
    held: PairView | None = state.kept.get(_HELD)
    if held is None or held.pair.owner != state.user:
        held = state.kept[_HELD] = state.service.comparing.next(state.user)
    return held


def _empty(state: Working) -> None:
    show(plain("Nothing to compare", "empty"))
    show(plain("Pairs of answers appear here while a model is on trial and its answers differ.", "middle"))
    left, middle, right, _ = st.columns([0.3, 0.2, 0.2, 0.3])
    del left
    with middle:
        st.button("Look again", key="compare again", shortcut="N", width="stretch")
    with right:
        _undo(state, "compare undo")


def _pair(state: Working, shown: PairView) -> None:
    view = shown.view
    waiting = state.service.comparing.waiting(state.user)
    languages = " → ".join(tag for tag in view.languages if tag)
    title = f"{view.document} · {'field' if view.field else 'segment'} {view.position}"
    show(headline(f"{title} · {languages}" if languages else title, f"{waiting:,} to compare"))
    show(
        plain("Which answer is better? Judge both against the source. It decides nothing about the document.", "label")
    )
    left, right = st.columns([0.4, 0.6], gap="medium")
    with left:
        _source(shown)
    with right:
        for name, column, letter in zip(("First", "Second"), st.columns(2), view.letters, strict=True):
            with column, st.container(border=True, key=_key(shown, name)):
                text = plain("No value (not in the document)", "none")
                if not letter.no_value:
                    lang = view.languages[1]
                    text = coded(letter.text, view.codes, letter.differs, lang=lang)
                show(plain(name, "label"), text)
        _keys(state, shown)


def _source(shown: PairView) -> None:
    view, lang = shown.view, shown.view.languages[0]
    if view.field is not None:
        about = " · ".join(part for part in (view.field.path, view.field.kind, view.field.title) if part)
        show(plain(about, "label"))
        if view.field.description:
            show(plain(view.field.description, "quiet"))
    elif view.place:
        show(plain(view.place, "label"))
    places = [place for letter in view.letters for place in letter.places]
    text = marked(view.source, places, look="long", lang=lang)
    before, after = ([plain(part, "quiet", lang)] if part else [] for part in (view.before, view.after))
    show(*before, coded(view.source, view.codes, lang=lang) if view.codes else text, *after)


def _keys(state: Working, shown: PairView) -> None:
    for column, (label, said, key) in zip(st.columns(len(_KEYS)), _KEYS, strict=True):
        with column:
            st.button(
                label,
                key=_key(shown, said.value),
                shortcut=key,
                width="stretch",
                on_click=_say,
                args=(state, shown, said),
            )
    leave, back, _ = st.columns([0.25, 0.25, 0.5])
    with leave:
        released = partial(state.service.comparing.release, shown)
        st.button("Give it back", key=_key(shown, "leave"), width="stretch", on_click=_leave, args=(state, released))
    with back:
        _undo(state, _key(shown, "undo"))
    quiet("Whose answers these are is told nowhere here, not afterwards either: who knows it judges otherwise.")


def _undo(state: Working, key: str) -> None:
    st.button("Undo", key=key, shortcut="U", width="stretch", on_click=_take_back, args=(state,))


def _say(state: Working, shown: PairView, said: Preference) -> None:
    """One key on the pair that was seen; a key that came too soon leaves it on screen."""
    try:
        state.service.comparing.say(shown, said)
    except TooSoonError as error:
        state.notify(str(error))
        return
    except ConsensusError as error:
        state.notify(str(error))
    state.kept.pop(_HELD, None)


def _leave(state: Working, released: partial[None]) -> None:
    if said := attempt(released):
        state.notify(said)
    state.kept.pop(_HELD, None)


def _take_back(state: Working) -> None:
    held: PairView | None = state.kept.get(_HELD)

    def undone() -> None:
        again = state.service.comparing.undo(state.user)
        if held is not None:
            state.service.comparing.release(held)
        state.kept[_HELD] = again

    if said := attempt(undone):
        state.notify(said)


def _key(shown: PairView, name: str) -> str:
    """Of a widget: a late key press never reaches another pair."""
    return f"compare {name} {shown.pair.id} {shown.pair.version}"
