"""The baseline for translation: deliver the medoid of the panel, ranked by how well it agrees; no model, no check.

The medoid is the text with the highest mean chrF to the others. Three similarities of it to them (chrF, normalised
Levenshtein, token sort) are turned into percentiles of the file and averaged: a ranking of one file, not a threshold.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import numpy as np
from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein
from scipy.stats import rankdata

from consensus.compare.chrf import pairwise_chrf


def medoid(texts: Sequence[str]) -> tuple[int, tuple[float, float, float]]:
    """Which text, and its three mean similarities to the others."""
    clean = [unicodedata.normalize("NFKC", text).strip() for text in texts]
    chrf = pairwise_chrf([clean])[0]
    others = len(clean) - 1
    best = int(np.argmax(chrf.sum(1) - chrf.diagonal()))
    peers = [text for i, text in enumerate(clean) if i != best]
    return best, (
        float((chrf[best].sum() - chrf[best, best]) / others),
        sum(Levenshtein.normalized_similarity(clean[best], text) for text in peers) / others,
        sum(fuzz.token_sort_ratio(clean[best], text) for text in peers) / others / 100,
    )


def rank(similarities: Sequence[tuple[float, float, float]]) -> np.ndarray:
    """A score for every record of the file, higher is surer."""
    columns = np.array(similarities).T
    return sum(rankdata(column) for column in columns) / (3 * columns.shape[1])
