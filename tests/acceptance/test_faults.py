"""Providers go wrong in every way they can, through the real command: no unit is lost, no key is shown."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import consensus as product
from consensus.testing import Fault, LoopbackProvider
from consensus.testing.provider_words import Reaction

STEADY, FAULTY = ("gpt-4o", "claude-sonnet-4"), "mistral-large"
GERMAN = {"Open the valve.": "Öffnen Sie das Ventil.", "Wait 5 min.": "Warten Sie 5 min."}
KEYS = {"OPENAI_API_KEY": "sk-planted-0123456789abcdef", "HOUSE_KEY": "house.planted.9876543210"}

# What the third of three members does all the time, the reason its abstention gives (None: it answers), and how often
# it is asked about the two segments of a document.
FAULTS: dict[Fault, tuple[str | None, int]] = {
    Fault.RATE_LIMITED: ("unavailable", 3),
    Fault.SERVER_ERROR: ("unavailable", 3),
    Fault.RESET: ("unavailable", 3),
    Fault.SLOW: ("timeout", 1),
    Fault.TRUNCATED: ("truncated", 1),
    Fault.MALFORMED: ("invalid", 2),  # once more with the error
    Fault.RENUMBERED: ("missing", 3),  # once more for each segment
    Fault.REFUSAL: ("refusal", 1),
    Fault.FILTERED: ("refusal", 1),
    Fault.EMPTY: ("empty", 1),
    Fault.TOO_LONG: ("unavailable", 1),
    Fault.NO_SCHEMA: (None, 2),
}


@dataclass
class ByDocument(LoopbackProvider):
    """The faulty member goes wrong in the way that the document is called."""

    async def answer(self, path: str, key: str, body: Mapping[str, Any]) -> Reaction:
        if body["model"] == FAULTY:
            self.always = {FAULTY: Fault(json.loads(body["messages"][1]["content"])["title"])}
        return await super().answer(path, key, body)


def german(model: str, text: str) -> str:
    return GERMAN[text]


def test_no_fault_of_one_member_fails_a_unit(consensus: Callable, fast: Path, tmp_path: Path, home: Path) -> None:
    # The faults share one deployment here, so its breaker would open for all of them.
    eager = fast.read_text("utf-8").replace("call_seconds: 20", "call_seconds: 10, breaker_failures: 0")
    fast.write_text(eager, "utf-8")
    documents = [tmp_path / f"{fault.value}.txt" for fault in FAULTS]
    for document in documents:
        document.write_text("\n\n".join(GERMAN), "utf-8")
    with ByDocument(translate=german, slow=60, retry_after="1") as provider:
        panel = ",".join(f"{model}@{provider.base_url}" for model in (*STEADY, FAULTY))
        ran = consensus("submit", *documents, "--policy", fast, "--to", "de", "--panel", panel, "--json")
        asked = Counter(seen.fault for seen in provider.requests if seen.model == FAULTY)
    assert ran.code == 0, ran.err
    jobs = {Fault(Path(job["document"]).stem): job for job in ran.json["jobs"]}
    assert {job["totals"]["accepted"] for job in jobs.values()} == {len(GERMAN)}, "two of three agree, one is silent"
    assert asked == {fault: times for fault, (_, times) in FAULTS.items()}
    with product.open(home=home) as verifier:
        reasons = {fault: _reasons(verifier, job["id"], tmp_path / "evidence") for fault, job in jobs.items()}
    assert reasons == {fault: {_told(fault, reason)} if reason else set() for fault, (reason, _) in FAULTS.items()}


def _told(fault: Fault, reason: str) -> tuple[str, str | None]:
    """The reason, and the kind of the fault where a call failed."""
    kinds = {Fault.RATE_LIMITED: "rate_limited", Fault.TOO_LONG: "bad_request", Fault.SLOW: "timeout"}
    return reason, kinds.get(fault, "unavailable" if reason == "unavailable" else None)


def _reasons(verifier: product.Verifier, job: str, path: Path) -> set[tuple[str, str | None]]:
    """Why members gave no answer, as the evidence has it."""
    lines = verifier.export(job, path, form="jsonl", force=True).read_text("utf-8").splitlines()
    silent = [one for line in lines for one in json.loads(line)["abstentions"]]
    return {(one["abstained"], one.get("fault")) for one in silent}


def test_a_panel_that_is_dead_fails_with_reasons_and_shows_no_key(
    consensus: Callable, fast: Path, tmp_path: Path, home: Path
) -> None:
    document = tmp_path / "page.txt"
    document.write_text("\n\n".join(GERMAN), "utf-8")
    dead = {"gpt-4o": Fault.UNAUTHORISED, "claude-sonnet-4": Fault.HTML, "mistral-large": Fault.UNAUTHORISED}
    with LoopbackProvider(always=dead) as provider:
        house = f"mistral-large@{provider.base_url}"
        rule = f'members: [{{model: "{house}", api_key_env: HOUSE_KEY}}]\n'
        fast.write_text(fast.read_text("utf-8") + rule, "utf-8")
        panel = f"gpt-4o, claude-sonnet-4@{provider.base_url}, {house}"
        given = {**KEYS, "OPENAI_API_BASE": provider.base_url}
        ran = consensus("submit", document, "--policy", fast, "--to", "de", "--panel", panel, "--json", **given)
        sent = {seen.key for seen in provider.requests}
        asked = len(provider.requests)
    assert ran.code == 3
    (job,) = ran.json["jobs"]
    assert job["state"] == "done"
    assert job["totals"] == {"units": 2, "accepted": 0, "review": 0, "failed": 2}
    assert job["calls"] == asked == len(dead), "a refused key is not tried again"
    told = " ".join(job["units"][0]["reasons"])
    assert "consensus doctor" in told
    assert "/v1" in told
    assert set(KEYS.values()) <= sent, "else this test would find no key anywhere"
    plain = consensus("status", job["id"], **given)
    kept = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert len(kept) > 2
    for key in KEYS.values():
        assert key not in ran.out + ran.err + plain.out + plain.err
        assert not any(key.encode() in content for content in kept)
