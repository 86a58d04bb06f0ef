"""A learned order of held-back fields through the product: labels, a proposal, adoption, levels, audits, an export; and
an order that is wrong, which the audits stop. On both databases."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from consensus.domain import GuaranteeSnapshot, LearnedProposal, Outcome, ProposalKind, Rule
from consensus.domain.job import UnitRecord
from consensus.service.jobs.report import JobReport
from consensus.service.jobs.service import SubmitRequest
from consensus.service.learning.proposals import look
from consensus.service.reports.verify_export import verify_export
from tests.acceptance.guaranteed import House

AGREED = ("number", "customer", "street", "city")
#: Of ``place`` the first two families agree, and are right; of the others the last two, and are wrong.
SPLIT = ("place", "colour", "metal")
SCHEMA = {
    "type": "object",
    "title": "Note",
    "properties": {name: {"type": "string"} for name in (*AGREED, *SPLIT)},
    "required": [*AGREED, *SPLIT],
}
POLICY = "name: fields\nversion: 1\ntask: extract\nsemantic: 'off'\npanel: [{members}]\n"
GUARANTEE = "guarantee: {alpha: 0.28, catch: 1, cap: 7}  # ours\n"
KEY = ("fields", "Note")
LABELLED, PLACING, EARNING = 40, 30, 32


class Fields(House):
    """The same installation with notes of seven fields."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self.home, self.policy = folder / "home", folder / "home" / "policies" / "fields.yaml"
        self.policy.parent.mkdir(parents=True)
        (self.home / "sampling.key").write_bytes(b"k" * 32)
        self.notes = notes(folder, LABELLED + PLACING + EARNING + 1)
        members = ", ".join(f'"recorded:{folder / "answers.jsonl"}#{name}"' for name in ("one", "two", "three"))
        self.policy.write_text(POLICY.format(members=members), "utf-8")
        super().__init__(self.home, database_url)

    def submit(self, *pages: Path, batch: str | None = None) -> list[JobReport]:
        return asyncio.run(self.jobs.submit(SubmitRequest(tuple(pages), "fields", schema=SCHEMA, batch=batch)))

    def snapshot(self) -> GuaranteeSnapshot:
        (found,) = self.store.load_guarantees(self.clock.now().isoformat(), KEY)
        return found

    def decide_all(self) -> int:
        """Ana takes what is right of everything that waits."""
        count = 0
        while (view := self.queue.next("ana")) is not None:
            assert view.field is not None
            text = self.store.job(view.item.job_id).document.text
            right = next(letter.letter for letter in view.letters if is_right(view.field.path, letter.text, text))
            self.queue.choose(view, right)
            count += 1
        return count

    def audit_right_ones(self) -> None:
        """Ana judges every audit by what the document says."""
        for item in self.waiting():
            view = self.queue.open("ana", item.id)
            (letter,) = view.letters
            assert view.field is not None
            text = self.store.job(item.job_id).document.text
            self.queue.audits.judge(view, "right" if is_right(view.field.path, letter.text, text) else "wrong")

    def proposals(self) -> list[Any]:
        made = self._built.proposals.make(self._built.settings.user)
        return [one for one in made if one.proposal.kind is ProposalKind.FIELD_ORDER]

    def adopt(self, proposal: Any) -> None:
        self._built.proposals.adopt(proposal.id, self._built.settings.user)

    def missing(self) -> Any:
        return look(self._built.proposals, self._built.settings.user)[1]

    def cost(self, proposal: Any) -> Any:
        return self._built.proposals.cost(proposal)

    def undo(self, proposal: Any) -> None:
        self._built.proposals.undo(proposal.id, self._built.settings.user)

    def earn(self, pages: list[Path], level: int) -> list[Path]:
        """Place levels, and audit document by document until this level is certified, or there are no more. Returns
        those that are left."""
        self.submit(*pages[:PLACING])
        rest = pages[PLACING:]
        while rest and self.standing().level != level:
            self.submit(rest.pop(0))
            self.audit_right_ones()
        return rest


