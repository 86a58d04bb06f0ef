"""What the checks find of errors planted in right translations, and what they object to although it is right.

``measure`` runs every pair of a folder (benchmarks/texts/README.md has the format) through the checks at their
defaults: a false alarm is a veto on a right target. Into every pair without one, errors are planted, one at a time;
found is an error on which some check lays a veto. The right target and the spoiled one are also compared as two
answers: told apart is a pair of which ``hard_fact_disputes`` says that they differ.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from planting import QUANTITIES, VERBATIM, Pair, Planted
from planting_words import WORDS, last_sentence, other_language

from consensus.check import CATALOGUE, check_segment, hard_fact_disputes
from consensus.check.registry import SEGMENT_IDS
from consensus.domain import Candidate, Policy, Segment
from consensus.normalize.languages import LANGUAGES, Language

POLICY = Policy(name="planted", version=1)
TEXTS = Path(__file__).with_name("texts")
ENOUGH = 20
#: The columns of the tables: what is planted, in the order of the catalogue.
QUANTITY_GROUPS = ("numbers", "signs", "percent", "units", "currency", "dates", "times")
WORD_GROUPS = ("negation, to 12 words", "negation", "untranslated", "last sentence", "other language", "residue")
VERBATIM_GROUPS = ("placeholders", "tags", "codes")
#: What two answers may contradict each other in.
DISPUTED = ("numbers", "units", "currency", "dates", "times", "negation", "codes", "placeholders")
DISPUTED_WORDS = ("weekdays", "number words", "opposites", "parties")


#: What a check or a dispute needs of a language's file, by the names of its fields.
PARTS = {
    "denial (`negation`)": ("denies", "denies_pattern"),
    "numbers in words": ("number_words", "scale_words"),
    "units in words": ("unit_words",),
    "currencies in words": ("currency_words",),
    "clock times in words": ("clock",),
    "everyday words (`language`)": ("everyday",),
    "ordinary words (`untranslated`, `copied_run`)": ("common",),
    "opposites": ("opposites",),
    "parties": ("parties",),
    "duty and leave (must, may)": ("duties",),
    "weekdays": ("weekdays",),
    "abbreviations that end no sentence": ("abbreviations",),
}


@dataclass
class Tally:
    """Of one language: how many pairs there are, and by column how many errors were planted, found and told apart.

    alarms: check -> right pairs on which it lays a veto. missed, wrong: what a person may want to read.
    """

    pairs: int = 0
    stopped: int = 0
    planted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    told: Counter[str] = field(default_factory=Counter)
    alarms: Counter[str] = field(default_factory=Counter)
    wrong: list[tuple[str, str, Pair]] = field(default_factory=list)
    missed: list[tuple[Planted, Pair]] = field(default_factory=list)
    undisputed: list[tuple[Planted, Pair]] = field(default_factory=list)


def read_pairs(path: Path) -> list[Pair]:
    """The pairs of one file; the file's name is the target's tag, a heading names another source than English."""
    pairs, source = [], "en"
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        cells = line.split("\t")
        if len(cells) != 3:
            raise SystemExit(f"{path}, line {number}: three columns divided by tabs are wanted, here are {len(cells)}.")
        if cells[1:] == ["target", "denial_lost"]:
            source = cells[0].partition(":")[2] or "en"
        else:
            pairs.append(Pair(cells[0], cells[1], cells[2], (source, path.stem)))
    return pairs


def read_folder(folder: Path) -> dict[str, list[Pair]]:
    """The pairs of every file of a folder by language, in the order of the names."""
    found = {path.stem: read_pairs(path) for path in sorted(folder.glob("*.tsv"))}
    if not found:
        raise SystemExit(f"{folder} holds no .tsv file; benchmarks/texts/README.md says what one looks like.")
    return found


def _vetoes(pair: Pair, target: str) -> dict[str, str]:
    """Check -> what it says, of the checks that forbid this answer."""
    segment = Segment("unit", 0, pair.source, 0, len(pair.source))
    findings = check_segment(segment, [Candidate("unit", "a", "a", target)], pair.langs, POLICY)
    return {finding.check: finding.message for finding in findings if finding.veto}


def _disputed(pair: Pair, other: str) -> bool:
    segment = Segment("unit", 0, pair.source, 0, len(pair.source))
    answers = [Candidate("unit", "a", "a", pair.target), Candidate("unit", "b", "b", other)]
    return bool(hard_fact_disputes(segment, answers, pair.langs))


def measure(folder: Path) -> dict[str, Tally]:
    """A tally for each language of a folder."""
    texts = read_folder(folder)
    return {lang: _measure_language(lang, texts) for lang in texts}


def _measure_language(lang: str, texts: Mapping[str, Sequence[Pair]]) -> Tally:
    tally = Tally(pairs=len(texts[lang]))
    for number, pair in enumerate(texts[lang]):
        vetoes = _vetoes(pair, pair.target)
        tally.stopped += bool(vetoes)
        tally.alarms.update(vetoes.keys())
        tally.wrong += [(check, message, pair) for check, message in vetoes.items()]
        if vetoes:
            continue
        chance = random.Random(f"{lang} {number}")
        for plant in (*QUANTITIES, *VERBATIM, *WORDS):
            for planted in plant(pair, chance):
                if planted.text != pair.target:
                    _count(tally, pair, planted)
        both, planted = last_sentence(pair, texts[lang], chance)
        if not _vetoes(both, both.target):
            _count(tally, both, planted)
    for pair in other_language(lang, texts):
        _count(tally, pair, Planted("other language", pair.langs[1], pair.target))
    return tally


def _count(tally: Tally, pair: Pair, planted: Planted) -> None:
    groups = [planted.group] + ["negation, to 12 words"] * (planted.kind == "short")
    found = bool(_vetoes(pair, planted.text))
    for group in groups:
        tally.planted[group] += 1
        tally.found[group] += found
    if not found:
        tally.missed.append((planted, pair))
    if planted.group in (*DISPUTED, *DISPUTED_WORDS):
        told = _disputed(pair, planted.text)
        for group in groups:
            tally.told[group] += told
        if not told:
            tally.undisputed.append((planted, pair))


def wilson(hits: int, trials: int) -> tuple[float, float]:
    """The 95% Wilson interval of a share."""
    if not trials:
        return 0.0, 1.0
    z, share = 1.96, hits / trials
    middle = (share + z * z / (2 * trials)) / (1 + z * z / trials)
    half = z / (1 + z * z / trials) * (share * (1 - share) / trials + z * z / (4 * trials * trials)) ** 0.5
    return max(0.0, middle - half), min(1.0, middle + half)


def cell(hits: int, trials: int) -> str:
    """Hits, trials, share and its interval; no share of fewer than twenty."""
    if trials < ENOUGH:
        return f"too few ({trials})"
    low, high = wilson(hits, trials)
    return f"{hits} of {trials}, {_short(hits / trials)} ({_short(low)} to {_short(high)})"


def _short(share: float) -> str:
    return f"{share:.2f}".removeprefix("0") if share < 0.995 else "1"


def _table(head: str, columns: Iterable[str], rows: Mapping[str, list[str]]) -> list[str]:
    columns = list(columns)
    lines = [f"| {' | '.join([head, *columns])} |", "|---" * (len(columns) + 1) + "|"]
    return lines + [f"| {' | '.join([name, *cells])} |" for name, cells in rows.items()]


def tables(tallies: Mapping[str, Tally]) -> list[str]:
    """The tables of docs/checks.md: errors found, answers told apart, false alarms; a row for each language."""
    lines: list[str] = []
    for title, groups in (
        ("Planted errors found: quantities", QUANTITY_GROUPS),
        ("Planted errors found: words", WORD_GROUPS),
        ("Planted errors found: verbatim items", VERBATIM_GROUPS),
    ):
        rows = {lang: [cell(t.found[group], t.planted[group]) for group in groups] for lang, t in tallies.items()}
        lines += [f"### {title}", "", *_table("language", groups, rows), ""]
    for title, groups in (
        ("Told apart as two answers: facts", DISPUTED),
        ("Told apart as two answers: words", DISPUTED_WORDS),
    ):
        rows = {lang: [cell(t.told[group], t.planted[group]) for group in groups] for lang, t in tallies.items()}
        lines += [f"### {title}", "", *_table("language", groups, rows), ""]
    return lines + alarm_table(tallies)


def alarm_table(tallies: Mapping[str, Tally]) -> list[str]:
    """False alarms by language: any check, then each check that gave one somewhere."""
    fired = [name for name in CATALOGUE if any(tally.alarms[name] for tally in tallies.values())]
    rows = {
        lang: [cell(count, tally.pairs) for count in (tally.stopped, *(tally.alarms[name] for name in fired))]
        for lang, tally in tallies.items()
    }
    pairs, stopped = sum(t.pairs for t in tallies.values()), sum(t.stopped for t in tallies.values())
    tried = [name for name, info in SEGMENT_IDS.items() if info.level == "veto" and "glossary" not in name]
    silent = [f"`{name}`" for name in tried if name not in fired]
    return [
        "### False alarms on right texts",
        "",
        *_table("language", ["any veto", *(f"`{name}`" for name in fired)], rows),
        "",
        f"In all {cell(stopped, pairs)}. No false alarm in any language: {', '.join(silent)}.",
    ]


def coverage_table() -> list[str]:
    """For each part of a language's file that something reads, the languages that lack it."""

    def lacks(one: Language, names: tuple[str, ...]) -> bool:
        return not any(getattr(one, name, "") for name in names)

    lines = ["### What a language's file does not cover", "", "| words for | none, so nothing is said |", "|---|---|"]
    for part, names in PARTS.items():
        silent = [code for code, one in LANGUAGES.items() if lacks(one, names)]
        lines.append(f"| {part} | {' '.join(silent) or '-'} |")
    return lines


def complaints(tallies: Mapping[str, Tally]) -> list[str]:
    """Every false alarm with its text, to be read by a person."""
    by_check: dict[str, list[str]] = defaultdict(list)
    for lang, tally in tallies.items():
        for check, message, pair in tally.wrong:
            by_check[check].append(f"{lang} {check}: {message}\n    {pair.source}\n    {pair.target}")
    return [line for check in CATALOGUE for line in by_check[check]]
