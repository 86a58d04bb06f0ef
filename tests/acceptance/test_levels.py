"""A new language pair from its first document to its own level, through the real command and a real server."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from consensus.testing import LoopbackProvider

MORE = {"": "", " slowly": " langsam", " very slowly": " sehr langsam", " by hand": " von Hand", " at once": " sofort"}
WRITTEN = re.compile(r"Close valve (\d+)(.*)\.")


def translated(model: str, text: str) -> str:
    """Two wordings of everything."""
    return WRITTEN.sub(lambda found: _worded(model, found[1], MORE[found[2]]), text)


def _worded(model: str, number: str, more: str) -> str:
    return f"Ventil {number}{more} schließen." if model.endswith("a") else f"Schließen Sie{more} das Ventil {number}."


@pytest.fixture
def provider() -> Iterator[LoopbackProvider]:
    with LoopbackProvider(translate=translated) as provider:
        yield provider


@pytest.fixture
def submit(consensus: Callable, tmp_path: Path, provider: LoopbackProvider) -> Callable:
    """Hand in so many short sentences; returns the job."""
    panel = f"house-a@{provider.base_url},house-b@{provider.base_url}"

    def handed_in(many: int, to: str = "de", policy: str = "translation") -> dict:
        text = "\n\n".join(f"Close valve {n}{[*MORE][n % len(MORE)]}." for n in range(many))
        (tmp_path / "page.txt").write_text(text, "utf-8")
        ran = consensus(
            "submit", "page.txt", "--policy", policy, "--from", "en", "--to", to, "--panel", panel, "--json"
        )
        assert ran.code == 0, ran.err
        return dict(ran.json["jobs"][0])

    return handed_in


def test_a_new_pair_accepts_by_its_own_level_once_it_is_learned(
    consensus: Callable, submit: Callable, home: Path
) -> None:
    first = submit(200)
    assert first["totals"]["accepted"] == 0, "two wordings are not near-identical"
    (reason,) = {unit["reasons"][0] for unit in first["units"]}
    assert reason.endswith("Learn it: consensus policies fit translation --from JOB")

    learned = consensus(*reason.partition("Learn it: consensus ")[2].replace("JOB", first["id"]).split(" "), "--json")
    assert learned.code == 0, learned.err
    (pair,) = learned.json["pairs"]
    assert (pair["pair"], pair["units"], pair["accepted_before"]) == ("en-de", 200, 0)
    assert 60 <= pair["accepted_after"] <= 120
    assert Path(learned.json["file"]) == home / "policies" / "translation.yaml"

    shown = consensus("policies", "show", "translation").out
    assert "en-de  from 200 units on 20" in shown
    assert "en-cs  from 297 units on 2026-11-22" in shown
    assert len(shown.splitlines()) <= 40, "a screen, not 45,000 characters of numbers"
    assert len((home / "policies" / "translation.yaml").read_text("utf-8").splitlines()) < 100
    second = submit(20)
    assert second["totals"]["accepted"] >= 4
    assert {unit["rule"] for unit in second["units"] if unit["verdict"] == "accepted"} == {"calibrated"}
    assert submit(20, to="fr")["totals"]["accepted"] == 0, "another pair has still none"
    assert second["policy"]["digest"] == learned.json["digest"] != first["policy"]["digest"]


def test_what_cannot_be_learned_from_says_why(consensus: Callable, submit: Callable, tmp_path: Path) -> None:
    job = submit(20)["id"]
    few = consensus("policies", "fit", "translation", "--from", job)
    assert few.code == 2
    assert "en-de has 20, 180 more are needed" in few.err
    wrong = consensus("policies", "fit", "translation", "--from", "nosuchjob")
    assert wrong.code == 2
    assert "A file of recorded answers is named by its path" in wrong.err
    assert "nowhere.jsonl" in consensus("policies", "fit", "translation", "--from", "nowhere.jsonl").err
    assert not (tmp_path / "home" / "policies").exists()


def test_a_plan_and_an_evaluation_say_that_a_pair_has_no_level(
    consensus: Callable, submit: Callable, tmp_path: Path
) -> None:
    job = submit(3)["id"]
    plan = consensus(
        "route", "page.txt", "--policy", "translation", "--from", "en", "--to", "de", "--panel", "recorded"
    )
    assert "en-de has no level yet" in " ".join(plan.out.split())
    consensus("record", job, "-o", "run.jsonl")
    ran = consensus("evaluate", "run.jsonl", "--policy", "translation", "--semantic", "off")
    assert "en-de has no level yet" in ran.err


def test_a_job_keeps_the_tables_that_it_began_with(
    consensus: Callable, submit: Callable, home: Path, tmp_path: Path
) -> None:
    first = submit(200)["id"]
    own = tmp_path / "own.yaml"
    learned = consensus("policies", "fit", "translation", "--from", first, "-o", own, "--json")
    assert learned.code == 0, learned.err
    refused = consensus("policies", "fit", "translation", "--from", first, "-o", own)
    assert refused.code == 2, "a file that is there is not written over"
    assert "--force" in refused.err
    assert consensus("policies", "fit", "translation", "--from", first, "-o", own, "--force").code == 0
    (tables,) = (tmp_path / "reference").iterdir()
    job = submit(20, policy=str(own))
    assert job["policy"]["digest"] == learned.json["digest"]
    text = tables.read_text("utf-8")
    tables.write_text(text.replace("units: 200", "units: 201"), "utf-8")
    assert consensus("policies", "check", own, "--json").json["digest"] != learned.json["digest"]
    for content in (text[:-40], ""):
        tables.write_text(content, "utf-8")
        broken = consensus("policies", "check", own)
        assert broken.code == 2
        assert len([line for line in broken.err.splitlines() if str(tables) in line]) == 1
    tables.unlink()
    assert f"there is no file {tables}" in consensus("policies", "check", own).err
    for ran in (consensus("status", job["id"], "--json"), consensus("submit", "--resume", job["id"], "--json")):
        assert ran.code == 0, ran.err
        assert ran.json["jobs"][0]["policy"]["digest"] == learned.json["digest"]
        assert ran.json["jobs"][0]["totals"] == job["totals"]
