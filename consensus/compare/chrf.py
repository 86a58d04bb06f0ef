"""Character n-gram F-score between all texts of many groups at once.

chrF (Popović 2015) with character 1- to 6-grams without white space and beta 1, so that it is symmetric; equal to
``sacrebleu.CHRF(beta=1, word_order=0)`` on one sentence, divided by 100. Effective order: only lengths of n-gram that
both texts have count.

How: every position of every text becomes one integer, group | six characters | text. One sort puts equal n-grams of
every length next to each other (a shorter n-gram is a prefix), and counting is done for all groups together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

#: Longest n-gram.
ORDER = 6
#: Characters handled at once: the working set stays in the processor's cache.
CHUNK = 60_000

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class _Packed(NamedTuple):
    """Sorted positions of a chunk, and how to take them apart again."""

    keys: NDArray[np.uint64]
    char_bits: int
    text_bits: int


def pairwise_chrf(groups: Sequence[Sequence[str]]) -> list[Floats]:
    """Symmetric matrices of chrF, 0..1, one per group of texts; the diagonal is 1.

    Two texts without any character in common order (one of them empty) have 0.
    """
    squeezed = [["".join(text.split()) for text in group] for group in groups]
    found: list[Floats] = [np.eye(0)] * len(groups)
    for chunk in _chunks(squeezed):
        for index, matrix in zip(chunk, _chunk_chrf([squeezed[i] for i in chunk]), strict=True):
            found[index] = matrix
    return found


def _chunks(groups: Sequence[Sequence[str]]) -> list[list[int]]:
    """Indices of groups of like size, so that little work is done for texts that are not there."""
    chunks: list[list[int]] = []
    room, width = 0, -1
    for index in sorted(range(len(groups)), key=lambda i: len(groups[i])):
        size = sum(map(len, groups[index]))
        if size > room or len(groups[index]) != width:
            chunks.append([])
            room, width = CHUNK, len(groups[index])
        chunks[-1].append(index)
        room -= size
    return chunks


def _chunk_chrf(groups: Sequence[Sequence[str]]) -> list[Floats]:
    width = len(groups[0])
    lengths = np.array([[len(text) for text in group] for group in groups], dtype=np.int64).reshape(len(groups), width)
    if width < 2 or not lengths.any():
        return [np.eye(width)] * len(groups)
    packed = _pack(groups, lengths)
    if packed is not None:
        return list(_scores(_matches(packed, lengths), lengths))
    if len(groups) > 1:
        half = len(groups) // 2
        return _chunk_chrf(groups[:half]) + _chunk_chrf(groups[half:])
    return list(_scores(_counted(groups[0]), lengths))


def _pack(groups: Sequence[Sequence[str]], lengths: Ints) -> _Packed | None:
    """Sorted keys, or None where group, n-gram and text do not fit 64 bits together (over a thousand characters)."""
    count, width = lengths.shape
    gap = "\0" * (ORDER - 1)
    padded = "".join(part + gap for group in groups for part in group)
    codes = np.frombuffer(padded.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    ends = np.cumsum(lengths.ravel() + (ORDER - 1))
    real = np.ones(len(codes), dtype=bool)
    real[(ends[:, None] - np.arange(1, ORDER)).ravel()] = False
    symbols = _symbols(codes, real, ends[width - 1 :: width])
    char_bits, text_bits = int(symbols.max()).bit_length(), (width - 1).bit_length()
    if ORDER * char_bits + text_bits + (count - 1).bit_length() > 64:
        return None
    owners = np.arange(count * width, dtype=np.uint64)
    keys = np.repeat(owners // np.uint64(width), lengths.ravel() + (ORDER - 1))
    for step in range(ORDER):
        keys <<= np.uint64(char_bits)
        keys[: len(keys) - step] |= symbols[step:]
    keys <<= np.uint64(text_bits)
    keys |= np.repeat(owners % np.uint64(width), lengths.ravel() + (ORDER - 1))
    keys = keys[real]
    keys.sort()
    return _Packed(keys, char_bits, text_bits)


def _symbols(codes: NDArray[np.uint32], real: NDArray[np.bool_], ends: Ints) -> NDArray[np.uint64]:
    """Characters as small numbers from 1 within their group; 0 between texts."""
    known = np.zeros(int(codes.max()) + 1, dtype=bool)
    known[codes] = True
    rank = np.cumsum(known) - 1
    size = int(rank[-1]) + 1
    places = rank[codes] + np.repeat(np.arange(len(ends)) * size, np.diff(ends, prepend=0))
    present = np.zeros(len(ends) * size, dtype=bool)
    present[places[real]] = True
    numbers = np.cumsum(present.reshape(len(ends), size), axis=1, dtype=np.uint64).ravel()
    symbols: NDArray[np.uint64] = numbers[places] * real
    return symbols


def _matches(packed: _Packed, lengths: Ints) -> Ints:
    """n-grams that two texts share, by multiset intersection: (ORDER, count, pairs).

    The counts of several texts lie side by side in one integer, so that one running sum, read off where runs of equal
    n-grams begin and end, counts all of them; differences stay right when the sum wraps around.
    """
    keys, char_bits, text_bits = packed
    count, width = lengths.shape
    lane_bits = max(int(lengths.max()).bit_length(), 1)
    lanes = 64 // lane_bits
    texts = (keys & np.uint64((1 << text_bits) - 1)).astype(np.int64)
    sums = []
    for first in range(0, width, lanes):
        ones = np.zeros(width, dtype=np.uint64)
        here = min(lanes, width - first)
        ones[first : first + here] = np.uint64(1) << (np.arange(here, dtype=np.uint64) * np.uint64(lane_bits))
        sums.append(np.concatenate([np.zeros(1, np.uint64), np.cumsum(ones[texts])]))
    grams = keys >> np.uint64(text_bits)
    change = grams[1:] ^ grams[:-1]
    group_edges = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths.sum(axis=1))])
    found = np.empty((ORDER, count, width * (width - 1) // 2), dtype=np.int64)
    alike = np.zeros(len(keys) + 1, dtype=bool)  # a key as the one before it, in its first characters
    for order in range(1, ORDER + 1):
        below = char_bits * (ORDER - order)
        np.less(change, np.uint64(1 << below), out=alike[1:-1])
        starts = np.flatnonzero(alike[1:] & ~alike[:-1])
        ends = np.flatnonzero(alike[:-1] & ~alike[1:]) + 1
        whole = (grams[starts] >> np.uint64(below)) & np.uint64((1 << char_bits) - 1) != 0
        starts, ends = starts[whole], ends[whole]
        side = [total[ends] - total[starts] for total in sums]
        lane = np.uint64((1 << lane_bits) - 1)
        table = np.zeros((width, len(starts) + 1), dtype=np.uint16 if lane_bits <= 16 else np.uint32)
        for text in range(width):
            table[text, :-1] = (side[text // lanes] >> np.uint64(lane_bits * (text % lanes))) & lane
        bounds = np.searchsorted(starts, group_edges)
        for column, (a, b) in enumerate(combinations(range(width), 2)):
            found[order - 1, :, column] = np.add.reduceat(np.minimum(table[a], table[b]), bounds[:-1], dtype=np.int64)
        found[order - 1, bounds[:-1] == bounds[1:]] = 0
    return found


def _counted(group: Sequence[str]) -> Ints:
    """The same by counting n-gram by n-gram: for texts with an alphabet too large to pack."""
    found = np.zeros((ORDER, 1, len(group) * (len(group) - 1) // 2), dtype=np.int64)
    for order in range(1, ORDER + 1):
        grams = [Counter(text[i : i + order] for i in range(len(text) - order + 1)) for text in group]
        for column, (a, b) in enumerate(combinations(range(len(group)), 2)):
            found[order - 1, 0, column] = (grams[a] & grams[b]).total()
    return found


def _scores(matches: Ints, lengths: Ints) -> Floats:
    """F1 of mean precision and mean recall over the orders both texts have: (count, width, width)."""
    count, width = lengths.shape
    first, second = np.triu_indices(width, 1)
    sizes = np.maximum(lengths[None] - np.arange(ORDER)[:, None, None], 0)
    ours, theirs = sizes[:, :, first], sizes[:, :, second]
    orders = np.maximum(((ours > 0) & (theirs > 0)).sum(axis=0), 1)
    precision = (matches / np.maximum(ours, 1)).sum(axis=0) / orders
    recall = (matches / np.maximum(theirs, 1)).sum(axis=0) / orders
    both = precision + recall
    score = np.divide(2 * precision * recall, both, out=np.zeros_like(both), where=both > 0)
    result = np.zeros((count, width, width))
    result[:, first, second] = score
    result[:, second, first] = score
    result[:, np.arange(width), np.arange(width)] = 1.0
    return result
