"""The first minute: what is found becomes a panel, by its name a document goes to it, and nothing is paid unasked.

Every server is real. The usual ports of this machine are asked too, so whatever answers there may be found as well.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml

from consensus.testing import Fault, LoopbackProvider

FIRST, SECOND = "qwen3:8b", "openai/gpt-oss-20b"
HOSTED = "openai/gpt-5.4-mini"


@pytest.fixture
def ollama() -> Iterator[LoopbackProvider]:
    with LoopbackProvider(models=("nomic-embed-text", FIRST, "qwen3:4b")) as started:
        yield started


@pytest.fixture
def vllm() -> Iterator[LoopbackProvider]:
    with LoopbackProvider(models=(SECOND,)) as started:
        yield started


@pytest.fixture
def hosted() -> Iterator[LoopbackProvider]:
    """Stands in for OpenAI: the machine has its key, and its address leads here."""
    with LoopbackProvider() as started:
        yield started


@pytest.fixture
def keys(hosted: LoopbackProvider) -> dict[str, str]:
    return {
        "OPENAI_API_KEY": "sk-planted-000111222333",
        "OPENAI_API_BASE": hosted.base_url,
        "OPENAI_BASE_URL": hosted.base_url,
    }


def page(folder: Path) -> Path:
    path = folder / "page.txt"
    path.write_text("Open the valve.\n\nClose the valve.\n", "utf-8")
    return path


def test_two_servers_become_a_panel_and_a_document_goes_to_it_by_its_name(
    consensus: Callable, home: Path, tmp_path: Path, fast: Path, ollama: LoopbackProvider, vllm: LoopbackProvider
) -> None:
    ran = consensus("init", "--at", ollama.base_url, "--at", vllm.base_url)
    assert ran.code == 0, ran.err
    (following,) = [line.removeprefix("Next: ") for line in ran.out.splitlines() if line.startswith("Next: ")]
    assert following == "consensus submit FILE --policy translation --from en --to de --panel mine"
    assert "nomic-embed-text" in ran.out
    written = yaml.safe_load((home / "panels.yaml").read_text("utf-8"))["mine"]
    by_url = {one["base_url"]: one for one in written}
    assert by_url[ollama.base_url] == {
        "model": FIRST,
        "family": "alibaba",
        "base_url": ollama.base_url,
        "price_in": 0,
        "price_out": 0,
    }
    assert by_url[vllm.base_url]["family"] == "openai"
    pings = [seen for seen in (*ollama.requests, *vllm.requests) if "image_url" not in str(seen.body)]
    assert [seen.model for seen in pings] == [FIRST, SECOND], "one short ping each, beside the one with a picture"
    done = consensus(
        "submit", page(tmp_path), "--policy", fast, "--from", "en", "--to", "de", "--panel", "mine", "--json"
    )
    assert done.code == 0, done.err
    (job,) = done.json["jobs"]
    assert job["cost"] == 0
    assert job["panel"]["name"] == "mine"
    assert ollama.asked(FIRST) > 1
    assert vllm.asked(SECOND) > 1
    spent = {row["name"]: row["calls"] for row in consensus("costs", "--json").json["jobs"]}
    assert spent["(pings)"] == 2 * len(written), "a short question and a picture each"


def test_the_panels_are_listed_shown_checked_and_removed(
    consensus: Callable, home: Path, ollama: LoopbackProvider
) -> None:
    with LoopbackProvider(models=(SECOND,)) as other:
        made = consensus("init", "ours", "--at", ollama.base_url, "--at", other.base_url, "--json")
        assert made.code == 0, made.err
        told = made.json
        assert told["file"] == str(home / "panels.yaml")
        assert {FIRST, f"openai/{SECOND}"} <= {one["name"] for one in told["panel"]["members"]}
        seen = len(ollama.requests)
        checked = consensus("panels", "check", "ours", "--json")
        assert checked.code == 0
        assert all(probe["ok"] for probe in checked.json["probes"])
        assert len(ollama.requests) == seen + 2, "a short question and a picture"
    listed = consensus("panels", "--json").json["panels"]
    assert [(one["name"], one["problem"]) for one in listed] == [("ours", "")]
    shown = consensus("panels", "show", "ours", "--json").json
    assert {one["name"]: one["price_in"] for one in shown["members"]}[FIRST] == 0
    assert f"({ollama.base_url.removeprefix('http://').removesuffix('/v1')})" in consensus("panels", "show", "ours").out
    again = consensus("panels", "check", "ours")
    assert again.code == 2
    assert "unavailable" in again.out
    again = consensus("init", "ours", "--at", ollama.base_url)
    assert again.code == 2
    assert "--force" in again.err
    assert consensus("panels", "show", "our").err.strip().endswith("Did you mean ours?")
    assert consensus("panels", "remove", "ours", "--json").json["removed"] == "ours"
    assert consensus("panels", "list", "--json").json["panels"] == []


def test_one_family_is_too_few_and_it_is_said_what_to_do(
    consensus: Callable, home: Path, ollama: LoopbackProvider
) -> None:
    ran = consensus("init", "--at", ollama.base_url, "--json")
    if ran.code == 0:
        pytest.skip("a server at a usual port of this machine makes a second family")
    assert ran.code == 2
    assert "2 are needed" in ran.json["error"]["what"]
    assert FIRST in ran.json["error"]["what"]
    assert "--at" in ran.json["error"]["do"]
    assert ollama.base_url in [server["address"] for server in ran.json["servers"]]
    assert not ollama.requests, "no model was asked"
    assert not (home / "panels.yaml").exists()


def test_a_hosted_model_is_not_asked_unless_somebody_says_so(
    consensus: Callable, home: Path, ollama: LoopbackProvider, hosted: LoopbackProvider, keys: dict[str, str]
) -> None:
    ran = consensus("init", "--at", ollama.base_url, **keys)
    assert ran.code == 2, "nobody can be asked, and without it there is one family"
    assert "at most $" in ran.err
    assert "--yes" in ran.err
    assert not hosted.requests
    assert not (home / "panels.yaml").exists()
    done = consensus("init", "--at", ollama.base_url, "--yes", **keys)
    assert done.code == 0, done.err
    assert len(hosted.requests) == 1
    written = (home / "panels.yaml").read_text("utf-8")
    found = {one["model"]: one for one in yaml.safe_load(written)["mine"]}
    assert found[HOSTED]["family"] == "openai"
    assert found[HOSTED]["price_in"] > 0
    told = written + done.out + done.err + ran.out + ran.err
    assert keys["OPENAI_API_KEY"] not in told
    total = consensus("costs", "--json").json["total"]
    assert total["settled"] + total["reserved"] > 0, "what a ping cost is in the books"


def test_a_hosted_model_is_left_out_where_this_machine_is_enough(
    consensus: Callable,
    home: Path,
    ollama: LoopbackProvider,
    hosted: LoopbackProvider,
    keys: dict[str, str],
) -> None:
    with LoopbackProvider(models=("gemma3:4b",)) as other:
        ran = consensus("init", "--at", ollama.base_url, "--at", other.base_url, **keys)
    assert ran.code == 0, ran.err
    assert not hosted.requests
    assert HOSTED not in (home / "panels.yaml").read_text("utf-8")
    assert "--yes" in ran.out or "makers are enough" in ran.out


def test_who_does_not_answer_is_left_out(consensus: Callable, home: Path) -> None:
    models, always = ("qwen3:8b", "gemma3:4b", "llama3.1:8b"), {"gemma3:4b": Fault.SERVER_ERROR}
    with LoopbackProvider(models=models, always=always) as server:
        ran = consensus("init", "--at", server.base_url, "--json")
    assert ran.code == 0, ran.err
    assert {probe["name"]: probe["ok"] for probe in ran.json["pings"]}["member gemma3:4b"] is False
    assert "gemma3:4b" not in (home / "panels.yaml").read_text("utf-8")


def test_too_few_that_answer_write_nothing(consensus: Callable, home: Path) -> None:
    models = ("qwen3:8b", "gemma3:4b", "llama3.1:8b")
    with LoopbackProvider(models=models, always=dict.fromkeys(models, Fault.SERVER_ERROR)) as server:
        ran = consensus("init", "--at", server.base_url)
    assert ran.code == 2
    assert "0 families" in ran.err
    assert not (home / "panels.yaml").exists()


@pytest.mark.parametrize(
    "more",
    [
        ("auto",),
        ("My Panel",),
        ("--at", "http://ana:hunter22@127.0.0.1:9/v1"),
        ("--at", "http://[::1/v1"),
    ],
)
def test_wrong_use_is_one_line_and_sends_nothing(more: tuple[str, ...], consensus: Callable, home: Path) -> None:
    for args in (("init", *more), ("init", *more, "--json")):
        ran = consensus(*args)
        assert ran.code == 2
        assert "hunter22" not in ran.out + ran.err
        if "--json" in args:
            assert set(json.loads(ran.out)) == {"error"}
        else:
            assert len(ran.err.strip().splitlines()) == 1
    assert not (home / "panels.yaml").exists()


def test_a_broken_file_is_one_line_with_its_place(consensus: Callable, home: Path, tmp_path: Path, fast: Path) -> None:
    home.mkdir()
    text = "mine:\n  - {model: a, price_in: NaN}\n  - {model: b}\n"
    (home / "panels.yaml").write_text(text, "utf-8")
    how = (page(tmp_path), "--policy", fast, "--from", "en", "--to", "de", "--panel", "mine")
    for args in (("panels",), ("panels", "show", "mine"), ("init", "other"), ("submit", *how), ("route", *how)):
        ran = consensus(*args)
        assert ran.code == 2
        (line,) = ran.err.strip().splitlines()
        assert f"{home / 'panels.yaml'}, line 2: " in line
    assert (home / "panels.yaml").read_text("utf-8") == text
