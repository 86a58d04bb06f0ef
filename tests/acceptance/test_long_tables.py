"""Statements whose answer is longer than a model may write: asked in parts, none twice, and every row comes back."""

from __future__ import annotations

import asyncio
import json
import re
import signal
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from consensus.testing import Fault, LoopbackProvider
from consensus.testing.provider_words import Reaction

MODELS = ("gpt-4o", "claude-sonnet-4", "mistral-large")
PRICE_IN, PRICE_OUT = 2, 10
SCHEMA = {
    "type": "object",
    "properties": {
        "iban": {"type": "string"},
        "closing_balance": {"type": "number"},
        "transactions": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "date": {"type": "string", "format": "date"},
                    "description": {"type": "string"},
                    "amount": {"type": "number"},
                    "balance": {"type": "number"},
                },
                "required": ["date", "description", "amount", "balance"],
            },
        },
    },
    "required": ["iban", "transactions"],
}
ROW = re.compile(r"^(\d{4}-\d\d-\d\d)  (.+?)  (-?\d+\.\d\d)  (\d+\.\d\d)$", re.MULTILINE)


def statement(rows: int) -> tuple[str, list[dict[str, Any]]]:
    """Text and rows. Every fifth row is the same as the one before, as on a day with two tickets."""
    text, found, balance = ["Statement of account", "IBAN: DE02 1203 0000 0000 2020 51", ""], [], Decimal("5000.00")
    for n in range(rows):
        same = n % 5 == 4
        amount = Decimal(0) if same else Decimal((n * 7919) % 40013 - 20000) / 100
        balance += amount
        row = {
            "date": f"2031-{n // 60 % 12 + 1:02}-{n // 3 % 28 + 1:02}" if not same else found[-1]["date"],
            "description": f"Card payment shop {n % 37}" if not same else found[-1]["description"],
            "amount": float(amount) if not same else found[-1]["amount"],
            "balance": float(balance) if not same else found[-1]["balance"],
        }
        found.append(row)
        text.append(f"{row['date']}  {row['description']}  {row['amount']:.2f}  {row['balance']:.2f}")
    text += ["", f"Closing balance: {found[-1]['balance']:.2f}"]
    return "\n".join(text) + "\n", found


