"""What is handed in from Python: paths, files in memory, several, and what is none of these."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

import consensus
from consensus.errors import ConsensusError, DocumentError, NotFoundError, UsageError

EXAMPLES = Path(str(files("consensus"))) / "examples"
MANUAL = (EXAMPLES / "manual.md").read_bytes()
GERMAN: dict[str, Any] = {"policy": "translation", "source": "en", "to": "de", "panel": "recorded"}
KEY = "sk-abcdefghijklmnopqrstuv0123"


@pytest.fixture(scope="module")
def verifier(tmp_path_factory: pytest.TempPathFactory) -> Iterator[consensus.Verifier]:
    with consensus.open(tmp_path_factory.mktemp("home")) as verifier:
        yield verifier


@pytest.mark.parametrize("content", [MANUAL, MANUAL.decode()], ids=["bytes", "text"])
def test_a_file_in_memory_is_decided_as_the_one_on_disk(verifier: consensus.Verifier, content: bytes | str) -> None:
    held = verifier.submit(consensus.File("manual.md", content), **GERMAN)
    lying = verifier.submit(EXAMPLES / "manual.md", **GERMAN)
    assert held.as_dict()["units"] == lying.as_dict()["units"]
    assert held.document.name == "manual.md"
    assert verifier.export(held) == verifier.export(lying)


def test_several_documents_come_back_in_their_order(verifier: consensus.Verifier) -> None:
    names = ["b.md", "a.txt"]
    jobs = verifier.submit_all([consensus.File(name, MANUAL) for name in names], **GERMAN)
    assert [job.document.name for job in jobs] == names


def test_a_policy_of_ones_own_decides(verifier: consensus.Verifier) -> None:
    policy = consensus.Policy.load("translation").with_(quorum=3, name="three")
    job = verifier.submit(consensus.File("manual.md", MANUAL), **{**GERMAN, "policy": policy})
    assert job.as_dict()["policy"] == {"name": "three", "digest": policy.digest}
    assert verifier.status(job.id).job.policy.quorum == 3
    assert all(len(set(unit.candidates)) == 3 for unit in job.accepted)


def test_an_export_does_not_overwrite_what_lies_under_the_name(
    verifier: consensus.Verifier, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("manual.md").write_bytes(MANUAL)
    job = verifier.submit(consensus.File("manual.md", MANUAL), **GERMAN)
    with pytest.raises(UsageError, match="the document itself"):
        verifier.export(job, "manual.md")
    assert verifier.export(job, "manual.de.md").read_bytes() == verifier.export(job)


WRONG: dict[str, tuple[Any, dict[str, Any], type[ConsensusError], str]] = {
    "bytes without a name": (MANUAL, {}, UsageError, r"this is no path.*consensus\.File"),
    "nothing": (None, {}, UsageError, "this is no path"),
    "a text for a path": ("# Pump\n\nClose the valve.", {}, UsageError, r"a text, not the path.*consensus\.File"),
    "a long text for a path": ("a" * 10**7, {}, UsageError, "a text, not the path"),
    "NUL in a path": ("manual\0.md", {}, UsageError, "not the path"),
    "a file that is not there": ("gone.md", {}, DocumentError, "no such file"),
    "bytes that are no text": (consensus.File("a.md", b"Gr\xfc\xdfe"), {}, DocumentError, "a.md: not UTF-8"),
    "UTF-16": (consensus.File("a.md", "Hi".encode("utf-16")), {}, DocumentError, "UTF-16"),
    "half of a character": (consensus.File("a.md", "Hi \ud83d"), {}, DocumentError, "a.md: half of a character"),
    "an empty file": (consensus.File("a.md", ""), {}, DocumentError, "a.md: the file is empty"),
    "21 MB": (consensus.File("a.md", b"a" * (21 << 20)), {}, DocumentError, "the limit is 20 MB"),
    "an unknown suffix": (consensus.File("a.docx", b"PK"), {}, DocumentError, ".docx"),
    "no suffix": (consensus.File("README", "Hi"), {}, DocumentError, "suffix"),
    "an unknown policy": (EXAMPLES / "manual.md", {"policy": "nope"}, NotFoundError, "no policy"),
    "a policy that is none": (EXAMPLES / "manual.md", {"policy": None}, UsageError, "null is no policy"),
    "a language that is none": (EXAMPLES / "manual.md", {"to": 5}, UsageError, "5 is no language"),
    "an unknown language": (EXAMPLES / "manual.md", {"to": "xq"}, UsageError, "xq"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_cannot_be_handed_in_is_one_clear_error(verifier: consensus.Verifier, case: str) -> None:
    given, how, kind, said = WRONG[case]
    with pytest.raises(kind, match=said) as raised:
        verifier.submit(given, **{**GERMAN, **how})
    line = str(raised.value)
    assert "\n" not in line
    assert len(line) < 400
    assert raised.value.do


def test_other_wrong_calls_are_one_clear_error(verifier: consensus.Verifier) -> None:
    with pytest.raises(UsageError, match="this is no list of documents"):
        verifier.submit_all("manual.md", **GERMAN)
    job = verifier.submit(consensus.File("manual.md", MANUAL), **GERMAN)
    with pytest.raises(UsageError, match='"docx" is no form of an export'):
        verifier.export(job, form="docx")
    with pytest.raises(UsageError, match="null is no job"):
        verifier.status(None)  # type: ignore[arg-type]
    with pytest.raises(NotFoundError):
        verifier.status("nope")
