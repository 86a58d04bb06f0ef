"""Who stands for a panel: complete-linkage clusters and the weighted medoid, one vote per family."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from operator import mul

from consensus.domain import Candidate

Matrix = Sequence[Sequence[float]]


def linked(size: int, closeness: Mapping[tuple[int, int], float]) -> list[frozenset[int]]:
    """Clusters of 0..size-1 under complete linkage: every two members are near.

    closeness: similarity of two items (a, b), a < b; a pair that is not there may never be in one cluster. The closest
    groups are joined first, equals by the lowest items, so that fewer pairs only split clusters.
    """
    clusters = [frozenset([item]) for item in range(size)]
    while closeness and len(clusters) > 1:
        (best, (first, second)) = max(
            ((_linkage(closeness, a, b), (a, b)) for a, b in combinations(clusters, 2)),
            key=lambda found: (found[0], [-x for x in (*sorted(found[1][0]), *sorted(found[1][1]))]),
        )
        if best < 0:
            break
        clusters = sorted([*(c for c in clusters if c not in (first, second)), first | second], key=min)
    return clusters


def _linkage(closeness: Mapping[tuple[int, int], float], a: frozenset[int], b: frozenset[int]) -> float:
    return min(closeness.get((min(i, j), max(i, j)), -1.0) for i in a for j in b)


def peer_weights(candidates: Sequence[Candidate]) -> list[list[float]]:
    """Weight of candidate j as a peer of candidate i; a row sums to 1, or to 0 where i has no peer.

    Peers are of other families. A family counts by the mean weight of its members, so that a copy of a member changes
    nothing.
    """
    families = sorted({candidate.family for candidate in candidates})
    members = {f: [i for i, candidate in enumerate(candidates) if candidate.family == f] for f in families}
    total = {f: sum(candidates[i].weight for i in members[f]) for f in families}
    vote = {f: total[f] / len(members[f]) for f in families}
    rows = []
    for candidate in candidates:
        others = sum(vote[f] for f in families if f != candidate.family)
        row = [
            0.0 if peer.family == candidate.family else vote[peer.family] / others * peer.weight / total[peer.family]
            for peer in candidates
        ]
        rows.append(row)
    return rows


def family_shares(candidates: Sequence[Candidate]) -> list[float]:
    """The share of each candidate's family in all votes; they count a family once."""
    votes = _votes(candidates)
    every = sum(votes.values())
    return [votes[candidate.family] / every for candidate in candidates]


def utilities(shares: Sequence[float], weights: Sequence[Sequence[float]], similar: Matrix) -> list[float]:
    """Mean agreement of each candidate with all families, its own included at 1: what the weighted medoid maximises.

    shares: from ``family_shares``. weights: from ``peer_weights``. similar: similarity of candidates, 0..1. Rounded to
    12 places: ties stay ties.
    """
    agreement = [sum(map(mul, row, alike)) for row, alike in zip(weights, similar, strict=True)]
    return [round(own + (1 - own) * peers, 12) for own, peers in zip(shares, agreement, strict=True)]


def _votes(candidates: Sequence[Candidate]) -> dict[str, float]:
    weights: dict[str, list[float]] = {}
    for candidate in candidates:
        weights.setdefault(candidate.family, []).append(candidate.weight)
    return {family: sum(of) / len(of) for family, of in sorted(weights.items())}
