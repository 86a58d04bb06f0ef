"""The screens. Started by ``consensus review``; ``streamlit run ui/app.py`` does the same without its flags."""

from __future__ import annotations

import streamlit as st

from consensus import bootstrap
from consensus.errors import ConsensusError
from consensus.service.queue import Role
from ui.screens import insights, policies, results, review, submit
from ui.state import State
from ui.state_pages import Places, Working
from ui.widgets.safe_html import plain, show, style

#: The bar with the names of the screens stays; the review screen's own sheet hides it to save height.
_BAR = """
[data-testid="stHeader"] {height: 2.2rem !important; min-height: 2.2rem !important; visibility: visible !important;}
.stMainBlockContainer, .block-container {padding-top: 2.3rem !important;}
"""


@st.cache_resource(show_spinner=False)
def _service() -> bootstrap.Service:
    """One service for all sessions: one engine, one pool."""
    return bootstrap.open_service()


def main() -> None:
    """Wire the session and draw the chosen screen."""
    st.set_page_config(page_title="Consensus", layout="wide", initial_sidebar_state="collapsed")
    try:
        state = State(st.session_state, _service())
        if st.user.get("is_logged_in"):
            state.sign_in(str(st.user.get("email") or "unknown"))
        places = _places(_service().queue.people.roles(state.user))
    except ConsensusError as error:
        show(plain(str(error), "notice"))
        return
    Working(st.session_state).offer(places)
    page = st.navigation([page for page in places.values() if page is not None], position="top")
    st.set_page_config(page_title=f"Consensus: {page.title.lower()}")
    style(_BAR)
    page.run()


def _places(roles: frozenset[Role]) -> Places:
    """The screens this person may see; the others do not exist for them. Review says by itself who may be there."""
    places: Places = {"review": st.Page(review.render, title="Review", url_path="review", default=True)}
    if Role.SUBMITTER in roles:  # who reviews blind must not read there who answered what
        places["submit"] = st.Page(submit.render, title="Submit", url_path="submit")
        places["results"] = st.Page(results.render, title="Results", url_path="results")
        places["policies"] = st.Page(policies.render, title="Policies", url_path="policies")
    if roles:
        places["insights"] = st.Page(insights.render, title="Insights", url_path="insights")
    return places


main()
