"""Each reviewer's keys, on both databases."""

from __future__ import annotations

import pytest

from consensus.auth.roles import Role, Roles
from consensus.errors import ForbiddenError, UsageError
from consensus.service.review.own_keys import ACTIONS
from consensus.service.review.queue import Queue, ReviewSettings
from consensus.storage.store import SqlStore
from consensus.testing.fixed_clock import FixedClock

DEFAULTS = {action.name: action.key for action in ACTIONS}
ROLES = Roles(dict.fromkeys(("ana@example.org", "ben@example.org"), frozenset({Role.REVIEWER})))


def test_keys_are_a_persons_own(store: SqlStore) -> None:
    queue = Queue(store, FixedClock(), ReviewSettings(lambda: ROLES))
    queue.keys.change("Ana@example.org", {**DEFAULTS, "write": "E"})
    assert queue.keys.of("ana@example.org").bound("W") == "E"
    assert queue.keys.of("ben@example.org").bound("W") == "W"
    with pytest.raises(UsageError):
        queue.keys.change("ana@example.org", {**DEFAULTS, "write": "C"})
    assert queue.keys.of("ana@example.org").bound("W") == "E", "a refused choice leaves the keys as they were"
    queue.keys.change("ana@example.org", {**DEFAULTS, "skip": "E"})
    assert [queue.keys.of("ana@example.org").bound(key) for key in ("W", "S")] == ["W", "E"]
    queue.keys.reset("ana@example.org")
    assert queue.keys.of("ana@example.org").chosen == DEFAULTS


def test_only_reviewers_have_keys(store: SqlStore) -> None:
    queue = Queue(store, FixedClock(), ReviewSettings(lambda: ROLES))
    for act in (lambda: queue.keys.change("eve@example.org", DEFAULTS), lambda: queue.keys.reset("eve@example.org")):
        with pytest.raises(ForbiddenError):
            act()
