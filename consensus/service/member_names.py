"""What members are called where people read of them: by the name under which a panel keeps them, not by an address."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache

from consensus.domain import MemberRule
from consensus.telemetry import host_name, plain_name

#: The members of the installation's panels, as they are now.
SavedMembers = Callable[[], Iterable[MemberRule]]


def nobody_saved() -> Iterable[MemberRule]:
    """An installation without panels."""
    return ()


def member_names(saved: Iterable[MemberRule]) -> Callable[[str], str]:
    """A member's name as it was asked -> what it is called.

    ``MODEL@http://HOST/v1`` is MODEL where a panel has that model at that address, so that both count as one; else
    "MODEL at HOST". Every other name stays, without what an address in it may hide.
    """
    known = {(rule.model, _address(rule.base_url)) for rule in saved if rule.base_url}

    @cache
    def named(asked: str) -> str:
        name = plain_name(asked)
        model, at, address = name.partition("@http")
        if not at or not model:
            return name
        address = f"http{address}"
        return model if (model, _address(address)) in known else f"{model} at {host_name(address)}"

    return named


def _address(url: str) -> str:
    return plain_name(url).rstrip("/").lower()
