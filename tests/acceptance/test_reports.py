"""The commands that compute: plans for a guarantee, verified exports, what the work costs."""

from __future__ import annotations

import time
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from consensus import bootstrap
from consensus.settings import Settings

MANUAL = Path(str(files("consensus"))) / "examples" / "manual.md"
TRANSLATE = ("--policy", "translation", "--from", "en", "--to", "de", "--panel", "recorded")


@pytest.fixture
def job(consensus: Callable) -> dict:
    ran = consensus("submit", MANUAL, *TRANSLATE, "--json")
    assert ran.code == 0, ran.err
    return ran.json["jobs"][0]


def flat(text: str) -> str:
    """Without the line breaks that a table's or terminal's width puts in."""
    return " ".join(text.split())


# --- certify plan ----------------------------------------------------------------------------------------------------


def test_a_plan_in_words(consensus: Callable) -> None:
    ran = consensus("certify", "plan", "--policy", "translation", "--sizes", "20")
    assert ran.code == 0, ran.err
    said = flat(ran.out)
    assert "Not certified. Calls of many documents need as many BATCHES as this has documents" in said
    assert "To be 95% sure that at most 2% of the units accepted automatically are materially wrong." in said
    assert "This assumes that reviewers catch at least 80% of errors." in said
    assert "none 250 250 5,000" in said, "the golden integer: batches, documents, audits"
    assert "20 100% 1.0 250 planned with" in said
    assert "5 times: 10% 20%" in said


def test_a_plan_as_json(consensus: Callable, home: Path) -> None:
    plan = consensus("certify", "plan", "--policy", "translation", "--alpha", "0.05", "--json").json
    assert [row["true_rate"] for row in plan["until_certified"]] == [0.0, 0.0125, 0.025]
    assert (plan["cap"], plan["lengths"]["documents_in_a_batch"]) == (50, 1.0)
    assert "No batch was seen yet" in plan["lengths"]["from"]
    assert plan["certificate"] == "not certified"


def test_a_plan_for_the_batches_of_this_house(consensus: Callable, tmp_path: Path) -> None:
    policy = tmp_path / "promising.yaml"
    text = files("consensus").joinpath("examples", "unproven.yaml").read_text("utf-8")
    policy.write_text(text, "utf-8")
    ran = consensus("submit", MANUAL, "--policy", policy, "--from", "en", "--to", "de", "--panel", "recorded", "--json")
    assert ran.code == 0, ran.err
    plan = consensus("certify", "plan", "--policy", policy, "--json").json
    assert plan["lengths"]["from"].startswith("Lengths: those of 1 batch of en to de")
    assert 0 < plan["lengths"]["mean"] <= ran.json["jobs"][0]["totals"]["units"]


def test_a_file_in_its_own_format_has_its_certificate_beside_it(
    consensus: Callable, job: dict[str, Any], tmp_path: Path
) -> None:
    for name, form in (("manual.de.md", "source"), ("manual.csv", "csv")):
        path = tmp_path / name
        assert "with its certificate beside it" in consensus("export", job["id"], "--format", form, "-o", path).err
        ran = consensus("verify-export", path)
        assert (
            ran.code,
            "25 units, and nothing in it contradicts the rest" in flat(ran.out),
            "Not certified." in ran.out,
        ) == (0, True, True)
        path.write_bytes(path.read_bytes() + b"\n")
        ran = consensus("verify-export", path)
        assert (ran.code, "not the file that was exported" in flat(ran.out)) == (2, True)
    beside = tmp_path / "manual.csv.certificate.json"
    for spoiled in ("", "{}", "[1]", '{"units": 1, "verification": {"auto": 1}}'):
        beside.write_text(spoiled, "utf-8")
        ran = consensus("verify-export", tmp_path / "manual.csv")
        assert (ran.code, "Traceback" in ran.err + ran.out) == (2, False)


# --- verify-export ---------------------------------------------------------------------------------------------------


