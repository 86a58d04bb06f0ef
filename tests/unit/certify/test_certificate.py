"""When a delivery is certified, by what, and that nothing is said of it otherwise."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from consensus import certify
from consensus.domain import Audit, Judgement, Seeds
from tests.unit.export.verifier.deliveries import CAP, census, delivery, log, operated, record


def test_it_says_both_what_is_guaranteed_and_what_the_delivery_showed() -> None:
    told = delivery().certificate
    assert told is not None
    assert told["words"] == f"{told['guarantee']['words']} {told['lot']['words']}"
    assert told["guarantee"]["words"].startswith(
        "At most 10.0% of the units accepted automatically are materially wrong (95% confidence). Shown by 4,900 blind"
    )
    assert told["lot"]["words"] == (
        "Of this delivery's 100 accepted units at most 6 are still materially wrong (95% confidence; 50 audited at "
        "random, 1 wrong and mended). This assumes that reviewers catch at least 80% of errors. Policy contracts v7."
    )
    assert [one["place"] for one in told["guarantee"]["log"]] == list(range(11, 121))


def test_the_delivery_says_nothing_before_its_audits_are_made() -> None:
    told = delivery(judged=False).certificate
    assert told is not None
    assert (told["lot"]["shown"], told["lot"]["words"], told["words"]) == (None, "", told["guarantee"]["words"])


UNPROVED: dict[str, dict[str, Any]] = {
    "nothing shown yet": {"entries": [*map(census, range(11, 21)), operated(120, wrong=1)]},
    "an alarm": {"entries": [*log()[:-5], *(operated(place, wrong=40) for place in range(116, 121))]},
    "certified only since": {"told": replace(record(), certified_at=("2026-05-20T08:00:00+00:00",) * 3)},
    "known errors missed": {"seeds": Seeds(20, 3, 0)},
}


@pytest.mark.parametrize("name", ["certified only since", "an alarm"])
def test_without_a_guarantee_its_own_audits_still_speak(name: str) -> None:
    told = delivery(**UNPROVED[name]).certificate
    assert told is not None
    assert (told["guarantee"], told["words"]) == (None, told["lot"]["words"])
    assert delivery(**UNPROVED[name], judged=False).certificate is None
    earned = delivery(**UNPROVED[name])
    for line in earned.lines:
        line["verdict"]["certificate"] = "not certified"
    found = earned.verified()
    assert (found.problem, found.certificate) == ("", told["lot"]["words"])


@pytest.mark.parametrize("name", UNPROVED)
def test_no_guarantee_stands_without_its_proof(name: str) -> None:
    told = delivery(**UNPROVED[name]).certificate
    assert told is None or told["guarantee"] is None


def test_the_id_is_of_all_that_a_certificate_is_about() -> None:
    first = certify.certificate_id(record(), 2)
    others = [
        certify.certificate_id(record(), 1),
        certify.certificate_id(record(attempt=2), 2),
        certify.certificate_id(replace(record(), digest="other"), 2),
        certify.certificate_id(replace(record(), slice="en to de"), 2),
        certify.certificate_id(replace(record(), policy="other"), 2),
    ]
    assert len({first, *others}) == 6


def test_when_the_key_of_a_batch_may_be_told() -> None:
    waits = Audit("i", "j", "u", "p", "s", "d", due_at="2026-05-17T08:00:00+00:00")
    made = replace(waits, judgement=Judgement.RIGHT)
    assert not certify.revealable([made, waits], "2026-05-16T08:00:00+00:00")
    assert certify.revealable([made, waits], "2026-05-17T08:00:00+00:00")
    assert certify.revealable([made, replace(waits, spoiled=True)], "2026-05-16T08:00:00+00:00")


def test_drawn_names_tell_nothing_of_their_units() -> None:
    told = delivery().certificate
    assert told is not None
    names = told["lot"]["names"]
    assert len(names) == CAP // 2
    assert not any("job1" in name or name[:2] == "u0" for name in names)
