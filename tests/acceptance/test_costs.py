"""Plans, budgets, books and recorded runs through the real command."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from consensus.testing import LoopbackProvider

EXAMPLES = Path(__file__).parents[2] / "consensus" / "examples"
PANEL = "openai/gpt-5.4-mini,mistral/mistral-small-latest"
POLICY = """\
name: paid
version: 1
quorum: 2
semantic: "off"
asking: {attempts: 1, call_seconds: 20, segment_tokens: 10}
"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text("Open the valve.\n\nClose the valve.\n\nWait a minute.\n", "utf-8")
    return path


@pytest.fixture
def policy(tmp_path: Path) -> Callable[[str], Path]:
    def write(more: str = "") -> Path:
        path = tmp_path / "paid.yaml"
        path.write_text(POLICY + more, "utf-8")
        return path

    return write


def members(provider: LoopbackProvider, *names: str) -> str:
    return ",".join(f"{name}@{provider.base_url}" for name in names)


def priced(*names: str, price: float = 100.0) -> str:
    """Prices for models on the loopback provider; without them their cost is unknown."""
    lines = [f"  - {{model: {name}, price_in: {price}, price_out: {price}, max_output_tokens: 200}}" for name in names]
    return "members:\n" + "\n".join(lines) + "\nprices_as_of: 2026-05-01\n"


def test_a_plan_costs_nothing_and_says_what_the_run_may_cost(consensus: Callable, page: Path, policy: Callable) -> None:
    ran = consensus("route", page, "--policy", policy(), "--to", "de", "--panel", f"{PANEL},some/model", "--json")
    assert ran.code == 0, ran.err
    (plan,) = ran.json["plans"]
    assert (plan["units"], plan["asks"], plan["last"]) == (3, 3, "human")
    assert plan["worst_cost"] is None, "one unknown price makes the sum unknown"
    assert plan["cost_unknown_for"] == ["some/model"]
    known = [member for member in plan["members"] if member["worst_cost"] is not None]
    assert [member["name"] for member in known] == PANEL.split(",")
    assert all(member["worst_cost"] > 0 and "LiteLLM" in member["price"] for member in known)
    shown = consensus("route", page, "--policy", policy(), "--to", "de", "--panel", f"{PANEL},some/model")
    assert shown.out.count("Cost unknown for some/model") == 1
    assert "Nothing was sent." in shown.out
    assert consensus("status", "--json").json == {"jobs": []}, "a plan leaves no job"
    assert consensus("costs", "--json").json["total"]["calls"] == 0


def test_the_routing_table_chooses_by_what_the_document_is(consensus: Callable, page: Path, policy: Callable) -> None:
    path = policy(
        "routing:\n"
        "  - {data_class: health, panel: [azure/gpt-4o, mistral/mistral-large-latest]}\n"
        "  - {risk: high, panel: [openai/gpt-4o, anthropic/claude-sonnet-4-5, mistral/mistral-large-latest]}\n"
        "data_classes:\n"
        "  health: {regions: [eu], retention_days: 0}\n"
        "members:\n"
        "  - {model: azure/gpt-4o, fallbacks: [openai/gpt-4o], data_terms: {region: eu, retention_days: 0}}\n"
        "  - {model: mistral/mistral-large-latest, data_terms: {region: eu, retention_days: 0}}\n"
    )
    base = ("route", page, "--policy", path, "--to", "de", "--json")
    (careful,) = consensus(*base, "--risk", "high").json["plans"]
    assert len(careful["members"]) == 3
    assert careful["route"] == "line 2 of the routing table (risk high)"
    (clinic,) = consensus(*base, "--risk", "high", "--data-class", "health").json["plans"]
    assert [member["name"] for member in clinic["members"]] == ["azure/gpt-4o", "mistral/mistral-large-latest"]
    assert [refused["model"] for refused in clinic["refused"]] == ["openai/gpt-4o"], "nor as a substitute"
    refused = consensus(*base, "--data-class", "health", "--panel", PANEL)
    assert refused.code == 2
    assert "may be asked about data of the class" in refused.json["error"]["what"]
    unknown = consensus(*base, "--data-class", "helth")
    assert unknown.code == 2
    assert "health" in unknown.json["error"]["do"]


