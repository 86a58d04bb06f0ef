"""Reference quantiles from recorded answers without labels: what agreement usually looks like for a language pair."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from consensus.canon.digests import digest
from consensus.canon.quantiles import COMMON, POOLED, SCORE, Langs, pair_key
from consensus.compare.measures import LEXICAL, VERSION
from consensus.compare.scale import Scale
from consensus.compare.segments import SegmentAnswers, Vectors, compare_segments
from consensus.domain import Candidate, Reference, TranslationRules

#: Entries of a table: shares 0, 0.01 .. 1.
ENTRIES = 101
#: Panel sizes with tables of their own; larger panels share the last one.
SIZES = (2, 3, 4, 5)
#: At most this many panels of a size are drawn from a pair's members.
PANELS = 12

Values = dict[str, list[float]]


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

    recorded: answers by (source, target) language. rules: measures, weights, k and c; their own reference is not
    looked at. vectors: by answer text, to fit ``semantic`` too. Panels of 2 to 5 families are drawn from the members,
    always the same ones, because agreement with the best of many peers differs from agreement with the only one.
    """
    bare = rules.model_copy(update={"reference": _measuring(vectors), "primary": None, "near_identity": 1.0})
    seen = {
        pair_key(langs): [
            one for panel in _panels(items) for one in _compared(panel, bare, langs, vectors, semantic_signature)
        ]
        for langs, items in sorted(recorded.items(), key=lambda pair: pair_key(pair[0]))
    }
    tables = _pooled({pair: _disagreements(of) for pair, of in seen.items() if of})
    signature = f"{VERSION}.{digest(sorted(rules.measures), tables, semantic_signature)}"
    fitted = rules.model_copy(update={"reference": Reference(pairs=tables, signature=signature)})
    scores = _pooled({pair: {"": {SCORE: _scores(of, fitted, pair)}} for pair, of in seen.items() if of})
    for key, found in scores.items():
        tables[key] = {**tables.get(key, {}), **found}
    return Reference(pairs=tables, signature=f"{VERSION}.{digest(signature, tables)}")


def _measuring(vectors: Vectors | None) -> Reference | None:
    """Raw cosines are compared only where a policy has a table for them; while fitting, one that changes nothing."""
    straight = tuple(np.linspace(0.0, 1.0, ENTRIES).tolist())
    return Reference(pairs={POOLED: {"semantic": straight}}) if vectors else None


def _panels(items: Sequence[SegmentAnswers]) -> Iterator[list[SegmentAnswers]]:
    """The segments as panels of each size saw them: one member per family, where all of the panel answered."""
    first: dict[str, str] = {}
    for member, family in sorted({(a.member, a.family) for item in items for a in item.answers}):
        first.setdefault(family, member)
    for size in SIZES:
        every = list(combinations(sorted(first.values()), size))
        chosen = {every[round(i)] for i in np.linspace(0, len(every) - 1, min(PANELS, len(every)))} if every else set()
        for panel in sorted(chosen):
            kept = []
            for item in items:
                answers = tuple(a for a in item.answers if a.member in panel and isinstance(a, Candidate))
                if len(answers) == size:
                    kept.append(SegmentAnswers(item.segment, answers))
            yield kept


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


def _scores(seen: Sequence[_Seen], rules: TranslationRules, pair: str) -> list[float]:
    source, _, target = pair.partition("-")
    scale = Scale(rules, (source, target or None))
    k = rules.disagreement_weight
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
