"""Signing in to the screens: nothing is read or drawn for anybody before it is known who they are."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any, cast

import streamlit as st

from consensus.errors import ConsensusError, ForbiddenError
from consensus.service.sign_in import Connection, Principal, SignInService

#: Where the sign-in service lies in a session. Sessions without one are tests of a single screen.
_SERVICE = "sign-in service"


def admitted(session: MutableMapping[Any, Any], sign_in_service: SignInService) -> Principal | None:
    """Who has come in; None when they have to sign in first. Raises UsageError for who may not.

    What an earlier person left in this session is forgotten: typed text, plans, the item on screen.
    """
    principal = None
    try:
        principal = sign_in_service.admit(seen())
    finally:
        if session.get("signed in", "") not in ("", principal and principal.person):
            session.clear()
        session[_SERVICE] = sign_in_service
    return principal


def check(session: MutableMapping[Any, Any]) -> None:
    """Before an action or a part of a page: raises UsageError when whom the page was drawn for is no longer in."""
    sign_in_service = cast("SignInService | None", session.get(_SERVICE))
    if sign_in_service is None:
        return
    principal = sign_in_service.admit(seen())
    if principal is None or principal.person != session.get("signed in"):
        raise ForbiddenError("you are no longer signed in.", do="Load the page again.")


def still_in(session: MutableMapping[Any, Any]) -> bool:
    """``check`` as a question, for parts of a page that are drawn by themselves."""
    try:
        check(session)
    except ConsensusError:
        return False
    return True


def leave(session: MutableMapping[Any, Any]) -> None:
    """Sign out: here, in this browser's other windows, and at the provider where it knows how."""
    sign_in_service, person = cast("SignInService", session[_SERVICE]), str(session.get("signed in", ""))
    sign_in_service.leave(seen(), person)
    session.clear()
    st.logout()


def seen() -> Connection:
    """What Streamlit knows of this browser's connection."""
    claims = st.user.to_dict()
    return Connection(
        claims if "is_logged_in" in claims else None,
        str(st.get_option("server.address") or ""),
        {name.lower(): value for name, value in st.context.headers.items()},
        tuple(st.get_option("server.trustedUserHeaders") or ()),
    )