def test_a_refused_model_is_never_called_and_the_audit_says_why(
    consensus: Callable, page: Path, policy: Callable, home: Path
) -> None:
    good = "data_terms: {region: eu}"
    with LoopbackProvider() as provider:
        names = [f"{name}@{provider.base_url}" for name in ("gpt-4o", "claude-sonnet-4", "mistral-large")]
        path = policy(
            "data_classes: {internal: {regions: [eu]}}\ndata_class: internal\nmembers:\n"
            f'  - {{model: "{names[0]}", {good}}}\n  - {{model: "{names[1]}", {good}}}\n'
        )
        ran = consensus("submit", page, "--policy", path, "--to", "de", "--panel", ",".join(names), "--json")
        asked = {seen.model for seen in provider.requests}
    assert ran.code == 0, ran.err
    assert asked == {"gpt-4o", "claude-sonnet-4"}
    assert '"mistral-large@' in ran.err
    assert "is not called" in ran.err
    from consensus.storage.store import SqlStore

    store = SqlStore(f"sqlite:///{home / 'consensus.sqlite'}")
    (event,) = [event for event in store.events() if event.action == "refuse-model"]
    assert (event.subject, "eu (not stated)" in event.detail) == (ran.json["jobs"][0]["id"], True)
    assert store.job(event.subject).document.data_class == "internal"
    store.close()


def test_at_the_ceiling_the_rest_goes_to_a_person_and_nothing_is_lost(
    consensus: Callable, page: Path, policy: Callable
) -> None:
    names = ("gpt-4o", "mistral-large")
    with LoopbackProvider() as provider:
        panel = members(provider, *names)
        path = policy(priced(*names) + "budget: {document: 0.15}\n")
        (plan,) = consensus("route", page, "--policy", path, "--to", "de", "--panel", panel, "--json").json["plans"]
        assert plan["ceilings"] == {"document": 0.15}
        assert any("passes the ceiling" in note for note in plan["notes"])
        ran = consensus("submit", page, "--policy", path, "--to", "de", "--panel", panel, "--json")
        sent = len(provider.requests)
    (job,) = ran.json["jobs"]
    assert job["state"] == "done"
    assert job["totals"]["units"] == 3, "every unit is there"
    assert 0 < sent < 6
    spent = consensus("costs", "--json").json
    assert spent["total"]["settled"] + spent["total"]["reserved"] <= 0.15
    assert spent["total"]["calls"] == sent
    assert [row["name"] for row in spent["jobs"]] == [job["id"]]
    assert {row["name"].split("@")[0] for row in spent["models"]} <= set(names)
    reasons = " ".join(reason for unit in job["units"] for reason in unit["reasons"])
    assert "budget" in reasons, "a person reads why"


def test_a_days_ceiling_holds_over_commands(consensus: Callable, page: Path, policy: Callable) -> None:
    names = ("gpt-4o", "mistral-large")
    with LoopbackProvider() as provider:
        path = policy(priced(*names) + "budget: {day: 0.5}\n")
        given = ("submit", page, "--policy", path, "--to", "de", "--panel", members(provider, *names), "--json")
        for _ in range(4):
            consensus(*given)
        last = len(provider.requests)
        consensus(*given)
        assert len(provider.requests) == last, "the day is used up"
    total = consensus("costs", "--json").json["total"]
    assert 0.2 < total["settled"] + total["reserved"] <= 0.5


def test_a_run_can_be_recorded_judged_and_replayed(consensus: Callable, page: Path, fast: Path, tmp_path: Path) -> None:
    def reply(model: str, text: str) -> str:
        return text.upper() + (" !" if model == "mistral-large" and "minute" in text else "")

    names = ("gpt-4o", "claude-sonnet-4", "mistral-large")
    with LoopbackProvider(translate=reply) as provider:
        panel = members(provider, *names)
        (job,) = consensus(
            "submit", page, "--policy", fast, "--from", "en", "--to", "de", "--panel", panel, "--json"
        ).json["jobs"]
    out = tmp_path / "run.jsonl"
    told = consensus("record", job["id"], "-o", out, "--json")
    assert told.json == {"file": str(out), "records": 3}
    about, *lines = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert job["id"] in about["about"]
    assert [line["source"] for line in lines] == ["Open the valve.", "Close the valve.", "Wait a minute."]
    assert all(line["langs"] == ["en", "de"] and len(line["outputs"]) == 3 for line in lines)
    judged = consensus("evaluate", out, "--policy", fast, "--semantic", "off", "--json")
    assert judged.code == 0, judged.err
    assert judged.json["units"] == 3
    assert judged.json["coverage"] == pytest.approx(job["totals"]["accepted"] / 3, abs=1e-4), "the same verdicts"
    again = ",".join(f"recorded:{out}#{name}" for name in lines[0]["outputs"])
    replayed = consensus("submit", page, "--policy", fast, "--from", "en", "--to", "de", "--panel", again, "--json")
    (second,) = replayed.json["jobs"]
    assert second["totals"] == job["totals"]
    assert [unit["value"] for unit in second["units"]] == [unit["value"] for unit in job["units"]]


