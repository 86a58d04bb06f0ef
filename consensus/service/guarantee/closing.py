"""What closing a batch makes of its units: who is accepted, who is audited, and who goes to people. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import inf, isfinite

from consensus import certify, review
from consensus.certify import DrawPlan, Standing, State, unit_name
from consensus.domain import (
    Audit,
    Batch,
    BatchUnit,
    Claim,
    Draw,
    Field,
    GuaranteeRecord,
    Outcome,
    Policy,
    Rule,
    Scheme,
    Segment,
    Verdict,
)
from consensus.domain.job import JobRecord, UnitRecord
from consensus.learn.order import held_back_score
from consensus.normalize.digests import digest

#: Days after which the alarm counts an audit that was drawn and is not made as wrong.
DUE_DAYS = 7
#: Why a person decides what rules would accept.
AFTER_CLOSING = "It was decided after its batch was closed: a person decides."
BELOW = "Its score is below the certified level: a person decides."
OTHER_COPY = "It differs from what was accepted when this document was first handed in: a person decides."
TOO_MANY_COPIES = "Its document was delivered so often that its batch is full: a person decides."
SEEN_BEFORE = "This document was handed in before, when it could not be accepted: a person decides."
BEFORE_ALARM = "This document was first handed in before an alarm: a person decides."
NOT_AGAIN = "It was not accepted when this document was first handed in: a person decides."
OTHER_BASIS = "Another policy or other models are in force since it was handed in: a person decides."


@dataclass(frozen=True, slots=True)
class ClosedBatch:
    """batch: with its draw. units: with their levels. verdicts, drawn: by ``unit_name``. scored: of the units that may
    be accepted, and -inf for all others; for placing levels."""

    batch: Batch
    units: tuple[BatchUnit, ...]
    verdicts: Mapping[str, Verdict]
    drawn: Mapping[str, int]
    scores: tuple[float, ...]


def score_of(record: UnitRecord, policy: Policy) -> float:
    """What levels are about; -inf for a unit that no level may accept, because more than wording stands against it."""
    verdict = record.verdict
    if verdict is None or not isfinite(verdict.score):
        return -inf
    if verdict.outcome is Outcome.ACCEPTED:
        # Of what was reused or kept nobody answered: there is no agreement whose risk could be shown.
        return verdict.score if verdict.is_agreement else -inf
    if isinstance(record.unit, Field):
        # Nobody gave the second opinion that the policy asks for on what its rules do not accept.
        return held_back_score(record, policy) if policy.second_opinion == "off" else -inf
    if isinstance(record.unit, Segment) and record.unit.filled is not None:
        return -inf  # the file holds another translation, which only a person may replace
    if policy.second_opinion != "off" or policy.translation.primary not in (None, verdict.representative):
        return -inf  # nobody gave the second opinion on it, or another's answer would be delivered
    vetoed = any(finding.veto and finding.member == verdict.representative for finding in record.findings)
    only_wording = isinstance(record.unit, Segment) and verdict.rule == Rule.SPLIT and verdict.leading is not None
    return verdict.score if only_wording and not vetoed else -inf


def eligible(
    job: JobRecord, records: Sequence[UnitRecord], batch: Batch, claim: Claim | None, draw: Draw
) -> list[BatchUnit]:
    """The units that some level may accept; while no levels are placed, that any level might."""
    lowest = claim.levels[-1].floor if claim is not None else -inf
    found = []
    for record in records:
        score = score_of(record, job.policy)
        if record.verdict is not None and isfinite(score) and score >= lowest:
            value = record.verdict.leading if record.verdict.value is None else record.verdict.value
            answer = f"{draw('answer', review.content(value)):.15f}"
            found.append(
                BatchUnit(batch.id, job.id, record.unit.id, job.document.id, score, answer, verdict=record.verdict)
            )
    return found


def waiting(record: UnitRecord) -> UnitRecord:
    """A unit whose answer nobody sees before its batch is closed: otherwise one could close when it pleases."""
    verdict = _decided(record)
    why = ("It could be accepted: this is decided, and shown, when its batch is closed.",)
    hidden = replace(verdict, outcome=Outcome.REVIEW, value=None, leading=None, rule=Rule.OPEN_BATCH, reasons=why)
    return replace(record, verdict=replace(hidden, certificate=certify.NOT_CERTIFIED))


def to_a_person(record: UnitRecord, rule: Rule, why: str) -> UnitRecord:
    """A unit that the guarantee does not let pass, whatever the rules say. Raises ValueError without a verdict."""
    return replace(record, verdict=withheld(_decided(record), rule, why))


def withheld(verdict: Verdict, rule: Rule, why: str) -> Verdict:
    """The verdict of a unit that a person decides, with the reason before all others."""
    leading = verdict.leading if verdict.value is None else verdict.value
    taken = replace(verdict, outcome=Outcome.REVIEW, value=None, leading=leading, rule=rule)
    return replace(taken, reasons=(why, *verdict.reasons), certificate=certify.NOT_CERTIFIED)


def after_the_draw(record: UnitRecord) -> UnitRecord:
    """A unit that was asked about again: it had no chance to be among those that are drawn."""
    verdict = record.verdict
    if verdict is None or not verdict.is_agreement:
        return record
    return to_a_person(record, Rule.GUARANTEE, "It was asked about again after its document was decided.")


def after_closing(record: UnitRecord) -> UnitRecord:
    """A unit that was decided too late for its batch: a closed batch takes nothing more."""
    return to_a_person(record, Rule.GUARANTEE, AFTER_CLOSING)


def ineligible(record: UnitRecord) -> UnitRecord:
    """A unit that no level accepts, though the rules of its policy may."""
    verdict = record.verdict
    if verdict is None or not verdict.is_agreement:
        return record  # what a person once resolved, or the file holds, is delivered as theirs
    return to_a_person(record, Rule.GUARANTEE, "Its score is below every certified level: a person decides.")


def close(
    batch: Batch,
    total: int,
    units: Sequence[BatchUnit],
    record: GuaranteeRecord,
    standing: Standing,
    draw: Draw,
) -> ClosedBatch:
    """Fix the draw of an open batch. total: units of its jobs, eligible ones and others. draw: by its lot key."""
    scores = [unit.score for unit in units]
    scores += [-inf] * max(0, total - len(units))
    if record.claim is None or record.digest != batch.digest:
        why = OTHER_BASIS if record.digest != batch.digest else _why_not(standing)
        verdicts = {_name(one): withheld(one.verdict, Rule.GUARANTEE, why) for one in units if one.verdict is not None}
        done = tuple(replace(unit, verdict=None) for unit in units)
        # It counts for no attempt.
        return ClosedBatch(replace(batch, attempt=0), done, verdicts, {}, tuple(scores))
    claim = record.claim
    levels = _levels(units, claim, draw)
    sizes = tuple(sum(level <= at for level in levels.values()) for at in range(len(claim.levels)))
    operating = standing.operating
    r, m = certify.audit_plan(batch.q, claim.cap)
    served = certify.served(claim, operating) if operating is not None else ()
    scheme = Scheme.CENSUS if operating is None else Scheme.PPS
    plan = DrawPlan(scheme, r, m, claim.cap, served, len(claim.levels))
    accepting = standing.level is not None
    told = certify.certificate_id(record, operating) if accepting and operating is not None else ""
    batch = replace(
        batch, attempt=record.attempt, scheme=scheme, q=1.0 if operating is None else batch.q, r=r, m=m, cap=claim.cap,
        operating=operating, accepting=accepting, sizes=sizes, delivered=sizes,
        documents=len({unit.document for unit in units if _name(unit) in levels}),
        certificate=told,
    )  # fmt: skip
    verdicts = {}
    for unit in units:
        level = levels.get(_name(unit))
        if unit.verdict is None:  # its job was deleted: what is drawn of it counts as wrong
            continue
        if standing.level is not None and level is not None and level <= standing.level:
            verdicts[_name(unit)] = _accepted(unit, told)
        else:
            why = _why(standing, unit, level, claim)
            verdicts[_name(unit)] = withheld(unit.verdict, Rule.GUARANTEE, why)
    done = tuple(replace(unit, level=levels.get(_name(unit)), verdict=None) for unit in units)
    drawn = certify.drawn_for(levels, sizes, plan, draw)
    return ClosedBatch(batch, done, verdicts, drawn, tuple(scores))


def audits(closed: ClosedBatch, at: str) -> tuple[Audit, ...]:
    """The audits that were drawn."""
    drawn = ((unit, closed.drawn.get(_name(unit))) for unit in closed.units)
    return tuple(audit(closed.batch, unit, bits, at) for unit, bits in drawn if bits)


def audit(batch: Batch, unit: BatchUnit, bits: int, at: str) -> Audit:
    """The audit of one drawn unit."""
    return Audit(
        item_id=review.item_id(unit.job_id, unit.unit_id),
        job_id=unit.job_id,
        unit_id=unit.unit_id,
        policy=batch.policy,
        slice=batch.slice,
        digest=batch.digest,
        batch=batch.id,
        attempt=batch.attempt,
        level=unit.level or 0,
        drawn_for=bits,
        drawn_at=at,
        due_at=(datetime.fromisoformat(at) + timedelta(days=DUE_DAYS)).isoformat(),
    )


@dataclass(frozen=True, slots=True)
class RepeatedDocument:
    """A document that is handed in again. units: its copies that count. drawn: what is drawn anew of the batch."""

    batch: Batch
    units: tuple[BatchUnit, ...]
    records: tuple[UnitRecord, ...]
    drawn: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Terms:
    """What a document is accepted under that is handed in again. level: None for nothing, and why. served: the levels
    that the batch's draw serves."""

    level: int | None
    why: str
    served: tuple[int, ...]


