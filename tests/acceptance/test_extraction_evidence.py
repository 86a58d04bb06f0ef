"""An extraction as its user takes it away: every value with the place in the document that it came from."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

import consensus as product

#: As many PDFs give it: letters and their accents in two characters.
CUSTOMER = unicodedata.normalize("NFD", "Café Müller")
LINES = (
    "STATEMENT OF ACCOUNT",
    f"Customer: {CUSTOMER}, Zürich",
    "Order date: 5 March 2024   Due date: 2024-04-04",
    "",
    "Day         Text          Amount EUR",
    "2024-03-05  Widget, blue    1,250.50",
    "2024-03-05  Widget, blue    1,250.50",
    "2024-03-06  Discount           (50.00)",
    "",
    "Balance: 2,451.00",
)
PLAIN = {"type": "string"}
ROW = {"day": {"type": "string", "format": "date"}, "text": PLAIN, "amount": {"type": "number"}}
SCHEMA = {
    "type": "object",
    "properties": {
        "customer": PLAIN,
        "order_date": {"type": "string", "format": "date"},
        "due_date": {"type": "string", "format": "date"},
        "vat_id": {"type": ["string", "null"]},
        "lines": {"type": "array", "items": {"type": "object", "properties": ROW, "required": list(ROW)}},
        "days": {"type": "array", "items": {"type": "string", "format": "date"}},
        "balance": {"type": "number"},
        "note": {"type": ["string", "null"]},
    },
    "required": ["customer", "order_date", "due_date", "vat_id", "lines", "days", "balance", "note"],
}
VALUE: dict[str, Any] = {
    "customer": "Café Müller",
    "order_date": "2024-03-05",
    "due_date": "2024-04-04",
    "vat_id": None,
    "lines": [
        {"day": "2024-03-05", "text": "Widget, blue", "amount": 1250.5},
        {"day": "2024-03-05", "text": "Widget, blue", "amount": 1250.5},
        {"day": "2024-03-06", "text": "Discount", "amount": -50.0},
    ],
    "days": ["2024-03-05", "2024-03-06"],
    "balance": 2451.0,
    "note": None,
}
#: Path -> what stands there, letter by letter, the line, and in how many places it stands.
STANDS = {
    "customer": (CUSTOMER, 2, 1),
    "order_date": ("5 March 2024", 3, 3),
    "due_date": ("2024-04-04", 3, 1),
    "lines[0].day": ("2024-03-05", 6, 3),
    "lines[0].text": ("Widget, blue", 6, 2),
    "lines[0].amount": ("1,250.50", 6, 2),
    "lines[1].day": ("2024-03-05", 7, 3),
    "lines[1].text": ("Widget, blue", 7, 2),
    "lines[1].amount": ("1,250.50", 7, 2),
    "lines[2].day": ("2024-03-06", 8, 1),
    "lines[2].text": ("Discount", 8, 1),
    "lines[2].amount": ("(50.00)", 8, 1),
    "balance": ("2,451.00", 10, 1),
}


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Mapping[str, Any]]:
    def written(end: str = "\n", bom: str = "", name: str = "statement.txt") -> Mapping[str, Any]:
        """A document, its schema and three systems' recorded answers, one of which differs in the note."""
        text = end.join(LINES) + end
        (tmp_path / name).write_bytes((bom + text).encode("utf-8"))
        (tmp_path / "statement.schema.json").write_text(json.dumps(SCHEMA), "utf-8")
        given = {"a": VALUE, "b": VALUE, "c": {**VALUE, "note": "paid"}}
        line = {"id": "1", "text": text, "schema": SCHEMA, "outputs": given}
        (tmp_path / "answers.jsonl").write_text(json.dumps(line) + "\n", "utf-8")
        panel = [f"recorded:{tmp_path / 'answers.jsonl'}#{member}" for member in given]
        return {"text": text, "path": tmp_path / name, "panel": panel}

    return written