@pytest.fixture
def exported(consensus: Callable, job: dict, tmp_path: Path) -> Path:
    path = tmp_path / "manual.jsonl"
    assert consensus("export", job["id"], "--format", "jsonl", "-o", path).code == 0
    return path


def test_an_export_that_nothing_speaks_against(consensus: Callable, job: dict, exported: Path) -> None:
    ran = consensus("verify-export", exported)
    assert ran.code == 0, ran.out + ran.err
    assert f"{job['totals']['units']} units, and nothing in it contradicts the rest" in flat(ran.out)
    assert ("Not certified." in ran.out, "whole" in ran.out, "Not signed: this shows accidents" in ran.out) == (
        True,
        False,
        True,
    )
    found = consensus("verify-export", exported, "--json").json
    assert (found["refused"], found["broken_line"], found["certificate"]) == (False, None, "not certified")
    assert found["classes"]["auto"] == job["totals"]["accepted"]
    assert sum(found["classes"].values()) == job["totals"]["units"] == found["lines"]
    assert consensus("verify-export", exported, "--last-digest", found["last_digest"]).code == 0
    before = exported.read_bytes()
    again = consensus("export", job["id"], "--format", "jsonl", "-o", exported, PYTHONHASHSEED="1")
    assert (again.code, exported.read_bytes()) == (0, before), "in whatever order sets are"