def terms_of(batch: Batch, record: GuaranteeRecord, standing: Standing) -> Terms:
    """A batch accepts what it accepted, as long as that is still certified."""
    if record.claim is None or record.digest != batch.digest or batch.operating is None:
        return Terms(None, SEEN_BEFORE, ())
    # What is drawn anew must be in nobody's queue: only units that were accepted are, and only in this attempt.
    drawn_from = batch.accepting and batch.attempt == record.attempt
    served = (batch.operating,) if drawn_from else ()
    if standing.level is None:
        return Terms(None, _why_not(standing), served)
    if batch.attempt != record.attempt:
        return Terms(None, BEFORE_ALARM, served)
    if not batch.accepting:
        return Terms(None, SEEN_BEFORE, served)
    return Terms(min(batch.operating, standing.level), BELOW, served)


def repeated_document(
    batch: Batch,
    first: Sequence[BatchUnit],
    now: Sequence[BatchUnit],
    records: Sequence[UnitRecord],
    terms: Terms,
    draw: Draw,
) -> RepeatedDocument:
    """Treat a document as when it was first handed in: the same answers, the same draw, more copies.

    first: the batch's units, late ones too. now: the eligible units of this copy. draw: by the batch's lot key.
    """
    frame = {_name(unit): unit for unit in first if not unit.repeated}
    known = {unit.unit_id: unit for unit in frame.values() if now and unit.document == now[0].document}
    delivered, kept_back = list(batch.delivered), batch.withheld
    copies: list[BatchUnit] = []
    verdicts: dict[str, Verdict] = {}
    for unit in now:
        seen, verdict = known.get(unit.unit_id), _of(unit)
        level = seen.level if seen is not None else None
        if seen is None or level is None:
            why = SEEN_BEFORE
        elif seen.answer != unit.answer or unit.score < seen.score:
            why = OTHER_COPY
        elif delivered[-1] >= batch.cap:
            why = TOO_MANY_COPIES
        else:
            why = "" if terms.level is not None and level <= terms.level else terms.why
            delivered = [n + (at >= level) for at, n in enumerate(delivered)]
            kept_back += bool(why) and batch.accepting and batch.operating is not None and level <= batch.operating
            copies.append(replace(unit, level=level, repeated=True, verdict=None))
        told = _accepted(unit, batch.certificate) if not why else withheld(verdict, Rule.GUARANTEE, why)
        verdicts[unit.unit_id] = told
    grown = replace(batch, delivered=tuple(delivered), withheld=kept_back)
    decided = tuple(_copied(record, verdicts.get(record.unit.id)) for record in records)
    return RepeatedDocument(grown, tuple(copies), decided, _drawn_anew(grown, frame, terms.served, draw))


