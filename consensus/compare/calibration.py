"""Reference quantiles from recorded answers without labels: what agreement usually looks like for a language pair."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from consensus.compare.measures import LEXICAL, VERSION
from consensus.compare.scale import Scale
from consensus.compare.segments import SegmentAnswers, Vectors, compare_segments
from consensus.domain import Candidate, Langs, Reference, TranslationRules
from consensus.normalize.digests import digest
from consensus.reference import COMMON, POOLED, SCORE, pair_key

#: Entries of a table: shares 0, 0.01 .. 1.
ENTRIES = 101
#: Panel sizes with tables of their own; larger panels share the last one.
SIZES = (2, 3, 4, 5)
#: At most this many panels of a size are drawn from a pair's members.
PANELS = 12

Values = dict[str, list[float]]
Tables = Mapping[str, Mapping[str, tuple[float, ...]]]


class _Seen(NamedTuple):
    """One segment under one panel. log_length: the part of its score that is not disagreement."""

    families: int
    log_length: float
    similarities: Mapping[str, float]


def fit_reference(
    recorded: Mapping[Langs, Sequence[SegmentAnswers]],
    rules: TranslationRules,
    vectors: Vectors | None = None,
    semantic_signature: str = "",
) -> Reference:
    """Quantile tables for each pair and pooled over pairs (each pair counting the same), from unlabelled answers.

    recorded: answers by (source, target) language, each pair once. rules: measures, weights, k and c. What their own
    reference holds of other pairs stays, and so do its pooled tables: they are the scale that the levels of those pairs
    were measured on. vectors: by answer text, to fit ``semantic`` too. Panels of 2 to 5 families are drawn from the
    members, always the same ones, because agreement with the best of many peers differs from that with the only one.
    """
    held = rules.reference.pairs if rules.reference is not None else {}
    bare = rules.model_copy(update={"reference": _measuring(vectors), "primary": None, "near_identity": 1.0})
    seen = {
        pair_key(langs): [
            one for panel in _panels(items) for one in _compared(panel, bare, langs, vectors, semantic_signature)
        ]
        for langs, items in sorted(recorded.items(), key=lambda pair: pair_key(pair[0]))
    }
    tables = _beside(held, _pooled({pair: _disagreements(of) for pair, of in seen.items() if of}))
    signature = f"{VERSION}.{digest(sorted(rules.measures), tables, semantic_signature)}"
    fitted = rules.model_copy(update={"reference": Reference(pairs=tables, signature=signature)})
    of_pair = {pair_key(langs): Scale(fitted, langs) for langs in recorded}
    scores = _pooled({pair: {"": {SCORE: _scores(of, of_pair[pair])}} for pair, of in seen.items() if of})
    for key, found in scores.items():
        tables[key] = {**found, **tables.get(key, {})}
    return Reference(pairs=tables, signature=f"{VERSION}.{digest(signature, tables)}")


def _beside(held: Tables, made: Tables) -> dict[str, dict[str, tuple[float, ...]]]:
    """The tables made now and those held of other pairs; of the pooled ones those that were held, if any."""
    pairs = {_pair_of(key) for key in made} - ({POOLED} if POOLED in held else set())
    kept = {key: dict(tables) for key, tables in held.items() if _pair_of(key) not in pairs}
    return {**kept, **{key: dict(tables) for key, tables in made.items() if _pair_of(key) in pairs}}


def _pair_of(key: str) -> str:
    return key.partition("/")[0]


def _measuring(vectors: Vectors | None) -> Reference | None:
    """Raw cosines are compared only where a policy has a table for them; while fitting, one that changes nothing."""
    straight = tuple(np.linspace(0.0, 1.0, ENTRIES).tolist())
    return Reference(pairs={POOLED: {"semantic": straight}}) if vectors else None


def _panels(items: Sequence[SegmentAnswers]) -> Iterator[list[SegmentAnswers]]:
    """The segments as panels of each size saw them: one member per family, where all of the panel answered."""
    voices = [(item.segment, _voices(item)) for item in items]
    # Only families that met: those of different jobs may never have answered the same segment.
    together = {tuple(sorted(by_family)) for _, by_family in voices}
    for size in SIZES:
        every = sorted({panel for families in together for panel in combinations(families, size)})
        chosen = {every[round(i)] for i in np.linspace(0, len(every) - 1, min(PANELS, len(every)))} if every else set()
        for panel in sorted(chosen):
            yield [
                SegmentAnswers(segment, tuple(by_family[family] for family in panel))
                for segment, by_family in voices
                if by_family.keys() >= set(panel)
            ]


def _voices(item: SegmentAnswers) -> dict[str, Candidate]:
    """Each family's answer: that of its first member by name."""
    given = sorted((a for a in item.answers if isinstance(a, Candidate)), key=lambda a: a.member, reverse=True)
    return {answer.family: answer for answer in given}


def _compared(
    items: Sequence[SegmentAnswers], rules: TranslationRules, langs: Langs, vectors: Vectors | None, semantic: str
) -> list[_Seen]:
    agreements, k = compare_segments(items, rules, langs, vectors, semantic), rules.disagreement_weight
    return [
        _Seen(len(one.families), -one.score - k * (one.disagreement or 0.0), one.similarities) for one in agreements
    ]


def _disagreements(seen: Sequence[_Seen]) -> dict[str, Values]:
    """Size suffix ("/3") -> measure -> values; the common scale has no size."""
    found: dict[str, Values] = defaultdict(lambda: defaultdict(list))
    for one in seen:
        for measure, similarity in one.similarities.items():
            found[f"/{one.families}"][measure].append(1.0 - similarity)
        wording = [1.0 - one.similarities[measure] for measure in LEXICAL if measure in one.similarities]
        found[""][COMMON].append(sum(wording) / len(wording))
    return found


def _scores(seen: Sequence[_Seen], scale: Scale) -> list[float]:
    k = scale.rules.disagreement_weight
    return [-(k * scale.disagreement(one.similarities, one.families) + one.log_length) for one in seen]


def _pooled(pairs: Mapping[str, Mapping[str, Values]]) -> dict[str, dict[str, tuple[float, ...]]]:
    """Tables by pair, and pooled with every pair counting the same."""
    tables: dict[str, dict[str, tuple[float, ...]]] = defaultdict(dict)
    parts: dict[tuple[str, str], list[NDArray[Any]]] = defaultdict(list)
    for pair, by_size in pairs.items():
        for suffix, values in by_size.items():
            for measure, numbers in values.items():
                if pair != POOLED and measure != COMMON:
                    tables[pair + suffix][measure] = table_of(numbers)
                parts[suffix, measure].append(np.quantile(numbers, np.linspace(0, 1, 10 * ENTRIES)))
    for (suffix, measure), shares in parts.items():
        tables[POOLED + suffix][measure] = table_of(np.concatenate(shares))
    return dict(tables)


def table_of(values: Sequence[float] | NDArray[Any]) -> tuple[float, ...]:
    """The values' quantiles as a reference holds them."""
    return tuple(round(float(value), 4) for value in np.quantile(values, np.linspace(0, 1, ENTRIES)))
