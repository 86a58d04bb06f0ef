"""Free text whose answers were found to say the same: one cluster, and which wording stands for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from consensus.compare.measures import LEXICAL, fold, pairwise
from consensus.domain import Agreement, Answer, Candidate, Cluster


def is_free_text(agreement: Agreement) -> bool:
    """Whether a field is compared as ``x-compare: text``."""
    return agreement.signature.endswith(";text")


def united(agreement: Agreement, answers: Sequence[Answer], text: str) -> Agreement:
    """The agreement with all its clusters as one.

    Delivered is a wording that stands in the source ``text`` as it is, else the one that most families' wordings are
    closest to; of equals the first by content.
    """
    clusters = agreement.clusters
    values = [str(cluster.value) for cluster in clusters]
    alike = pairwise([[fold(value) for value in values]])[0]
    votes = [len(cluster.families) for cluster in clusters]

    def rank(at: int) -> tuple[bool, float, str]:
        near = sum(
            votes[other] * float(alike[measure][at][other]) for other in range(len(values)) for measure in LEXICAL
        )
        return (values[at] not in text, -round(near, 9), values[at])

    best = clusters[min(range(len(values)), key=rank)]
    members = tuple(sorted(answer.member for answer in answers if isinstance(answer, Candidate)))
    whole = Cluster(members, agreement.families, best.representative, best.value)
    score = round(agreement.score - agreement.support + 1.0, 9)
    return replace(agreement, clusters=(whole,), support=1.0, score=score, leading=best.value)
