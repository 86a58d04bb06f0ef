"""What an installation keeps beside its database."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from consensus.auth.role_file import RoleFile
from consensus.auth.roles import Role
from consensus.errors import StoreError, UsageError
from consensus.storage.installation_key import keyed_draw


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


def test_draws_are_the_installations_own_and_stay(tmp_path: Path) -> None:
    homes = [tmp_path / name for name in "ab"]
    for home in homes:
        home.mkdir()
    first, again, other = keyed_draw(homes[0]), keyed_draw(homes[0]), keyed_draw(homes[1])
    names = [f"unit {n}" for n in range(400)]
    drawn = [first("spot check", name) for name in names]
    assert drawn == [again("spot check", name) for name in names]
    assert drawn != [other("spot check", name) for name in names]
    assert drawn != [first("gold", name) for name in names]
    assert 0.4 < sum(drawn) / len(drawn) < 0.6
    assert (homes[0] / "sampling.key").stat().st_mode & 0o077 == 0
    (homes[1] / "sampling.key").write_bytes(b"short")
    with pytest.raises(StoreError, match="damaged"):
        keyed_draw(homes[1])("gold", "x")
