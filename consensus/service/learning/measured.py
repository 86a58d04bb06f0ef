"""What ways of working do to recorded answers: rows of units, verdicts, errors and money for every document."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from consensus.decide import decide
from consensus.domain import ModelSpec, Outcome, Policy, StrategyName, Task, Verdict
from consensus.evaluate import RecordedDecision, accepted_labels, bad_text, decide_recorded, score_labels, score_object
from consensus.formats import RecordedFile, RecordedLabel, RecordedRecord
from consensus.learn.paired import LARGEST, Rows
from consensus.learn.ways import Way
from consensus.normalize.token_counts import estimated_tokens
from consensus.ports.models import Embedder

#: Tokens of instructions around a text, by estimate.
_AROUND = 400
_AT_ONCE = (StrategyName.INDEPENDENT, StrategyName.PRIMARY)


@dataclass(frozen=True, slots=True)
class Prices:
    """What a request costs in US dollars. given: name -> of one request. specs: for the others, by their tokens."""

    given: Mapping[str, float] = field(default_factory=dict)
    specs: Mapping[str, ModelSpec] = field(default_factory=dict)

    def of(self, name: str, record: RecordedRecord) -> float | None:
        """Of asking one model about one record; None when no price is known."""
        if name in self.given:
            return self.given[name]
        spec, output = self.specs.get(name), record.outputs.get(name)
        if spec is None:
            return None
        answer = output if isinstance(output, str) else json.dumps(output, ensure_ascii=False)
        around = record.text or "", json.dumps(record.schema or {}, ensure_ascii=False)
        cost = spec.price_of(_AROUND + sum(map(estimated_tokens, around)), estimated_tokens(answer))
        return None if cost is None else float(cost)


@dataclass(frozen=True, slots=True)
class Setting:
    """What does not change between ways. review: US dollars of a person's look at one unit."""

    names: tuple[str, ...]
    policy: Policy
    families: Callable[[str], str]
    prices: Prices
    review: float
    embedder: Callable[[], Embedder | None] | None = None


def document_of(record: RecordedRecord) -> str:
    """The document that a record is a part of."""
    return record.doc_id or record.id


def measured(setting: Setting, records: Sequence[RecordedRecord]) -> Callable[[Sequence[Way]], Mapping[Way, Rows]]:
    """Rows of these records' documents by way, in the order of the documents' names."""
    return lambda ways: _measured(setting, records, ways)


def decided(setting: Setting, records: Sequence[RecordedRecord], way: Way) -> list[RecordedDecision]:
    """The records as they are decided in one way."""
    recorded = RecordedFile(setting.names, tuple(records))
    policy = way.applied(setting.policy)
    return decide_recorded(recorded, way.panel, policy, families=setting.families, embedder=setting.embedder)


def _measured(setting: Setting, records: Sequence[RecordedRecord], ways: Iterable[Way]) -> Mapping[Way, Rows]:
    # Levels and primaries are read from the same comparisons, which take the time.
    together: dict[Way, list[Way]] = defaultdict(list)
    for way in ways:
        base = Way(way.panel, StrategyName.INDEPENDENT, setting.policy.translation.accept_share)
        together[base if way.strategy in _AT_ONCE else way].append(way)
    found: dict[Way, Rows] = {}
    for base, some in together.items():
        made = decided(setting, records, base) if records else []
        for way in some:
            found[way] = _rows(setting, made, way)
    return found


def _rows(setting: Setting, made: Sequence[RecordedDecision], way: Way) -> Rows:
    places = {name: at for at, name in enumerate(sorted({document_of(one.record) for one in made}))}
    rows = np.zeros((len(places), LARGEST + 1))
    policy = way.applied(setting.policy)
    for one in made:
        asked = sum(setting.prices.of(name, one.record) or 0.0 for name in one.asked)
        row, made_of = rows[places[document_of(one.record)]], _row(one, policy, asked, setting.review)
        row[:LARGEST] += made_of[:LARGEST]
        row[LARGEST] = max(row[LARGEST], made_of[LARGEST])
    return rows


def _row(one: RecordedDecision, policy: Policy, asked: float, review: float) -> tuple[float, ...]:
    """Values that nobody found cost a person's look too, like a unit that is not accepted."""
    if one.record.task is Task.TRANSLATE:
        verdict = decide(one.units[0], policy, one.record.langs or (None, None))
        accepted = verdict.outcome is Outcome.ACCEPTED
        bad = _bad(one.record, verdict) if accepted else None
        labelled, wrong = bad is not None, bool(bad)
        judged = [(_weight(one.record.labels.get("")), not wrong)] if labelled else []
        return 1.0, float(accepted), float(labelled), float(wrong), asked + review * (not accepted), *_sums(judged)
    gold, known = one.record.gold, labels_with_chance(one.record)
    by_labels = gold is None and bool(known)
    counts = score_labels(known, one.line) if by_labels else score_object(gold, one.line)
    looked_at = counts.units - counts.accepted + counts.gold_missing
    judged = [(_weight(label), right) for label, right in accepted_labels(known, one.line)] if by_labels else []
    weights = _sums(judged) if by_labels else (counts.judged, counts.wrong, float(counts.judged > 0))
    return counts.units, counts.accepted, counts.judged, counts.wrong, asked + review * looked_at, *weights


def _sums(judged: Sequence[tuple[float, bool]]) -> tuple[float, float, float]:
    """The weight of judged units, of the wrong ones, and the largest of one. judged: (weight, right)."""
    weights = [weight for weight, _ in judged]
    return sum(weights), sum(weight for weight, right in judged if not right), max(weights, default=0.0)


def _weight(label: RecordedLabel | None) -> float:
    """For how many units a judged one stands: one over its chance, as ``learn.labels.weighed`` has it; 1 where no label
    says it, but gold or a rating."""
    return 1.0 / label.chance if label is not None and label.chance else 1.0


def labels_with_chance(record: RecordedRecord) -> Mapping[str, RecordedLabel]:
    """Labels of units that came before a person with a known chance: others tell of disputes alone."""
    return {place: label for place, label in record.labels.items() if label.chance}


def _bad(record: RecordedRecord, verdict: Verdict) -> bool | None:
    if record.labels and not labels_with_chance(record):
        return None
    return bad_text(record, verdict.value if isinstance(verdict.value, str) else None)
