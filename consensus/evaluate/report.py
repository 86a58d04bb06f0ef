"""What recorded answers say of a policy: coverage, review share and, where there are labels, error among accepted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from consensus.decide import decide, missing_level
from consensus.domain import Outcome, Policy, Rule, StrategyName, Task, Verdict
from consensus.evaluate.gold import Counts, accepted_labels, score_labels, score_object
from consensus.evaluate.recorded import RecordedDecision
from consensus.formats import RecordedRecord
from consensus.normalize.language_tags import pair_name
from consensus.reference import judge_name, pair_key

#: Bad by human judgement: direct assessment (ESA, 0..100) under 66, or MQM at -5 or worse.
_BAD_BELOW_ESA, _BAD_FROM_MQM = 66.0, -5.0
#: Levels at which an evaluation shows what acceptance would be.
_LEVELS = (0.0, 0.2, 0.4, 0.6, 0.8)


@dataclass(frozen=True, slots=True)
class LabelledShare:
    """What people's labels say of accepted fields. wrong: the share of them, 0..1, each weighed by its chance; None
    where no label has a known one. without_chance: labels that have none and stand for no other field."""

    labelled: int
    wrong: float | None
    without_chance: int

    @property
    def words(self) -> str:
        """In one sentence."""
        left = f"; {self.without_chance} have no known chance and stand for no other field"
        said = "none can be weighed" if self.wrong is None else f"weighed by their chances, {self.wrong:.2%} are wrong"
        return f"{self.labelled} accepted fields have labels: {said}{left if self.without_chance else ''}."


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The figures and the decision lines. notices: sentences for a person.

    calls: requests under the policy's strategy, calls_independent: if everybody were asked; None where they are.
    labels: of accepted fields; None without any.
    """

    policy: Policy
    panel: tuple[str, ...]
    total: Counts
    slices: Mapping[str, Counts]
    lines: tuple[Mapping[str, Any], ...]
    notices: tuple[str, ...] = field(default=())
    levels: Mapping[float, Counts] = field(default_factory=dict)
    calls: int | None = None
    calls_independent: int | None = None
    labels: LabelledShare | None = None

    def as_dict(self) -> dict[str, Any]:
        """The shape that ``evaluate --json`` prints; accepted_error is null without labels."""
        return {
            "policy": self.policy.name,
            "digest": self.policy.digest,
            "panel": list(self.panel),
            **_figures(self.total),
            "certificate": "not certified",
            **({"calls": self.calls, "calls_independent": self.calls_independent} if self.calls is not None else {}),
            **({"labels": asdict(self.labels)} if self.labels is not None else {}),
            "slices": [{"name": name, **_figures(counts)} for name, counts in self.slices.items()],
            "levels": [{"accept_share": share, **_figures(counts)} for share, counts in self.levels.items()],
        }


def evaluation(
    decided: Sequence[RecordedDecision], policy: Policy, panel: Sequence[str], notices: Sequence[str] = ()
) -> Evaluation:
    """Count over all records and over slices (language pair, or kind of document)."""
    total = Counts()
    slices: defaultdict[str, Counts] = defaultdict(Counts)
    for one in decided:
        counts = _segment(one) if one.record.task is Task.TRANSLATE else _object(one)
        total = total + counts
        slices[_slice(one)] = slices[_slice(one)] + counts
    shown = dict(sorted(slices.items())) if len(slices) > 1 else {}
    lines = tuple(one.line for one in decided)
    calls = _calls(decided, policy)
    everybody = len(decided) * len(panel) if calls is not None else None
    levels = _levels(decided, policy)
    labels = labelled_share(decided)
    notices = [*notices, labels.words] if labels is not None else notices
    return Evaluation(policy, tuple(panel), total, shown, lines, tuple(notices), levels, calls, everybody, labels)


def without_level(decided: Sequence[RecordedDecision], policy: Policy) -> str:
    """Which language pairs of the answers have no level, and what mends it; "" where all have one."""
    of = {one.record.langs or (None, None) for one in decided if one.record.task is Task.TRANSLATE}
    missing = {pair_key(langs): said for langs in of if (said := missing_level(policy, langs))}
    if len(missing) < 2:
        return "".join(missing.values())
    fit = f"consensus policies fit {policy.name} --from JOB"
    return f"No level yet for {', '.join(sorted(missing))}: only near-identical answers are accepted. Learn them: {fit}"


