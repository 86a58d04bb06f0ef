"""Roles: rows of the database that every process reads, a file of the home that is imported into them once."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from consensus.auth.role_file import RoleFile
from consensus.auth.roles import Role, Roles, words_of
from consensus.bootstrap import role_service
from consensus.cli.main import main
from consensus.domain import Event
from consensus.errors import ConsensusError, NotFoundError, ReadOnlyError, UsageError
from consensus.service.roles import RoleService
from consensus.settings import Settings
from consensus.storage.store import SqlStore

LINES = "Ana@example.org: reviewer\nben@example.org: [adjudicator, submitter]\n"


@pytest.fixture
def service(store: SqlStore, tmp_path: Path) -> RoleService:
    return role_service(Settings(tmp_path, ""), store)


def log(store: SqlStore) -> list[tuple[str, str, str]]:
    return [(event.actor, event.action, event.detail) for event in store.events("roles")]


def test_without_a_role_the_one_person_at_this_machine_may_do_everything(service: RoleService, store: SqlStore) -> None:
    assert service.current() == Roles(None)
    assert service.given() == {}
    assert store.events() == []


def test_the_file_is_imported_once_and_set_aside(service: RoleService, store: SqlStore, tmp_path: Path) -> None:
    (tmp_path / "roles.yaml").write_text(LINES, "utf-8")
    for _ in range(2):
        roles = service.current()
        assert roles.of("ana@example.org") == {Role.REVIEWER}
        assert roles.of("BEN@example.org") == {Role.REVIEWER, Role.ADJUDICATOR, Role.SUBMITTER}
        assert roles.of("anybody") == frozenset()
    assert log(store) == [
        ("system", "import-roles", "ana@example.org: reviewer; ben@example.org: submitter, adjudicator")
    ]
    assert not (tmp_path / "roles.yaml").exists()
    assert (tmp_path / "roles.yaml.imported").read_text("utf-8") == LINES


def test_a_file_that_cannot_be_set_aside_is_known_again(
    service: RoleService, store: SqlStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(RoleFile, "set_aside", lambda self: self.path)  # as where a folder is mounted to be read
    (tmp_path / "roles.yaml").write_text(LINES, "utf-8")
    service.set("cleo@example.org", ["admin"], "sue")
    assert [(actor, action) for actor, action, _ in log(store)] == [("system", "import-roles"), ("sue", "set-roles")]
    (tmp_path / "roles.yaml").write_text(f"# of this house\n{LINES}", "utf-8")
    assert len(service.given()) == 3, "a comment changes no role"


def test_another_file_lets_nobody_in_until_it_is_taken_over(
    service: RoleService, store: SqlStore, tmp_path: Path
) -> None:
    service.set("sue@example.org", ["admin"], "sue")
    path = tmp_path / "roles.yaml"
    path.write_text(LINES, "utf-8")
    with pytest.raises(UsageError, match="says something else") as refused:
        service.current()
    assert refused.value.where == str(path)
    with pytest.raises(UsageError, match="says something else"):
        service.set("ana@example.org", ["admin"], "sue")
    assert service.take_over(path, "sue") == {
        "ana@example.org": ("reviewer",),
        "ben@example.org": ("submitter", "adjudicator"),
    }
    assert not path.exists()
    path.write_text("ana@example.org: admin\n", "utf-8")
    with pytest.raises(UsageError, match="says something else"):
        service.current()


@pytest.mark.parametrize("bad", ["a: [", "- x", "", "a@b.c: king", "a@b.c:"])
def test_a_broken_file_lets_nobody_in(service: RoleService, store: SqlStore, tmp_path: Path, bad: str) -> None:
    (tmp_path / "roles.yaml").write_text(bad, "utf-8")
    with pytest.raises(UsageError, match=r"roles\.yaml"):
        service.current()
    assert store.roles() == ({}, None)


def test_a_database_that_cannot_be_written_goes_by_the_file(
    service: RoleService, store: SqlStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> bool:
        raise ReadOnlyError("the database is read-only")

    monkeypatch.setattr(SqlStore, "import_roles", refused)
    (tmp_path / "roles.yaml").write_text(LINES, "utf-8")
    assert service.current().of("ana@example.org") == {Role.REVIEWER}
    assert (tmp_path / "roles.yaml").exists()


def test_roles_are_given_and_taken_away_in_every_process_at_once(
    new_database: Callable[[], str], tmp_path: Path
) -> None:
    url = new_database()
    here, there = (role_service(Settings(tmp_path / home, url)) for home in ("here", "there"))
    assert here.set("Ana@Example.org", ["reviewer", "adjudicator"], "sue") == ("adjudicator",)
    assert there.current().of("ana@example.org") == {Role.REVIEWER, Role.ADJUDICATOR}
    assert there.set("ana@example.org", ["submitter"], "sue") == ("submitter",)
    assert here.given() == {"ana@example.org": ("submitter",)}
    assert here.remove("ana@example.org", "sue") is False, "nobody has one any more"
    assert there.current() == Roles(None)
    with pytest.raises(NotFoundError, match="has no role here"):
        here.remove("ana@example.org", "sue")
    store = SqlStore(url)
    assert [action for _, action, _ in log(store)] == ["set-roles", "set-roles", "remove-roles"]
    store.close()


@pytest.mark.parametrize(
    ("person", "roles", "words"),
    [
        ("ana@example.org", ["king"], "not a role"),
        ("", ["admin"], "no name of a person"),
        ("ana ben", ["admin"], "no name of a person"),
        ("ana\u200b", ["admin"], "no name of a person"),
        ("a" * 256, ["admin"], "no name of a person"),
    ],
)
def test_what_cannot_be_given(service: RoleService, person: str, roles: list[str], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        service.set(person, roles, "sue")
    assert service.given() == {}


def test_the_fewest_words() -> None:
    assert words_of(frozenset(Role)) == ("admin",)
    assert words_of(frozenset({Role.REVIEWER, Role.ADJUDICATOR, Role.SUBMITTER})) == ("submitter", "adjudicator")
    assert words_of(frozenset()) == ()


def test_on_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CONSENSUS_HOME", str(tmp_path))
    monkeypatch.setenv("CONSENSUS_USER", "sue")

    def said(*words: str) -> str:
        assert main(["roles", *words]) == 0, capsys.readouterr().err
        return capsys.readouterr().out.strip()

    assert said().startswith("Nobody was given a role")
    assert said("set", "ana@example.org", "reviewer", "submitter").startswith("ana@example.org: submitter, reviewer.")
    assert said() == said("list") == "ana@example.org: submitter, reviewer"
    (tmp_path / "own.yaml").write_text(LINES, "utf-8")
    assert "roles of 2 people, and no others" in said("import", str(tmp_path / "own.yaml"))
    listed = {"ana@example.org": ["reviewer"], "ben@example.org": ["submitter", "adjudicator"]}
    assert json.loads(said("--json")) == {"roles": listed}
    assert said("remove", "ben@example.org") == "ben@example.org has no role any more."
    assert "Nobody was given a role" in said("remove", "ana@example.org")
    for wrong in (("set", "ana@example.org", "king"), ("remove", "zoe"), ("import", "nowhere.yaml")):
        assert main(["roles", *wrong]) == 2
    store = SqlStore(f"sqlite:///{tmp_path / 'consensus.sqlite'}")
    assert {event.actor for event in store.events("roles")} == {"sue"}
    assert isinstance(store.events("roles")[0], Event)
    store.close()


@pytest.mark.parametrize(
    ("given", "change", "refused"),
    [
        ({}, ("sue", ["admin"]), ""),
        ({}, ("ana", ["admin"]), "nobody has a role yet"),
        ({}, ("sue", ["reviewer"]), "last admin"),
        ({"sue": ["admin"]}, ("sue", ["reviewer"]), "last admin"),
        ({"sue": ["admin"]}, ("sue", []), "last admin"),
        ({"sue": ["admin"], "ana": ["admin"]}, ("sue", []), ""),
        ({"sue": ["admin"]}, ("ANA@example.org", ["reviewer", "submitter"]), ""),
        ({"sue": ["admin"]}, ("ana", []), "has no role here"),
        ({"sue": ["admin"]}, ("ana b", ["reviewer"]), "no name of a person"),
        ({"sue": ["admin"]}, ("ana", ["owner"]), "not a role"),
        ({"sue": ["reviewer"], "ana": ["admin"]}, ("sue", ["admin"]), "may not give roles"),
    ],
)
def test_an_admin_changes_roles_and_somebody_stays_admin(
    service: RoleService, store: SqlStore, given: dict[str, list[str]], change: tuple[str, list[str]], refused: str
) -> None:
    for person, words in given.items():
        service.set(person, words, "root")
    before, events = service.given(), len(log(store))
    if refused:
        with pytest.raises(ConsensusError, match=refused):
            service.change(*change, by="Sue")
        assert (service.given(), len(log(store))) == (before, events), "nothing changed, and nothing is written"
        return
    service.change(*change, by="Sue")
    person, words = change[0].lower(), change[1]
    assert set(service.given().get(person, ())) == set(words)
    assert log(store)[-1][:2] == ("Sue", "set-roles" if words else "remove-roles")


def test_two_admins_who_remove_each_other_at_once_leave_one(service: RoleService, store: SqlStore) -> None:
    for person in ("ana", "ben"):
        service.set(person, ["admin"], "root")

    def removed(pair: tuple[str, str]) -> bool:
        try:
            service.change(pair[0], [], by=pair[1])
        except ConsensusError:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(removed, [("ana", "ben"), ("ben", "ana")]))
    assert sorted(done) == [False, True]
    assert list(service.given().values()) == [("admin",)]
