"""The door and what a session keeps: nothing passes from one person to the next."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

import pytest

from consensus.errors import UsageError
from consensus.service.sign_in import Connection, Principal, Role, SignInService
from ui import sign_in
from ui.state import State
from ui.state_pages import Working


class Fake:
    """Lets in whoever stands in ``person``; "" is nobody yet, "!" is refused."""

    person = "ana"

    def admit(self, seen: Connection) -> Principal | None:
        if self.person == "!":
            raise UsageError("not you.")
        return Principal(self.person, frozenset({Role.REVIEWER}), True) if self.person else None


@pytest.fixture
def sign_in_service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Fake]:
    monkeypatch.setattr(sign_in, "seen", lambda: Connection({}))
    return Fake()


def come_in(session: dict[Any, Any], sign_in_service: Fake) -> Principal | None:
    guest = sign_in.admitted(session, cast("SignInService", sign_in_service))
    if guest is not None:
        State(session, cast("Any", object())).sign_in(guest.person)
    return guest


@pytest.mark.parametrize("then", ["ben", "", "!"])
def test_what_one_person_typed_is_gone_for_the_next(sign_in_service: Fake, then: str) -> None:
    session: dict[Any, Any] = {}
    come_in(session, sign_in_service)
    session |= {"text": "typed by ana", "planned": "ana's plan"}
    State(session).notify("ana's notice")
    come_in(session, sign_in_service)
    assert session["text"] == "typed by ana", "the same person goes on"
    sign_in_service.person = then
    if then == "!":
        with pytest.raises(UsageError):
            come_in(session, sign_in_service)
    else:
        come_in(session, sign_in_service)
    assert "ana" not in repr(session)
    assert "sign-in service" in session, "what is clicked now is checked too"


@pytest.mark.parametrize("then", ["ben", "", "!"])
def test_an_action_on_a_page_drawn_for_another_is_refused(sign_in_service: Fake, then: str) -> None:
    session: dict[Any, Any] = {}
    come_in(session, sign_in_service)
    sign_in.check(session)
    assert sign_in.still_in(session)
    sign_in_service.person = then
    with pytest.raises(UsageError):
        sign_in.check(session)
    assert not sign_in.still_in(session)


def test_behind_the_door_nobody_falls_back_to_the_identity_of_the_server(sign_in_service: Fake) -> None:
    session: dict[Any, Any] = {}
    sign_in_service.person = ""
    come_in(session, sign_in_service)
    with pytest.raises(KeyError):
        assert State(session, cast("Any", object())).user
    with pytest.raises(KeyError):
        assert Working(session).user
