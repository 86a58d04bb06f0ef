"""The screens. Served by ``server.py``; nobody comes in before the sign-in says who they are."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from consensus import bootstrap
from consensus.errors import ConsensusError
from consensus.service.sign_in import Principal, Role
from ui import shared, sign_in
from ui.caught import said
from ui.page import last_catch, notice, screen
from ui.screens import closed, compare, glossaries, home, insights, people, policies, results, review, sign_out, submit
from ui.state import State
from ui.state_pages import Places, Working
from ui.widgets import theme

#: Of the screens, in their addresses; the last is the way out.
_NAMES = ("home", "review", "submit", "results", "policies", "glossaries", "insights", "people", "compare", "sign-out")
#: Where one arrives, at the bare address: Streamlit keeps no other address for it.
_START = "start"


@st.cache_resource(show_spinner=False)
def _service() -> bootstrap.Service:
    """One service for all sessions: one engine, one pool."""
    return shared.service()


def main() -> None:
    """Wire the session and draw the chosen screen."""
    st.set_page_config(
        page_title="Consensus", page_icon=str(theme.LOGO), layout="wide", initial_sidebar_state="collapsed"
    )
    try:
        service = _service()
        principal = sign_in.admitted(st.session_state, service.sign_in_service)
    except Exception as error:  # noqa: BLE001 - whatever it is, nobody comes in, and one line says why
        refusal = said(error)  # the name of an except clause ends with it
        _closed(lambda: closed.refuse(refusal))
        return
    if principal is None:
        _closed(closed.ask)
        return
    State(st.session_state, service).sign_in(principal.person)
    page, places = _navigated(service, principal)
    Working(st.session_state).offer(places)
    st.set_page_config(page_title=f"Consensus: {page.title.partition(' (')[0].lower()}")
    with last_catch():
        page.run()


def _navigated(service: bootstrap.Service, principal: Principal) -> tuple[st.Page, Places]:
    """The chosen screen, and all of them. Review stands with the number of items that wait for this person, except on
    that screen itself, which counts them with every key."""
    places = _places(principal)
    if Role.REVIEWER in principal.roles:
        waits = _compared(service, principal)
        places["compare"] = (
            st.Page(compare.render, title=f"Compare ({waits:,})", url_path="compare")
            if waits
            else st.Page(compare.render, title="Compare", url_path="compare", visibility="hidden")
        )
    page = st.navigation([*places.values(), *_others(principal, places)], position="top")
    if page is not places["review"] and (waiting := _waiting(service, principal)):
        counted = st.Page(review.render, title=f"Review ({waiting:,})", url_path="review")
        places["review"] = counted
        page = st.navigation([*places.values(), *_others(principal, places)], position="top")
    return page, places


def _waiting(service: bootstrap.Service, principal: Principal) -> int:
    try:
        return sum(service.queue.people.waiting(principal.person).values())
    except ConsensusError:  # the screen itself says what is wrong
        return 0


def _compared(service: bootstrap.Service, principal: Principal) -> int:
    try:
        return service.comparing.waiting(principal.person)
    except ConsensusError:
        return 0


def _places(principal: Principal) -> Places:
    """The screens this person may see; the others do not exist for them. Review says by itself who may be there."""
    roles = principal.roles
    places: Places = {
        "home": st.Page(home.render, title="Home", url_path=_START, default=True),
        "review": st.Page(review.render, title="Review", url_path="review"),
    }
    if Role.SUBMITTER in roles:  # who reviews blind must not read there who answered what
        places["submit"] = st.Page(submit.render, title="Submit", url_path="submit")
        places["results"] = st.Page(results.render, title="Results", url_path="results")
        places["policies"] = st.Page(policies.render, title="Policies", url_path="policies")
        places["glossaries"] = st.Page(glossaries.render, title="Glossaries", url_path="glossaries")
    if roles:
        places["insights"] = st.Page(insights.render, title="Insights", url_path="insights")
    if Role.ADMIN in roles:  # nobody else is shown figures of persons; the service refuses them as well
        places["people"] = st.Page(people.render, title="People", url_path="people")
    return places


def _others(principal: Principal, places: Places) -> list[st.Page]:
    """What stands beside the screens: Home by its name, the way out, and a word for whoever names a screen that is not
    theirs."""
    found = [st.Page(home.render, title="Home", url_path="home", visibility="hidden")]
    found += [
        st.Page(_not_yours, title="Not yours", url_path=name, visibility="hidden")
        for name in _NAMES[:-1]
        if name not in places
    ]
    if principal.signed_in:
        found.append(st.Page(sign_out.render, title="Sign out", url_path="sign-out"))
    return found


def _not_yours() -> None:
    with screen("Not for your role"):
        notice("You have no role for this screen. The admin can give you one, with: consensus roles set")


def _closed(draw: Callable[[], None]) -> None:
    """The same page at every address, and nothing but it."""
    pages = [st.Page(draw, title="Sign in", url_path=name, default=name == _START) for name in (_START, *_NAMES)]
    page = st.navigation(pages, position="hidden")
    st.set_page_config(page_title="Consensus: sign in")
    with last_catch():
        page.run()


main()
