"""The same from Python, as in the README."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest
from pydantic import BaseModel

import consensus
from consensus.domain import Outcome
from consensus.errors import SchemaError

EXAMPLES = Path(str(files("consensus"))) / "examples"


class Line(BaseModel):
    description: str
    quantity: float


class Invoice(BaseModel):
    invoice_number: str
    total: float


def test_the_public_names() -> None:
    assert {"open", "aopen", "AsyncVerifier", "decide", "Verifier", "Job", "Unit", "File", "errors"} <= set(
        consensus.__all__
    )


def test_submit_look_export(tmp_path: Path) -> None:
    with consensus.open(tmp_path / "home") as verifier:
        job = verifier.submit(EXAMPLES / "manual.md", policy="translation", source="en", to="de", panel="recorded")
        assert job.count(Outcome.ACCEPTED) > 0
        written = verifier.export(job, tmp_path / "manual.de.md")
        assert written.read_text("utf-8") != (EXAMPLES / "manual.md").read_text("utf-8")
        assert verifier.status(job.id).as_dict()["totals"] == job.as_dict()["totals"]


def test_a_job_is_its_units(tmp_path: Path) -> None:
    with consensus.open(tmp_path / "home") as verifier:
        job = verifier.submit(EXAMPLES / "manual.md", policy="translation", source="en", to="de", panel="recorded")
    told = job.as_dict()
    assert [unit.as_dict() for unit in job] == told["units"]
    assert (len(job.accepted), len(job.review)) == (told["totals"]["accepted"], told["totals"]["review"])
    assert job.accepted
    assert all(unit.value and unit.source for unit in job.accepted)
    first = job.review[0]
    assert (first.value, first.verification) == (None, "unverified")
    assert set(first.candidates) == {"example-a", "example-b", "example-c"}
    assert any(finding.check == "numbers" or finding.message for unit in job.review for finding in unit.findings)


def test_a_pydantic_model_is_a_schema(tmp_path: Path) -> None:
    with consensus.open(tmp_path / "home") as verifier:
        job = verifier.submit(EXAMPLES / "invoice.txt", policy="extraction", schema=Invoice, panel="recorded")
        assert {"invoice_number", "total"} <= {cell["path"] for cell in job.as_dict()["cells"]}


def test_examples_are_checked_before_anything_is_asked_and_left_out_where_they_are_the_document(tmp_path: Path) -> None:
    document = EXAMPLES / "invoice.txt"
    answer = {"invoice_number": "1", "total": 2.0}
    schema = Invoice.model_json_schema()
    with consensus.open(tmp_path / "home") as verifier:
        own = {**schema, "x-examples": [{"text": document.read_text("utf-8"), "object": answer}]}
        job = verifier.submit(document, policy="extraction", schema=own, panel="recorded")
        assert any("1 example is not shown" in notice for notice in job.as_dict()["notices"])
        wrong = {**schema, "x-examples": [{"text": "Invoice", "object": {**answer, "total": "two"}}]}
        with pytest.raises(SchemaError, match=r"x-examples/0: .*total: 'two' is not of type 'number'"):
            verifier.submit(document, policy="extraction", schema=wrong, panel="recorded")


def test_nothing_of_a_run_is_left_running(tmp_path: Path) -> None:
    verifier = consensus.open(tmp_path / "home")
    verifier.close()
    with pytest.raises(Exception):  # noqa: B017 - whatever it says, a closed verifier must not work quietly
        verifier.status("x")
