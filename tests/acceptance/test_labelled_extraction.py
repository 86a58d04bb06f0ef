"""What people decided on fields as an installation's own benchmark, by the command: kept, read back and judged by."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from consensus import bootstrap
from consensus.domain import ItemKind
from consensus.formats import read_recorded
from consensus.learn.halves import Half
from consensus.review import ReviewView
from consensus.settings import Settings

PLAIN, MAYBE = {"type": "string"}, {"type": ["string", "null"]}
ROW = {"type": "object", "properties": {"text": PLAIN, "amount": {"type": "number"}}, "required": ["text", "amount"]}
NAMES = ("customer", "due_date", "order_no", "agent", "ref", "city")
SCHEMA = {
    "type": "object",
    "title": "Statement",
    "properties": {**dict.fromkeys(NAMES, PLAIN), "vat_id": MAYBE, "lines": {"type": "array", "items": ROW}},
    "required": [*NAMES, "vat_id", "lines"],
}
TEXT = """\
Statement {n}
Customer: Karl Zeiss, Zurich
Due date: 4 April, order date: 5 March
Order A-17, B-18 and C-19, by Anna, Bert or Carl
Ref: X-1, before: Y-2
VAT: CHE-1

Widget, blue    1250.50
Freight          120.00
"""
BOTH = {"customer": "Karl Zeiss", "ref": "X-1", "city": "Zurich", "vat_id": None}
WIDGET, FREIGHT = {"text": "Widget, blue", "amount": 1250.5}, {"text": "Freight", "amount": 120.0}
GIVEN: Mapping[str, Mapping[str, Any]] = {
    "a": {**BOTH, "due_date": "4 April", "order_no": "A-17", "agent": "Anna", "lines": [WIDGET, FREIGHT]},
    "b": {**BOTH, "due_date": "4 April", "order_no": "B-18", "agent": "Bert", "lines": [WIDGET]},
    "c": {
        # Without two of the keys, which lie below a quorum of three by that.
        "customer": "Karl Zeiss",
        "due_date": "5 March",
        "order_no": "C-19",
        "agent": "Carl",
        "vat_id": "CHE-1",
        "lines": [WIDGET],
    },
}
POLICY = """\
name: {name}
version: 1
task: extract
quorum: {quorum}
semantic: "off"
review: {{spot_share: 0.5}}
"""
DOCUMENTS = 4
#: What is delivered in the end; no value for the other fields.
DELIVERED = {
    "customer": "Carl Zeiss",
    "due_date": "4 April",
    "order_no": "A-17b",
    "ref": "Y-2",
    "city": "Zurich",
    "lines[0].text": "Freight",
    "lines[0].amount": 120.0,
}
#: What that says of each member's answer. A key that was left out is no answer.
RIGHT: Mapping[str, Mapping[str, bool]] = {
    "customer": {"a": False, "b": False, "c": False},
    "due_date": {"a": True, "b": True, "c": False},
    "order_no": {"a": False, "b": False, "c": False},
    "agent": {"a": False, "b": False, "c": False},
    "ref": {"a": False, "b": False},
    "city": {"a": True, "b": True},
    "vat_id": {"a": True, "b": True, "c": False},
    "lines[0].text": {"a": False, "b": False, "c": False},
    "lines[1].text": {"a": False, "b": True, "c": True},
}


@pytest.fixture
def jobs(consensus: Callable, tmp_path: Path) -> list[str]:
    """Four documents, each read by three recorded members."""
    for name, quorum in (("strict", 3), ("lenient", 2)):
        (tmp_path / f"{name}.yaml").write_text(POLICY.format(name=name, quorum=quorum), "utf-8")
    (tmp_path / "s.schema.json").write_text(json.dumps(SCHEMA), "utf-8")
    texts = [TEXT.format(n=n) for n in range(DOCUMENTS)]
    lines = [{"id": str(n), "text": text, "schema": SCHEMA, "outputs": GIVEN} for n, text in enumerate(texts)]
    (tmp_path / "answers.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    files = [tmp_path / f"s{n}.txt" for n in range(DOCUMENTS)]
    for file, text in zip(files, texts, strict=True):
        file.write_text(text, "utf-8")
    panel = ",".join(f"recorded:{tmp_path / 'answers.jsonl'}#{name}" for name in GIVEN)
    words = ("--policy", tmp_path / "strict.yaml", "--schema", "s.schema.json", "--panel", panel, "--json")
    ran = consensus("submit", *files, *words)
    assert ran.code == 0, ran.err
    return [one["id"] for one in ran.json["jobs"]]


@pytest.fixture
def service(jobs: list[str], home: Path) -> Iterator[bootstrap.Service]:
    made = bootstrap.build(Settings(home, f"sqlite:///{home / 'consensus.sqlite'}"))
    yield made
    made.close()


def decide(service: bootstrap.Service, view: ReviewView) -> str:
    """One decision of each kind, by the field; how it is named below."""
    queue = service.queue
    seen = replace(view, shown_at="2020-01-01T00:00:00+00:00")
    assert view.field is not None
    path, letters = view.field.path, {one.text: one.letter for one in view.letters}
    if path.startswith("lines[1]"):
        queue.records.rows.drop(seen)
        return "dropped"
    match path:
        case "order_no":
            queue.edit(seen, "A-17b", letters["A-17"])
            return "edited"
        case "agent":
            queue.reject(seen, "invented", "major")
            return "rejected"
        case "vat_id":
            queue.choose(seen, next(one.letter for one in view.letters if one.no_value))
            return "no value"
        case "ref" | "customer" | "lines[0].text" | "lines[0].amount":
            queue.edit(seen, str(DELIVERED[path]))
            return "rewritten"
        case _:
            queue.choose(seen, letters.get("4 April", "A"))
            return "taken"


def decide_all(service: bootstrap.Service) -> dict[tuple[str, str], tuple[str, ItemKind]]:
    """Job and path -> what was decided, and whether it was drawn as a spot check."""
    done = {}
    while (view := service.queue.next("ana")) is not None:
        assert view.field is not None
        done[view.item.job_id, view.field.path] = decide(service, view), view.item.kind
    return done


def test_labels_of_fields_come_back_and_an_evaluation_weighs_them_by_their_chance(
    consensus: Callable, service: bootstrap.Service, jobs: list[str], tmp_path: Path
) -> None:
    done = decide_all(service)
    assert {said for said, _ in done.values()} == {"taken", "edited", "rejected", "no value", "rewritten", "dropped"}
    own = tmp_path / "own.jsonl"
    ran = consensus("record", "--labelled", *jobs, "-o", own, "--json")
    assert (ran.code, ran.err, ran.json["records"], ran.json["labels"]) == (0, "", DOCUMENTS, len(done))
    recorded = read_recorded(own)
    found = {(one.id.partition("/")[0], path): label for one in recorded.records for path, label in one.labels.items()}
    assert set(found) == set(done)
    assert {one.half for one in recorded.records} <= {"learning", "judging"}
    for (job, path), (said, kind) in done.items():
        label = found[job, path]
        drawn = ("spot", 0.5) if kind is ItemKind.SPOT else ("whole_queue", 1.0)
        assert (label.drawn, label.chance) == drawn
        assert label.value == DELIVERED.get(path), path
        assert label.rejected == (said == "rejected")
        if path in RIGHT:
            assert label.right == RIGHT[path], path
    (row,) = {path for _, path in done if path.startswith("lines[1]")}
    assert row in {"lines[1].text", "lines[1].amount"}, "a row is one decision, and one label"

    spots = [path for (_, path), (_, kind) in done.items() if kind is ItemKind.SPOT]
    wrong = DOCUMENTS + 2 * len(spots)  # "ref" of each, and spot checks, which stand for two each
    judged = 2 * DOCUMENTS + 2 * len(spots)
    ran = consensus("evaluate", own, "--policy", tmp_path / "lenient.yaml")
    assert ran.code == 0
    said = (
        f"{2 * DOCUMENTS + len(spots)} accepted fields have labels: weighed by their chances, {wrong / judged:.2%} are"
    )
    assert said in " ".join((ran.out + ran.err).split())


def test_labels_of_a_queue_that_is_half_decided_are_weighed_by_nobody(
    consensus: Callable, service: bootstrap.Service, jobs: list[str], tmp_path: Path
) -> None:
    job = jobs[0]
    queue = service.queue
    while (view := queue.next("ana", job)) is not None and view.field is not None and view.field.path != "ref":
        decide(service, view)
    assert view is not None
    ran = consensus("record", "--labelled", job, "-o", "own.jsonl")
    assert ran.code == 0
    assert "labels come from queues that are not decided to their end" in ran.err
    (one,) = read_recorded(tmp_path / "own.jsonl").records
    assert {label.chance for label in one.labels.values() if label.drawn == "queue"} == {None}
    decide(service, view)
    queue.undo("ana")
    assert consensus("record", "--labelled", job, "-o", "again.jsonl").code == 0
    (again,) = read_recorded(tmp_path / "again.jsonl").records
    assert again.labels == one.labels, "what was taken back is no label"


def test_an_evaluation_of_one_half_reads_its_documents_alone(consensus: Callable, home: Path, tmp_path: Path) -> None:
    """Half of the records say theirs; the key of the installation draws the others, the same ones each time."""
    (tmp_path / "lenient.yaml").write_text(POLICY.format(name="lenient", quorum=2), "utf-8")
    said = [Half.JUDGING, Half.JUDGING, Half.LEARNING, *[None] * 9]
    lines = [
        {"id": str(n), "text": TEXT.format(n=n), "schema": SCHEMA, "outputs": GIVEN, **({"half": half} if half else {})}
        for n, half in enumerate(said)
    ]

    def judged(half: str, some: list[dict[str, Any]]) -> set[str]:
        (tmp_path / "r.jsonl").write_text("".join(json.dumps(line) + "\n" for line in some), "utf-8")
        options = ("--policy", "lenient.yaml", "--half", half, "--decisions", "out.jsonl", "--force")
        ran = consensus("evaluate", "r.jsonl", *options)
        assert ran.code == 0, ran.err
        return {json.loads(line)["id"] for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()}

    assert judged("judging", lines[:3]) == {"0", "1"}
    assert not (home / "consensus.sqlite").exists(), "what says its half needs no installation"
    learning, judging = judged("learning", lines), judged("judging", lines)
    assert learning | judging == {str(n) for n in range(12)}
    assert not learning & judging
    assert (judged("learning", lines), "2" in learning, {"0", "1"} <= judging) == (learning, True, True)
    ran = consensus("evaluate", "r.jsonl", "--policy", "lenient.yaml", "--half", "both")
    assert ran.code != 0
    (tmp_path / "r.jsonl").write_text(json.dumps(lines[0]) + "\n", "utf-8")
    ran = consensus("evaluate", "r.jsonl", "--policy", "lenient.yaml", "--half", "learning")
    assert ran.code != 0
    assert "it holds no document of the learning half" in ran.err.lower()
