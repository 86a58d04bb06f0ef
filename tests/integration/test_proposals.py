"""Proposals change nothing until they are adopted, and then all of it or nothing, on both databases."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from consensus.auth.roles import Role
from consensus.domain import FileChange, FileKind, ProposalState
from consensus.errors import ConflictError, ForbiddenError, NotFoundError, PolicyError, UsageError
from consensus.storage.store import SqlStore
from tests.proposed import changes_in, home_in, proposal, proposals_in
from tests.records import bill

ROOT = Path(__file__).resolve().parents[2]
TERMS = "source,target,kind\npump,Pumpe,required\n"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return home_in(tmp_path, "# ours\nname: mine\nversion: 4\nquorum: 2  # two\n")


def warned(home: Path, name: str = "mine") -> FileChange:
    change = changes_in(home).policy(name, {("checks", "numbers"): "warning"})
    assert change is not None
    return change


def with_glossary(home: Path) -> tuple[FileChange, FileChange]:
    changes = changes_in(home)
    glossary = changes.file(FileKind.GLOSSARY, "mine.csv", TERMS)
    edits = {("glossary",): "glossaries/mine.csv", ("quorum",): 3}
    policy = changes.policy("mine", edits, also=(glossary,))
    assert policy is not None
    return glossary, policy


def files(home: Path) -> dict[str, str]:
    return {str(path.relative_to(home)): path.read_text("utf-8") for path in home.rglob("*") if path.is_file()}


def digests(home: Path) -> dict[str, str]:
    return {line.name: line.digest for line in changes_in(home).policies.list()}


def test_nothing_changes_before_it_is_adopted_and_undoing_restores_it(store: SqlStore, home: Path) -> None:
    found, before, by_digest = proposals_in(store, home), files(home), digests(home)
    (made,) = found.open([proposal(warned(home), key="mine")])
    assert (files(home), digests(home)) == (before, by_digest)
    adopted = found.adopt(made.id, "ana", "we looked")
    assert adopted.state is ProposalState.ADOPTED
    text = files(home)["policies/mine.yaml"]
    assert text == made.proposal.changes[0].after
    assert "# ours" in text
    assert "# two" in text
    assert "version: 5" in text
    assert {name for name, digest in digests(home).items() if digest != by_digest[name]} == {"mine"}
    assert found.adopt(made.id, "bob").acts == adopted.acts, "adopting it again is nothing"
    undone = found.undo(made.id, "bob", "no")
    assert undone.state is ProposalState.UNDONE
    assert files(home) == before
    assert [(act.state, act.by, act.reason) for act in undone.acts] == [
        (ProposalState.PROPOSED, "system", ""),
        (ProposalState.ADOPTED, "ana", "we looked"),
        (ProposalState.UNDONE, "bob", "no"),
    ]
    actions = [event.action for event in store.events(made.id)]
    assert actions == ["make-proposal", "adopt-proposal", "undo-proposal"]
    assert found.adopt(made.id, "ana").state is ProposalState.ADOPTED, "and it can be adopted once more"


def test_a_policy_of_the_product_becomes_one_of_ones_own_and_goes_again(store: SqlStore, home: Path) -> None:
    found, before = proposals_in(store, home), files(home)
    (made,) = found.open([proposal(warned(home, "translation"))])
    found.adopt(made.id, "ana")
    assert set(files(home)) - set(before) == {"policies/translation.yaml"}
    assert changes_in(home).policies.load("translation").checks["numbers"] == "warning"
    found.undo(made.id, "ana")
    assert files(home) == before


def test_it_is_refused_once_the_file_changed(store: SqlStore, home: Path) -> None:
    found = proposals_in(store, home)
    (made,) = found.open([proposal(warned(home))])
    path = home / "policies" / "mine.yaml"
    path.write_text(path.read_text("utf-8") + "style: brief\n", "utf-8")
    before = files(home)
    with pytest.raises(ConflictError, match="changed since the proposal was made"):
        found.adopt(made.id, "ana")
    assert files(home) == before
    assert found.one(made.id, "ana").state is ProposalState.PROPOSED
    # Found once more, it is made from the file as it stands.
    assert found.open([proposal(warned(home))]) == ()
    found.adopt(made.id, "ana")
    assert "style: brief" in files(home)["policies/mine.yaml"]
    path.write_text(path.read_text("utf-8") + "# mine\n", "utf-8")
    with pytest.raises(ConflictError, match="changed since the proposal was adopted"):
        found.undo(made.id, "ana")


def test_the_same_is_not_made_twice(store: SqlStore, home: Path) -> None:
    found = proposals_in(store, home)
    (made,) = found.open([proposal(warned(home))])
    assert found.open([proposal(warned(home), weight=12)]) == ()
    (only,) = found.all("ana")
    assert (only.id, only.proposal.weight) == (made.id, 12), "it has the newer evidence"
    with pytest.raises(UsageError, match="with a reason"):
        found.dismiss(made.id, "ana", "  ")
    found.dismiss(made.id, "ana", "not ours")
    with pytest.raises(ConflictError, match="dismissed"):
        found.adopt(made.id, "ana")
    assert found.open([proposal(warned(home), weight=23)]) == ()
    (again,) = found.open([proposal(warned(home), weight=24)])
    assert again.id != made.id
    with pytest.raises(ConflictError, match="made again"):
        found.undo(made.id, "ana")
    found.adopt(again.id, "ana")
    assert found.open([proposal(warned_again(home), weight=47)]) == ()
    assert len(found.open([proposal(warned_again(home), weight=48)])) == 1, "as when weights are learned anew"


def warned_again(home: Path) -> FileChange:
    change = changes_in(home).policy("mine", {("checks", "numbers"): "off"})
    assert change is not None
    return change


def test_what_changed_since_it_was_shown_is_looked_at_again(store: SqlStore, home: Path) -> None:
    found = proposals_in(store, home)
    (made,) = found.open([proposal(warned(home))])
    found.open([proposal(warned_again(home))])
    for act in (found.adopt, found.dismiss):
        with pytest.raises(ConflictError, match="changed since it was shown"):
            act(made.id, "ana", "why", made.version)
    now = found.one(made.id, "ana")
    assert found.adopt(made.id, "ana", "why", now.version).state is ProposalState.ADOPTED
    with pytest.raises(ConflictError, match="changed since it was shown"):
        found.undo(made.id, "ana", "", now.version)


def test_a_dismissal_is_taken_back(store: SqlStore, home: Path) -> None:
    found = proposals_in(store, home)
    (made,) = found.open([proposal(warned(home))])
    found.dismiss(made.id, "ana", "not ours")
    assert found.undo(made.id, "ana").state is ProposalState.PROPOSED
    assert found.adopt(made.id[:6], "ana").state is ProposalState.ADOPTED


def test_what_could_not_be_used_is_no_proposal(store: SqlStore, home: Path) -> None:
    found = proposals_in(store, home)
    text = (home / "policies" / "mine.yaml").read_text("utf-8")
    broken = FileChange(FileKind.POLICY, "mine", text, text + "quorom: 3\n")
    with pytest.raises(PolicyError, match="quorum"):
        found.open([proposal(broken)])
    with pytest.raises(UsageError, match="no name"):
        found.open([proposal(FileChange(FileKind.SCHEMA, "../x.json", "", "{}", own=False))])
    assert found.all("ana") == ()
    assert changes_in(home).policy("mine", {("description",): "x"}) is None, "nothing would decide otherwise"
    assert changes_in(home).policy("nobody", {("quorum",): 3}) is None


def test_who_may(store: SqlStore, home: Path) -> None:
    given = {
        "ana": frozenset(Role),
        "sue": frozenset({Role.SUBMITTER}),
        "rev": frozenset({Role.REVIEWER}),
        "both": frozenset({Role.SUBMITTER, Role.REVIEWER}),
    }
    found = proposals_in(store, home, lambda person: given.get(person, frozenset()))
    (made,) = found.open([proposal(warned(home))])
    assert [one.id for one in found.all("sue")] == [made.id]
    for person in ("rev", "both", "nobody"):
        for read in (found.all, lambda person: found.one(made.id, person)):
            with pytest.raises(ForbiddenError):
                read(person)
    for person in ("sue", "rev", "both"):
        for act in (found.adopt, found.undo, lambda one, by: found.dismiss(one, by, "x")):
            with pytest.raises(ForbiddenError):
                act(made.id, person)
        with pytest.raises(ForbiddenError):
            found.make(person)
    with pytest.raises(NotFoundError):
        found.one("zzz", "ana")


def test_what_quotes_a_document_goes_with_its_job(store: SqlStore, home: Path) -> None:
    from consensus.domain import Event

    found = proposals_in(store, home)
    assert found.open([proposal(warned(home), text_of="job1")]) == (), "the job is gone already"
    bill(store, [{"number": "F-77", "total": 56, "items": []}] * 3)
    found.open([proposal(warned(home), text_of="job1"), proposal(warned(home, "translation"), key="two")])
    store.delete_job("job1", Event("2026-05-04T12:00:00+00:00", "ana", "delete", "job1"))
    assert [one.proposal.key for one in found.all("ana")] == ["two"]


KILLED = """
import os, signal, sys
from pathlib import Path
from consensus.storage.store import SqlStore
from tests.proposed import proposals_in
url, home, act, made, files = sys.argv[1:]
left = int(files)
found = proposals_in(SqlStore(url), Path(home))
write, end = type(found.changes.files).write, type(found.store).end_act
def counted(self, *given):
    global left
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)
    left -= 1
    write(self, *given)
