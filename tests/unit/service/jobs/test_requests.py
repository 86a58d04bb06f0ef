"""What a submitter asks for, read and checked."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from consensus.domain import GuaranteeRules, Policy, Task
from consensus.errors import UsageError
from consensus.schema import from_pydantic
from consensus.service.jobs.requests import SubmitRequest, batch_name, read, rules_of

SCHEMA = {"type": "object", "properties": {"total": {"type": "number"}}}


class Bill(BaseModel):
    """A bill."""

    total: float


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text("Stop.", "utf-8")
    return path


def asked(page: Path, task: str = "any", policy: dict[str, Any] | None = None, **more: Any) -> Any:
    rules = Policy.model_validate({"name": "p", "version": 1, "semantic": "off", "task": task, **(policy or {})})
    return read(page, SubmitRequest((page,), "p", "en", **more), rules).document


@pytest.mark.parametrize(
    ("task", "more", "found"),
    [
        ("any", {"target_lang": "de"}, Task.TRANSLATE),
        ("any", {"schema": SCHEMA}, Task.EXTRACT),
        ("any", {"schema": SCHEMA, "target_lang": "de"}, Task.EXTRACT),
        ("translate", {"target_lang": "de"}, Task.TRANSLATE),
        ("translate", {"target_lang": "de", "schema": SCHEMA}, Task.TRANSLATE),
        ("extract", {"schema": SCHEMA}, Task.EXTRACT),
    ],
)
def test_the_task_is_the_policys_or_follows_from_a_schema(
    page: Path, task: str, more: dict[str, Any], found: Task
) -> None:
    document = asked(page, task, **more)
    assert document.task is found
    assert bool(document.schema) is (found is Task.EXTRACT), "a translation has no use for a schema"
    assert document.schema_class is None


@pytest.mark.parametrize(
    ("task", "more", "words"),
    [
        ("any", {}, "translation needs a target language"),
        ("translate", {"target_lang": ""}, "translation needs a target language"),
        ("translate", {"schema": SCHEMA}, "translation needs a target language"),
        ("extract", {}, "extraction needs a schema"),
        ("extract", {"target_lang": "de"}, "extraction needs a schema"),
    ],
)
def test_what_is_lacking_is_said(page: Path, task: str, more: dict[str, Any], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        asked(page, task, **more)


def test_the_commands_class_and_risk_come_before_the_policys(page: Path) -> None:
    policy = {"data_class": "internal", "risk": "high"}
    document = asked(page, policy=policy, target_lang="de")
    assert (document.data_class, document.risk) == ("internal", "high")
    document = asked(page, policy=policy, target_lang="de", data_class="confidential", risk="low")
    assert (document.data_class, document.risk) == ("confidential", "low")


def test_where_a_class_is_found_again(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "from pydantic import BaseModel\nclass A(BaseModel):\n    x: int\n"
    for folder in ("shop", "shop/forms"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "__init__.py").write_text(text)
    (tmp_path / "shop" / "plain.py").write_text(text)
    (tmp_path / "lone.py").write_text(text)
    monkeypatch.syspath_prepend(str(tmp_path))
    for module in ("shop", "shop.forms", "shop.plain", "lone"):
        __import__(module)
        found = asked(page, schema=from_pydantic(sys.modules[module].A)).schema_class
        assert (found.name, found.folder) == (f"{module}:A", str(tmp_path.resolve()))
        monkeypatch.delitem(sys.modules, module)


def test_a_class_of_a_session_has_no_file(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    schema = from_pydantic(Bill)
    monkeypatch.setitem(sys.modules, Bill.__module__, type(sys)("nowhere"))
    found = asked(page, schema=schema).schema_class
    assert found.name.endswith(":Bill")
    assert found.folder in (None, "")


def test_a_schema_in_json_has_no_class(page: Path) -> None:
    assert asked(page, schema=json.loads(json.dumps(SCHEMA))).schema_class is None


@pytest.mark.parametrize(
    ("given", "name"),
    [
        (None, ""),
        ("delivery 7", "delivery 7"),
        ("  delivery\u00a0 7 ", "delivery 7"),
        ("Mu\u0308ller", "M\u00fcller"),
        ("\u914d\u9001\u30007", "\u914d\u9001 7"),
        ("\u0645\u06cc\u200c\u0634\u0648\u062f", "\u0645\u06cc\u200c\u0634\u0648\u062f"),
        ("b" * 100, "b" * 100),
        ("<b>1</b> & $(rm)", "<b>1</b> & $(rm)"),
    ],
    ids=["none", "plain", "blanks", "composed", "wide blank", "joiner", "longest", "markup"],
)
def test_the_name_of_a_batch_in_one_spelling(given: str | None, name: str) -> None:
    assert batch_name(given) == name


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("", "the name of the batch is empty"),
        (" \u00a0 ", "the name of the batch is empty"),
        ("\u200d", "the name of the batch is empty"),
        ("b" * 101, "the name of the batch has 101 characters"),
        ("a\tb", "a character that cannot be seen, U\\+0009"),
        ("a\nb", "a character that cannot be seen, U\\+000A"),
        ("a\u202eb", "a character that cannot be seen, U\\+202E"),
        ("a\ud800b", "a character that cannot be seen, U\\+D800"),
        ("a\u2028b", "a character that cannot be seen, U\\+2028"),
        (7, "7 is no name of a batch"),
    ],
    ids=["empty", "blank", "joiner alone", "too long", "tab", "line", "turning", "half", "separator", "number"],
)
def test_an_odd_name_of_a_batch_is_refused_in_one_line(given: Any, words: str) -> None:
    with pytest.raises(UsageError, match=words) as refused:
        batch_name(given)
    assert "\n" not in str(refused.value)


class Outside:
    """Policies are given; nothing else of an installation is needed."""

    @staticmethod
    def with_panel(panel: Any, policy: Policy) -> Policy:
        return policy


def test_a_batch_takes_a_policy_with_a_guarantee(page: Path) -> None:
    without = Policy(name="p", version=1, semantic="off")
    with pytest.raises(UsageError, match="policy p: it has no guarantee, so it takes no batch"):
        rules_of(SubmitRequest((page,), without, batch="delivery 7"), Outside)  # type: ignore[arg-type]
    promised = without.model_copy(update={"guarantee": GuaranteeRules(alpha=0.02)})
    assert rules_of(SubmitRequest((page,), promised, batch="delivery 7"), Outside) == promised  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="is empty"):  # before anything is planned
        rules_of(SubmitRequest((page,), promised, batch=" "), Outside)  # type: ignore[arg-type]