def test_it_needs_nothing_but_the_file(consensus: Callable, exported: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    assert consensus("verify-export", exported, CONSENSUS_HOME=str(elsewhere)).code == 0
    assert not elsewhere.exists(), "no database, no home"


def test_a_changed_export_is_broken(consensus: Callable, exported: Path) -> None:
    Path(f"{exported}.certificate.json").unlink()  # it would show it too
    rows = exported.read_bytes().split(b"\n")
    rows[2] = rows[2].replace(b'"verification":"', b'"verification":"human-accepted","was":"', 1)
    exported.write_bytes(b"\n".join(rows))
    ran = consensus("verify-export", exported)
    assert ran.code == 2
    assert "REFUSED (chain): line 3 was changed" in flat(ran.out)
    found = consensus("verify-export", exported, "--json")
    assert (found.code, found.json["refused"], found.json["broken_line"]) == (2, True, 3)


def test_a_cut_export_does_not_have_the_digest_kept(consensus: Callable, exported: Path) -> None:
    digest = consensus("verify-export", exported, "--json").json["last_digest"]
    rows = exported.read_bytes().splitlines(keepends=True)
    exported.write_bytes(b"".join(rows[:-1]))
    assert consensus("verify-export", exported).code == 2, "it is not what its certificate file is about"
    Path(f"{exported}.certificate.json").unlink()
    assert consensus("verify-export", exported).code == 0
    ran = consensus("verify-export", exported, "--last-digest", digest)
    assert (ran.code, "lines are missing" in flat(ran.out)) == (2, True)


@pytest.mark.parametrize(("content", "said"), [(None, "cannot read"), (b"", "empty")])
def test_files_that_are_no_exports(consensus: Callable, tmp_path: Path, content: bytes | None, said: str) -> None:
    path = tmp_path / "none.jsonl"
    if content is not None:
        path.write_bytes(content)
    ran = consensus("verify-export", path, "--json")
    assert ran.code == 2
    assert said in ran.json["error"]["what"]


def test_a_hostile_export_does_not_act_on_the_terminal(consensus: Callable, tmp_path: Path) -> None:
    path = tmp_path / "hostile.jsonl"
    path.write_bytes(b'{"unit":"\\u001b]0;owned\\u0007"}\n')
    ran = consensus("verify-export", path)
    assert ran.code == 2
    assert "\x1b" not in ran.out + ran.err


# --- report economics ------------------------------------------------------------------------------------------------

ROUND = ("--wage", "60", "--minutes", "1.5", "--damage", "30", "--accepted-share", "0.6", "--escaped", "0.02")
ROUND += ("--model-cost", "0.11", "--single-cost", "0.01", "--spot-share", "0.1")


def test_economics_by_hand(consensus: Callable) -> None:
    found = consensus("report", "economics", *ROUND, "--json").json
    assert found["per_unit"]["consensus"]["total"] == pytest.approx(1.16)
    assert found["total"]["consensus"] == pytest.approx(1160)
    assert found["total"]["all_human"] == pytest.approx(1510)
    assert found["total"]["single_model"] is None
    assert found["suggested_alpha"] == pytest.approx(0.05)
    assert found["review_minutes"] == pytest.approx(690)
    assert found["escaped_per_1000_at_most"] == pytest.approx(12)
    assert "0 blind audits" in found["inputs"]["escaped"]["basis"]


def test_economics_in_words(consensus: Callable) -> None:
    said = flat(consensus("report", "economics", *ROUND).out)
    assert "Consensus costs 23.2% less than a person looking at every unit." in said
    assert "Suggested alpha: 5.0%" in said
    assert "given; 0 blind audits stand behind it" in said
    assert "Not certified." in said


def test_economics_of_a_job(consensus: Callable, job: dict) -> None:
    totals = job["totals"]
    found = consensus("report", "economics", "--job", job["id"], "--json").json
    assert found["units"] == totals["units"]
    assert found["accepted_share"] == pytest.approx(totals["accepted"] / totals["units"])
    assert f"{totals['accepted']} of {totals['units']} units" in found["inputs"]["accepted_share"]["basis"]


# --- report people ---------------------------------------------------------------------------------------------------


def test_people_for_admins_alone(consensus: Callable, job: dict, home: Path) -> None:
    assert "Nobody has decided anything yet." in consensus("report", "people").out
    service = bootstrap.build(Settings.read().at(home))
    view = service.queue.next("ana@example.org")
    assert view is not None
    time.sleep(0.5)  # faster is refused
    service.queue.reject(view, view.reject_reasons[0], "major")
    service.close()
    ran = consensus("report", "people")
    assert "ana@example.org 1 0 0" in flat(ran.out)
    assert "none shown" in flat(ran.out)
    assert "Nothing is known of agreement yet" in flat(ran.out)
    found = consensus("report", "people", "--json").json
    (ana,) = found["reviewers"]
    assert (ana["reviewer"], ana["decisions"], ana["actions"]) == ("ana@example.org", 1, {"rejected": 1})
    assert ana["seeded"] == {"missed": 0, "shown": 0, "missed_between": None}
    assert found["agreement"]["units"] == 0
    (home / "roles.yaml").write_text("ana@example.org: reviewer\n", "utf-8")
    ran = consensus("report", "people", CONSENSUS_USER="ana@example.org")
    assert ran.code == 2
    assert ran.out == ""
    assert "ana@example.org has no admin role here. Ask the admin" in flat(ran.err)


ODD_SIZES = ("0", "-1", "few", "1000000000", "", "5,,20", "5,0", "1.5", "1e3", "\N{SUPERSCRIPT TWO}", "5;20")
WRONG = [
    (("certify", "plan", "--policy", "translation", "--alpha", "2"), "0.001 to 0.5"),
    (("certify", "plan"), "--policy"),
    *(
        (("certify", "plan", "--policy", "translation", f"--sizes={odd}"), "whole number from 1 to 100000")
        for odd in ODD_SIZES
    ),
    (("certify",), "plan"),
    (("report", "economics", "--accepted-share", "nan"), "not a number"),
    (("report", "economics", "--accepted-share", "1.5"), "outside 0 to 1"),
    (("report", "economics", "--checks", "3", "--wrong", "4"), "--wrong"),
    (("report", "economics", "--checks", "3", "--escaped", "0.1"), "twice"),
]


@pytest.mark.parametrize(("args", "said"), WRONG, ids=[" ".join(row[0]) for row in WRONG])
def test_wrong_use(consensus: Callable, args: tuple[str, ...], said: str) -> None:
    ran = consensus(*args, "--json")
    assert ran.code == 2
    assert said in ran.json["error"]["what"]
