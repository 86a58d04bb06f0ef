"""How soon a model that degrades is noticed, and how often a stable one raises an alarm.

    python benchmarks/learning_changes.py simulate [--streams 1000] [--documents 200]
    python benchmarks/learning_changes.py recorded RECORDED.jsonl --policy NAME [--streams 200]

``simulate``: streams of documents whose units hang together more or less; half of them stable, half with a rise. How
many stable ones raised an alarm against how many are stated, and how many rises were noticed within the announced
number of units. ``recorded``: the same with what the product makes of recorded answers: documents of a file in random
order, and for the rise the answers of another model from half way on. Every figure is printed as one line of JSON;
seeds are fixed.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from math import log
from pathlib import Path
from typing import Any

import numpy as np

from consensus.certify.bets import Numbers, log_mean
from consensus.certify.changes import THRESHOLD, alarm_at, log_stakes, noticed_within, p_values

#: (usual rate, rate after the rise, how far documents differ: the correlation of units of one document).
WORLDS = ((0.05, 0.15, 0.0), (0.05, 0.15, 0.05), (0.10, 0.30, 0.1), (0.02, 0.12, 0.0))


def documents(draws: np.random.Generator, count: int, rate: float, alike: float) -> Numbers:
    """(2, documents): units that show the mark, and units; 2 to 39 units each."""
    units = draws.integers(2, 40, count)
    spread = 1 / alike - 1 if alike else 1.0
    rates = draws.beta(rate * spread, (1 - rate) * spread, count) if alike else np.full(count, rate)
    return np.stack([draws.binomial(units, rates), units])


def reaches(values: Numbers, threshold: float) -> bool:
    """Whether the mean sum reaches a threshold."""
    steps = log_stakes(values).T
    total = np.cumsum(steps, axis=-1)
    return bool((log_mean(total + np.logaddexp.accumulate(steps - total, axis=-1)) >= log(threshold)).any())


def simulate(streams: int, length: int) -> Iterator[Mapping[str, Any]]:
    draws = np.random.default_rng(17)
    alarms, early, observations = 0, 0, 0
    lower = 20.0 * length  # under which alarms can be counted: at most one stable stream in twenty
    for number in range(streams):
        usual, _, alike = WORLDS[number % len(WORLDS)]
        values = p_values(*documents(draws, length, usual, alike), draws.random(length))
        alarms += alarm_at(values) is not None
        early += reaches(values, lower)
        observations += length
    yield {
        "stable_streams": streams,
        "observations": observations,
        "alarms": alarms,
        "alarms_stated_at_most": round(observations / THRESHOLD, 2),
        f"alarms_at_threshold_{lower:.0f}": early,
        "of_these_stated_at_most": observations / lower,
    }
    for usual, risen, alike in WORLDS:
        for before in (100, 400):
            yield noticed(draws, (usual, risen, alike), before, max(50, streams // 10))


def noticed(draws: np.random.Generator, world: tuple[float, float, float], before: int, runs: int) -> Mapping[str, Any]:
    """Rises of one kind: how many were noticed within the number that was announced from the documents before."""
    usual, risen, alike = world
    late, announced, units, never = 0, list[int](), list[float](), 0
    for _ in range(runs):
        given = documents(draws, before, usual, alike)
        told = noticed_within(zip(*given.tolist(), strict=True), usual_to(given, usual, risen))
        if told is None:
            never += 1
            continue
        after = documents(draws, 2 * told[0], risen, alike)
        parts, sizes = np.concatenate([given, after], axis=1)
        at = alarm_at(p_values(parts, sizes, draws.random(parts.size), first=before))
        announced.append(told[1])
        late += at is None or at >= told[0]
        if at is not None:
            units.append(float(after[1, : at + 1].sum()))
    return {
        "rise": f"{usual:.2f} to {risen:.2f}",
        "correlation_within_documents": alike,
        "documents_before": before,
        "announced_units": int(np.median(announced)) if announced else None,
        "noticed_after_units_median": int(np.median(units)) if units else None,
        "noticed_within_announced": f"{len(announced) - late} of {len(announced)}",
        "nothing_announced": never,
    }


def usual_to(given: Numbers, usual: float, risen: float) -> float:
    """The rate that the rise leads to from what was observed, by the same shift of odds of the good units."""
    observed = float(given[0].sum() / given[1].sum())
    return observed + (1 - observed) * (risen - usual) / (1 - usual)


def recorded(path: Path, policy_name: str, streams: int) -> Iterator[Mapping[str, Any]]:
    """Documents as the product decides recorded answers, in many random orders."""
    from consensus.bootstrap import policies
    from consensus.evaluate import decide_recorded
    from consensus.formats import read_recorded
    from consensus.settings import Settings

    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    documents_of = {str(line["id"]): str(line.get("doc_id", line["id"])) for line in lines}
    found = read_recorded(path)
    names = list(found.names)
    policy = policies(Settings.read()).load(policy_name)
    differs: dict[str, dict[str, list[int]]] = {name: defaultdict(lambda: [0, 0]) for name in names}
    for one in decide_recorded(found, names, policy, families=str):
        document = documents_of[str(one.record.id)]
        for unit in one.units:
            agreement = unit.agreement
            leading = agreement.clusters[0].members if agreement is not None and agreement.clusters else ()
            for name in names:
                counted = differs[name][document]
                counted[0] += name not in leading
                counted[1] += 1
    yield from shuffled(differs, streams)


def shuffled(differs: Mapping[str, Mapping[str, Sequence[int]]], streams: int) -> Iterator[Mapping[str, Any]]:
    draws = np.random.default_rng(17)
    names = sorted(differs, key=lambda name: sum(part for part, _ in differs[name].values()))
    best, worst = names[0], names[-1]
    alarms, observations = 0, 0
    for name in names:
        given = np.array([*differs[name].values()]).T
        for _ in range(max(1, streams // len(names))):
            order = draws.integers(0, given.shape[1], 300)
            alarms += alarm_at(p_values(given[0][order], given[1][order], draws.random(300))) is not None
            observations += 300
    yield {
        "models": len(names),
        "documents": given.shape[1],
        "observations": observations,
        "alarms": alarms,
        "alarms_stated_at_most": round(observations / THRESHOLD, 2),
    }
    first, then = (np.array([*differs[name].values()]).T for name in (best, worst))
    rates = [float(one[0].sum() / one[1].sum()) for one in (first, then)]
    late, units, runs = 0, list[float](), 50
    told = None
    for _ in range(runs):
        before, after = draws.integers(0, first.shape[1], 200), draws.integers(0, then.shape[1], 400)
        parts, sizes = np.concatenate([first[:, before], then[:, after]], axis=1)
        told = noticed_within(zip(*first[:, before].tolist(), strict=True), rates[1])
        at = alarm_at(p_values(parts, sizes, draws.random(600), first=200))
        late += told is None or at is None or at >= told[0]
        if at is not None:
            units.append(float(then[1, after[: at + 1]].sum()))
    yield {
        "answers_of": best,
        "then_of": worst,
        "differs": f"{rates[0]:.3f} to {rates[1]:.3f}",
        "announced": told,
        "noticed_after_units_median": int(np.median(units)) if units else None,
        "noticed_within_announced": f"{runs - late} of {runs}",
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    actions = parser.add_subparsers(dest="action", required=True)
    for name in ("simulate", "recorded"):
        sub = actions.add_parser(name)
        sub.add_argument("--streams", type=int, default=1000 if name == "simulate" else 200)
        if name == "recorded":
            sub.add_argument("path", type=Path)
            sub.add_argument("--policy", required=True)
        else:
            sub.add_argument("--documents", type=int, default=200)
    given = parser.parse_args()
    rows = (
        simulate(given.streams, given.documents)
        if given.action == "simulate"
        else recorded(given.path, given.policy, given.streams)
    )
    for row in rows:
        print(json.dumps(row), flush=True)


if __name__ == "__main__":
    main()
