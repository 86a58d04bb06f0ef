"""What the strategies of docs/strategies.md save on recorded answers, and what a cascade risks: one markdown table.

    python benchmarks/cost.py RECORDED.jsonl ... [--panel a,b,c] [--members 5] [--price NAME=USD ...] [--schema FILE]

--panel: names in the files; without it the first ``--members`` names of each file. --price: of one call; a member
without one costs 1. Members are asked cheap first. "curtailed" rows compare decisions unit by unit with those of the
whole panel; a difference ends the program with an error. Embeddings are left out. Every record is one ask: a document
with all its fields, or a segment alone.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from consensus.bootstrap import load_schema, policies
from consensus.domain import Candidate, Outcome, Policy, Task
from consensus.evaluate import RecordedDecision, decide_recorded, evaluation
from consensus.formats import RecordedFile, read_recorded
from consensus.settings import Settings

HEAD = (
    "| file | policy | strategy | members | records | calls | of | calls saved | cost saved | coverage | wrong among "
    "accepted | accepted wordings that differ |",
    "|---|---|---|---|---|---|---|---|---|---|---|---|",
)


@dataclass(frozen=True)
class Data:
    """One file with the members asked, cheap first, and what a call to each costs."""

    recorded: RecordedFile
    name: str
    panel: tuple[str, ...]
    prices: Mapping[str, Decimal]
    schema: Mapping[str, Any] | None

    def decided(self, policy: Policy, panel: Sequence[str] | None = None) -> list[RecordedDecision]:
        members = tuple(panel or self.panel)
        return decide_recorded(self.recorded, members, policy, families=str, schema=self.schema)

    def cost(self, asked: Iterable[str]) -> Decimal:
        return sum((self.prices.get(name, Decimal(1)) for name in asked), Decimal(0))


def main() -> None:
    options = _options()
    prices = dict(_priced(text) for text in options.price)
    lines = [*HEAD]
    for path in options.recorded:
        data = _read(path, options, prices)
        for label, policy in _policies(data, Settings.read()):
            whole = data.decided(policy)
            lines.append(_row(data, label, "independent", policy, whole, 0))
            curtailed = data.decided(policy.model_copy(update={"strategy": "curtailed"}))
            lines.append(_row(data, label, "curtailed", policy, curtailed, _differences(curtailed, whole)))
            lines += _cascades(data, label, policy)
    print("\n".join(lines))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("recorded", type=Path, nargs="+")
    parser.add_argument("--panel", help="a,b,c: names in the files")
    parser.add_argument("--members", type=int, default=5)
    parser.add_argument("--price", action="append", default=[], metavar="NAME=USD")
    parser.add_argument("--schema", help="a JSON Schema for extraction, instead of the records' own")
    return parser.parse_args()


def _priced(text: str) -> tuple[str, Decimal]:
    name, _, amount = text.rpartition("=")
    return name, Decimal(amount)


def _read(path: Path, options: argparse.Namespace, prices: Mapping[str, Decimal]) -> Data:
    recorded = read_recorded(path)
    names = [name.strip() for name in options.panel.split(",")] if options.panel else recorded.names[: options.members]
    ordered = tuple(sorted(names, key=lambda name: prices.get(name, Decimal(1))))
    extraction = recorded.records[0].task is Task.EXTRACT
    schema = load_schema(options.schema) if options.schema and extraction else None
    return Data(recorded, path.stem, ordered, prices, schema)


def _policies(data: Data, settings: Settings) -> list[tuple[str, Policy]]:
    """The shipped policy of the task, and two that declare how many must agree and let a hard fact be outvoted."""
    extraction = data.recorded.records[0].task is Task.EXTRACT
    shipped = policies(settings).load("extraction" if extraction else "translation")
    rules = shipped.translation.model_copy(update={"accept_share": 0.0})
    found = [(f"shipped {shipped.name}", shipped)]
    size = len(data.panel)
    for agreeing in (size - 1, size - 2):
        if 2 * agreeing > size:
            update = {"support": agreeing / size, "hard_fact_dispute": "outvoted", "translation": rules}
            found.append((f"{agreeing} of {size} must agree", shipped.model_copy(update=update)))
    return found


def _cascades(data: Data, label: str, policy: Policy) -> list[str]:
    """The cost-risk curve: the first k members alone, and the same with the others as further tiers."""
    rows = []
    for first in range(2, min(4, len(data.panel))):
        cheap = data.panel[:first]
        if label.startswith("shipped"):
            rows.append(_row(data, label, f"independent, {first} cheapest", policy, data.decided(policy, cheap), 0))
        tiers = (cheap, data.panel[first:])
        rule = policy.model_copy(update={"strategy": "cascade", "tiers": tiers})
        rows.append(_row(data, label, f"cascade, {first} then {len(tiers[1])}", rule, data.decided(rule), 0))
    return rows


def _row(
    data: Data, label: str, strategy: str, policy: Policy, decided: Sequence[RecordedDecision], differing: int
) -> str:
    calls, everybody = sum(len(one.asked) for one in decided), len(decided) * len(data.panel)
    cost = sum((data.cost(one.asked) for one in decided), Decimal(0))
    full = data.cost(data.panel) * len(decided)
    figures = evaluation(decided, policy, data.panel).as_dict()
    wrong, coverage = figures["accepted_error"], figures["coverage"] or 0.0
    cells = (
        data.name,
        label,
        strategy,
        len({name for one in decided for name in one.asked}),
        len(decided),
        calls,
        everybody,
        f"{1 - calls / everybody:.1%}",
        f"{float(1 - cost / full):.1%}",
        f"{coverage:.1%}",
        "no labels" if wrong is None else f"{wrong:.2%}",
        differing,
    )
    return f"| {' | '.join(map(str, cells))} |"


def _differences(curtailed: Sequence[RecordedDecision], whole: Sequence[RecordedDecision]) -> int:
    """Accepted values that are not written as the whole panel's would be. Exits when a decision differs."""
    differing = 0
    for part, full in zip(curtailed, whole, strict=True):
        others = {unit.unit.id: unit for unit in full.units}
        for unit in part.units:
            other = others[unit.unit.id]
            assert unit.verdict is not None
            assert other.verdict is not None
            if unit.verdict.outcome is not other.verdict.outcome:
                sys.exit(f"record {part.record.id}: {unit.verdict.outcome} against {other.verdict.outcome}")
            if unit.verdict.outcome is Outcome.ACCEPTED and unit.verdict.value != other.verdict.value:
                assert other.agreement is not None
                won = next(c for c in other.agreement.clusters if other.verdict.representative in c.members)
                values = [a.value for a in other.answers if isinstance(a, Candidate) and a.member in won.members]
                if unit.verdict.value not in values:
                    sys.exit(f"record {part.record.id}: another value is accepted")
                differing += 1
    return differing


if __name__ == "__main__":
    main()
