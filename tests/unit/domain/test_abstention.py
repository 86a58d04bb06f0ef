"""A missing answer keeps the kind of the fault, and says it where the reason alone would not."""

from __future__ import annotations

import json

import pytest

from consensus.domain import Abstention, AbstentionReason
from consensus.errors import CallFault
from consensus.storage import codec


@pytest.mark.parametrize(
    ("reason", "fault", "why"),
    [
        (AbstentionReason.UNAVAILABLE, None, "unavailable"),
        (AbstentionReason.UNAVAILABLE, CallFault.UNAVAILABLE, "unavailable"),
        (AbstentionReason.UNAVAILABLE, CallFault.RATE_LIMITED, "unavailable (too many requests)"),
        (AbstentionReason.UNAVAILABLE, CallFault.BAD_REQUEST, "unavailable (the request was refused)"),
        (AbstentionReason.UNAVAILABLE, CallFault.NOT_A_MODEL, "unavailable (the address does not answer as a model)"),
        (AbstentionReason.UNAVAILABLE, CallFault.CANCELLED, "unavailable (given up)"),
        (AbstentionReason.KEY_REFUSED, CallFault.KEY_REFUSED, "key_refused"),
        (AbstentionReason.KEY_REFUSED, CallFault.QUOTA, "key_refused (the account is used up)"),
        (AbstentionReason.TIMEOUT, CallFault.TIMEOUT, "timeout"),
    ],
)
def test_eight_faults_read_as_eight(reason: AbstentionReason, fault: CallFault | None, why: str) -> None:
    assert Abstention("u", "m", "f", reason, fault=fault).why == why


def test_the_fault_is_stored_and_what_was_stored_without_one_is_read() -> None:
    lost = Abstention("u", "m", "f", AbstentionReason.UNAVAILABLE, "429: wait", fault=CallFault.RATE_LIMITED)
    assert codec.load_answers(codec.stored_answers([lost]).text or "") == (lost,)
    [[tag, stored]] = json.loads(codec.stored_answers([lost]).text or "")
    del stored["fault"]
    (old,) = codec.load_answers(json.dumps([[tag, stored]]))
    assert isinstance(old, Abstention)
    assert (old.reason, old.fault) == (AbstentionReason.UNAVAILABLE, None)