def judged_notice(decided: Sequence[RecordedDecision], judge: str) -> str:
    """How many of the units that a judge would be asked about have a recorded judgement."""
    units = [unit for one in decided for unit in one.units]
    judged = sum(unit.agreement is not None and unit.agreement.judgement is not None for unit in units)
    without = sum(unit.verdict is not None and unit.verdict.rule == Rule.NO_JUDGEMENT for unit in units)
    left = f"; {without} have none, and are not accepted" if without else ""
    return f"The judge {judge_name(judge)} is not asked: {judged} recorded judgements are used{left}."


def _calls(decided: Sequence[RecordedDecision], policy: Policy) -> int | None:
    """Requests that the policy's strategy would make, each record being one ask; None where it asks everybody."""
    if policy.strategy == StrategyName.INDEPENDENT:
        return None
    return sum(len(one.asked) + bool(policy.asked_critic) for one in decided)


def _levels(decided: Sequence[RecordedDecision], policy: Policy) -> dict[float, Counts]:
    """What moving the one number ``translation.accept_share`` would do to the same answers."""
    segments = [one for one in decided if one.record.task is Task.TRANSLATE]
    if not segments or policy.translation.reference is None:
        return {}
    levels = {}
    for share in _LEVELS:
        rules = policy.translation.model_copy(update={"accept_share": share})
        moved = policy.model_copy(update={"translation": rules})
        verdicts = [decide(one.units[0], moved, one.record.langs or (None, None)) for one in segments]
        levels[share] = sum((_counted(o, v) for o, v in zip(segments, verdicts, strict=True)), Counts())
    return levels


def _slice(one: RecordedDecision) -> str:
    if one.record.task is Task.TRANSLATE:
        return pair_name(*one.record.langs) if one.record.langs else "unknown languages"
    schema = one.record.schema or {}
    # Documents of one kind share a schema; its title, or how it describes itself, names the kind.
    named = schema.get("title") or schema.get("description") or one.record.id
    return str(named)[:60]


def _object(one: RecordedDecision) -> Counts:
    if one.record.gold is None and one.record.labels:
        return score_labels(one.record.labels, one.line)
    return score_object(one.record.gold, one.line)


def labelled_share(decided: Sequence[RecordedDecision]) -> LabelledShare | None:
    """The accepted fields that have a label; None without any."""
    found = [pair for one in decided for pair in accepted_labels(one.record.labels, one.line)]
    weights = [(1 / label.chance, right) for label, right in found if label.chance]
    total = sum(weight for weight, _ in weights)
    wrong = sum(weight for weight, right in weights if not right)
    return LabelledShare(len(found), wrong / total if total else None, len(found) - len(weights)) if found else None


def _segment(one: RecordedDecision) -> Counts:
    verdict = one.units[0].verdict
    return Counts() if verdict is None else _counted(one, verdict)


def _counted(one: RecordedDecision, verdict: Verdict) -> Counts:
    accepted = verdict.outcome is Outcome.ACCEPTED
    bad = is_bad(one)
    judged = accepted and bad is not None
    return Counts(
        units=1,
        accepted=int(accepted),
        review=int(verdict.outcome is Outcome.REVIEW),
        judged=int(judged),
        wrong=int(judged and bool(bad)),
    )


def mean_human(one: RecordedDecision) -> float | None:
    """Mean human score of the systems that gave the chosen text; None when nobody judged it."""
    return _mean_human(one.record, one.line["chosen"])


def is_bad(one: RecordedDecision) -> bool | None:
    """Whether people found the chosen translation bad; None when nobody judged it."""
    return bad_text(one.record, one.line["chosen"])


def bad_text(record: RecordedRecord, text: str | None) -> bool | None:
    """Whether people found this translation of the record bad; None when nobody judged it."""
    mean = _mean_human(record, text)
    if mean is None:
        return None
    if record.protocol == "label":
        return mean < 1.0
    return mean < _BAD_BELOW_ESA if record.protocol == "ESA" else mean <= _BAD_FROM_MQM


def _mean_human(record: RecordedRecord, text: str | None) -> float | None:
    if record.human is None or text is None:
        return None
    scores = [record.human[name] for name, given in record.outputs.items() if given == text and name in record.human]
    return sum(scores) / len(scores) if scores else None


def _figures(counts: Counts) -> dict[str, Any]:
    return {
        "units": counts.units,
        "coverage": _share(counts.accepted, counts.units),
        "accepted_error": _share(counts.wrong, counts.judged),
        "review_share": _share(counts.review, counts.units),
    }


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 5) if whole else None
