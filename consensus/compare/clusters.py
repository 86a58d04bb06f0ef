"""One segment's panel: who answered, which answers are equivalent, and who stands for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from consensus.compare.measures import Floats, figures
from consensus.compare.medoid import linked
from consensus.domain import Abstention, Candidate, Cluster
from consensus.domain.making import maker

_made_cluster = maker(Cluster)

#: Letters in which near-identical answers may differ. In a long segment a share alone would let a sentence go missing.
MOST_EDITS = 12


class AnsweredForms(NamedTuple):
    """The answers of one segment, ordered by member; ``place[i]`` is where candidate i's form stands in ``forms``."""

    candidates: list[Candidate]
    abstentions: tuple[Abstention, ...]
    forms: tuple[str, ...]
    place: list[int]


class Panelled(NamedTuple):
    """One segment's candidates with all that is known of how alike they are."""

    answered: AnsweredForms
    matrices: Mapping[str, Floats]
    weights: list[list[float]]
    utilities: list[float]

    def similarity(self, measure: str, a: int, b: int) -> float:
        """Of candidates a and b, 0..1."""
        return float(self.matrices[measure][self.answered.place[a], self.answered.place[b]])


def best(panel: Panelled, among: Iterable[int]) -> int:
    """The weighted medoid of some candidates; ties go by weight, then content, then member."""
    among = tuple(among)
    if len(among) == 1:
        return among[0]
    return min(among, key=lambda i: (*_rank(panel, i), panel.answered.candidates[i].member))


def _rank(panel: Panelled, i: int) -> tuple[float, float, str]:
    return -panel.utilities[i], -panel.answered.candidates[i].weight, panel.answered.forms[panel.answered.place[i]]


def clusters(panel: Panelled, near_identity: float, primary: int | None, centre: int) -> tuple[Cluster, ...]:
    """Clusters under complete linkage, the winning one first, the others by families, then by representative.

    near_identity: normalised Levenshtein similarity from which forms are one, unless a figure differs or more than
    MOST_EDITS letters do. The winner holds the primary if there is one; else more than half of the families; else the
    medoid of all candidates (centre): two of five that are alike by chance, or by copying, do not outvote the other
    three.
    """
    answered = panel.answered
    groups = _groups(panel, near_identity)
    homes: dict[str, set[int]] = {}
    for at, group in enumerate(groups):
        for i in group:
            homes.setdefault(answered.candidates[i].family, set()).add(at)
    families = [
        tuple(sorted({f for i in group if len(homes[f := answered.candidates[i].family]) == 1})) for group in groups
    ]
    majority = [at for at, voters in enumerate(families) if 2 * len(voters) > len(homes)]
    held = primary if primary is not None else centre
    first = next(at for at, group in enumerate(groups) if held in group)
    if primary is None and majority:
        first = majority[0]
    ranked = []
    for at, group in enumerate(groups):
        chosen = primary if primary is not None and primary in group else best(panel, group)
        candidate = answered.candidates[chosen]
        cluster = _made_cluster(
            tuple(answered.candidates[i].member for i in group), families[at], candidate.member, candidate.value
        )
        ranked.append(((at != first, -len(families[at]), *_rank(panel, chosen), candidate.member), cluster))
    return tuple(cluster for _, cluster in sorted(ranked, key=lambda pair: pair[0]))


def _groups(panel: Panelled, near_identity: float) -> list[list[int]]:
    """Candidates by cluster."""
    forms = panel.answered.forms
    size = len(forms)
    near = [
        (a, b, alike)
        for a, row in enumerate(panel.matrices["levenshtein"].tolist())
        for b, alike in enumerate(row)
        if a < b and alike >= near_identity
    ]
    if not near and size == len(panel.answered.place):
        return [[panel.answered.place.index(p)] for p in range(size)]
    closeness = {
        (a, b): alike
        for a, b, alike in near
        if (1 - alike) * max(len(forms[a]), len(forms[b])) <= MOST_EDITS and figures(forms[a]) == figures(forms[b])
    }
    return [[i for i, p in enumerate(panel.answered.place) if p in group] for group in linked(size, closeness)]