def notes(folder: Path, count: int) -> list[Path]:
    """Write so many notes and what three models read in them."""
    lines, pages = [], []
    for n in range(count):
        said = {name: f"{name}{n}a" for name in (*AGREED, *SPLIT)}
        text = "".join(f"{name}: {value}, not {value[:-1]}b\n" for name, value in said.items())
        other = {name: f"{name}{n}b" for name in SPLIT}
        one, two, three = dict(said), {**said, "colour": other["colour"], "metal": other["metal"]}, {**said, **other}
        outputs = {"one": one, "two": two, "three": three}
        lines.append({"id": str(n), "text": text, "schema": SCHEMA, "outputs": outputs})
        pages.append(folder / f"note{n:03}.txt")
        pages[-1].write_text(text, "utf-8")
    (folder / "answers.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return pages


def is_right(path: str, value: str, text: str) -> bool:
    return f"{path}: {value}," in text


@pytest.fixture
def house(tmp_path: Path, new_database: Callable[[], str]) -> Iterator[Fields]:
    made = Fields(tmp_path, new_database())
    yield made
    made.close()


def by_path(house: Fields, job_id: str) -> dict[str, UnitRecord]:
    return {record.unit.path: record for record in house.store.units(job_id)}  # type: ignore[union-attr]


def test_from_labels_to_an_accepted_field_that_the_rules_held_back(house: Fields, tmp_path: Path) -> None:
    notes, before = house.notes, house.policy.read_text("utf-8")
    house.submit(*notes[:3])
    assert house.decide_all() == len(SPLIT) * 3
    assert (house.proposals(), house.missing()) == ([], ()), "an order changes nothing where there is no guarantee"
    house.policy.write_text(before + GUARANTEE, "utf-8")
    assert house.proposals() == []
    assert "wrong answers are too few for an order of fields. Decide more: 50 labels" in house.missing()[0]
    house.policy.write_text(before, "utf-8")
    house.submit(*notes[3:LABELLED])
    house.decide_all()
    house.policy.write_text(before + GUARANTEE, "utf-8")
    (made,) = house.proposals()
    assert house.missing() == ()
    proposal: LearnedProposal = made.proposal
    assert house.policy.read_text("utf-8") == before + GUARANTEE, "nothing changes before somebody adopts it"
    (expected,) = proposal.expected
    assert expected.lower == expected.value == 0.5, "all right ones above all wrong ones, where chance has half"
    assert "stands above a wrong one 1.00 of the time, chance has it 0.50" in proposal.why
    assert proposal.evidence
    assert any("Levels are placed anew" in one for one in house.cost(made))

    house.adopt(made)
    text = house.policy.read_text("utf-8")
    assert "  # ours\n" in text, "and the rest of the file stays as people wrote it"
    assert "order: {features:" in text
    rest = house.earn(notes[LABELLED:], level=1)
    claim = house.snapshot().record.claim  # type: ignore[union-attr]
    assert claim is not None
    assert [round(level.coverage, 2) for level in claim.levels] == [0.57, 0.71, 1.0]
    assert (claim.levels[0].floor, claim.order) == (0.0, (0, 1, 2))
    assert house.standing().level == 1, house.standing().words
    assert rest, "it was certified before the notes were used up"

    (report,) = house.submit(rest[0])
    fields = by_path(house, report.id)
    place = fields["place"].verdict
    assert place is not None
    assert (place.outcome, place.rule, place.value) == (Outcome.ACCEPTED, Rule.CERTIFIED, place.leading)
    assert place.reasons[0].startswith("Held back by the rules: 2 of 3 independent families agree")
    assert place.reasons[0].endswith("Its learned score reaches the certified level.")
    assert claim.levels[1].floor <= place.score < 0
    for name in ("colour", "metal"):
        assert fields[name].verdict.outcome is Outcome.REVIEW, "below the certified level"  # type: ignore[union-attr]
    house.audit_right_ones()
    exported = house.jobs.export(report.id, "jsonl").files(tmp_path / "out.jsonl")
    for path, content in exported.items():
        path.write_bytes(content)
    told = (tmp_path / "out.jsonl").read_text("utf-8")
    (line,) = [one for one in map(json.loads, told.splitlines()) if one["path"] == "place"]
    assert line["verdict"]["score"] == place.score, "whoever receives it can see that it reaches the level"
    assert not verify_export(tmp_path / "out.jsonl", []).problem
    assert str(place.score) in told
    (tmp_path / "out.jsonl").write_text(told.replace(str(place.score), "-0.99"), "utf-8")
    assert verify_export(tmp_path / "out.jsonl", []).problem

    house.undo(made)
    assert house.policy.read_text("utf-8") == before + GUARANTEE


def test_an_order_that_is_wrong_is_stopped_by_the_audits(tmp_path: Path) -> None:
    house = Fields(tmp_path, f"sqlite:///{tmp_path / 'c.db'}")
    same = {"mean": 0, "scale": 1, "weight": 0}
    features = {"doubt split": same, "family one": {**same, "weight": -3}}
    worst_first = {"features": features, "base": 0, "labels": 90, "wrong": 60}
    text = house.policy.read_text("utf-8") + GUARANTEE + f"extraction:\n  order: {json.dumps(worst_first)}\n"
    house.policy.write_text(text, "utf-8")
    assert not house.earn(house.notes[LABELLED:], level=1)
    assert house.standing().level == 0, "what the rules accept is certified, and nothing below it"
    (report,) = house.submit(house.notes[0])
    accepted = {path for path, one in by_path(house, report.id).items() if one.verdict.outcome is Outcome.ACCEPTED}  # type: ignore[union-attr]
    assert accepted == set(AGREED)
    house.close()
