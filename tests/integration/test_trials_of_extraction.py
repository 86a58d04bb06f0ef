"""A model on trial beside an extraction: asked about whole documents, compared field by field, in nobody's way."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from consensus.domain import Field
from consensus.domain.trial import Pair, PairState, Preference, TrialJobState, TrialState
from consensus.testing import LoopbackProvider
from consensus.testing.provider_words import Reaction
from tests.integration.trial_house import CANDIDATE, PANEL, House, prefers

TEXT = """\
STATEMENT OF ACCOUNT
Customer: Karl Zeiss, Zurich
Due date: 2024-04-04

2024-03-05  Widget, blue   1,250.50
2024-03-06  Discount         (50.00)
2024-03-07  Freight          120.00

Balance: 1,320.50
"""
PLAIN = {"type": "string"}
ROW = {"day": {"type": "string", "format": "date"}, "text": PLAIN, "amount": {"type": "number"}}
SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "customer": PLAIN,
        "due_date": {"type": ["string", "null"], "format": "date"},
        "vat_id": {"type": ["string", "null"]},
        "lines": {"type": "array", "items": {"type": "object", "properties": ROW, "required": list(ROW)}},
        "balance": {"type": "number"},
    },
    "required": ["customer", "due_date", "vat_id", "lines", "balance"],
}
LINES = (
    {"day": "2024-03-05", "text": "Widget, blue", "amount": 1250.5},
    {"day": "2024-03-06", "text": "Discount", "amount": -50.0},
    {"day": "2024-03-07", "text": "Freight", "amount": 120.0},
)
VALUE: Mapping[str, Any] = {
    "customer": "Karl Zeiss",
    "due_date": "2024-04-04",
    "vat_id": None,
    "lines": list(LINES),
    "balance": 1320.5,
}
#: Every field of the document.
PATHS = {"customer", "due_date", "vat_id", "balance"} | {f"lines[{n}].{name}" for n in range(3) for name in ROW}


@dataclass
class Extracting(LoopbackProvider):
    """Answers with a whole object. given: what all models say, or by model what it says, as an object or as letters."""

    given: dict[str, Any] = field(default_factory=dict)

    async def answer(self, path: str, key: str, body: Mapping[str, Any]) -> Reaction:
        reaction = await super().answer(path, key, body)
        said = self.given.get(body["model"], VALUE)
        whole = json.loads(reaction.content)
        whole["choices"][0]["message"]["content"] = said if isinstance(said, str) else json.dumps(said)
        return replace(reaction, content=json.dumps(whole))


@pytest.fixture
def provider() -> Iterator[Extracting]:
    with Extracting() as one:
        yield one


@pytest.fixture
def house(tmp_path: Path, provider: Extracting, new_database: Callable[[], str]) -> Iterator[House]:
    made = House(tmp_path / "home", provider, new_database())
    yield made
    made.service.close()


def pairs_of(house: House, job_id: str) -> dict[str, Pair]:
    """The pairs of a document by the path of their field."""
    units = house.service.outside.store.units(job_id)
    paths = {one.unit.id: one.unit.path for one in units if isinstance(one.unit, Field)}
    assert house.service.outside.trials is not None
    return {paths[pair.unit_id]: pair for pair in house.service.outside.trials.pairs("t") if pair.job_id == job_id}


def open_ones(pairs: Mapping[str, Pair]) -> set[str]:
    """The fields on which the two answers differ."""
    assert {pair.state for pair in pairs.values()} <= {PairState.OPEN, PairState.BEYOND, PairState.SAME}
    return {path for path, pair in pairs.items() if pair.state is not PairState.SAME}


async def test_a_candidate_is_asked_once_about_a_whole_document_as_a_member_is(
    house: House, provider: Extracting
) -> None:
    house.start()
    report = await house.extract(TEXT, SCHEMA)
    asked = {one.model: one.body for one in provider.requests}
    assert [one.model for one in provider.requests].count(CANDIDATE) == 1
    for part in ("messages", "response_format"):
        assert asked[CANDIDATE][part] == asked[PANEL[0]][part]
    pairs = pairs_of(house, report.job.id)
    assert set(pairs) == PATHS
    assert open_ones(pairs) == set()
    assert {pair.alike for pair in pairs.values()} == {("anthropic", "mistral", "openai")}
    assert {pair.slice for pair in pairs.values()} == {("extract", "", "txt")}


async def test_what_a_candidate_gives_otherwise_is_one_pair_a_field(house: House, provider: Extracting) -> None:
    house.start()
    provider.given[CANDIDATE] = {**VALUE, "due_date": None, "vat_id": "CHE-1", "lines": list(LINES[1:])}
    report = await house.extract(TEXT, SCHEMA)
    pairs = pairs_of(house, report.job.id)
    missing_row = {"lines[0].day", "lines[0].text", "lines[0].amount"}
    assert open_ones(pairs) == {"due_date", "vat_id"} | missing_row
    assert all(pairs[path].alike == () for path in open_ones(pairs))
    seen = {}
    while (shown := house.service.comparing.next("ana")) is not None:
        assert shown.view.field is not None
        text = repr(shown.view)
        assert not [name for name in (*PANEL, CANDIDATE, "candidate", provider.base_url) if name in text]
        letters = [letter.text for letter in shown.view.letters]
        seen[shown.view.field.path] = tuple(reversed(letters) if shown.pair.swapped else letters)
        house.say(shown, lambda *_: Preference.EQUAL)
    assert seen == {
        "due_date": ("2024-04-04", ""),
        "vat_id": ("", "CHE-1"),
        "lines[0].day": ("2024-03-05", ""),
        "lines[0].text": ("Widget, blue", ""),
        "lines[0].amount": ("1250.5", ""),
    }


@pytest.mark.parametrize("at", [0, 1, 3], ids=["first", "within", "last"])
async def test_a_row_that_the_candidate_alone_has_changes_no_other_row(
    house: House, provider: Extracting, at: int
) -> None:
    house.start()
    rows = [*LINES]
    rows.insert(at, {"day": "2024-03-09", "text": "Nobody ordered this", "amount": 3.0})
    rows[rows.index(LINES[2])] = {**LINES[2], "amount": 12.0}
    provider.given[CANDIDATE] = {**VALUE, "lines": rows}
    pairs = pairs_of(house, (await house.extract(TEXT, SCHEMA)).job.id)
    assert set(pairs) == PATHS
    assert open_ones(pairs) == {"lines[2].amount"}


async def test_rows_in_another_order_are_the_same_rows(house: House, provider: Extracting) -> None:
    house.start()
    more = {"day": "2024-03-09", "text": "Nobody ordered this", "amount": 3.0}
    provider.given[CANDIDATE] = {**VALUE, "lines": [{**LINES[2], "amount": 12.0}, LINES[0], LINES[1], more]}
    pairs = pairs_of(house, (await house.extract(TEXT, SCHEMA)).job.id)
    assert open_ones(pairs) == {"lines[2].amount"}


async def test_a_row_that_one_of_the_panel_alone_has(house: House, provider: Extracting) -> None:
    house.start()
    alone = {"day": "2024-03-09", "text": "Nobody ordered this", "amount": 3.0}
    provider.given[PANEL[0]] = {**VALUE, "lines": [LINES[0], alone, *LINES[1:]]}
    row = {"lines[1].day", "lines[1].text", "lines[1].amount"}
    for theirs in (VALUE, provider.given[PANEL[0]]):
        provider.given[CANDIDATE] = theirs
        report = await house.extract(TEXT, SCHEMA)
        pairs = pairs_of(house, report.job.id)
        assert report.as_dict()["totals"]["review"] == len(row)
        assert len(pairs) == len(PATHS) + len(row)
        assert open_ones(pairs) == (row if theirs is VALUE else set()), "the panel leads with what has a value"
        assert {path for path, pair in pairs.items() if pair.split} == row
        assert house.service.comparing.next("ana") is None, "a pair must lead no decision that is still to be made"


@pytest.mark.parametrize("said", ['{"customer": "Karl', "", "I cannot read this document.", "[1, 2]"])
async def test_what_is_no_object_counts_against_the_candidate(house: House, provider: Extracting, said: str) -> None:
    house.start()
    provider.given[CANDIDATE] = said
    report = await house.extract(TEXT, SCHEMA)
    assert report.as_dict()["totals"]["accepted"] == len(PATHS), "and not against the job"
    pairs = pairs_of(house, report.job.id)
    assert set(pairs) == PATHS
    assert {pair.state for pair in pairs.values()} == {PairState.FAILED}
    found = house.service.trials.report("t")
    assert found.slices[0].counts.failed == len(PATHS)
    assert (found.slices[0].win.mean, found.slices[0].score.mean) == (0.0, 0.0)
    assert found.trial.spent > 0
    assert house.service.comparing.next("ana") is None


async def test_a_key_that_is_left_out_is_no_answer_to_its_fields(house: House, provider: Extracting) -> None:
    house.start()
    provider.given[CANDIDATE] = {key: value for key, value in VALUE.items() if key != "vat_id"}
    pairs = pairs_of(house, (await house.extract(TEXT, SCHEMA)).job.id)
    assert {path: pair.why for path, pair in pairs.items() if pair.state is PairState.FAILED} == {"vat_id": "omitted"}
    assert {pair.state for path, pair in pairs.items() if path != "vat_id"} == {PairState.SAME}


async def test_a_better_reader_wins_and_the_report_says_by_how_much(house: House, provider: Extracting) -> None:
    house.start()
    wrong = {**VALUE, "due_date": "2024-03-07"}
    provider.given |= dict.fromkeys(PANEL, wrong)
    while house.service.trials.one("t").state is TrialState.RUNNING and house.number < 12:
        await house.extract(TEXT, SCHEMA)
        for shown in house.compare("ana", prefers("2024-04-04")):
            assert shown.view.field is not None
            assert shown.view.field.path == "due_date"
    found = house.service.trials.report("t")
    assert found.trial.state is TrialState.WON, found.words
    whole, many = found.slices[0], house.number
    assert (whole.counts.better, whole.counts.worse, whole.counts.units) == (many, 0, len(PATHS) * many)
    assert whole.score.mean == pytest.approx((1 + 0.5 * (len(PATHS) - 1)) / len(PATHS))
    assert found.calls.answered == many == provider.asked(CANDIDATE)
    assert {one.family: (one.same, one.both) for one in found.families} == dict.fromkeys(
        ("anthropic", "mistral", "openai"), ((len(PATHS) - 1) * many, len(PATHS) * many)
    )


async def test_documents_are_drawn_as_wholes(house: House, provider: Extracting) -> None:
    house.start(share=0.5)
    jobs = [(await house.extract(TEXT, SCHEMA)).job.id for _ in range(12)]
    drawn = [job for job in jobs if pairs_of(house, job)]
    assert 0 < len(drawn) < 12
    assert {len(pairs_of(house, job)) for job in drawn} == {len(PATHS)}
    assert provider.asked(CANDIDATE) == len(drawn)
    assert house.service.trials.report("t").documents == {TrialJobState.ASKED: len(drawn)}


async def test_a_trial_changes_nothing_of_what_an_extraction_gives(tmp_path: Path, provider: Extracting) -> None:
    provider.given[PANEL[1]] = {**VALUE, "due_date": None, "lines": list(LINES[:2])}
    provider.given[CANDIDATE] = {**VALUE, "customer": "Otto", "lines": []}
    seen = []
    for name in ("with", "without"):
        house = House(tmp_path / name, provider)
        if name == "with":
            house.start()
        report = await house.extract(TEXT, SCHEMA)
        jobs, store = house.service.jobs, house.service.outside.store
        exports = {
            form: jobs.export(report.job.id, form).content.decode() for form in ("jsonl", "source", "csv", "evidence")
        }
        beside = jobs.export(report.job.id, "source").beside
        seen.append((exports, beside, store.totals(report.job.id), jobs.status(report.job.id).as_dict()))
        house.service.close()
    assert provider.asked(CANDIDATE) == 1
    assert without_ids(seen[0]) == without_ids(seen[1])
    assert CANDIDATE not in without_ids(seen[0])
    assert "Otto" not in without_ids(seen[0])


def without_ids(content: object) -> str:
    """Without what differs between any two runs: ids, times."""
    text = re.sub(r"[0-9a-f]{12,64}", "ID", json.dumps(content, default=str, sort_keys=True))
    return re.sub(r"\d{4}-\d\d-\d\dT[0-9:.+]+|\"(latency|seconds|elapsed)\": [0-9.e-]+", "TIME", text)
