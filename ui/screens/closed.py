"""What stands at every address while nobody is let in: no name of a document, no figure, one thing to do."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from consensus.errors import ConsensusError
from ui.widgets import theme
from ui.widgets.safe_html import headline, plain, show


def ask() -> None:
    """The page of who has not signed in."""
    theme.apply()
    show(headline("Consensus", ""), plain("Sign in to go on", "empty"))
    show(plain("These screens are for people who have a role here.", "middle"))
    _middle_button("Sign in", st.login)


def refuse(error: ConsensusError) -> None:
    """The page of who cannot come in: why, and what to do."""
    theme.apply()
    show(headline("Consensus", ""), plain("You cannot come in", "empty"), plain(str(error), "middle"))
    if st.user.get("is_logged_in"):
        _middle_button("Sign out", st.logout)


def _middle_button(label: str, action: Callable[[], None]) -> None:
    _, middle, _ = st.columns([0.4, 0.2, 0.4])
    with middle:
        st.button(label, key=f"middle {label}", width="stretch", type="primary", on_click=action)