def _copied(record: UnitRecord, verdict: Verdict | None) -> UnitRecord:
    """A unit of a copy. verdict: None for one that no level accepts, or whose first copy was found wrong."""
    if verdict is not None:
        return replace(record, verdict=verdict)
    decided = record.verdict
    if decided is None or not decided.is_agreement:
        return record
    return to_a_person(record, Rule.GUARANTEE, NOT_AGAIN)


def _drawn_anew(batch: Batch, frame: Mapping[str, BatchUnit], served: tuple[int, ...], draw: Draw) -> Mapping[str, int]:
    """What the same draw takes of a batch that has grown, what it took before among it."""
    if batch.scheme is not Scheme.PPS:
        return {}
    levels = {name: unit.level for name, unit in frame.items() if unit.level is not None}
    plan = DrawPlan(batch.scheme, batch.r, batch.m, batch.cap, served, len(batch.sizes))
    return certify.drawn_for(levels, batch.delivered, plan, draw)


def _levels(units: Sequence[BatchUnit], claim: Claim, draw: Draw) -> dict[str, int]:
    """The level of every unit that stays under the cap."""
    found = {_name(unit): certify.level_of(unit.score, claim.levels) for unit in units}
    reaching = {name: level for name, level in found.items() if level is not None}
    kept = certify.picked(reaching, claim.cap, draw)
    return {name: level for name, level in reaching.items() if name in kept}


