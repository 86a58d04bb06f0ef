"""What comparison and checking establish about a unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from consensus.domain.asking import Abstention


@dataclass(frozen=True, slots=True)
class Cluster:
    """Candidates held equivalent, under complete linkage.

    members, families: sorted. A family whose answering members fall into different clusters is in none.
    representative: the member whose answer is delivered. value: that answer, as the member gave it.
    null: the members say that the field is absent.
    """

    members: tuple[str, ...]
    families: tuple[str, ...]
    representative: str
    value: Any
    null: bool = False


class Severity(StrEnum):
    """MQM severities."""

    NEUTRAL = "neutral"  #: Worth a look; no penalty.
    MINOR = "minor"  #: Noticeable, meaning intact.
    MAJOR = "major"  #: Meaning or use is damaged.
    CRITICAL = "critical"  #: Could cause harm or loss.


@dataclass(frozen=True, slots=True)
class MqmError:
    """One error that a judge found. category: of MQM. quote: the words concerned, or "". problem: one line, or "".

    span: where the quote stands in the judged text; None where it does not stand there, as for an omission.
    """

    category: str
    severity: Severity
    quote: str = ""
    problem: str = ""
    span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class MqmJudgement:
    """What a judge says of one translation. judge: the model. member: who gave the text.

    total: what the errors weigh, 0 (none) .. 25. errors: the gravest; () also where only the total is known.
    """

    judge: str
    member: str
    total: float
    errors: tuple[MqmError, ...] = ()


@dataclass(frozen=True, slots=True)
class Agreement:
    """Everything comparison established about a unit. Never a probability.

    clusters: best first (most families, then weight, then content; never panel order). Empty when all abstained.
    families: those that answered, sorted. support: families in the winning cluster / families that answered, 0..1.
    similarities: measure -> mean similarity of the representative with its peers, 0..1.
    disagreement: 0 (identical) .. 1, the calibrated mean disagreement of the representative; None for fields.
    score: orders units by trust within a task, higher is surer; from this unit and the policy alone.
    disputes: sentences on what the members differ in (a hard fact, a row count), ready for a person.
    gates: names of comparison gates that fired (``hard_fact``, ``row_count``, ``row_absent``, ``total_row``, ...).
    leading: the value a person sees first: the leading present value, never null because rows are missing.
    judgement: of the text that would be delivered, where the policy has a judge; its total is in the score then.
    settled: the sentence of a rule of the schema that holds with the leading value and with no other, or "".
    notes: sentences that stand with the reasons of any verdict, as on formats that the members place differently.
    signature: what produced these numbers.
    """

    unit_id: str
    clusters: tuple[Cluster, ...]
    families: tuple[str, ...]
    support: float
    score: float
    signature: str
    abstentions: tuple[Abstention, ...] = ()
    similarities: Mapping[str, float] = field(default_factory=dict)
    disagreement: float | None = None
    disputes: tuple[str, ...] = ()
    gates: tuple[str, ...] = ()
    leading: Any = None
    judgement: MqmJudgement | None = None
    settled: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem that a check found in one answer.

    check: its name in the catalogue. member: who gave the answer; "" when it concerns the unit. veto: forbids the
    acceptance of that answer whatever the agreement (from the policy). message: one sentence for a person.
    source_span, target_span: offsets into the source text and the answer, where known.
    """

    check: str
    severity: Severity
    veto: bool
    message: str
    member: str = ""
    source_span: tuple[int, int] | None = None
    target_span: tuple[int, int] | None = None
