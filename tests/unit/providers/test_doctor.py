"""What the doctor says of each state, and that it never says a secret."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from consensus.domain import ModelKind, ModelReply, ModelRequest, ModelSpec
from consensus.errors import CallError, CallFault, ConsensusError, StoreError
from consensus.providers.doctor import (
    probe_browser,
    probe_database,
    probe_embedder,
    probe_folder,
    probe_keys,
    probe_members,
)


def test_keys_are_named_and_never_shown() -> None:
    probe = probe_keys({"OPENAI_API_KEY": True, "GEMINI_API_KEY": False})
    assert probe.ok
    assert "OPENAI_API_KEY" in probe.found
    assert "GEMINI_API_KEY" not in probe.found


def test_no_keys_says_which_to_set() -> None:
    probe = probe_keys({"OPENAI_API_KEY": False, "GEMINI_API_KEY": False})
    assert not probe.ok
    assert "GEMINI_API_KEY" in probe.do


@dataclass
class _Member:
    """Answers, or fails as told."""

    fails: Exception | None = None
    asked: list[ModelRequest] = field(default_factory=list)

    async def complete(self, request: ModelRequest) -> ModelReply:
        self.asked.append(request)
        if self.fails is not None:
            raise self.fails
        return ModelReply("OK", "stop", "model-1")

    async def aclose(self) -> None:
        return None


SPECS = (
    ModelSpec("good", "openai/good", "a"),
    ModelSpec("base", "openai/base", "b", kind=ModelKind.COMPLETION),
    ModelSpec("refused", "openai/refused", "c", api_key_env="SOME_KEY"),
    ModelSpec("html", "openai/html", "d", base_url="http://127.0.0.1:9/v1"),
    ModelSpec("gone", "embedded/gone", "e", source="embedded"),
)


async def test_each_member_is_asked_once_and_a_failing_one_spoils_no_other() -> None:
    members = {
        "good": _Member(),
        "base": _Member(),
        "refused": _Member(CallError(CallFault.KEY_REFUSED, "the key was refused.")),
        "html": _Member(CallError(CallFault.NOT_A_MODEL, "the address answers with a web page.")),
        "gone": _Member(ConsensusError("the model ended with code 1.", do="Look at its log.")),
    }
    probes = await probe_members(SPECS, lambda spec: members[spec.name], lambda call: None)
    assert [probe.ok for probe in probes] == [True, True, False, False, False]
    assert "model-1" in probes[0].found
    assert "key_refused" in probes[2].found
    assert "SOME_KEY" in probes[2].do
    assert "http://127.0.0.1:9/v1" in probes[3].do
    assert probes[4].do == "Look at its log."
    assert all(len(member.asked) == 1 for member in members.values())
    assert members["good"].asked[0].messages
    assert members["base"].asked[0].prompt
    assert members["base"].asked[0].messages == (), "a base model is asked by a prompt"


async def test_a_member_that_hangs_is_given_up() -> None:
    class Hanging(_Member):
        async def complete(self, request: ModelRequest) -> ModelReply:
            import asyncio

            await asyncio.sleep(60)
            raise AssertionError

    (probe,) = await probe_members(SPECS[:1], lambda spec: Hanging(), lambda call: None, seconds=0.05)
    assert not probe.ok
    assert "No answer" in probe.found


@pytest.mark.parametrize(
    ("why", "ok", "meaning"),
    [
        ("Meanings are not compared: semantic is off.", True, "turned off is no fault"),
        ("Meanings are not compared: nothing is installed.", False, "nothing found is"),
    ],
)
def test_no_embedder(why: str, ok: bool, meaning: str) -> None:
    probe = probe_embedder(lambda: (None, why))
    assert probe.ok is ok, meaning
    assert bool(probe.do) is not ok


def test_browser_found_and_not_found() -> None:
    assert probe_browser(lambda name: "/usr/bin/x" if name == "google-chrome" else None).ok
    missing = probe_browser(lambda name: None)
    assert not missing.ok
    assert "apt-get install chromium" in missing.do


def test_a_database_that_works() -> None:
    assert probe_database("sqlite:///here.db", lambda: None).ok


@pytest.mark.parametrize(
    "error",
    [StoreError("locked"), OSError("cannot connect as ann with s3cret")],
    ids=["one of ours", "one of a driver"],
)
def test_a_database_that_fails_hides_its_password(error: Exception) -> None:
    def open_and_write() -> None:
        raise error

    probe = probe_database("postgresql://ann:s3cret@db.example/x", open_and_write)
    assert not probe.ok
    assert probe.do
    assert "s3cret" not in probe.found
    assert "ann@db.example" in probe.found


def test_home_folder(tmp_path: Path) -> None:
    assert probe_folder(tmp_path / "new").ok
    assert list((tmp_path / "new").iterdir()) == [], "the probe leaves nothing behind"
    (tmp_path / "file").write_text("")
    assert not probe_folder(tmp_path / "file" / "below").ok
