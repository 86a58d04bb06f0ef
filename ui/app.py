"""The screens. Started by ``consensus review``; ``streamlit run ui/app.py`` does the same without its flags."""

from __future__ import annotations

import streamlit as st

from consensus import bootstrap
from consensus.errors import ConsensusError
from ui.screens import review
from ui.state import Reviewing, State
from ui.widgets.safe_html import plain, show


@st.cache_resource(show_spinner=False)
def _service() -> Reviewing:
    """One service for all sessions: one engine, one pool."""
    return bootstrap.open_service()


def main() -> None:
    """Wire the session and draw the chosen screen."""
    st.set_page_config(page_title="Consensus: review", layout="wide", initial_sidebar_state="collapsed")
    try:
        State(st.session_state, _service())
    except ConsensusError as error:
        show(plain(str(error), "notice"))
        return
    st.navigation([st.Page(review.render, title="Review", url_path="review", default=True)], position="hidden").run()


main()
