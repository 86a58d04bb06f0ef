"""An object is delivered as verified only when it is valid as a whole: by its schema, its rules and its class."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, model_validator

import consensus as library
from consensus.bootstrap import Service, build
from consensus.service.review.queue import Queue
from consensus.settings import Settings

CLASS = """\
from __future__ import annotations
from pathlib import Path
from pydantic import BaseModel, model_validator

with open(Path(__file__).with_suffix(".log"), "a") as log:
    log.write("imported\\n")

class Row(BaseModel):
    name: str
    amount: float

class Bill(BaseModel):
    number: str
    total: float
    note: str | None = None
    rows: list[Row]

    @model_validator(mode="after")
    def adds_up(self):
        if abs(sum(row.amount for row in self.rows) - self.total) > 0.005:
            raise ValueError("the rows do not add up to the total")
        return self
"""
SCHEMA = {
    "type": "object",
    "x-rule": "total == sum(rows[].amount) +- 0.005",
    "required": ["number", "total", "rows"],
    "properties": {
        "number": {"type": "string"},
        "total": {"type": "number"},
        "rows": {
            "type": "array",
            "minItems": 2,
            "items": {
                "type": "object",
                "required": ["name", "amount"],
                "properties": {"name": {"type": "string"}, "amount": {"type": "number"}},
            },
        },
    },
}
TEXT = "Bill B-7\nbolts 5.00\nnuts 6.00\nTotal 11.00 or 12.00 EUR\n"
NAMES = ("a", "b", "c")


def bill(total: float, *amounts: float) -> dict[str, Any]:
    rows = [{"name": name, "amount": amount} for name, amount in zip(("bolts", "nuts"), amounts, strict=False)]
    return {"number": "B-7", "total": total, "rows": rows}


RIGHT, WRONG = bill(11.0, 5.0, 6.0), bill(12.0, 5.0, 6.0)


@pytest.fixture
def panel(tmp_path: Path) -> Callable[..., str]:
    """Three recorded members that give these objects."""

    def record(*objects: Mapping[str, Any]) -> str:
        (tmp_path / "bill.txt").write_text(TEXT, "utf-8")
        outputs = dict(zip(NAMES, objects, strict=True))
        line = {"id": "bill", "doc_id": "bill.txt", "text": TEXT, "outputs": outputs}
        file = tmp_path / f"recorded-{len(list(tmp_path.glob('recorded-*')))}.jsonl"
        file.write_text(json.dumps(line) + "\n", "utf-8")
        return ",".join(f"recorded:{file}#{name}" for name in NAMES)

    return record


@pytest.fixture
def schema(tmp_path: Path) -> Path:
    path = tmp_path / "bill.schema.json"
    path.write_text(json.dumps(SCHEMA), "utf-8")
    return path


@pytest.fixture
def service(home: Path, environment: dict[str, str]) -> Iterator[Service]:
    opened = build(Settings.read(environment))
    yield opened
    opened.close()


class Later:
    """A clock a minute further on at each look: no decision is too soon."""

    def __init__(self) -> None:
        self._now = datetime(2026, 1, 1, tzinfo=UTC)

    def now(self) -> datetime:
        self._now += timedelta(minutes=1)
        return self._now

    def monotonic(self) -> float:
        return 0.0

    async def sleep(self, seconds: float) -> None: ...


def paths(job: Mapping[str, Any], verdict: str) -> set[str]:
    return {unit["path"] for unit in job["units"] if unit["verdict"] == verdict}


def test_a_right_bill_is_accepted_valid_and_exported_as_verified(
    consensus: Callable[..., Any], panel: Callable[..., str], schema: Path
) -> None:
    order = ("bill.txt", "--policy", "extraction", "--schema", schema, "--panel", panel(RIGHT, RIGHT, RIGHT), "--json")
    (job,) = consensus("submit", *order).json["jobs"]
    assert (job["totals"]["accepted"], job["valid"], job["errors"]) == (6, True, [])
    exported = consensus("export", job["id"], "-o", "bill.json")
    assert "All units are verified." in exported.err
    beside = json.loads((schema.parent / "bill.json.certificate.json").read_text("utf-8"))
    assert beside["object"] == {"valid": True, "errors": []}
    assert consensus("verify-export", "bill.json").code == 0
    lines = consensus("export", job["id"], "--format", "jsonl").out.splitlines()
    assert all(json.loads(line)["object"] == {"valid": True, "errors": []} for line in lines)


def test_a_broken_rule_and_a_short_table_go_to_review(
    consensus: Callable[..., Any], panel: Callable[..., str], schema: Path
) -> None:
    short = bill(5.0, 5.0)
    for given, cells, sentence in (
        (WRONG, {"total", "rows[0].amount", "rows[1].amount"}, "total is 12, but sum(rows[].amount) is 11 "),
        (short, {"rows[0].name", "rows[0].amount"}, "rows has 1 item, and the schema wants at least 2."),
    ):
        order = ("bill.txt", "--policy", "extraction", "--schema", schema, "--panel", panel(given, given, given))
        (job,) = consensus("submit", *order, "--json").json["jobs"]
        assert paths(job, "review") == cells
        assert (job["valid"], job["errors"]) == (None, []), "open units are held against nothing"
        assert all(sentence in unit["reasons"][0] for unit in job["units"] if unit["path"] in cells)
        assert sentence.split(",", 1)[0] in consensus("submit", *order).out


def test_a_rule_that_cannot_be_read_is_refused_before_anybody_is_asked(
    consensus: Callable[..., Any], panel: Callable[..., str], tmp_path: Path
) -> None:
    bad = tmp_path / "bad.json"
    bad.write_text(json.dumps(SCHEMA | {"x-rule": "total == sum(rows[].amuont)"}), "utf-8")
    order = ("bill.txt", "--policy", "extraction", "--schema", bad, "--panel", panel(RIGHT, RIGHT, RIGHT))
    ran = consensus("submit", *order)
    assert ran.code == 2
    assert "rows[].amuont is not in the schema; there is amount" in ran.err
    assert consensus("status", "--json").json["jobs"] == []


def decide_all(service: Service, job: str, values: Mapping[str, str]) -> None:
    queue = Queue(service.outside.store, Later())
    while (view := queue.next("ann", job)) is not None:
        assert view.field is not None
        queue.edit(view, values[view.field.path])


@pytest.mark.parametrize(("amount", "valid"), [("7", True), ("6", False)])
def test_what_people_decide_is_validated_as_a_whole(
    service: Service, consensus: Callable[..., Any], panel: Callable[..., str], schema: Path, amount: str, valid: bool
) -> None:
    order = ("bill.txt", "--policy", "extraction", "--schema", schema, "--panel", panel(WRONG, WRONG, WRONG), "--json")
    (job,) = consensus("submit", *order).json["jobs"]
    decide_all(service, job["id"], {"total": "12", "rows[0].amount": "5", "rows[1].amount": amount})
    (now,) = consensus("status", job["id"], "--json").json["jobs"]
    exported, shown = consensus("export", job["id"]), consensus("status", job["id"])
    assert now["valid"] is valid
    told = "total is 12, but sum(rows[].amount) is 11 (a difference up to 0.005 is allowed)."
    assert now["errors"] == ([] if valid else [told])
    assert ("All units are verified." in exported.err) is valid
    assert (told in exported.err) is not valid
    assert ("The object breaks its schema" in shown.out) is not valid
    assert service.jobs.notes.validity(job["id"]) == ("" if valid else f"The object breaks its schema: {told}")


def test_the_class_that_was_named_validates_also_in_another_process(
    service: Service,
    consensus: Callable[..., Any],
    panel: Callable[..., str],
    tmp_path: Path,
    environment: dict[str, str],
) -> None:
    (tmp_path / "bills.py").write_text(CLASS, "utf-8")
    order = ("--policy", "extraction", "--schema", "bills:Bill", "--panel", panel(WRONG, WRONG, WRONG), "--json")
    (job,) = consensus("submit", "bill.txt", *order).json["jobs"]
    assert len(paths(job, "review")) == 7, "a validator of the whole class speaks of all its fields"
    assert "Bill refuses the object: the rows do not add up to the total." in job["units"][0]["reasons"]
    decide_all(service, job["id"], {"number": "B-7", "total": "12", "note": "", "rows[0].name": "bolts",
        "rows[0].amount": "5", "rows[1].name": "nuts", "rows[1].amount": "6"})  # fmt: skip

    def exported() -> str:
        elsewhere = tmp_path / "elsewhere"
        elsewhere.mkdir(exist_ok=True)
        command = [sys.executable, "-m", "consensus", "export", job["id"]]
        done = subprocess.run(command, cwd=elsewhere, env=environment, capture_output=True, check=True, timeout=100)
        return done.stderr.decode()

    assert "Bill refuses the object: the rows do not add up to the total." in exported()
    assert "All units are verified" not in exported()
    (tmp_path / "bills.py").write_text(CLASS.replace("note: str", "remark: str"), "utf-8")
    assert "bills:Bill has another schema than when the document was handed in" in exported()
    (tmp_path / "bills.py").unlink()
    assert "bills:Bill could not be imported" in exported()
    assert "All units are verified" not in exported()


def test_a_schema_file_imports_nothing_whatever_it_says(
    consensus: Callable[..., Any], panel: Callable[..., str], tmp_path: Path
) -> None:
    (tmp_path / "bills.py").write_text(CLASS, "utf-8")
    hostile = tmp_path / "hostile.json"
    named = dict.fromkeys(("x-model", "x-class", "x-pydantic", "title", "$id", "$comment"), "bills:Bill")
    hostile.write_text(json.dumps(SCHEMA | named | {"x-rule": []}), "utf-8")
    order = ("--policy", "extraction", "--schema", hostile, "--panel", panel(WRONG, WRONG, WRONG), "--json")
    (job,) = consensus("submit", "bill.txt", *order).json["jobs"]
    assert (job["totals"]["accepted"], job["valid"]) == (6, True)
    assert consensus("export", job["id"]).code == 0
    assert not (tmp_path / "bills.log").exists()


def test_from_python_a_class_inside_a_function_validates(tmp_path: Path, panel: Callable[..., str]) -> None:
    class Row(BaseModel):
        name: str
        amount: float

    class Bill(BaseModel):
        number: str
        total: float
        rows: list[Row]

        @model_validator(mode="after")
        def adds_up(self) -> Bill:
            if sum(row.amount for row in self.rows) != self.total:
                raise ValueError("the rows do not add up")
            return self

    with library.open(tmp_path / "home") as verifier:
        for given, valid in ((RIGHT, True), (WRONG, None)):
            members = panel(given, given, given).split(",")
            job = verifier.submit(tmp_path / "bill.txt", policy="extraction", schema=Bill, panel=members)
            assert job.as_dict()["valid"] is valid
            assert verifier.status(job.id).as_dict()["valid"] is valid
