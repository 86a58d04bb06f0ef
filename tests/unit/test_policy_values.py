"""``consensus.Policy``: loaded, written in Python or changed, it is checked as a policy's file is."""

from __future__ import annotations

import copy
import pickle
from pathlib import Path
from typing import Any

import pytest

import consensus
from consensus import bootstrap
from consensus.domain import Outcome
from consensus.errors import NotFoundError, PolicyError, UsageError
from consensus.settings import Settings

KEY = "sk-abcdefghijklmnopqrstuv0123"


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONSENSUS_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("name", ["translation", "strict", "extraction"])
def test_a_shipped_policy_is_the_one_that_the_command_line_uses(name: str) -> None:
    loaded, shipped = consensus.Policy.load(name), bootstrap.policies(Settings.read()).load(name)
    assert loaded.digest == shipped.digest
    assert loaded.model_dump() == shipped.model_dump()
    assert loaded.with_() == loaded


def test_a_policy_is_written_in_yaml_or_in_python(tmp_path: Path) -> None:
    text = "name: mine\nversion: 2\nquorum: 3\nchecks: {emphasis: veto}\nsemantic: off\n"
    (tmp_path / "mine.yaml").write_text(text, "utf-8")
    written = consensus.Policy(name="mine", version=2, quorum=3, checks={"emphasis": "veto"}, semantic="off")
    assert written == consensus.Policy.from_yaml(text) == consensus.Policy.load(tmp_path / "mine.yaml")


def test_tables_are_found_by_their_name() -> None:
    shipped = consensus.Policy.load("translation")
    mine = consensus.Policy(name="mine", version=1, translation={"reference": "translation"})
    assert mine.translation.reference == shipped.translation.reference


def test_a_change_touches_nothing_else() -> None:
    policy = consensus.Policy.load("translation")
    changed = policy.with_(quorum=3, translation={"near_identity": 0.97}, checks={"emphasis": "veto"})
    assert (changed.quorum, changed.translation.near_identity, changed.checks) == (3, 0.97, {"emphasis": "veto"})
    assert changed.translation.reference == policy.translation.reference
    assert changed.digest != policy.digest
    assert (policy.quorum, policy.checks) == (2, {})
    assert (
        changed.with_(quorum=2, translation={"near_identity": 0.95}).with_(checks={"emphasis": "warning"}).quorum == 2
    )


def test_a_changed_glossary_is_read_and_one_that_stays_is_kept(tmp_path: Path) -> None:
    (tmp_path / "terms.csv").write_text("source,target\nvalve,Ventil\n", "utf-8")
    policy = consensus.Policy.load("translation").with_(glossary="terms.csv")
    assert [term[:2] for term in policy.glossary_terms] == [("valve", "Ventil")]
    (tmp_path / "terms.csv").unlink()
    kept = policy.with_(quorum=3)
    assert (kept.glossary, kept.glossary_terms) == (policy.glossary, policy.glossary_terms)
    assert policy.with_(glossary=None).glossary_terms == ()


def test_the_changed_threshold_decides() -> None:
    policy = consensus.Policy.load("translation")
    answers = dict.fromkeys(("gpt-4o", "claude"), "Halt.")
    for quorum, outcome in ((2, Outcome.ACCEPTED), (3, Outcome.REVIEW)):
        (unit,) = consensus.decide("Stop.", answers, policy=policy.with_(quorum=quorum), source="en", to="de")
        assert unit.outcome is outcome


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "too low": ({"quorum": 1}, "`quorum`: 1 must be at least 2"),
    "a percentage": ({"support": 85}, r"did you mean `0.85`\?"),
    "a misspelt key": ({"qorum": 3}, r"did you mean `quorum`\?"),
    "a misspelt key below": ({"translation": {"near_identty": 1}}, r"did you mean `near_identity`\?"),
    "an unknown check": ({"checks": {"emphasi": "veto"}}, r"did you mean `emphasis`\?"),
    "a number as text": ({"quorum": "3"}, "`quorum`"),
    "nothing for a section": ({"translation": None}, "`translation`: has no value"),
    "a key": ({"members": [{"model": "a", "api_key_env": KEY}]}, "keys never stand in a policy"),
    "a glossary that is not there": ({"glossary": "gone.csv"}, "gone.csv: there is no such file"),
    "another name": ({"name": "My Policy"}, r"did you mean `my-policy`\?"),
    "what only a job has": ({"named_panel": {"name": "x", "members": []}}, "is not a key of a policy"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_value_is_refused_as_in_a_file(case: str) -> None:
    values, said = WRONG[case]
    for make in (
        lambda: consensus.Policy.load("translation").with_(**values),
        lambda: consensus.Policy(**{"name": "mine", "version": 1, **values}),
    ):
        with pytest.raises(PolicyError, match=said) as raised:
            make()
        assert "line 1" not in str(raised.value)
        assert KEY not in str(raised.value)


def test_all_mistakes_are_listed_at_once() -> None:
    with pytest.raises(PolicyError) as raised:
        consensus.Policy.load("translation").with_(quorum=1, support=0.2, checks={"no": "veto"})
    assert len(raised.value.problems) == 3


@pytest.mark.parametrize("value", [float("nan"), {1, 2}, b"x", object()], ids=["NaN", "set", "bytes", "object"])
def test_a_value_that_no_file_can_hold_is_refused(value: Any) -> None:
    with pytest.raises(UsageError, match="cannot stand in a policy"):
        consensus.Policy.load("translation").with_(support=value)


def test_what_is_no_policy_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="did you mean"):
        consensus.Policy.load("translatoin")
    with pytest.raises(NotFoundError, match=r"no policy file .*gone.yaml"):
        consensus.Policy.load(tmp_path / "gone.yaml")
    for wrong in (None, 5, b"name: x"):
        with pytest.raises(UsageError, match="is no policy"):
            consensus.Policy.load(wrong)  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="is no text of a policy"):
        consensus.Policy.from_yaml(b"name: x")  # type: ignore[arg-type]
    with pytest.raises(PolicyError, match="line 3: `quorm`"):
        consensus.Policy.from_yaml("name: x\nversion: 1\nquorm: 2\n")
    with pytest.raises(PolicyError, match="not readable as YAML"):
        consensus.Policy.from_yaml("name: [x\n")
    with pytest.raises(PolicyError, match="`name`: is missing"):
        consensus.Policy()


def test_a_policy_can_be_copied_and_sent_to_another_process() -> None:
    policy = consensus.Policy(name="mine", version=1)
    assert pickle.loads(pickle.dumps(policy)) == copy.deepcopy(policy) == policy
