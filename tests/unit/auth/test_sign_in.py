"""Who stands at the door, and that everything unclear is nobody. The rules alone; ``service.entrance`` asks them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from consensus.auth.sign_in import (
    LONGEST_SIGN_IN,
    Connection,
    SignIn,
    check_local,
    check_wiring,
    person_signed_in,
    sign_in_of,
)
from consensus.errors import UsageError

SIGN_IN = SignIn("consensus", "https://review.example.org", "https://id.example.org/x")
LOCAL = {"host": "127.0.0.1:8501", "origin": "http://127.0.0.1:8501"}
NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)


def seen(**claims: Any) -> Connection:
    """A good sign-in of a minute ago, changed; None leaves a claim out."""
    good = {"is_logged_in": True, "iss": "https://id.example.org", "sub": "248289761001", "aud": "consensus"}
    good |= {"iat": int(NOW.timestamp()) - 60, "nonce": "n-0S6", "email_verified": True}
    found = {"email": "Ana@Example.org", **good, **claims}
    return Connection({name: value for name, value in found.items() if value is not None})


def named(sign_in: SignIn = SIGN_IN, **claims: Any) -> str | None:
    return person_signed_in(sign_in, seen(**claims), NOW)


def test_a_verified_address_names_a_person() -> None:
    assert named() == "ana@example.org"


@pytest.mark.parametrize(
    ("claims", "meaning"),
    [
        ({"is_logged_in": False}, "nobody"),
        ({"is_logged_in": None}, "nobody"),
        ({"aud": "another"}, "a token for somebody else's client"),
        ({"aud": ["another", "third"]}, "for several, none of them us"),
        ({"aud": "consensus-2"}, "for a client whose name begins like ours"),
        ({"aud": None}, "for nobody"),
        ({"iat": None}, "no time"),
        ({"iat": "yesterday"}, "no time"),
        ({"iat": True}, "no time"),
        ({"iat": 0}, "long ago"),
    ],
)
def test_must_sign_in_first(claims: dict[str, Any], meaning: str) -> None:
    assert named(**claims) is None, meaning


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
        ({"email": ""}, "names nobody"),
    ],
)
def test_is_refused_with_words(claims: dict[str, Any], words: str) -> None:
    with pytest.raises(UsageError, match=words) as refused:
        named(**claims)
    assert refused.value.do, "what to do"


def test_some_providers_write_the_boolean_as_a_word() -> None:
    assert named(email_verified="true", aud=["x", "consensus"]) is not None


def test_the_subject_names_a_person_as_it_is_written() -> None:
    by_subject = replace(SIGN_IN, identity="sub")
    assert named(by_subject, sub="AbC", email_verified=False) == "AbC"
    assert named(by_subject, sub="x" * 255) == "x" * 255
    for nobody in ("", "x" * 256):
        with pytest.raises(UsageError, match="names nobody"):
            named(by_subject, sub=nobody)


@pytest.mark.parametrize(
    ("age", "fresh", "meaning"),
    [
        (LONGEST_SIGN_IN, True, "a working day"),
        (LONGEST_SIGN_IN + 1, False, "longer"),
        (0, True, "just now"),
        (-120, True, "by a clock that is a little ahead"),
        (-121, False, "by one that is wrong"),
    ],
)
def test_how_long_a_sign_in_lasts(age: float, fresh: bool, meaning: str) -> None:
    assert (named(iat=NOW.timestamp() - age) is not None) is fresh, meaning


def test_one_act_of_signing_in_has_one_name() -> None:
    assert sign_in_of(seen()) == sign_in_of(seen(email="other@example.org"))
    names = {sign_in_of(seen(**{claim: "another"})) for claim in ("iss", "sub", "iat", "nonce")}
    assert len(names | {sign_in_of(seen())}) == 5
    assert sign_in_of(Connection(None)) == sign_in_of(Connection({}))


# --- without sign-in: this machine alone -----------------------------------------------------------------------------


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
def test_nobody_from_outside_gets_the_development_identity(address: str, headers: dict[str, str], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        check_local(Connection(None, address, headers))


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("name", ["127.0.0.1:8501", "localhost", "[::1]:8501"])
def test_the_browser_of_this_machine(scheme: str, name: str) -> None:
    for address in ("127.0.0.1", "localhost", "::1"):
        check_local(Connection(None, address, {"host": name, "origin": f"{scheme}://{name}", "via": ""}))


# --- the wiring ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sign_in", "found", "words"),
    [
        (SIGN_IN, Connection({}, trusted=("X-User", "A-User")), "A-User, X-User"),
        (None, Connection(None, trusted=("X-User",)), "X-User"),
        (None, Connection({}), "does not"),
        (SIGN_IN, Connection(None), "started without it"),
    ],
)
def test_a_server_that_is_not_wired_as_configured(sign_in: SignIn | None, found: Connection, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        check_wiring(sign_in, found)


def test_servers_that_are_wired_as_configured() -> None:
    check_wiring(SIGN_IN, Connection({}))
    check_wiring(None, Connection(None))
