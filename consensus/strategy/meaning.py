"""Free text that members put in different words: accepted where somebody outside the panel finds that it says the same.

Neither wording nor a sentence model can tell: "will repair the pump" and "will replace the pump" are closer to each
other by both than two ways of saying either. So an embedder accepts nothing here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Final

from consensus.compare import is_free_text, united
from consensus.decide import decide
from consensus.domain import Document, Opinion, OpinionRequest, Outcome, Policy, Rule, Task
from consensus.domain.job import UnitRecord
from consensus.ports.models import SecondOpinion
from consensus.schema import leaves

#: Fields of a document that are asked about, and characters of a text that is: so the worst that it costs is known.
MOST_TEXTS: Final = 40
LONGEST_TEXT: Final = 2000


def texts_asked_about(document: Document) -> int:
    """Fields of a document's free text that may be asked about: 0 for a translation, MOST_TEXTS for tables and maps."""
    if document.task is not Task.EXTRACT:
        return 0
    texts = [leaf for leaf in leaves(document.schema or {}) if leaf.kind == "text"]
    return (
        MOST_TEXTS if any("[" in leaf.pattern or "*" in leaf.pattern for leaf in texts) else min(len(texts), MOST_TEXTS)
    )


async def with_one_meaning(
    records: Sequence[UnitRecord],
    text: str,
    policy: Policy,
    lang: str | None,
    opinion: SecondOpinion | None,
) -> tuple[UnitRecord, ...]:
    """The records of a document with a verdict for free text in different words, by the policy's second opinion.

    text, lang: the document's. Asked about are fields that only their wording keeps from acceptance: without a veto, a
    gate or a dispute of facts. All pairs of texts must say the same; any other word, or none, leaves them in review.
    """
    if opinion is None:
        return tuple(records)
    found = list(records)
    waiting = [(at, texts) for at, record in enumerate(found) if (texts := _texts(record))][:MOST_TEXTS]
    pairs = {
        pair: OpinionRequest(*pair, langs=(lang, lang), answers=True)
        for _, texts in waiting
        for pair in combinations(texts, 2)
    }
    told: Mapping[tuple[str, str], Opinion] = (
        dict(zip(pairs, await opinion.opinions(list(pairs.values())), strict=True)) if pairs else {}
    )
    for at, texts in waiting:
        found[at] = _settled(found[at], [told[pair] for pair in combinations(texts, 2)], text, policy)
    return tuple(found)


def _texts(record: UnitRecord) -> tuple[str, ...]:
    """The texts whose wording alone keeps this field from a verdict, one of each cluster, sorted; else none."""
    agreement, verdict = record.agreement, record.verdict
    if agreement is None or verdict is None or verdict.outcome is not Outcome.REVIEW or verdict.rule != Rule.SPLIT:
        return ()
    if not is_free_text(agreement) or Rule.HARD_FACT in agreement.gates or any(one.veto for one in record.findings):
        return ()
    counted = {family for cluster in agreement.clusters for family in cluster.families}
    values = [cluster.value for cluster in agreement.clusters]
    said = tuple(sorted(value for value in values if isinstance(value, str) and 0 < len(value) <= LONGEST_TEXT))
    whole = len(said) == len(values) and counted == set(agreement.families)
    return said if whole and not any(cluster.null for cluster in agreement.clusters) else ()


def _settled(record: UnitRecord, opinions: Sequence[Opinion], text: str, policy: Policy) -> UnitRecord:
    verdict, agreement = record.verdict, record.agreement
    assert verdict is not None
    assert agreement is not None
    against = next((one for one in opinions if one.objects is not False), None)
    if against is not None:
        return replace(record, verdict=replace(verdict, reasons=(*verdict.reasons, against.reason)))
    joined = replace(record, agreement=united(agreement, record.answers, text))
    made = decide(joined, policy)
    if made.outcome is not Outcome.ACCEPTED:
        return record
    families = len(agreement.families)
    said = f"{families} of {families} independent families say the same in different words."
    return replace(joined, verdict=replace(made, rule=Rule.SAME_MEANING, reasons=(said, opinions[0].reason)))
