"""One scale of disagreement for all language pairs and panel sizes, and the expected-error score made from it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from math import log

from consensus.canon.quantiles import COMMON, POOLED, Langs, matched, pair_key, table
from consensus.domain import TranslationRules

#: Runs of East Asian wide and full-width characters (scripts of the BMP and the supplementary ideographs).
_WIDE = re.compile(
    "[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff"
    "\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\U00020000-\U0003fffd]+"
)

#: The end of a sentence: Latin marks before white space or the end, wide marks anywhere.
_SENTENCE_END = re.compile("[.!?\u2026\u061f\u0964]+[\"'\u201d\u2019\u00bb)]*(?=\\s|$)|[\u3002\uff01\uff1f]+")

Tables = Mapping[str, tuple[tuple[float, ...], tuple[float, ...]]]


def text_length(text: str, wide_weight: float) -> float:
    """Characters of a text, wide ones (East Asian width W or F) counted ``wide_weight`` times."""
    if text.isascii():
        return float(len(text))
    return len(text) + (wide_weight - 1.0) * sum(map(len, _WIDE.findall(text)))


def sentences(text: str) -> int:
    """Sentences that end in a text, at least 1; the same mark in any script, a full stop only before white space."""
    return max(1, len(_SENTENCE_END.findall(text)))


def expected_error_score(disagreement: float, length: float, sentence_count: float, rules: TranslationRules) -> float:
    """``-(k d + ln(length + c) + s ln(sentences))``: minus the log of the expected number of errors, up to a constant.

    disagreement: 0..1. length: as ``text_length`` gives it. sentence_count: 1 or more.
    """
    size = log(length + rules.length_offset) + rules.sentence_weight * log(sentence_count)
    return -(rules.disagreement_weight * disagreement + size)


class Scale:
    """What turns similarities into one disagreement, for one policy and language pair.

    A measure's disagreement is carried, at its rank, from the distribution of its pair and panel size to one common
    distribution: that of the mean lexical disagreement, pooled. So all measures weigh the same, a saturating cosine
    too, and pairs and panel sizes share one scale.
    """

    def __init__(self, rules: TranslationRules, langs: Langs) -> None:
        self.rules, self.pair = rules, pair_key(langs)
        self.semantic = bool(rules.measures.get("semantic")) and bool(self._tables("semantic", 0))
        self.signature = rules.reference.signature if rules.reference else ""
        self._by_size: dict[int, Tables] = {}

    def disagreement(self, similarities: Mapping[str, float], families: int) -> float:
        """0..1: the weighted mean over the measures at hand; 1 for an answer without peers."""
        if not similarities or families < 2:
            return 1.0
        if families not in self._by_size:
            found = {measure: self._tables(measure, families) for measure in self.rules.measures}
            self._by_size[families] = {measure: both for measure, both in found.items() if both}
        tables, total, weight = self._by_size[families], 0.0, 0.0
        for measure, similarity in similarities.items():
            share = self.rules.measures.get(measure, 0.0)  # type: ignore[call-overload]
            far = 1.0 - similarity
            total += share * (matched(far, *tables[measure]) if measure in tables else far)
            weight += share
        return min(max(total / weight, 0.0), 1.0) if weight else 1.0

    def _tables(self, measure: str, families: int) -> tuple[tuple[float, ...], tuple[float, ...]] | None:
        if self.rules.reference is None:
            return None
        own = table(self.rules.reference, self.pair, measure, families)
        common = table(self.rules.reference, POOLED, COMMON) or own
        return (own, common) if len(own) == len(common) and own else None