@dataclass
class Clerk(LoopbackProvider):
    """Reads a statement without mistakes, never writes more than ``max_tokens``, and bills what it reads and writes.

    tokens_of: characters to a token. open_for: how many requests are answered; the others wait.
    """

    tokens_of: float = 3.0
    open_for: float = float("inf")
    finished: list[str] = field(default_factory=list)
    billed: Counter[str] = field(default_factory=Counter)

    async def answer(self, path: str, key: str, body: Mapping[str, Any]) -> Reaction:
        reaction = await super().answer(path, key, body)
        while len(self.finished) >= self.open_for:  # noqa: ASYNC110 - another thread opens the gate
            await asyncio.sleep(0.01)
        if reaction.status != 200:
            return reaction
        content, asked = json.loads(reaction.content), body["messages"][1]["content"]
        said = json.dumps(read(asked), indent=1)
        most = int(body["max_tokens"] * self.tokens_of)
        cut = len(said) > most or content["choices"][0]["finish_reason"] == "length"
        said = said[: min(most, len(said) // 2)] if cut else said
        self.finished.append("length" if cut else "stop")
        used = {"prompt_tokens": len(json.dumps(body)) // 3, "completion_tokens": int(len(said) / self.tokens_of)}
        self.billed[body["model"]] += used["prompt_tokens"] * PRICE_IN + used["completion_tokens"] * PRICE_OUT
        choice = {"index": 0, "finish_reason": self.finished[-1], "message": {"role": "assistant", "content": said}}
        return Reaction(json.dumps({**content, "choices": [choice], "usage": used}))


def read(asked: str) -> dict[str, Any]:
    """What stands between the marks of the prompt."""
    text = re.split(r"</?document \w+>", asked)[1]
    iban = re.search(r"IBAN: (.+)", text)
    closing_balance = re.search(r"Closing balance: (.+)", text)
    return {
        "iban": iban[1] if iban else None,
        "closing_balance": float(closing_balance[1]) if closing_balance else None,
        "transactions": [
            {"date": day, "description": what, "amount": float(amount), "balance": float(balance)}
            for day, what, amount, balance in ROW.findall(text)
        ],
    }


@pytest.fixture
def given(tmp_path: Path) -> Callable[..., list[str]]:
    """Arguments for a statement of so many rows, asked of three models with so many tokens for an answer."""

    def write(provider: Clerk, rows: int, output: int = 4096) -> list[str]:
        document, schema, policy = tmp_path / "statement.txt", tmp_path / "schema.json", tmp_path / "statements.yaml"
        document.write_text(statement(rows)[0], "utf-8")
        schema.write_text(json.dumps(SCHEMA), "utf-8")
        priced = f"price_in: {PRICE_IN}, price_out: {PRICE_OUT}, max_output_tokens: {output}, context_tokens: 128000"
        members = "".join(f"  - {{model: {model}, {priced}}}\n" for model in MODELS)
        rules = "name: statements\nversion: 1\ntask: extract\nquorum: 2\nasking: {attempts: 2, call_seconds: 20}\n"
        policy.write_text(f"{rules}members:\n{members}prices_as_of: 2026-05-01\n", "utf-8")
        panel = ",".join(f"{model}@{provider.base_url}" for model in MODELS)
        return [str(document), "--policy", str(policy), "--schema", str(schema), "--panel", panel, "--json"]

    return write


def whole(report: Any, rows: int) -> None:
    """Everything is accepted, and every row is there."""
    assert report["totals"] == {"units": 2 + 4 * rows, "accepted": 2 + 4 * rows, "review": 0, "failed": 0}
    assert report["value"]["transactions"] == statement(rows)[1]


@pytest.mark.parametrize("rows", [200, 700])
def test_all_rows_come_back_and_the_worst_case_was_told(rows: int, consensus: Callable, given: Callable) -> None:
    with Clerk() as provider:
        arguments = given(provider, rows)
        (plan,) = consensus("route", *arguments).json["plans"]
        assert not provider.requests
        ran = consensus("submit", *arguments)
    assert ran.code == 0, ran.err
    whole(ran.json["jobs"][0], rows)
    assert set(provider.finished) == {"stop"}, "what is asked for fits into an answer"
    assert all(member["parts"] > 1 for member in plan["members"])
    assert len(provider.requests) == sum(member["requests"] for member in plan["members"]), "as told"
    assert any("parts for one ask" in note for note in plan["notes"])
    assert any("smaller parts" in note for note in plan["notes"])
    billed = sum(provider.billed.values()) / 1_000_000
    assert billed <= plan["once_cost"] <= plan["worst_cost"]
    assert consensus("costs", "--json").json["total"]["settled"] == pytest.approx(billed)


@pytest.mark.parametrize("rows", [90, 200])
def test_an_answer_that_is_cut_off_is_asked_for_again_in_smaller_parts(
    rows: int, consensus: Callable, given: Callable
) -> None:
    """Whether the document was whole before or in parts itself."""
    with Clerk(tokens_of=1.2) as provider:
        arguments = given(provider, rows)
        (plan,) = consensus("route", *arguments).json["plans"]
        ran = consensus("submit", *arguments)
    assert provider.finished.count("length") > 0
    whole(ran.json["jobs"][0], rows)
    assert sum(provider.billed.values()) / 1_000_000 <= plan["worst_cost"]


def test_one_that_loses_a_part_has_no_answer_and_the_others_decide(consensus: Callable, given: Callable) -> None:
    with Clerk(script={"mistral-large": [None, Fault.UNAUTHORISED]}) as provider:
        ran = consensus("submit", *given(provider, 200))
    assert ran.code == 0, ran.err
    whole(ran.json["jobs"][0], 200)
    assert any(seen.fault for seen in provider.requests)


def test_killed_among_its_parts_it_goes_on_with_those_that_are_missing(
    consensus: Callable, start: Callable, given: Callable, home: Path
) -> None:
    def settled() -> list[str]:
        with closing(sqlite3.connect(f"file:{home / 'consensus.sqlite'}?mode=ro", uri=True)) as database:
            calls = [json.loads(row[0]) for row in database.execute("SELECT call FROM calls WHERE state = 'settled'")]
        return [f"{call['ask_id']} {call['member']}" for call in calls]

    with Clerk(tokens_of=1.2, open_for=5) as provider:
        process = start("submit", *given(provider, 90))
        end = time.monotonic() + 60
        while True:
            assert process.poll() is None
            assert time.monotonic() < end
            if (home / "consensus.sqlite").exists() and len(provider.finished) >= 5 and len(settled()) == 5:
                break
            time.sleep(0.05)
        process.kill()
        assert process.wait() == -signal.SIGKILL
        kept, seen = settled(), len(provider.requests)
        assert "length" in provider.finished
        provider.open_for = float("inf")
        (job,) = consensus("status", "--json").json["jobs"]
        done = consensus("submit", "--resume", job["id"], "--json")
        assert done.code == 0, done.err
        whole(done.json["jobs"][0], 90)
        every = settled()
        assert len(every) == len(set(every)), "no part is answered twice"
        assert len(provider.requests) - seen == len(every) - len(kept), "only what was missing is asked"
        seen = len(provider.requests)
        consensus("submit", "--resume", job["id"], "--json")
        assert len(provider.requests) == seen
