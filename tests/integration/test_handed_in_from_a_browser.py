"""What a submitter's browser can name: no file, folder or host of the server's side, and no key leaves for theirs."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from consensus import bootstrap
from consensus.domain import Policy
from consensus.domain.policy import MemberRule
from consensus.errors import PolicyError, SchemaError, UsageError
from consensus.route.families import FamilyMap
from consensus.route.members import Known, resolve_member
from consensus.service.background import Order
from consensus.settings import Settings

TEXT = b"AQ-40 circulation pump"


@pytest.fixture
def service(tmp_path: Path) -> Iterator[bootstrap.Service]:
    (tmp_path / "roles.yaml").write_text("sam: submitter\nsue: admin\nana: reviewer\n", "utf-8")
    opened = bootstrap.build(Settings(tmp_path, f"sqlite:///{tmp_path / 'c.db'}", hub_allowed=False, user="sue"))
    yield opened
    opened.close()


def order(name: str = "a.md", policy: str = "translation", panel: str = "recorded") -> Order:
    return Order(name, TEXT, policy, "en", "de", panel=panel)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("manual.md", "manual.md"),
        ("..", "document.txt"),
        ("", "document.txt"),
        ("../../etc/passwd.md", "passwd.md"),
        ("C:\\Users\\x\\manual.md", "manual.md"),
        ("a\r\nSet-Cookie: x.md", "aSet-Cookie x.md"),
        ("\ud800a\0b.md", "ab.md"),
        ("a\u202etxt.md", "atxt.md"),
        ("漢" * 200 + ".md", "漢" * 39 + ".md"),
    ],
)
def test_a_documents_name_is_a_name(service: bootstrap.Service, given: str, kept: str) -> None:
    job = service.pages.background.submit(order(given), "sam")
    assert service.pages.library.job(job).document == kept


@pytest.mark.parametrize(
    "named",
    [
        {"panel": "recorded:/etc/passwd#x"},
        {"panel": "openai/gpt-4o, llama3.2@http://169.254.169.254/v1"},
        {"policy": "/etc/passwd"},
        {"policy": "../roles.yaml"},
        {"policy": "~/x"},
    ],
    ids=str,
)
def test_files_and_hosts_are_the_admins_to_name(service: bootstrap.Service, named: dict[str, str]) -> None:
    asked = order(**named)
    for attempt in (service.pages.background.plan, service.pages.background.submit):
        with pytest.raises(UsageError, match="for an admin to name"):
            attempt(asked, "sam")
        with pytest.raises(UsageError, match="may not hand in"):
            attempt(asked, "ana")
    assert not service.pages.library.jobs()


def test_the_admin_may_name_an_address(service: bootstrap.Service) -> None:
    asked = order(panel="llama3.2@http://127.0.0.1:9/v1,qwen3@http://127.0.0.1:9/v1")
    assert len(service.pages.background.plan(asked, "sue").members) == 2


def test_a_key_goes_to_the_host_that_the_policy_names(service: bootstrap.Service) -> None:
    home = "https://models.example.org/v1"
    rule = MemberRule(model="ours/small", family="ours", base_url=home, api_key_env="OUR_KEY")
    hosted = MemberRule(model="ours/large", family="ours", api_key_env="OUR_KEY")
    known = Known(Policy(name="x", version=1, members=(rule, hosted)), FamilyMap.parse("makers: []\nhosts: []\n"))
    keys = {
        name: resolve_member(name, known)[0].api_key_env
        for name in (
            "ours/small",
            "ours/large",
            f"ours/small@{home}",
            "ours/small@http://evil.example/v1",
            "ours/large@http://evil.example/v1",
        )
    }
    assert list(keys.values()) == ["OUR_KEY", "OUR_KEY", "OUR_KEY", None, None]


def test_a_schema_that_nests_without_end_is_said(service: bootstrap.Service) -> None:
    with pytest.raises(SchemaError, match="nested more than 100 levels"):
        service.pages.background.submit(Order("a.txt", TEXT, "extraction", schema="[" * 100_000), "sam")


@pytest.mark.parametrize("line", ["semantic: /tmp/model", "semantic: somebody/model", "glossary: ../roles.yaml"])
def test_an_edited_policy_reads_no_file_and_loads_no_model(service: bootstrap.Service, line: str) -> None:
    stored = service.policies.text("translation")
    key = line.split(":")[0]
    kept = "\n".join(one for one in stored.splitlines() if not one.startswith(f"{key}:"))
    with pytest.raises(PolicyError, match=key):
        service.policies.check(f"{kept}\n{line}\n", "translation")


def test_an_edited_policy_may_keep_its_own_model(service: bootstrap.Service, tmp_path: Path) -> None:
    (tmp_path / "policies").mkdir()
    (tmp_path / "policies" / "own.yaml").write_text("name: own\nversion: 1\nsemantic: somebody/model\n", "utf-8")
    text = service.policies.text("own").replace("version: 1", "version: 2")
    assert service.policies.check(text, "own").semantic == "somebody/model"


def test_a_download_that_was_offered_before_a_role_was_taken_away(service: bootstrap.Service, tmp_path: Path) -> None:
    from ui.screens.results import _exported

    job = service.pages.background.submit(order(), "sam")
    end = time.monotonic() + 60
    while service.pages.background.course(job).standing == "working" and time.monotonic() < end:
        time.sleep(0.02)
    assert _exported(service, job, "csv", "sam").startswith(b"unit,")
    (tmp_path / "roles.yaml").write_text("sue: admin\nsam: reviewer\n", "utf-8")
    with pytest.raises(UsageError, match="no submitter role"):
        _exported(service, job, "csv", "sam")


@pytest.mark.parametrize("bound", ["NaN", "-Infinity", "1e999"])
def test_a_schema_with_a_number_that_is_none_is_refused_and_harms_nobody(
    service: bootstrap.Service, bound: str
) -> None:
    schema = f'{{"type": "object", "properties": {{"total": {{"type": "number", "maximum": {bound}}}}}}}'
    poison = Order("o.txt", b"Total: 5", "extraction", "en", "", schema, "recorded")
    with pytest.raises(SchemaError, match="number"):
        service.pages.background.submit(poison, "sam")
    assert service.pages.library.jobs() == []