def stands(fields: Mapping[str, Any], text: str) -> dict[str, tuple[str, int, int]]:
    """Path -> what the first place cuts out of the text, its line, and the number of places."""
    return {
        path: (
            text[field["places"][0]["start"] : field["places"][0]["end"]],
            field["places"][0]["line"],
            field["count"],
        )
        for path, field in fields.items()
        if field["places"] and path != "days"
    }


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("bom", ["", "\ufeff"], ids=["plain", "bom"])
def test_the_place_of_every_value(folder: Callable[..., Mapping[str, Any]], tmp_path: Path, end: str, bom: str) -> None:
    made = folder(end, bom)
    with product.open(tmp_path / "home") as verifier:
        job = verifier.submit(made["path"], policy="extraction", schema=SCHEMA, panel=made["panel"])
        found = verifier.evidence(job)
        assert found["value"] == VALUE
        # As a reader of the file has it: without the mark at its beginning, line ends as they are.
        with made["path"].open(encoding="utf-8-sig", newline="") as file:
            text = file.read()
        assert stands(found["fields"], text) == STANDS
        days = found["fields"]["days"]
        assert [(place["at"], place["line"]) for place in days["places"]] == [("[0]", 3), ("[1]", 8)]
        assert days["several"]
        assert {path for path, field in found["fields"].items() if not field["places"]} == {"vat_id", "note"}
        lines = verifier.export(job, tmp_path / "e.jsonl", form="jsonl").read_text("utf-8").split("\n")[:-1]
        rows = [json.loads(line) for line in lines]
        assert stands({row["path"]: row for row in rows}, text) == STANDS
        table = verifier.export(job, tmp_path / "e.csv", form="csv").read_bytes().decode("utf-8")
        assert cells(table) == {path: (*where[1:], where[2] > 1) for path, where in STANDS.items()}


def cells(table: str) -> dict[str, tuple[int, int, bool]]:
    return {
        row["path"]: (int(row["line"]), int(row["count"]), row["several"] == "true")
        for row in csv.DictReader(io.StringIO(table, newline=""))
        if row["start"] and row["path"] != "days"
    }


@pytest.fixture
def exported(consensus: Callable, folder: Callable[..., Mapping[str, Any]]) -> Callable[..., Any]:
    """The command as a user types it, after one job of three members."""
    made = folder()
    words = ("--policy", "extraction", "--schema", "statement.schema.json", "--panel", ",".join(made["panel"]))
    made_jobs = []
    for _ in range(2):
        ran = consensus("submit", made["path"], *words, "--json")
        assert ran.code == 0, ran.err
        made_jobs.append(ran.json["jobs"][0]["id"])
    return lambda *words, jobs=1: consensus("export", *made_jobs[:jobs], *words)


def test_export_with_evidence(exported: Callable[..., Any], consensus: Callable, tmp_path: Path) -> None:
    ran = exported("--with-evidence", "-o", "evidence.json")
    assert ran.code == 0, ran.err
    found = json.loads((tmp_path / "evidence.json").read_text("utf-8"))
    assert list(found) == ["value", "fields", "job", "valid", "errors"]
    assert found["value"] == json.loads(exported().out)
    first = found["fields"]["lines[2].amount"]
    text = (tmp_path / "statement.txt").read_text("utf-8")
    start = text.index("(50.00)")
    members = {f"recorded:answers.jsonl#{name}": -50.0 for name in "abc"}
    assert first == {
        "value": -50.0,
        "verdict": "accepted",
        "verification": "auto",
        "rule": "unanimous",
        "reason": "3 of 3 independent families gave the same value.",
        "support": 1.0,
        "families": ["a", "b", "c"],
        "agreeing": ["a", "b", "c"],
        "members": members,
        "abstentions": {},
        "places": [{"start": start, "end": start + 7, "line": 8, "column": 32}],
        "count": 1,
        "several": False,
        "ambiguous": False,
    }
    assert set(found["job"]) == {"id", "document", "policy", "verification", "certificate"}
    assert sum(found["job"]["verification"].values()) == len(found["fields"])
    ran = consensus("verify-export", "evidence.json")
    assert (ran.code, "nothing in it contradicts the rest" in ran.out) == (0, True)
    (tmp_path / "evidence.json").write_text(json.dumps(found), "utf-8")
    assert consensus("verify-export", "evidence.json").code != 0


