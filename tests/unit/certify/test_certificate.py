"""A certificate in an export's metadata is computed again from its own counts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from consensus import certify
from consensus.certify import Certification, Claim, Level, issue, read_certificate
from consensus.errors import InputError


def certificate() -> dict[str, Any]:
    state = Certification(Claim("en to de", "p v1", "basis", 0.1, (Level(2.0, 0.4), Level(1.0, 0.6))))
    for _ in range(40):
        state = state.observe(0, wrong=False, frame=1)
    issued = issue(state)
    assert issued is not None
    return issued.as_dict()


def test_it_is_read_as_it_was_written() -> None:
    found = read_certificate(certificate())
    assert found.as_dict() == certificate()
    assert found.words.startswith("At most 10.0% of accepted units are materially wrong (95% confidence; 40 blind")


SPOILED: list[tuple[str, Callable[[dict[str, Any]], Any]]] = [
    ("fewer checks", lambda told: told["proof"].update(checks=10)),
    ("a wrong one", lambda told: told["proof"].update(wrong=3)),
    ("another target in the proof", lambda told: told["proof"].update(alpha=0.5)),
    ("a smaller promise", lambda told: told.update(alpha=0.01)),
    ("more confidence", lambda told: told.update(confidence=0.999)),
    ("fewer errors in words", lambda told: told["checks"].update(errors=1)),
    ("better words", lambda told: told.update(words=told["words"].replace("10.0%", "1.0%"))),
    ("better reviewers", lambda told: told["seeded_errors"].update(shown=30, caught=30)),
    ("no proof", lambda told: told.pop("proof")),
    ("not a number", lambda told: told.update(alpha="much")),
    ("a list", lambda told: told.update(level=[1, 2])),
    ("something more", lambda told: told.update(extra=1)),
]


@pytest.mark.parametrize(("meaning", "spoil"), SPOILED, ids=[name for name, _ in SPOILED])
def test_a_spoiled_one_is_refused(meaning: str, spoil: Callable[[dict[str, Any]], Any]) -> None:
    told = certificate()
    spoil(told)
    with pytest.raises(InputError):
        read_certificate(told)


def test_a_lot_with_its_guarantee() -> None:
    lot = certify.lot_certificate(50, 10, 0, policy="p v1", digest="d").as_dict() | {"guarantee": certificate()}
    assert certify.read_lot(lot, 50).at_most_left == lot["at_most_left"]
