"""Who is signed in, as what, and the way out."""

from __future__ import annotations

import streamlit as st

from ui import sign_in
from ui.page import quiet, screen
from ui.widgets.safe_html import plain, show


def render() -> None:
    """Draw the screen."""
    with screen("Sign out") as state:
        roles = ", ".join(sorted(role.value for role in state.service.sign_in_service.roles(state.user)))
        show(plain(f"You are signed in as {state.user}: {roles}.", "text"))
        quiet("Signing out ends it in all windows of this browser. What you have typed on an item is kept for you.")
        st.button("Sign out", key="sign out", type="primary", on_click=sign_in.leave, args=(st.session_state,))