def _why(standing: Standing, unit: BatchUnit, level: int | None, claim: Claim) -> str:
    if level is None and certify.level_of(unit.score, claim.levels) is not None:
        return f"Its batch holds more than {claim.cap} units that could be accepted: a person decides."
    if standing.level is None:
        return _why_not(standing)
    return BELOW


def _why_not(standing: Standing) -> str:
    told = {
        State.STALE: "too few recent audits",
        State.ALARM: "paused by an alarm",
        State.VOID: "void",
        State.NOT_YET: "not yet shown",
    }
    return f"Acceptance is not certified ({told.get(standing.state, standing.state.value)}): a person decides."


def _accepted(unit: BatchUnit, certificate: str) -> Verdict:
    """The verdict of a unit that a level accepts, with the score that the level is about: an export shows it."""
    verdict = _of(unit)
    if verdict.outcome is not Outcome.ACCEPTED:
        reasons = ("Its score reaches the certified level.", *verdict.reasons)
        if unit.score != verdict.score:  # that of agreement; what this level is about was learned
            held = " ".join(verdict.reasons[:1])
            why = f"Held back by the rules: {held} Its learned score reaches the certified level."
            reasons = (why, *verdict.reasons[1:])
        verdict = replace(verdict, rule=Rule.CERTIFIED, reasons=reasons, value=verdict.leading)
    return replace(verdict, outcome=Outcome.ACCEPTED, certificate=certificate, score=unit.score)


def _name(unit: BatchUnit) -> str:
    return unit_name(unit.job_id, unit.unit_id)


def _of(unit: BatchUnit) -> Verdict:
    if unit.verdict is None:
        raise ValueError("the batch of this unit is closed")
    return unit.verdict


def _decided(record: UnitRecord) -> Verdict:
    if record.verdict is None:
        raise ValueError("only decided units have a verdict")
    return record.verdict


def batch_id(name: str, policy: str, slice_: str, basis: str) -> str:
    """Names a batch of one guarantee under one basis."""
    return digest("batch", name, policy, slice_, basis)[:16]
