"""What `submit` and `status` print: what needs a person and totals, in a screenful, however long the document is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from consensus.testing.loopback import LoopbackProvider

NUMBERS = 361


def answer(model: str, text: str) -> str:
    """Everybody agrees about most sentences, nobody about one in ten; some answers are long and of several lines."""
    number = int(text.split()[2].rstrip("."))
    return f"Ventil {number} öffnen." if number % 10 else f"{model} sagt zu {number}\n" + "sehr viel " * 40


@pytest.fixture
def ran(consensus: Callable[..., Any], fast: Path, tmp_path: Path) -> Any:
    (tmp_path / "long.txt").write_text("\n\n".join(f"Open valve {n}." for n in range(NUMBERS)), "utf-8")
    fast.write_text(fast.read_text("utf-8").replace("segment_tokens: 10", "segment_tokens: 800"), "utf-8")
    with LoopbackProvider(translate=answer) as provider:
        panel = ",".join(f"{model}@{provider.base_url}" for model in ("llama3.2", "qwen3", "mistral-small"))
        options = ("--policy", fast, "--from", "en", "--to", "de", "--panel", panel)
        return consensus("submit", "long.txt", *options)


def test_only_what_needs_a_person_is_printed(ran: Any, consensus: Callable[..., Any]) -> None:
    lines = ran.out.splitlines()
    rows = [line for line in lines if line.startswith("? review")]
    assert (len(rows), len(lines) < 40, max(map(len, lines)) <= 120) == (20, True, True), ran.out
    assert "and 17 more: consensus review" in lines
    assert "✓ accepted" not in ran.out
    assert "361 units: 324 accepted, 37 review, 0 failed" in ran.out
    job = ran.out.partition(", job ")[2][:12]
    shown = consensus("status", job)
    assert len([line for line in shown.out.splitlines() if line.startswith("? review")]) == 20
    every = consensus("status", job, "--units").out.splitlines()
    assert len([line for line in every if line.startswith(("? review", "✓ accepted"))]) == NUMBERS
    assert len(consensus("status", job, "--json").json["jobs"][0]["units"]) == NUMBERS


def test_forty_jobs_are_a_table_that_is_cut(consensus: Callable[..., Any], tmp_path: Path) -> None:
    paths = [tmp_path / f"page {n} {'of a long name ' * 5}.md" for n in range(40)]
    for path in paths:
        path.write_text("# Ok\n", "utf-8")
    example = ("--policy", "translation", "--from", "en", "--to", "de", "--panel", "recorded")
    assert consensus("submit", *paths, *example).code in (0, 3)
    lines = consensus("status").out.splitlines()
    assert (len(lines), lines[-1]) == (32, "and 10 more: consensus status --all")
    assert max(map(len, lines)) <= 120
    assert len(consensus("status", "--all").out.splitlines()) == 41
    assert len(consensus("jobs", "list", "--all").out.splitlines()) == 41
    assert len(consensus("jobs").out.splitlines()) == 32
    assert len(consensus("status", "--json").json["jobs"]) == 40
