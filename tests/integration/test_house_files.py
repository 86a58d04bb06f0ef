"""What an installation keeps beside its database."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from consensus.auth.role_file import RoleFile
from consensus.auth.roles import Role
from consensus.errors import UsageError


def test_roles_are_read_anew_when_the_file_changes(tmp_path: Path) -> None:
    file, path = RoleFile(tmp_path), tmp_path / "roles.yaml"
    assert Role.ADMIN in file.roles().of("anybody"), "no file: the one person at this machine"
    path.write_text("Ana@example.org: reviewer\nben@example.org: [adjudicator, submitter]\n", "utf-8")
    assert file.roles().of("ana@example.org") == {Role.REVIEWER}
    assert file.roles().of("ben@example.org") == {Role.REVIEWER, Role.ADJUDICATOR, Role.SUBMITTER}
    assert file.roles().of("anybody") == frozenset()
    path.write_text("ana@example.org: admin\n", "utf-8")
    os.utime(path, ns=(1, 1))
    assert Role.ADMIN in file.roles().of("ana@example.org")


@pytest.mark.parametrize("bad", ["a: [", "- x", "", "a@b.c: king", "a@b.c:"])
def test_a_broken_role_file_lets_nobody_in(tmp_path: Path, bad: str) -> None:
    (tmp_path / "roles.yaml").write_text(bad, "utf-8")
    with pytest.raises(UsageError, match=r"roles\.yaml"):
        RoleFile(tmp_path).roles()