def test_a_recorded_run_of_an_extraction_has_whole_objects(consensus: Callable, fast: Path, tmp_path: Path) -> None:
    schema = EXAMPLES / "invoice.schema.json"
    given = ("submit", EXAMPLES / "invoice.txt", "--policy", fast, "--schema", schema, "--json")
    (job,) = consensus(*given, "--panel", "recorded").json["jobs"]
    out = tmp_path / "run.jsonl"
    assert consensus("record", job["id"][:6], "-o", out).code == 0
    _, line = [json.loads(one) for one in out.read_text("utf-8").splitlines()]
    shipped = [json.loads(one) for one in (EXAMPLES / "recorded.jsonl").read_text("utf-8").splitlines()]
    original = next(one for one in shipped if one.get("id") == "invoice")
    assert line["outputs"] == original["outputs"], "what went in comes out, whatever comparison made of it"
    again = ",".join(f"recorded:{out}#{name}" for name in line["outputs"])
    (second,) = consensus(*given, "--panel", again).json["jobs"]
    assert second["value"] == job["value"]
    assert second["totals"] == job["totals"]
    calls: Any = consensus("costs", "--json").json["jobs"]
    assert {row["name"]: row["calls"] for row in calls} == {job["id"]: 3, second["id"]: 3}, "recording asks nobody"


def test_a_long_document_is_asked_about_in_parts(consensus: Callable, policy: Callable, tmp_path: Path) -> None:
    schema = tmp_path / "s.json"
    row = {"type": "object", "properties": {"name": {"type": "string"}, "count": {"type": "integer"}}}
    schema.write_text(
        json.dumps({"type": "object", "properties": {"rows": {"type": "array", "items": row}}}), encoding="utf-8"
    )
    document = tmp_path / "list.txt"
    document.write_text("".join(f"part {n % 7} | {n % 3}\n" for n in range(2000)), "utf-8")
    rules = "\n".join(f"  - {{model: {name}, context_tokens: 4000}}" for name in ("gpt-4o", "mistral-large"))
    path = policy(f"members:\n{rules}\n")
    panel = "gpt-4o@http://127.0.0.1:9/v1,mistral-large@http://127.0.0.1:9/v1"
    ran = consensus("route", document, "--policy", path, "--schema", schema, "--panel", panel, "--json")
    (plan,) = ran.json["plans"]
    assert all(member["parts"] > 1 for member in plan["members"])
    assert any("parts for one ask" in note for note in plan["notes"]), "the plan says so beforehand"


ERRORS = [
    (("route", "page.txt", "--policy", "no-such", "--to", "de"), "There is no policy"),
    (("route", "absent.txt", "--policy", "translation", "--to", "de", "--panel", PANEL), ""),
    (("route", "--policy", "translation"), "name at least one PATH"),
    (("record", "0000", "-o", "x.jsonl"), "there is no job"),
    (("costs", "--nonsense"), "not known here"),
]


@pytest.mark.parametrize(("arguments", "what"), ERRORS, ids=[row[1] or "absent" for row in ERRORS])
def test_wrong_use_is_one_document_and_exit_2(
    consensus: Callable, page: Path, arguments: tuple[str, ...], what: str
) -> None:
    ran = consensus(*arguments, "--json")
    assert ran.code == 2
    assert set(ran.json["error"]) == {"code", "what", "where", "do"}
    assert what in ran.json["error"]["what"]


def test_what_curtailment_saved_is_in_the_books(consensus: Callable, tmp_path: Path, page: Path) -> None:
    def reply(model: str, text: str) -> str:
        return text.replace("a minute", "5 minutes") if model == "gpt-4o" else text.upper()

    path = tmp_path / "short.yaml"
    rules = 'name: short\nversion: 1\nquorum: 2\nsemantic: "off"\nstrategy: curtailed\n'
    path.write_text(rules + "asking: {attempts: 1, segment_tokens: 5}\n", "utf-8")
    with LoopbackProvider(translate=reply) as provider:
        panel = members(provider, "gpt-4o", "claude-sonnet-4", "mistral-large")
        ran = consensus("submit", page, "--policy", path, "--to", "de", "--panel", panel, "--json")
        sent = len(provider.requests)
    assert ran.code == 0, ran.err
    books = consensus("costs", "--json").json
    assert books["total"]["calls"] == sent
    assert books["calls_saved_by_curtailment"] == 9 - sent > 0
