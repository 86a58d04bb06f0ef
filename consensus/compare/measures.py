"""How alike two texts are: symmetric measures over canonical forms, for many units at once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Indel, Levenshtein
from rapidfuzz.process import cpdist

from consensus.compare.chrf import pairwise_chrf

Floats = NDArray[np.float64]

#: Version of what this module computes; part of every signature.
VERSION = "1"
#: The measures made from the texts alone.
LEXICAL = ("chrf", "levenshtein", "token_sort")

#: Powers, indices and fractions: NFKC alone would read 10² as 102 and 1½ as 11/2.
_RAISED = re.compile("[\u00b2\u00b3\u00b9\u2070-\u209c\u00bc-\u00be\u2150-\u215f\u2189]")
#: A number with all that belongs to it: sign, marks, percent.
_NUMBER = re.compile(r"[-+−±]?\d(?:[\d.,:/'’\u00a0٫٬^⁄-]*\d)?[%‰°]?")


def fold(text: str) -> str:
    """Canonical form of a translation: NFKC, stripped, white space as one blank. No digit, sign or word is lost."""
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", _RAISED.sub(r"^\g<0>", text))
    if text.isprintable() and "  " not in text:
        return text.strip(" ")  # the blank is the only white space that is printable
    return " ".join(text.split())


def figures(folded: str) -> tuple[str, ...]:
    """The numbers of a canonical form in order, with sign and marks; texts that differ here are never equivalent."""
    return tuple(_NUMBER.findall(folded))


def pairwise(groups: Sequence[Sequence[str]]) -> list[Mapping[str, Floats]]:
    """For each group of canonical forms: measure -> symmetric matrix of similarities, 0..1, the diagonal 1.

    chrf: see ``compare.chrf``. levenshtein: 1 - distance / length of the longer. token_sort: the same over sorted
    words with insertions and deletions only (rapidfuzz ``token_sort_ratio`` / 100).
    """
    sorted_words = [[" ".join(sorted(text.split(" "))) for text in group] for group in groups]
    letters = [[text.replace(" ", "") for text in group] for group in groups]
    edits = _between(groups, Levenshtein.normalized_similarity)
    words = _between(sorted_words, Indel.normalized_similarity)
    return [
        {"chrf": chrf, "levenshtein": edit, "token_sort": word}
        for chrf, edit, word in zip(pairwise_chrf(letters), edits, words, strict=True)
    ]


def cosines(vectors: Sequence[NDArray[np.floating]]) -> Floats:
    """Cosines of unit vectors, cut to 0..1, the diagonal 1."""
    stacked = np.asarray(vectors, dtype=np.float64)
    found: Floats = np.clip(stacked @ stacked.T, 0.0, 1.0)
    found = (found + found.T) / 2
    np.fill_diagonal(found, 1.0)
    return found


def _between(groups: Sequence[Sequence[str]], scorer: Any) -> list[Floats]:
    """One matrix per group; all pairs of all groups go to rapidfuzz in one call."""
    first = [a for group in groups for a, _ in combinations(group, 2)]
    second = [b for group in groups for _, b in combinations(group, 2)]
    if not first:
        alone = np.eye(1), np.eye(0)  # whoever stands in a group alone, or nobody
        return [alone[not group] for group in groups]
    values: Floats = cpdist(first, second, scorer=scorer, dtype=np.float64)
    found: list[Floats] = [np.eye(0)] * len(groups)
    counts = np.array([len(group) for group in groups], dtype=np.int64)
    starts = np.cumsum(counts * (counts - 1) // 2) - counts * (counts - 1) // 2
    for size in np.unique(counts).tolist():  # all groups of one size together
        rows, columns = np.triu_indices(size, 1)
        places = np.flatnonzero(counts == size)
        matrices = np.tile(np.eye(size), (len(places), 1, 1))
        own = values[starts[places][:, None] + np.arange(len(rows))]
        matrices[:, rows, columns] = matrices[:, columns, rows] = own
        for place, matrix in zip(places.tolist(), matrices, strict=True):
            found[place] = matrix
    return found
