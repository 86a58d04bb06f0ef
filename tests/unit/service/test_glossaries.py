"""Glossaries of the home: who uses which, what replacing one changes, and files that are none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from consensus import bootstrap
from consensus.errors import ConflictError, ForbiddenError, NotFoundError, UsageError
from consensus.service.glossaries import file_name
from consensus.settings import Settings

CSV = b"source,target,kind\npump,Pumpe,\npump,Pumpanlage,forbidden\n"
OTHER = b"source,target\npump,Pumpwerk\n"


@pytest.fixture
def service(tmp_path: Path) -> Iterator[bootstrap.Service]:
    opened = bootstrap.build(Settings(tmp_path, f"sqlite:///{tmp_path / 'c.db'}", hub_allowed=False, user="ana"))
    yield opened
    opened.close()


def policy(home: Path, name: str, glossary: str, more: str = "") -> None:
    (home / "policies").mkdir(exist_ok=True)
    text = f"name: {name}\nversion: 1\nglossary: {glossary}\n{more}"
    (home / "policies" / f"{name}.yaml").write_text(text, "utf-8")


def test_where_there_is_none_nothing_is_listed(service: bootstrap.Service) -> None:
    assert service.pages.glossaries.lines() == ()


def test_a_glossary_is_kept_listed_and_used(service: bootstrap.Service, tmp_path: Path) -> None:
    kept = service.pages.glossaries
    assert kept.save("My Terms.CSV", CSV, "ana").name == "my-terms.csv"
    policy(tmp_path, "manuals", "glossaries/my-terms.csv")
    (line,) = kept.lines()
    assert (line.name, line.own, line.used_by) == ("glossaries/my-terms.csv", True, ("manuals",))
    assert (line.required, line.forbidden, line.problem) == (1, 1, "")
    assert kept.terms(line.name) == service.policies.load("manuals").glossary_terms
    assert kept.export(line.name, "csv")[0] == "my-terms.csv"
    assert b"Pumpanlage" in kept.export(line.name, "tbx", "en", "de")[1]
    with pytest.raises(UsageError, match="names the languages"):
        kept.export(line.name, "tbx")
    (event,) = service.outside.store.events("my-terms.csv")
    assert (event.actor, event.action, event.detail) == ("ana", "save-glossary", "2 terms")


def test_one_elsewhere_is_listed_and_not_removed(service: bootstrap.Service, tmp_path: Path) -> None:
    path = tmp_path / "elsewhere.csv"
    path.write_bytes(CSV)
    policy(tmp_path, "manuals", str(path))
    (line,) = service.pages.glossaries.lines()
    assert (line.name, line.own, line.used_by) == (str(path), False, ("manuals",))
    with pytest.raises(NotFoundError):
        service.pages.glossaries.remove(line.name, "ana")
    assert path.exists()


def test_what_replacing_one_changes_is_said_before(service: bootstrap.Service, tmp_path: Path) -> None:
    kept = service.pages.glossaries
    kept.save("terms.csv", CSV, "ana")
    policy(tmp_path, "manuals", "glossaries/terms.csv")
    policy(tmp_path, "promised", "glossaries/terms.csv", "semantic: 'off'\nguarantee: {alpha: 0.05}\n")
    before = service.policies.load("manuals").digest
    assert kept.read("terms.csv", CSV).effects == ("It replaces glossaries/terms.csv.",), "the same terms"
    replaced, plain, promised = kept.read("terms.csv", OTHER).effects
    assert replaced == "It replaces glossaries/terms.csv."
    assert plain.startswith("The digest of manuals becomes")
    assert plain.endswith(f"before {before}.")
    assert promised.endswith("what was certified under the digest of before is void.")
    assert service.policies.load("manuals").digest == before, "nothing is stored"
    kept.save("terms.csv", OTHER, "ana")
    assert service.policies.load("manuals").digest == plain.split()[5].rstrip(",")


def test_one_in_use_stays(service: bootstrap.Service, tmp_path: Path) -> None:
    kept = service.pages.glossaries
    kept.save("terms.csv", CSV, "ana")
    policy(tmp_path, "manuals", "glossaries/terms.csv")
    with pytest.raises(ConflictError, match="manuals use it"):
        kept.remove("glossaries/terms.csv", "ana")
    (tmp_path / "policies" / "manuals.yaml").unlink()
    kept.remove("glossaries/terms.csv", "ana")
    assert kept.lines() == ()


@pytest.mark.parametrize("name", ["/etc/passwd", "glossaries/../manuals.yaml", "glossaries/gone.csv", "terms.csv", ""])
def test_nothing_but_what_is_listed_is_read(service: bootstrap.Service, name: str) -> None:
    service.pages.glossaries.save("terms.csv", CSV, "ana")
    with pytest.raises(NotFoundError):
        service.pages.glossaries.terms(name)


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("terms.csv", b"pump,Pumpe\n", "the first line must name the columns"),
        ("terms.csv", b"source,target\n,a\nb,\nc,\n", r"\(and 2 more\)"),
        ("terms.tbx", b'<!DOCTYPE x [<!ENTITY a "ha">]>\n<tbx>&a;</tbx>', "declares entities"),
        ("terms.xlsx", CSV, "neither CSV nor TBX"),
        ("....csv", CSV, "no name that could be kept"),
    ],
)
def test_a_file_that_is_none_is_one_line(service: bootstrap.Service, name: str, content: bytes, why: str) -> None:
    with pytest.raises(UsageError, match=why) as refused:
        service.pages.glossaries.save(name, content, "ana")
    assert "\n" not in str(refused.value)
    assert service.pages.glossaries.lines() == ()


def test_only_an_admin_changes_any(service: bootstrap.Service, tmp_path: Path) -> None:
    service.pages.glossaries.save("terms.csv", CSV, "ana")
    (tmp_path / "roles.yaml").write_text("ana: submitter\nben: admin\n", "utf-8")
    with pytest.raises(ForbiddenError):
        service.pages.glossaries.save("terms.csv", OTHER, "ana")
    with pytest.raises(ForbiddenError):
        service.pages.glossaries.remove("glossaries/terms.csv", "ana")
    with pytest.raises(ForbiddenError):
        service.pages.memories.take_tmx(Path("m.tmx"), b"", ("en", "de"), "", "ana")
    with pytest.raises(ForbiddenError):
        service.pages.memories.forget("m.tmx", "ana")
    assert len(service.pages.glossaries.terms("glossaries/terms.csv")) == 2


@pytest.mark.parametrize(
    ("given", "kept"),
    [("Terms DE.csv", "terms-de.csv"), ("../../x.tbx", "x.tbx"), ("C:\\a\\b.XML", "b.tbx"), ("ä.txt.tsv", "txt.tsv")],
)
def test_names_that_are_kept(given: str, kept: str) -> None:
    assert file_name(given) == kept
