"""What people decided becomes proposals: conventions, terms, warnings and examples, on both databases."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import pytest

from consensus.certify import keyed_draw
from consensus.domain import ProposalKind, ProposalState, Task
from consensus.learn.halves import Half, half_of
from consensus.schema import from_json
from consensus.service.learning.check_levels import warning_proposals
from consensus.service.learning.conventions import convention_proposals
from consensus.service.learning.decided import decided_jobs
from consensus.service.learning.examples import example_proposals
from consensus.service.learning.proposals import Proposals
from consensus.service.learning.terms import term_proposals
from consensus.storage.store import SqlStore
from tests.decided import SCHEMA, fields, segments
from tests.proposed import changes_in, everyone_is_admin, home_in, proposals_in

SENTENCES = (
    ("Close the valve now.", "Schliessen Sie jetzt das {}."),
    ("A valve leaks.", "Ein {} leckt."),
    ("Order a new valve from us.", "Bestellen Sie ein neues {} bei uns."),
    ("Is the valve hot?", "Ist das {} heiss?"),
    ("Clean every valve twice.", "Reinigen Sie jedes {} zweimal."),
    ("No valve may be open.", "Kein {} darf offen sein."),
    ("The red valve turns left.", "Das rote {} dreht nach links."),
    ("Check which valve it is.", "Pruefen Sie, welches {} es ist."),
)
DRAW = keyed_draw(b"key")
BLANK = "Where the document states no value, give null, not 0."


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return home_in(tmp_path)


def looking(store: SqlStore, home: Path) -> Proposals:
    changes = changes_in(home)
    generators = [partial(one, store, changes) for one in (convention_proposals, term_proposals, warning_proposals)]
    return proposals_in(store, home, everyone_is_admin, (*generators, partial(example_proposals, store, changes, DRAW)))


def files(home: Path) -> dict[str, str]:
    return {str(path.relative_to(home)): path.read_text("utf-8") for path in home.rglob("*") if path.is_file()}


def test_a_convention_of_all_models_is_a_sentence_of_the_schema_after_ten_edits(store: SqlStore, home: Path) -> None:
    found, before = looking(store, home), files(home)
    for number in range(9):
        fields(store, number, [("discount", 0, None), ("items[0].sku", "ab-1", "ab-1")])
    assert not [one for one in found.make("ana") if one.proposal.kind is ProposalKind.CONVENTION]
    fields(store, 9, [("discount", 0, None), ("items[0].sku", "ab-1", "ab-1")])
    (made,) = [one for one in found.make("ana") if one.proposal.kind is ProposalKind.CONVENTION]
    assert files(home) == before, "nothing changes before somebody adopts it"
    proposal = made.proposal
    assert proposal.what == f"Say of the field discount in its schema: {BLANK}"
    assert "10 of 10 edits of discount, in 10 documents" in proposal.why
    assert {one.job_id for one in proposal.evidence} == {f"fields{n}" for n in range(10)}
    (expected,) = proposal.expected
    assert (expected.value, expected.n, round(expected.lower, 3)) == (1.0, 10, 0.692)
    found.adopt(made.id, "ana")
    (name,) = set(files(home)) - set(before)
    schema = json.loads(files(home)[name])
    assert schema["properties"]["discount"]["description"] == f"Of the whole. {BLANK}"
    assert from_json(schema)["properties"]["items"] == SCHEMA["properties"]["items"]
    assert found.make("ana") == (), "and it is not made again"
    found.undo(made.id, "ana")
    assert files(home) == before


def test_a_column_of_a_table_has_conventions_too(store: SqlStore, home: Path) -> None:
    for number in range(10):
        fields(store, number, [("items[0].sku", f"ab{number}", f"AB{number}")])
    (made,) = [one for one in looking(store, home).make("ana") if one.proposal.kind is ProposalKind.CONVENTION]
    assert made.proposal.what.endswith("items[].sku in its schema: Write it in upper case.")
    schema = json.loads(made.proposal.changes[0].after)
    assert schema["properties"]["items"]["items"]["properties"]["sku"]["description"] == "Write it in upper case."


def test_what_people_decide_otherwise_as_well_is_no_convention(store: SqlStore, home: Path) -> None:
    for number in range(30):
        fields(store, number, [("discount", 0, None if number % 3 else 0)])
    assert not [one for one in looking(store, home).make("ana") if one.proposal.kind is ProposalKind.CONVENTION]


def test_a_term_of_many_documents_goes_into_a_glossary(store: SqlStore, home: Path) -> None:
    found, before = looking(store, home), files(home)
    for number, (source, target) in enumerate(SENTENCES):
        before_edit, after = (target.format(word) for word in ("Ventil", "Hahn"))
        segments(
            store, number, [(source, before_edit, after), ("The lamp is on.", "Die Lampe ist an.", "Die Lampe ist an.")]
        )
    (made,) = found.make("ana")
    assert made.proposal.kind is ProposalKind.GLOSSARY_TERM
    assert [one.name for one in made.proposal.changes] == ["mine.csv", "mine"]
    assert files(home) == before
    found.adopt(made.id, "ana")
    policy = changes_in(home).policies.load("mine")
    ((source, target, kind),) = policy.glossary_terms
    assert (target, kind) == ("Hahn", "required")
    assert source == "valve"
    assert found.make("ana") == ()
    found.undo(made.id, "ana")
    assert files(home) == before


def test_a_check_that_is_overruled_nine_times_in_ten_may_warn_but_no_hard_fact(store: SqlStore, home: Path) -> None:
    found = looking(store, home)
    for number in range(60):
        segments(store, number, [(f"Press {number} now.", f"Druck {number}.", f"Druck {number}.")], "untranslated")
        segments(store, 100 + number, [(f"Take {number} now.", f"Nimm {number}.", f"Nimm {number}.")], "numbers")
    (made,) = [one for one in found.make("ana") if one.proposal.kind is ProposalKind.WARNING]
    assert made.proposal.key == "warning mine untranslated"
    found.adopt(made.id, "ana")
    assert changes_in(home).policies.load("mine").checks == {"untranslated": "warning"}
    assert found.make("ana") == ()


def test_a_check_that_people_follow_once_in_five_stays_a_veto(store: SqlStore, home: Path) -> None:
    for number in range(60):
        kept = f"Druck {number}." if number % 5 else f"Presse {number}."
        segments(store, number, [(f"Press {number} now.", f"Druck {number}.", kept)], "untranslated")
    assert not [one for one in looking(store, home).make("ana") if one.proposal.kind is ProposalKind.WARNING]


def test_examples_come_from_the_learning_half_alone_and_go_with_their_document(store: SqlStore, home: Path) -> None:
    found, before = looking(store, home), files(home)
    for number in range(8):
        fields(store, number, [("discount", 5, 7.5)], f"Note {number}: discount 7.5\n")
    made = [one for one in found.make("ana") if one.proposal.kind is ProposalKind.EXAMPLE]
    halves = {one.job.id: half_of(one.document, DRAW) for one in decided_jobs(store, Task.EXTRACT)}
    assert set(halves.values()) == set(Half), "both halves have documents"
    assert made
    assert {halves[one.proposal.text_of] for one in made} == {Half.LEARNING}
    first = made[0]
    (example,) = json.loads(first.proposal.changes[0].after)["x-examples"]
    assert example["object"] == {"discount": 7.5, "items": []} or example["object"] == {"discount": 7.5}
    assert files(home) == before
    assert found.adopt(first.id, "ana").state is ProposalState.ADOPTED
