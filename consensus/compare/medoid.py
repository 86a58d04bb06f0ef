"""Who stands for a panel: complete-linkage clusters and the weighted medoid, one vote per family."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations

from consensus.domain import Candidate

Matrix = Sequence[Sequence[float]]


def linked(size: int, near: Callable[[int, int], float | None]) -> list[frozenset[int]]:
    """Clusters of 0..size-1 under complete linkage: every two members are near.

    near: symmetric similarity of two items, None where they may never be one cluster. The closest groups are joined
    first, equals by the lowest items, so that a stricter ``near`` only splits clusters.
    """
    closeness = {(a, b): s for a, b in combinations(range(size), 2) if (s := near(a, b)) is not None}
    clusters = [frozenset([item]) for item in range(size)]
    while closeness:
        (best, (first, second)) = max(
            ((_linkage(closeness, a, b), (a, b)) for a, b in combinations(clusters, 2)),
            key=lambda found: (found[0], [-x for x in (*sorted(found[1][0]), *sorted(found[1][1]))]),
        )
        if best < 0:
            break
        clusters = sorted([*(c for c in clusters if c not in (first, second)), first | second], key=min)
        if len(clusters) == 1:
            break
    return clusters


def _linkage(closeness: dict[tuple[int, int], float], a: frozenset[int], b: frozenset[int]) -> float:
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


def utilities(candidates: Sequence[Candidate], weights: Sequence[Sequence[float]], similar: Matrix) -> list[float]:
    """Mean agreement of each candidate with all families, its own included at 1: what the weighted medoid maximises.

    weights: from ``peer_weights``. similar: similarity of candidates, 0..1. Rounded to 12 places: ties stay ties.
    """
    votes = _votes(candidates)
    every = sum(votes.values())
    found = []
    for i, candidate in enumerate(candidates):
        own = votes[candidate.family] / every
        peers = sum(weight * similarity for weight, similarity in zip(weights[i], similar[i], strict=True))
        found.append(round(own + (1 - own) * peers, 12))
    return found


def _votes(candidates: Sequence[Candidate]) -> dict[str, float]:
    weights: dict[str, list[float]] = {}
    for candidate in candidates:
        weights.setdefault(candidate.family, []).append(candidate.weight)
    return {family: sum(of) / len(of) for family, of in sorted(weights.items())}