def ended(self, *given):
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)
    return end(self, *given)
type(found.changes.files).write, type(found.store).end_act = counted, ended
getattr(found, act)(made, "ana", "killed")
"""


@pytest.mark.parametrize("act", ["adopt", "undo"])
@pytest.mark.parametrize("written", [0, 1, 2])
def test_a_killed_process_leaves_all_or_nothing(store: SqlStore, home: Path, act: str, written: int) -> None:
    found, before = proposals_in(store, home), files(home)
    (made,) = found.open([proposal(*with_glossary(home))])
    glossary, policy = (one.after for one in made.proposal.changes)
    after = before | {"policies/glossaries/mine.csv": glossary, "policies/mine.yaml": policy}
    if act == "undo":
        found.adopt(made.id, "ana")
        assert files(home) == after
    url = store.url.render_as_string(hide_password=False)
    done = subprocess.run(
        [sys.executable, "-c", KILLED, url, str(home), act, made.id, str(written)], cwd=ROOT, capture_output=True
    )
    assert done.returncode == -9, done.stderr.decode()
    stored = found.one(made.id, "bob")
    assert stored.pending is None
    assert (stored.state, files(home)) in (
        (ProposalState.PROPOSED, before),
        (ProposalState.ADOPTED, after),
        (ProposalState.UNDONE, before),
    )
    assert stored.acts[-1].by == "ana"
    assert stored.acts[-1].reason == "killed"
    assert found.all("bob") == (stored,)


def test_a_file_changed_after_a_kill_stays_and_the_act_did_not_happen(store: SqlStore, home: Path) -> None:
    found = proposals_in(store, home)
    (made,) = found.open([proposal(*with_glossary(home))])
    url = store.url.render_as_string(hide_password=False)
    command = [sys.executable, "-c", KILLED, url, str(home), "adopt", made.id, "1"]
    assert subprocess.run(command, cwd=ROOT, capture_output=True).returncode == -9
    path = home / "policies" / "mine.yaml"
    path.write_text("name: mine\nversion: 9\n", "utf-8")
    assert found.one(made.id, "ana").state is ProposalState.PROPOSED
    assert files(home) == {"policies/mine.yaml": "name: mine\nversion: 9\n"}


def test_a_place_that_cannot_be_written_leaves_it_proposed(store: SqlStore, home: Path) -> None:
    found, changes = proposals_in(store, home), with_glossary(home)
    (made,) = found.open([proposal(*changes)])
    (home / "policies" / "glossaries").write_text("no folder", "utf-8")
    before = files(home)
    with pytest.raises(UsageError, match="cannot write"):
        found.adopt(made.id, "ana")
    assert files(home) == before
    stored = found.one(made.id, "ana")
    assert (stored.state, stored.pending) == (ProposalState.PROPOSED, None)
