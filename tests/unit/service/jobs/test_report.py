"""What a job looks like to whoever submitted it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from consensus.domain import (
    Abstention,
    AbstentionReason,
    Action,
    Batch,
    Document,
    Field,
    Outcome,
    Progress,
    Resolution,
    Rule,
    Segment,
    Task,
    Totals,
    Verdict,
)
from consensus.domain.job import UnitRecord
from consensus.service.jobs.fitting_back import fitting_back
from consensus.service.jobs.report import JobReport, ended
from consensus.service.jobs.validity import Validity

Decided = Callable[..., UnitRecord]


def report(a_job: Any, *records: UnitRecord, totals: Totals | None = None, **more: Any) -> JobReport:
    said = {name: more.pop(name) for name in ("left", "progress", "validated", "batch") if name in more}
    return JobReport(a_job(**more), records, totals or Totals(), **said)


def test_units_with_their_verdicts(a_job: Any, decided: Decided) -> None:
    made = Resolution("b", Action.EDITED, "ana", "Von Hand.", "t", "t")
    a, b = decided("a", 0.5), replace(decided("b", 0.25, "split", index=1), resolution=made)
    found = report(
        a_job, a, b, replace(decided("c", 1.0, index=2), verdict=None), totals=Totals(3, cost=Decimal("0.5"))
    )
    told = found.as_dict()
    assert (told["id"], told["state"], told["task"], told["calls"], told["cost"]) == (
        "job1",
        "done",
        "translate",
        3,
        0.5,
    )
    assert told["totals"] == {"units": 3, "accepted": 1, "review": 1, "failed": 0}
    first, second, third = told["units"]
    assert (first["source"], first["verdict"], first["value"], first["verification"]) == (
        "Text a.",
        "accepted",
        "Wort a.",
        "auto",
    )
    assert (second["value"], second["leading"], second["verification"]) == ("Von Hand.", "Wort b.", "human-edited")
    assert third == {"id": "c", "source": "Text c.", "verdict": None}
    assert "value" not in told
    assert "unanswered" not in told
    assert told["progress"] is None
    assert (ended([a, b]), ended(found.units)) == (True, False)


def test_a_cost_that_nobody_knows_is_null_and_no_zero(a_job: Any) -> None:
    assert report(a_job).as_dict()["cost"] is None
    assert report(a_job, totals=Totals(cost=Decimal(0))).as_dict()["cost"] == 0.0


def test_progress_of_the_process_that_works_on_it(a_job: Any) -> None:
    assert report(a_job, progress=Progress("page.txt", 1, 2)).as_dict()["progress"]["answers"] == 1


@pytest.mark.parametrize(("state", "told"), [("done", True), ("running", False)])
def test_an_outage_is_said_of_a_job_that_has_ended(a_job: Any, decided: Decided, state: str, told: bool) -> None:
    lost = (Abstention("a", "m0", "f0", AbstentionReason.TIMEOUT, "no route."),)
    failed = replace(decided("a", 1.0), answers=lost, verdict=Verdict("a", Outcome.FAILED, "no_answer", ("why",)))
    found = report(a_job, failed, state=state)
    assert (found.unanswered is not None) is told
    assert ("unanswered" in found.as_dict()) is told


@pytest.mark.parametrize(("state", "valued"), [("done", True), ("running", False)])
def test_the_object_of_an_extraction_that_has_ended(a_job: Any, state: str, valued: bool) -> None:
    unit = Field("total", 0, "total", "total", {"type": "number"})
    cell = UnitRecord(unit, verdict=Verdict("total", Outcome.ACCEPTED, "unanimous", ("r",), 12, 12, "m0"))
    found = report(a_job, cell, task=Task.EXTRACT, state=state, validated=lambda: Validity(("broken.",)))
    told = found.as_dict()
    assert told["units"][0]["path"] == "total"
    assert ("value" in told) is valued
    if valued:
        assert (told["value"], told["valid"], told["errors"]) == ({"total": 12}, False, ["broken."])


def test_notices_are_of_what_is_left_and_of_languages_without_words(a_job: Any) -> None:
    assert report(a_job, left=("Two images are not sent.",)).notices == ("Two images are not sent.",)
    (told,) = report(a_job, to="xh").notices
    assert "no word lists" in told
    assert report(a_job, task=Task.EXTRACT, to="xh").notices == (), "an extraction has no such checks"


# --- accepted texts that would damage their document -----------------------------------------------------------------

PAGE = "See ![a pump](pump.png) here.\n\nStop.\n"


def page(a_job: Any, first: str, outcome: Outcome = Outcome.ACCEPTED) -> Any:
    from consensus import formats
    from consensus.domain import DocumentRules

    document = Document("d", "page.md", Task.TRANSLATE, "markdown", PAGE, "en", "de")
    job = replace(a_job(), document=document)
    units = [one for one in formats.split(document, DocumentRules()) if isinstance(one, Segment)]
    texts = [first, "Halt."]
    records = []
    for unit, text in zip(units, texts, strict=True):
        value = text if outcome is Outcome.ACCEPTED else None
        records.append(UnitRecord(unit, verdict=Verdict(unit.id, outcome, "unanimous", ("same",), value, text, "m0")))
    return job, records


def test_a_text_that_lost_its_image_waits_for_a_person(a_job: Any) -> None:
    job, records = page(a_job, "Siehe hier.")
    first, second = fitting_back(job, records, PAGE.encode())
    assert first.verdict is not None
    assert (first.verdict.outcome, first.verdict.rule, first.verdict.value) == (Outcome.REVIEW, Rule.STRUCTURE, None)
    assert first.verdict.leading == "Siehe hier.", "a person still sees it"
    assert (first.verdict.reasons[1:], second) == (("same",), records[1])


@pytest.mark.parametrize(
    ("text", "outcome"),
    [("Siehe ![eine Pumpe](pump.png) hier.", Outcome.ACCEPTED), ("Siehe hier.", Outcome.REVIEW)],
    ids=["whole", "not accepted anyway"],
)
def test_what_stays_as_it_is(a_job: Any, text: str, outcome: Outcome) -> None:
    job, records = page(a_job, text, outcome)
    assert fitting_back(job, records, PAGE.encode()) == tuple(records)


def test_a_unit_without_a_verdict_stays_without(a_job: Any) -> None:
    job, records = page(a_job, "Siehe hier.")
    bare = [records[0], replace(records[1], verdict=None)]
    assert fitting_back(job, bare, PAGE.encode())[1] == bare[1]


def waiting(record: UnitRecord) -> UnitRecord:
    assert record.verdict is not None
    hidden = replace(record.verdict, outcome=Outcome.REVIEW, rule=Rule.OPEN_BATCH, value=None, leading=None)
    return replace(record, verdict=hidden)


def test_nobody_sees_an_answer_before_its_batch_is_closed(a_job: Any, decided: Decided) -> None:
    batch = Batch("b1", "delivery 7", "p", "en to de", "d", "2026-05-04T12:00:00+00:00", "c", named=True)
    found = report(a_job, waiting(decided("a", 0.9)), decided("b", 0.5, "split", index=1), batch=batch)
    assert found.waits == (
        '1 unit waits until the batch "delivery 7" is closed, at most a day from 2026-05-04 12:00 on. Close it with: '
        "consensus certify close 'delivery 7' --policy p"
    )
    hidden, shown = found
    assert (hidden.candidates, hidden.leading, hidden.findings) == ({}, None, ())
    assert shown.candidates
    assert "Wort a." not in str(found.as_dict())
    assert found.as_dict()["waits"] == found.waits
    own = report(a_job, waiting(decided("a", 0.9)), waiting(decided("b", 0.9)), batch=replace(batch, named=False))
    assert own.waits.startswith("2 units wait until all documents handed in with this one are decided, at most a day")
    assert report(a_job, decided("a", 0.9), batch=batch).waits == "", "none of its units could be accepted"
    assert report(a_job, decided("a", 0.9)).as_dict()["waits"] is None
