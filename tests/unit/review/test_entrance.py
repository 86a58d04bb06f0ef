"""Who is let in, as whom, and that everything unclear is not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from consensus.adapters.fakes.fixed_clock import FixedClock
from consensus.adapters.fakes.memory_store import MemoryStore
from consensus.errors import UsageError
from consensus.review import Role, Roles, SignIn, parse_roles
from consensus.review.entrance import LONGEST_SIGN_IN
from consensus.service.entrance import Entrance, Seen

SIGN_IN = SignIn("consensus", "https://review.example.org", "https://id.example.org/x")
ROLES = {"ana@example.org": "reviewer", "248289761001": "admin"}
LOCAL = {"host": "127.0.0.1:8501", "origin": "http://127.0.0.1:8501"}


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


def door(store: MemoryStore, clock: FixedClock, sign_in: SignIn | None = SIGN_IN, **roles: Roles) -> Entrance:
    known = roles.get("roles", parse_roles(ROLES, "roles.yaml"))
    return Entrance(lambda: sign_in, lambda: known, "root", store, clock)


def seen(clock: FixedClock, **claims: Any) -> Seen:
    """A good sign-in, changed; None leaves a claim out."""
    good = {"is_logged_in": True, "iss": "https://id.example.org", "sub": "248289761001", "aud": "consensus"}
    good |= {"iat": int(clock.now().timestamp()) - 60, "nonce": "n-0S6", "email_verified": True}
    found = {"email": "Ana@Example.org", **good, **claims}
    return Seen({name: value for name, value in found.items() if value is not None})


def test_somebody_who_signed_in_is_known_by_a_verified_address(store: MemoryStore, clock: FixedClock) -> None:
    entrance = door(store, clock)
    guest = entrance.admit(seen(clock))
    assert guest is not None
    assert (guest.person, guest.roles, guest.signed_in) == ("ana@example.org", {Role.REVIEWER}, True)
    entrance.admit(seen(clock))
    (event,) = store.audit_events()
    assert (event.actor, event.action) == ("ana@example.org", "sign-in")
    assert event.detail == "https://id.example.org 248289761001"


@pytest.mark.parametrize(
    ("claims", "meaning"),
    [
        ({"is_logged_in": False}, "nobody"),
        ({"is_logged_in": None}, "nobody"),
        ({"aud": "another"}, "a token for somebody else's client"),
        ({"aud": ["another", "third"]}, "for several, none of them us"),
        ({"aud": None}, "for nobody"),
        ({"iat": None}, "no time"),
        ({"iat": "yesterday"}, "no time"),
        ({"iat": True}, "no time"),
        ({"iat": 0}, "long ago"),
    ],
)
def test_must_sign_in_first(store: MemoryStore, clock: FixedClock, claims: dict[str, Any], meaning: str) -> None:
    assert door(store, clock).admit(seen(clock, **claims)) is None, meaning
    assert not store.audit_events()


@pytest.mark.parametrize(
    ("claims", "words"),
    [
        ({"email_verified": False}, "not verified"),
        ({"email_verified": None}, "not verified"),
        ({"email_verified": "false"}, "not verified"),
        ({"email_verified": 1.5}, "not verified"),
        ({"email": None}, "names nobody"),
        ({"email": ["ana@example.org"]}, "names nobody"),
        ({"email": "ana@example.org\nsue@example.org"}, "names nobody"),
        ({"email": "ana @example.org"}, "names nobody"),
        ({"email": "ana@example.org\u202e"}, "names nobody"),
        ({"email": "system"}, "not verified"),
        ({"email": "zoe@example.org"}, "zoe@example.org, who has no role here"),
    ],
)
def test_is_refused_with_words(store: MemoryStore, clock: FixedClock, claims: dict[str, Any], words: str) -> None:
    with pytest.raises(UsageError, match=words) as refused:
        door(store, clock).admit(seen(clock, **claims))
    assert refused.value.do, "what to do"
    assert not store.audit_events()


def test_some_providers_write_the_boolean_as_a_word(store: MemoryStore, clock: FixedClock) -> None:
    assert door(store, clock).admit(seen(clock, email_verified="true", aud=["x", "consensus"])) is not None


def test_the_subject_names_a_person_where_the_admin_says_so(store: MemoryStore, clock: FixedClock) -> None:
    entrance = door(store, clock, replace(SIGN_IN, identity="sub"))
    guest = entrance.admit(seen(clock, email_verified=False))
    assert guest is not None
    assert guest.person == "248289761001"
    assert Role.ADMIN in guest.roles


def test_a_sign_in_lasts_a_working_day(store: MemoryStore, clock: FixedClock) -> None:
    entrance, shown = door(store, clock), seen(clock)
    clock.advance(LONGEST_SIGN_IN - 61)
    assert entrance.admit(shown) is not None
    clock.advance(2)
    assert entrance.admit(shown) is None


def test_a_clock_that_is_ahead_counts_only_a_little(store: MemoryStore, clock: FixedClock) -> None:
    now = int(clock.now().timestamp())
    assert door(store, clock).admit(seen(clock, iat=now + 60)) is not None
    assert door(store, clock).admit(seen(clock, iat=now + 3600)) is None


def test_signing_out_ends_that_sign_in_alone(store: MemoryStore, clock: FixedClock) -> None:
    entrance, first, again = door(store, clock), seen(clock), seen(clock, nonce="another")
    entrance.admit(first)
    entrance.leave(first, "ana@example.org")
    assert entrance.admit(first) is None, "in every window, and for a copied cookie"
    assert entrance.admit(again) is not None
    assert [event.action for event in store.audit_events()] == ["sign-in", "sign-out", "sign-in"]


def test_a_role_that_is_taken_away_counts_at_once(store: MemoryStore, clock: FixedClock) -> None:
    given = [parse_roles(ROLES, "x")]
    entrance = Entrance(lambda: SIGN_IN, lambda: given[0], "root", store, clock)
    assert entrance.admit(seen(clock)) is not None
    given[0] = parse_roles({"sue@example.org": "admin"}, "x")
    with pytest.raises(UsageError, match="no role here"):
        entrance.admit(seen(clock))
    with pytest.raises(UsageError, match="no reviewer role"):
        entrance.require("ana@example.org", Role.REVIEWER)


# --- without sign-in: this machine alone -----------------------------------------------------------------------------


def test_the_person_at_this_machine(store: MemoryStore, clock: FixedClock) -> None:
    entrance = door(store, clock, None, roles=Roles())
    for address, name in (("127.0.0.1", "127.0.0.1:8501"), ("localhost", "localhost:8501"), ("::1", "[::1]:8501")):
        guest = entrance.admit(Seen(None, address, {"host": name, "origin": f"http://{name}"}))
        assert guest is not None
        assert (guest.person, guest.signed_in, guest.roles) == ("root", False, frozenset(Role))


@pytest.mark.parametrize(
    ("address", "headers", "words"),
    [
        ("", LOCAL, "listens on all addresses"),
        ("0.0.0.0", LOCAL, "listens on 0.0.0.0"),
        ("192.168.1.5", LOCAL, "listens on 192.168.1.5"),
        ("127.0.0.1", LOCAL | {"x-forwarded-for": "10.0.0.9"}, "through a proxy"),
        ("127.0.0.1", LOCAL | {"forwarded": "for=10.0.0.9"}, "through a proxy"),
        ("127.0.0.1", LOCAL | {"x-real-ip": "10.0.0.9"}, "through a proxy"),
        ("127.0.0.1", {"host": "evil.example:8501", "origin": "http://evil.example:8501"}, "evil.example"),
        ("127.0.0.1", {"host": "127.0.0.1.evil.example"}, "evil.example"),
        ("127.0.0.1", {"host": "127.0.0.1:8501", "origin": "http://localhost:3000"}, "page of http://localhost:3000"),
        ("127.0.0.1", {"host": "127.0.0.1:8501", "origin": "null"}, "page of null"),
        ("127.0.0.1", {"host": "127.0.0.1:8501"}, "unknown site"),
        ("127.0.0.1", {"host": "[", "origin": "http://["}, "for the host"),
        ("127.0.0.1", {"host": "127.0.0.1:8501", "origin": "http://["}, "page of"),
        ("127.0.0.1", {}, "for the host"),
    ],
)
def test_nobody_from_outside_gets_the_development_identity(
    store: MemoryStore, clock: FixedClock, address: str, headers: dict[str, str], words: str
) -> None:
    with pytest.raises(UsageError, match=words):
        door(store, clock, None, roles=Roles()).admit(Seen(None, address, headers))


def test_a_server_that_is_not_wired_as_configured_lets_nobody_in(store: MemoryStore, clock: FixedClock) -> None:
    with pytest.raises(UsageError, match="started without it"):
        door(store, clock).admit(Seen(None, "127.0.0.1", LOCAL))
    for claims in ({"is_logged_in": False}, {"is_logged_in": True, "email": "ana@example.org"}):
        with pytest.raises(UsageError, match="does not"):
            door(store, clock, None).admit(Seen(claims, "127.0.0.1", LOCAL))
    with pytest.raises(UsageError, match="X-User"):
        door(store, clock).admit(replace(seen(clock), trusted=("X-User",)))
