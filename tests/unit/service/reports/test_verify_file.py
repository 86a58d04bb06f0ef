"""A file in the source's format or CSV, checked with the certificate that stands beside it."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest

from consensus.certify import lot_certificate
from consensus.errors import InputError
from consensus.service.reports.verify_export import (
    FILE_LIMITS,
    LIMITS,
    LOT_LIMITS,
    VerifiedExport,
    verify_export,
    verify_file,
)

CONTENT = b"Ventil"
DIGEST = hashlib.sha256(CONTENT).hexdigest()
POLICY = {"name": "contracts", "version": 7, "digest": "0123456789ab"}
CLASSES = ("auto", "human-accepted", "human-edited", "second-review", "reused", "unverified")


def counts(auto: int = 0, unverified: int = 0) -> dict[str, int]:
    return dict.fromkeys(CLASSES, 0) | {"auto": auto, "unverified": unverified}


def lot(accepted: int = 40) -> dict[str, Any]:
    return dict(lot_certificate(accepted, 20, 2, policy="contracts v7", digest="0123456789ab").as_dict())


def one(**changed: Any) -> dict[str, Any]:
    """What stands beside the export of one job of 50 units."""
    told: dict[str, Any] = {"sha256": DIGEST, "job": "j1", "policy": POLICY, "units": 50, "accepted": 40}
    return told | {"verification": counts(40, 10), "certificate": "not certified"} | changed


def several(*jobs: dict[str, Any], **changed: Any) -> dict[str, Any]:
    """What stands beside a table of several jobs."""
    verification = {name: sum(job["verification"][name] for job in jobs) for name in CLASSES}
    kept = [{key: value for key, value in job.items() if key != "sha256"} for job in jobs]
    total = sum(verification.values())
    return {"sha256": DIGEST, "units": total, "verification": verification, "jobs": kept} | changed


def checked(told: Any, content: bytes = CONTENT) -> VerifiedExport:
    return verify_file(content, json.dumps(told).encode())


def test_a_whole_file() -> None:
    found = checked(one())
    assert (found.whole, found.problem, found.lines, found.lot) == (True, "", 50, None)
    assert found.classes == counts(40, 10)
    told = found.as_dict()
    assert (told["whole"], told["problem"], told["broken_line"]) == (True, None, None)
    assert (told["sha256"], told["last_digest"], told["certificate"]) == (DIGEST, None, "not certified")
    assert "documents" not in told, "it is one document"
    assert (found.limits, found.certificate) == (FILE_LIMITS, "not certified")


def test_a_certificate_is_computed_again() -> None:
    found = checked(one(certificate=lot()))
    assert (found.problem, found.certificate) == ("", lot()["words"])
    assert found.as_dict()["certificate"] == lot()
    assert found.limits == f"{FILE_LIMITS} {LOT_LIMITS}"


def test_a_document_without_units_promises_nothing() -> None:
    found = checked(one(units=0, accepted=0, verification=counts()))
    assert (found.problem, found.lines, found.certificate) == ("", 0, "not certified")


def test_another_file_is_not_the_one_that_was_exported() -> None:
    found = checked(one(certificate=lot()), b"Ventil!")
    assert "not the one that was exported" in found.problem
    assert (found.whole, found.lines, found.certificate) == (False, 50, "not certified")
    told = found.as_dict()
    assert (told["whole"], told["problem"], told["certificate"]) == (False, found.problem, "not certified")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"certificate": lot() | {"at_most_wrong": 2}}, "its own counts give"),
        ({"certificate": lot(), "accepted": 39}, "about 40 accepted units, and the file holds 39"),
        ({"certificate": lot(), "accepted": None}, "about 40 accepted units, and the file holds 0"),
        ({"certificate": lot(), "policy": POLICY | {"digest": "ffff"}}, "earned with policy 0123456789ab"),
        ({"certificate": lot(), "policy": "contracts"}, "earned with policy 0123456789ab"),
        ({"certificate": lot(), "policy": None}, "earned with policy 0123456789ab"),
        ({"certificate": "At most 2% are wrong."}, "not in a form"),
    ],
    ids=["bound", "fewer accepted", "none accepted", "another policy", "a name alone", "no policy", "words"],
)
def test_a_false_certificate(changed: dict[str, Any], said: str) -> None:
    found = checked(one(**changed))
    assert said in found.problem
    assert (found.lot, found.certificate, found.limits) == (None, "not certified", FILE_LIMITS)


UNACCOUNTED = {
    "no counts": {"verification": None},
    "counts in a list": {"verification": list(CLASSES)},
    "a class missing": {"verification": {"auto": 40, "unverified": 10}},
    "a class more": {"verification": counts(40, 10) | {"certain": 0}},
    "a unit less": {"verification": counts(40, 9)},
    "a unit more": {"verification": counts(40, 11)},
    "a count in words": {"verification": counts(40, 10) | {"reused": "0"}},
    "half a unit": {"verification": counts(40, 10) | {"auto": 39.5, "reused": 0.5}},
    "no number of units": {"units": None},
}


@pytest.mark.parametrize("name", UNACCOUNTED)
def test_what_does_not_say_what_became_of_every_unit(name: str) -> None:
    for found in (checked(one(**UNACCOUNTED[name])), checked(several_of(one(**UNACCOUNTED[name])))):
        assert found.problem == "the certificate file does not say what became of every unit."
        assert (found.classes, found.sha256, found.certificate) == ({}, DIGEST, "not certified")


def several_of(broken: dict[str, Any]) -> dict[str, Any]:
    """A table whose sums are right and whose second job is not."""
    kept = several(one(), one())
    return kept | {"jobs": [kept["jobs"][0], broken]}


# --- tables of several jobs ------------------------------------------------------------------------------------------


def test_a_table_says_what_is_promised_of_each() -> None:
    found = checked(several(one(certificate=lot()), one(job="j2")))
    assert (found.problem, found.lines, found.lot) == ("", 100, None)
    assert found.certificate == f"1 of 2 documents are certified. j1: {lot()['words']}"
    assert found.as_dict()["documents"] == {"j1": lot(), "j2": "not certified"}
    assert found.limits == f"{FILE_LIMITS} {LOT_LIMITS}"


def test_a_table_of_which_nothing_is_promised() -> None:
    found = checked(several(one(), one(job="j2")))
    assert (found.problem, found.certificate, found.limits) == ("", "not certified", FILE_LIMITS)
    assert found.as_dict()["documents"] == {"j1": "not certified", "j2": "not certified"}


def test_one_false_certificate_makes_the_table_false() -> None:
    found = checked(several(one(certificate=lot()), one(job="j2", certificate=lot(), accepted=39)))
    assert "the file holds 39" in found.problem
    assert (found.certificate, "documents" in found.as_dict()) == ("not certified", False)


@pytest.mark.parametrize(
    "changed",
    [
        {"jobs": "j1"},
        {"jobs": {"j1": one()}},
        {"jobs": [one(), "j2"]},
        {"jobs": [one(), one(units=49)]},
        {"verification": counts(81, 19)},
        {"units": 99},
        {"jobs": [one()]},
    ],
    ids=["words", "no list", "a job in words", "a job's sum", "other sums by class", "another sum", "a job lost"],
)
def test_a_table_whose_counts_are_not_those_of_its_jobs(changed: dict[str, Any]) -> None:
    found = checked(several(one(), one(job="j2")) | changed)
    assert found.problem == "the certificate file does not say what became of every unit."


@pytest.mark.parametrize("told", [b"", b"[]", b"words", b"\xff"])
def test_what_is_no_certificate_file(told: bytes) -> None:
    with pytest.raises(InputError, match="not one JSON object"):
        verify_file(CONTENT, told)


def test_of_a_whole_chain_the_limits_are_its_own() -> None:
    from consensus.export.chain import chained

    unit = {"job": "j1", "policy": POLICY, "certificate": "not certified", "unit": "u1", "verification": "auto"}
    found = verify_export(chained([unit]).encode())
    told = found.as_dict()
    assert (found.problem, found.limits, told["sha256"], told["problem"]) == ("", LIMITS, None, None)
    assert told["last_digest"] == found.last_digest != ""


@pytest.mark.parametrize(
    ("verdict", "accepted"),
    [
        ({"outcome": "accepted", "rule": "near_identity"}, True),
        ({"outcome": "accepted", "rule": "reused"}, False),
        ({"outcome": "review", "rule": "split"}, False),
        ({"rule": "near_identity"}, False),
        ("accepted", False),
        (None, False),
    ],
    ids=str,
)
def test_which_units_a_certificate_is_about(verdict: Any, accepted: bool) -> None:
    from consensus.export.chain import chained

    plain = {"outcome": "accepted", "rule": "unanimous"}
    shared = {"job": "j1", "policy": POLICY, "certificate": lot(40), "verification": "auto"}
    units = [{**shared, "unit": f"u{at}", "verdict": plain if at else verdict} for at in range(40)]
    found = verify_export(chained(units).encode())
    assert (found.problem == "") is accepted, found.problem