def test_the_example_of_the_documentation(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "schemas.md").read_text("utf-8")
    told = json.loads(page.split("## Evidence")[1].split("```json\n")[1].split("```")[0])
    examples = Path(product.__file__).parent / "examples"
    schema = json.loads((examples / "order_confirmation.schema.json").read_text("utf-8"))
    with product.open(tmp_path / "home") as verifier:
        document = examples / "order_confirmation.txt"
        found = verifier.evidence(verifier.submit(document, policy="extraction", schema=schema, panel="recorded"))
    assert found["value"] == told["value"]
    assert {path: found["fields"][path] for path in told["fields"]} == told["fields"]
    keys = {key for field in found["fields"].values() for key in field} | {"decided_by"}
    assert {key for key in keys if f"`{key}`" not in page} == set(), "every key is explained"


NUMBER = {"type": "number"}
NODE = {"type": "object", "properties": {"name": PLAIN, "kids": {"type": "array", "items": {"$ref": "#/$defs/node"}}}}
SHAPES: dict[str, tuple[dict[str, Any], Any, dict[str, tuple[str, int]]]] = {
    "list": (
        {"type": "array", "items": {"type": "object", "properties": {"name": PLAIN, "n": NUMBER}}},
        [{"name": "Ann", "n": 3}, {"name": "Bob", "n": 4}],
        {"[0].name": ("Ann", 1), "[0].n": ("3", 1), "[1].name": ("Bob", 2), "[1].n": ("4", 2)},
    ),
    "map": (
        {"type": "object", "properties": {"sizes": {"type": "object", "additionalProperties": NUMBER}}},
        {"sizes": {"1.2": 7, "Ann": 3}},
        {'sizes["1.2"]': ("7", 3), "sizes.Ann": ("3", 1)},
    ),
    "recursive": (
        {"type": "object", "properties": {"top": {"$ref": "#/$defs/node"}}, "$defs": {"node": NODE}},
        {"top": {"name": "Ann", "kids": [{"name": "Bob", "kids": []}]}},
        {"top.name": ("Ann", 1), "top.kids[0].name": ("Bob", 2)},
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_places_in_every_shape_of_schema(tmp_path: Path, shape: str) -> None:
    schema, value, told = SHAPES[shape]
    text = "Ann 3 pieces\nBob 4 pieces\nsize 1.2 is 7 mm\n"
    (tmp_path / "list.txt").write_text(text, "utf-8")
    line = {"id": "1", "text": text, "schema": schema, "outputs": dict.fromkeys("abc", value)}
    (tmp_path / "answers.jsonl").write_text(json.dumps(line) + "\n", "utf-8")
    panel = [f"recorded:{tmp_path / 'answers.jsonl'}#{member}" for member in "abc"]
    with product.open(tmp_path / "home") as verifier:
        job = verifier.submit(tmp_path / "list.txt", policy="extraction", schema=schema, panel=panel)
        found = verifier.evidence(job)
    assert found["value"] == value
    assert {path: where[:2] for path, where in stands(found["fields"], text).items()} == told


def test_several_jobs_are_one_line_each(exported: Callable[..., Any]) -> None:
    ran = exported("--with-evidence", jobs=2)
    assert ran.code == 0, ran.err
    first, second = map(json.loads, ran.out.splitlines())
    assert first["value"] == second["value"] == VALUE
    refused = exported(jobs=2)
    assert (refused.code, "Name a folder" in refused.err) == (2, True)
    assert exported("--with-evidence", "--format", "csv").code == 2


def test_a_translation_has_no_fields(consensus: Callable) -> None:
    manual = Path(product.__file__).parent / "examples" / "manual.md"
    words = ("--policy", "translation", "--from", "en", "--to", "de", "--panel", "recorded", "--json")
    job = consensus("submit", manual, *words).json["jobs"][0]["id"]
    refused = consensus("export", job, "--with-evidence")
    assert (refused.code, "--format jsonl" in refused.err) == (2, True)
