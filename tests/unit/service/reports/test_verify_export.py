"""What a house under a guarantee really exports is computed again from the files, in all that may become of it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from consensus import export
from consensus.domain.job import JobRecord
from consensus.export.verifier.files import NO_LINES, SECRET_DRAW, Verified, verify
from consensus.service.reports.verify_export import as_dict
from consensus.storage.store import SqlStore

DAY = 86400.0


@pytest.fixture
def store(sqlite_store: SqlStore) -> SqlStore:
    """On SQLite alone: what is computed again are files."""
    return sqlite_store


def exported(world: Any, job: JobRecord, form: str = "jsonl") -> tuple[bytes, bytes]:
    """Export and certificate file, as ``Jobs.export`` makes them."""
    world.guarantees.batches.reveal(job.id)
    units = tuple(world.store.units(job.id))
    certificate = world.guarantees.certificate(job, units)
    made = export.to_jsonl(job, units, [], certificate) if form == "jsonl" else export.to_csv(job, units)
    content = made.encode()
    return content, export.to_certificate(job, content, units, certificate, None, form).encode()


def verified(world: Any, job: JobRecord, form: str = "jsonl") -> Verified:
    return verify(*exported(world, job, form))


def certificate(world: Any, job: JobRecord) -> Any:
    return json.loads(exported(world, job)[1])["certificate"]


def test_nothing_is_certified_before_it_is_shown(world: Any) -> None:
    world.levels_declared()
    found = verified(world, world.submit([1.0] * 4))
    assert (found.problem, found.certificate) == ("", "not certified")


def test_a_certified_delivery(world: Any) -> None:
    world.certified()
    job = world.submit([1.0, 1.0, 0.3, 0.1])
    for form in ("jsonl", "csv"):
        found = verified(world, job, form)
        assert (found.problem, found.units) == ("", 4)
        assert found.certificate.startswith("At most 50.0% of the units accepted automatically are materially wrong")
        assert (NO_LINES in found.notes) is (form == "csv")
    assert "policy promised v1" not in found.certificate
    told = as_dict(found)
    assert (told["refused"], told["certificate"], told["signed_by"]) == (False, found.certificate, None)
    assert "whole" not in json.dumps(told)


def test_the_key_is_told_once_nobody_is_unblinded_by_it(world: Any) -> None:
    world.certified()
    job = next(one for one in (world.submit([1.0] * 4) for _ in range(30)) if world.audits(one))
    waits = verified(world, job)
    assert (waits.problem, SECRET_DRAW in waits.notes, certificate(world, job)["lot"]["key"]) == ("", True, None)
    world.judge_all()
    found = verified(world, job)
    assert (found.problem, SECRET_DRAW in found.notes) == ("", False)
    assert certificate(world, job)["lot"]["key"] is not None


def test_a_batch_of_several_documents(world: Any) -> None:
    world.certified()
    jobs = [world.submit([1.0] * 2, batch=f"b{at // 2}") for at in range(40)]
    for job in jobs:
        assert verified(world, job).problem == ""
    world.judge_all()
    for job in jobs:
        found = verified(world, job)
        assert (found.problem, SECRET_DRAW in found.notes) == ("", False)


def test_what_an_audit_found_wrong_is_not_delivered(world: Any) -> None:
    world.certified()
    job = next(one for one in (world.submit([1.0] * 4) for _ in range(30)) if world.audits(one))
    world.judge_all("wrong")
    found = verified(world, job)
    assert (found.problem, found.classes["auto"], found.classes["unverified"]) == ("", 3, 1)
    assert [one["judgement"] for one in certificate(world, job)["lot"]["drawn"]] == ["wrong"]


def test_a_copy_that_comes_later(world: Any) -> None:
    world.certified()
    first = world.submit([1.0] * 2, text="the same")
    world.judge_all()
    again = world.submit([1.0] * 2, text="the same")
    assert world.place(again)[0].repeated
    assert verified(world, first).problem == ""
    found = verified(world, again)
    assert (found.problem, certificate(world, again)["lot"]["repeated"]) == ("", True)


def test_after_an_alarm_it_is_not_certified(world: Any) -> None:
    world.certified()
    job = world.submit([1.0] * 4)
    world.judge_all()
    world.until_alarm()
    found = verified(world, job)
    assert found.problem == ""
    assert "of the units accepted automatically" not in found.certificate


def test_after_a_stale_time_what_was_accepted_before_is_still_certified(world: Any) -> None:
    world.certified()
    job = world.submit([1.0] * 4)
    world.clock.advance(20 * DAY)
    assert verified(world, job).certificate == "not certified", "nothing is promised while it is stale"
    for _ in range(30):
        world.submit([1.0] * 4)
    world.judge_all()
    assert verified(world, job).problem == ""


@pytest.mark.parametrize("judged", [False, True])
def test_of_a_delivery_nothing_is_said_before_its_audits_are_made(world: Any, judged: bool) -> None:
    world.certified()
    job = next(one for one in (world.submit([1.0] * 4) for _ in range(30)) if world.audits(one))
    if judged:
        world.judge_all()
    told = certificate(world, job)
    assert [one["judgement"] for one in told["lot"]["drawn"]] == ["right" if judged else None]
    assert (told["lot"]["shown"], verified(world, job).problem) == (None, ""), "one of four says less than 50%"
