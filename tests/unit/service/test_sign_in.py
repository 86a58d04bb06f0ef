"""The door of the screens: who is admitted as whom, what is written down, and that a sign-out counts everywhere."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from consensus.auth.roles import Role, Roles, parse_roles
from consensus.auth.sign_in import SignIn
from consensus.errors import UsageError
from consensus.service.sign_in import Connection, SignInService
from consensus.storage.store import SqlStore
from consensus.testing.fixed_clock import FixedClock

SIGN_IN = SignIn("consensus", "https://review.example.org", "https://id.example.org/x")
ROLES = {"ana@example.org": "reviewer", "248289761001": "admin"}
LOCAL = {"host": "127.0.0.1:8501", "origin": "http://127.0.0.1:8501"}


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


def door(store: SqlStore, clock: FixedClock, sign_in: SignIn | None = SIGN_IN, **roles: Roles) -> SignInService:
    known = roles.get("roles", parse_roles(ROLES, "roles.yaml"))
    return SignInService(lambda: sign_in, lambda: known, "root", store, clock)


def seen(clock: FixedClock, **claims: Any) -> Connection:
    """A good sign-in, changed; None leaves a claim out."""
    good = {"is_logged_in": True, "iss": "https://id.example.org", "sub": "248289761001", "aud": "consensus"}
    good |= {"iat": int(clock.now().timestamp()) - 60, "nonce": "n-0S6", "email_verified": True}
    found = {"email": "Ana@Example.org", **good, **claims}
    return Connection({name: value for name, value in found.items() if value is not None})


def test_somebody_who_signed_in_is_known_by_a_verified_address(store: SqlStore, clock: FixedClock) -> None:
    entrance = door(store, clock)
    guest = entrance.admit(seen(clock))
    assert guest is not None
    assert (guest.person, guest.roles, guest.signed_in) == ("ana@example.org", {Role.REVIEWER}, True)
    entrance.admit(seen(clock))
    (event,) = store.audit_events()
    assert (event.actor, event.action) == ("ana@example.org", "sign-in")
    assert event.detail == "https://id.example.org 248289761001"


def test_who_must_sign_in_first_leaves_no_trace(store: SqlStore, clock: FixedClock) -> None:
    assert door(store, clock).admit(seen(clock, is_logged_in=False)) is None
    with pytest.raises(UsageError, match="who has no role here"):
        door(store, clock).admit(seen(clock, email="zoe@example.org"))
    assert not store.audit_events()


def test_the_subject_names_a_person_where_the_admin_says_so(store: SqlStore, clock: FixedClock) -> None:
    entrance = door(store, clock, replace(SIGN_IN, identity="sub"))
    guest = entrance.admit(seen(clock, email_verified=False))
    assert guest is not None
    assert guest.person == "248289761001"
    assert Role.ADMIN in guest.roles


def test_signing_out_ends_that_sign_in_alone(store: SqlStore, clock: FixedClock) -> None:
    entrance, first, again = door(store, clock), seen(clock), seen(clock, nonce="another")
    entrance.admit(first)
    entrance.leave(first, "ana@example.org")
    assert entrance.admit(first) is None, "in every window, and for a copied cookie"
    assert entrance.admit(again) is not None
    assert [event.action for event in store.audit_events()] == ["sign-in", "sign-out", "sign-in"]


def test_a_role_that_is_taken_away_counts_at_once(store: SqlStore, clock: FixedClock) -> None:
    given = [parse_roles(ROLES, "x")]
    entrance = SignInService(lambda: SIGN_IN, lambda: given[0], "root", store, clock)
    assert entrance.admit(seen(clock)) is not None
    given[0] = parse_roles({"sue@example.org": "admin"}, "x")
    with pytest.raises(UsageError, match="no role here"):
        entrance.admit(seen(clock))
    with pytest.raises(UsageError, match="no reviewer role"):
        entrance.require("ana@example.org", Role.REVIEWER)


# --- without sign-in: this machine alone -----------------------------------------------------------------------------


def test_the_person_at_this_machine(store: SqlStore, clock: FixedClock) -> None:
    entrance = door(store, clock, None, roles=Roles())
    for address, name in (("127.0.0.1", "127.0.0.1:8501"), ("localhost", "localhost:8501"), ("::1", "[::1]:8501")):
        guest = entrance.admit(Connection(None, address, {"host": name, "origin": f"http://{name}"}))
        assert guest is not None
        assert (guest.person, guest.signed_in, guest.roles) == ("root", False, frozenset(Role))


def test_nobody_from_outside_gets_the_development_identity(store: SqlStore, clock: FixedClock) -> None:
    with pytest.raises(UsageError, match="listens on all addresses"):
        door(store, clock, None, roles=Roles()).admit(Connection(None, "", LOCAL))


def test_only_so_many_sign_ins_are_kept_at_hand(store: SqlStore, clock: FixedClock) -> None:
    entrance, first = door(store, clock), seen(clock)
    entrance.leave(first, "ana@example.org")
    for number in range(9_999):
        entrance.leave(seen(clock, nonce=f"n{number}"), "ana@example.org")
    assert entrance.admit(first) is None
    entrance.leave(seen(clock, nonce="one more"), "ana@example.org")
    assert entrance.admit(first) is not None, "by then it is past its hours"


def test_roles_are_asked_for_by_name(store: SqlStore, clock: FixedClock) -> None:
    entrance = door(store, clock)
    assert entrance.roles("ana@example.org") == {Role.REVIEWER}
    entrance.require("ana@example.org", Role.REVIEWER)
    with pytest.raises(UsageError, match="no admin role"):
        entrance.require("ana@example.org", Role.ADMIN)


def test_a_server_that_is_not_wired_as_configured_lets_nobody_in(store: SqlStore, clock: FixedClock) -> None:
    with pytest.raises(UsageError, match="started without it"):
        door(store, clock).admit(Connection(None, "127.0.0.1", LOCAL))
    for claims in ({"is_logged_in": False}, {"is_logged_in": True, "email": "ana@example.org"}):
        with pytest.raises(UsageError, match="does not"):
            door(store, clock, None).admit(Connection(claims, "127.0.0.1", LOCAL))
    with pytest.raises(UsageError, match="X-User"):
        door(store, clock).admit(replace(seen(clock), trusted=("X-User",)))
