"""What each check is worth on recorded, rated translations: how often it fires, and how often the answer was bad.

    python benchmarks/checks.py FILE.jsonl [FILE.jsonl ...]
    python benchmarks/checks.py --planted [FOLDER]

The first prints the tables of docs/checks.md: the catalogue, then for each file and check the answers on which it
fired, the share of them that people rated bad (ESA under 66, MQM at or below -5) with its 95% Wilson interval, and that
share among all rated answers; then disputes between members, the share found of digits changed on purpose (one digit in
an answer that had no finding; seeded), and the median time per segment of 33 to 47 words.

The second plants errors in right translations, those of benchmarks/texts or of a folder of such files, and prints by
language how many of each kind are found and how many right texts each check stops: the other tables of docs/checks.md;
then every right text that is stopped.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import NamedTuple

from planted import TEXTS, complaints, coverage_table, tables, wilson
from planted import measure as measure_planted

from consensus.check import CATALOGUE, check_segment, hard_fact_disputes
from consensus.check.facts import read
from consensus.domain import Candidate, Finding, Policy, Segment
from consensus.formats import read_recorded

POLICY = Policy(name="measured", version=1)
HARD = frozenset(
    [
        "numbers",
        "signs",
        "percent",
        "units",
        "currency",
        "dates",
        "times",
        "conversion",
        "codes",
        "urls",
        "emails",
        "links",
        "inline_code",
    ]
)


class Measured(NamedTuple):
    """What one file showed. fired, bad: check -> answers it fired on, those of them that were rated bad."""

    name: str
    rated: int
    rated_bad: int
    fired: Counter[str]
    bad: Counter[str]
    segments: int
    disputed: int
    milliseconds: float
    planted: int
    found: int
    told_apart: int


def measure(path: Path) -> Measured:
    """Run every check on every rated answer of a file."""
    fired: Counter[str] = Counter()
    bad: Counter[str] = Counter()
    rated = rated_bad = segments = disputed = planted = found = told_apart = 0
    times = []
    for record in read_recorded(path).records:
        if record.text is None or not record.human:
            continue
        segment = Segment(record.id, 0, record.text, 0, len(record.text))
        answers = [Candidate(record.id, name, name, text) for name, text in record.outputs.items() if text is not None]
        langs = record.langs or (None, None)
        limit = -5 if record.protocol == "MQM" else 65.999
        is_bad = {name: score <= limit for name, score in record.human.items() if score is not None}
        findings = check_segment(segment, answers, langs, POLICY)
        for check, member in {(finding.check, finding.member) for finding in findings if finding.member in is_bad}:
            fired[check] += 1
            bad[check] += is_bad[member]
        vetoed = {finding.member for finding in findings if finding.veto and finding.member in is_bad}
        fired["any veto"] += len(vetoed)
        bad["any veto"] += sum(is_bad[member] for member in vetoed)
        disputed += bool(hard_fact_disputes(segment, answers, langs))
        rated, rated_bad, segments = rated + len(is_bad), rated_bad + sum(is_bad.values()), segments + 1
        for before, after in _changed(record.id, answers[:3], findings):
            seen = check_segment(segment, [after], langs, POLICY)
            planted += 1
            found += any(finding.check in HARD for finding in seen)
            told_apart += bool(hard_fact_disputes(segment, [before, after], langs))
        if 33 <= (len(record.text.split()) if " " in record.text.strip() else len(record.text) / 1.7) <= 47:
            times.append(_seconds(segment, answers[:5], langs))
    speed = 1000 * median(times or [0.0])
    return Measured(path.stem, rated, rated_bad, fired, bad, segments, disputed, speed, planted, found, told_apart)


def _changed(
    seed: str, answers: list[Candidate], findings: tuple[Finding, ...]
) -> Iterator[tuple[Candidate, Candidate]]:
    """Each answer that has digits and no finding on a hard fact, with one of its digits changed."""
    suspect = {finding.member for finding in findings if finding.check in HARD}
    for answer in answers:
        chance = random.Random(f"{seed} {answer.member}")
        places = [at for at, char in enumerate(answer.value) if char in "0123456789"]
        if answer.member in suspect or not places:
            continue
        at = chance.choice(places)
        digit = chance.choice([char for char in "123456789" if char != answer.value[at]])
        text = f"{answer.value[:at]}{digit}{answer.value[at + 1 :]}"
        yield answer, Candidate(answer.unit_id, "changed", "changed", text)


def _seconds(segment: Segment, answers: list[Candidate], langs: tuple[str | None, str | None]) -> float:
    best = 1.0
    for _ in range(5):
        read.cache_clear()
        start = time.process_time()
        check_segment(segment, answers, langs, POLICY)
        hard_fact_disputes(segment, answers, langs)
        best = min(best, time.process_time() - start)
    return best


def catalogue_table() -> list[str]:
    """Every check with what it finds, its default and its languages."""
    lines = ["| check | finds | default | languages |", "|---|---|---|---|"]
    for info in CATALOGUE.values():
        languages = "all" if info.languages == ("*",) else " ".join(info.languages)
        lines.append(f"| `{info.name}` | {info.description} | {info.level} | {languages} |")
    return lines


def measured_table(results: list[Measured]) -> list[str]:
    """One row per check that fired, one column per file."""
    heads = [f"{r.name} (base {r.rated_bad / r.rated:.3f}, {r.rated} answers)" for r in results]
    lines = [f"| check | {' | '.join(heads)} |", "|---" * (len(results) + 1) + "|"]
    names = [name for name in (*CATALOGUE, "any veto") if any(r.fired[name] for r in results)]
    for name in names:
        cells = []
        for r in results:
            low, high = wilson(r.bad[name], r.fired[name])
            share = f"{r.bad[name]} of {r.fired[name]} bad, {r.bad[name] / max(1, r.fired[name]):.2f}"
            cells.append(f"{share} ({low:.2f} to {high:.2f})" if r.fired[name] else "never fired")
        lines.append(f"| {name if name == 'any veto' else f'`{name}`'} | {' | '.join(cells)} |")
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("files", nargs="*", type=Path, default=[], metavar="FILE.jsonl")
    what.add_argument("--planted", nargs="?", type=Path, const=TEXTS, metavar="FOLDER")
    chosen = parser.parse_args()
    if chosen.planted:
        tallies = measure_planted(chosen.planted)
        parts = (catalogue_table(), coverage_table(), tables(tallies), complaints(tallies))
        print(*("\n".join(part) for part in parts), sep="\n\n")
        return
    results = [measure(path) for path in chosen.files]
    print(*catalogue_table(), "", *measured_table(results), "", sep="\n")
    print(
        "| file | segments | with a dispute among all members | changed digits found | told apart as a dispute | ms |"
    )
    print("|---|---|---|---|---|---|")
    for r in results:
        shares = [f"{part} of {r.planted} ({part / max(1, r.planted):.1%})" for part in (r.found, r.told_apart)]
        cells = [r.name, r.segments, f"{r.disputed} ({r.disputed / r.segments:.1%})", *shares, f"{r.milliseconds:.2f}"]
        print(f"| {' | '.join(map(str, cells))} |")


if __name__ == "__main__":
    main()
