"""One scale of disagreement for all language pairs and panel sizes, and the expected-error score made from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import log, log1p
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from consensus.domain import Langs, TranslationRules
from consensus.reference import COMMON, POOLED, matched, pair_key, table

Tables = Mapping[str, tuple[tuple[float, ...], tuple[float, ...]]]


class TextSize(NamedTuple):
    """length: characters, wide ones counted by their weight. sentences: how many end in the text, at least 1."""

    length: float
    sentences: float


def text_sizes(texts: Sequence[str], wide_weight: float) -> list[TextSize]:
    """Sizes of many texts at once.

    Wide: Chinese, Japanese and Korean characters and full-width forms. A sentence ends at a full stop, ``!``, ``?``,
    an ellipsis and the Arabic and Hindi marks before white space or the end, with or without a closing quote, and at
    the wide marks anywhere.
    """
    if not texts:
        return []
    codes = np.frombuffer("".join(f"{text}\n " for text in texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    starts = np.cumsum([0, *[len(text) + 2 for text in texts[:-1]]])
    kinds = _kinds()[np.minimum(codes, _FIRST_PLANES)]
    here, second, third = kinds[:-2], kinds[1:-1], kinds[2:]
    blank_behind = (second & _BLANK != 0) | ((second & _CLOSING != 0) & (third & _BLANK != 0))
    ends = (here & _STOP != 0) & blank_behind
    ends |= (here & _WIDE_STOP != 0) & (second & _WIDE_STOP == 0)
    counted = np.add.reduceat(np.append(ends, (False, False)), starts, dtype=np.int64).tolist()
    widened = np.add.reduceat(kinds & _WIDE, starts, dtype=np.int64).tolist()
    return [
        TextSize(len(text) + (wide_weight - 1.0) * many, float(max(1, count)))
        for text, many, count in zip(texts, widened, counted, strict=True)
    ]


#: What a character is, as bits.
_WIDE, _STOP, _WIDE_STOP, _CLOSING, _BLANK = 1, 2, 4, 8, 16
#: From here on every character is wide.
_FIRST_PLANES = 0x20000


@lru_cache(maxsize=1)
def _kinds() -> NDArray[np.uint8]:
    """The bits of every character up to the first of the planes that are all wide (131 kB)."""
    kinds = np.zeros(_FIRST_PLANES + 1, dtype=np.uint8)
    for first, last in ((0x1100, 0x115F), (0x2E80, 0xDFFF), (0xF900, 0xFAFF), (0xFF01, 0xFF60), (_FIRST_PLANES,) * 2):
        kinds[first : last + 1] |= _WIDE
    for bit, characters in (
        (_STOP, ".!?\u2026\u061f\u0964"),
        (_WIDE_STOP, "\u3002\uff01\uff1f"),
        (_CLOSING, "\"'\u201d\u2019\u00bb)"),
        (_BLANK, " \n"),
    ):
        kinds[[ord(character) for character in characters]] |= bit
    return kinds


def expected_error_score(disagreement: float, size: TextSize, rules: TranslationRules) -> float:
    """``-(k d + ln(length + c) + s ln(sentences))``: minus the log of the expected number of errors, up to a constant.

    disagreement: 0..1.
    """
    amount = log(size.length + rules.length_offset) + rules.sentence_weight * log(size.sentences)
    return -(rules.disagreement_weight * disagreement + amount)


def judged_score(score: float, total: float, rules: TranslationRules) -> float:
    """The score with the errors that a judge found: the expected number of errors grows by the factor
    (1 + total)^w, log-linear like disagreement and length. total: what they weigh, 0..25."""
    return score - rules.judge_weight * log1p(total)


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
