"""Who may do what."""

from __future__ import annotations

from typing import Any

import pytest

from consensus.auth.roles import Role, Roles, parse_roles
from consensus.errors import UsageError

ALL = frozenset(Role)


@pytest.mark.parametrize(
    ("named", "may"),
    [
        ("submitter", {Role.SUBMITTER}),
        ("reviewer", {Role.REVIEWER}),
        ("adjudicator", {Role.REVIEWER, Role.ADJUDICATOR}),
        ("admin", ALL),
        (["submitter", "reviewer"], {Role.SUBMITTER, Role.REVIEWER}),
        (("adjudicator", "submitter"), {Role.SUBMITTER, Role.REVIEWER, Role.ADJUDICATOR}),
    ],
)
def test_what_a_role_implies(named: Any, may: set[Role]) -> None:
    roles = parse_roles({" Ana@Example.org ": named}, "roles.yaml")
    assert roles.of("ana@example.org") == may
    assert roles.of("  ANA@example.ORG ") == may, "whatever case and space"
    assert roles.of("ben@example.org") == frozenset()


@pytest.mark.parametrize("person", ["root", "anybody", ""])
def test_without_a_file_everybody_here_may_everything(person: str) -> None:
    assert Roles().of(person) == ALL
    assert Roles({}).of(person) == frozenset(), "an empty file is a file"


@pytest.mark.parametrize("content", [None, {}, [], "ana: admin", ["ana"]], ids=str)
def test_a_file_that_names_nobody(content: object) -> None:
    with pytest.raises(UsageError, match="no person has a role") as refused:
        parse_roles(content, "roles.yaml")
    assert refused.value.where == "roles.yaml"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ({"ana": "boss"}, "ana: boss"),
        ({"ana": ["reviewer", "boss"]}, "ana: "),
        ({"ana": []}, r"ana: \[\]"),
        ({"ana": None}, "ana: None"),
        ({7: "admin"}, "7: admin"),
        ({"ana": "boss", "sue": "admin", "bob": 3}, "ana: boss; bob: 3"),
    ],
    ids=["a word", "one of two", "none", "nothing", "no name", "every mistake"],
)
def test_a_file_with_mistakes_gives_nobody_a_role(content: Any, told: str) -> None:
    with pytest.raises(UsageError, match=f"not a role: {told}") as refused:
        parse_roles(content, "roles.yaml")
    assert "sue" not in refused.value.what
    assert "submitter, reviewer, adjudicator, admin" in refused.value.do
