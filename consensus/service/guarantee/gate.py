"""What a guarantee makes of one document: who is accepted, who is checked. Pure; the store calls it with the book."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from math import ceil, inf, isfinite

from consensus import certify, prompt, review
from consensus.certify import Claim, Detection, EvaluatedGuarantee, State
from consensus.domain import (
    Audit,
    Draw,
    Event,
    GuaranteeKey,
    GuaranteeRecord,
    GuaranteeRules,
    GuaranteeSnapshot,
    GuaranteeUpdate,
    Lot,
    ModelSpec,
    Origin,
    Outcome,
    Policy,
    Rule,
    Segment,
    Task,
)
from consensus.domain.job import JobRecord, UnitRecord
from consensus.normalize.digests import digest
from consensus.normalize.language_tags import pair_part
from consensus.pipeline import VERDICTS
from consensus.ports.guarantee import GateResult
from consensus.service.guarantee.transitions import LEAST_SCORES, LONGER, announced, kept, standing_of, to_a_person


@dataclass(frozen=True, slots=True)
class GateInput:
    """One decided document. rules: of its policy's guarantee. at: now. basis: as ``basis_of`` gives it."""

    job: JobRecord
    rules: GuaranteeRules
    records: Sequence[UnitRecord]
    draw: Draw
    at: datetime
    basis: str


@dataclass(frozen=True, slots=True)
class _Sorted:
    """Units by the level that accepts them. levels: of the eligible ones. accepted: by what operates now. monitored: by
    what is certified, stale or not, so that the alarm hears of their checks."""

    levels: Mapping[str, int]
    accepted: frozenset[str]
    monitored: frozenset[str]
    drawn: tuple[str, ...]
    counted: str | None
    probability: float


def key_of(job: JobRecord) -> GuaranteeKey:
    """The guarantee that a job falls under: its policy's name, and its language pair or type of document."""
    document = job.document
    if document.task is Task.TRANSLATE:
        source, target = (pair_part(tag) if tag else "any" for tag in (document.source_lang, document.target_lang))
        return job.policy.name, f"{source} to {target}"
    schema = document.schema or {}
    title = schema.get("title")
    return job.policy.name, title if isinstance(title, str) and title.strip() else f"schema {digest(schema)[:6]}"


def rules_of(job: JobRecord) -> GuaranteeRules | None:
    """The guarantee that a job's policy asks for, or None."""
    rules = job.policy.guarantee
    return rules if isinstance(rules, GuaranteeRules) else None


def basis_of(job: JobRecord) -> str:
    """Digest over everything that can change a verdict or the score that levels are about: policy, models and ids,
    prompts, schema, and this program's own rules.

    The policy's digest covers thresholds, vetoes, quorum, references and the embedder, which a guarantee makes it name.
    Curtailment, which it leaves out, changes no outcome, but a score that fewer members stand behind is another one.
    """
    task, policy = job.document.task.value, job.policy
    asked = [
        task,
        "mend",
        *(["critique"] if policy.critic else []),
        *(["judge"] if policy.judge else []),
        *(["verify"] if policy.second_opinion != "off" else []),
        *(["same"] if policy.second_opinion != "off" and job.document.task is Task.EXTRACT else []),
    ]
    members = sorted(
        json.dumps([_told_of(m), prompt.template_of(task, m).id], sort_keys=True) for m in job.panel.members
    )
    words = (prompt.wording(asked), policy.strategy, job.document.schema)
    return digest("basis", VERDICTS, policy.digest, members, words, *_substitutes(job))[:12]


def _substitutes(job: JobRecord) -> list[str]:
    """What a named panel says of members' substitutes, which the policy's digest does not have."""
    named = job.policy.named_panel
    names = {name for member in job.panel.members for name in member.fallbacks}
    told = [rule for rule in named.members if rule.model in names] if named else []
    idle = {"api_key_env", "price_in", "price_out"}
    return sorted(rule.model_dump_json(exclude=idle) for rule in told)


def _told_of(member: ModelSpec) -> dict[str, str]:
    """All of a member that can change what it answers, or what its answer counts."""
    idle = {"family_why", "api_key_env", "price_in", "price_out", "price_why", "price_ruled"}
    return {one.name: str(getattr(member, one.name)) for one in fields(member) if one.name not in idle}


def gate(snapshot: GuaranteeSnapshot, given: GateInput) -> GateResult:
    """Verdicts, review items and checks of a document under its guarantee as it stands."""
    if snapshot.lot is not None:
        # Killed after its verdicts were stored: they and its draw stand, whatever has become of the guarantee since.
        return GateResult((), (), GuaranteeUpdate(kept(snapshot)))
    record, renewal = _record(snapshot.record, given)
    scores = {one.unit.id: _score(one, given.job.policy) for one in given.records}
    if not record.life:
        fit = max(record.largest, sum(map(isfinite, scores.values())))
        scored = replace(record, scores=(*record.scores, *scores.values()), largest=fit)
        return _unlevelled(replace(snapshot, record=scored), given, renewal)
    snapshot = replace(snapshot, record=record)
    now = standing_of(snapshot, given.at)
    sorted_ = _sort(snapshot, now, scores, given)
    told = certificate_id(record, now) if now.state is State.CERTIFIED else certify.NOT_CERTIFIED
    records = [_gated(one, sorted_, told, now.state) for one in given.records]
    items = review.waiting_items(given.job, records, given.at.isoformat(), given.draw, frozenset(sorted_.drawn))
    lot = _lot(snapshot, now.level, sorted_, given)
    checks = _checks(lot, now, sorted_, {item.unit_id: item.id for item in items}, _places(lot, sorted_, given))
    change = announced(replace(record, accepted=lot.place + lot.accepted), now, lot.at, _logged(lot, sorted_))
    return GateResult(records, items, replace(change, lot=lot, drawn=checks))


def after_the_draw(record: UnitRecord) -> UnitRecord:
    """A unit that was decided once the checks of its document had been drawn: it had no chance to be among them."""
    verdict = record.verdict
    if verdict is None or verdict.outcome is not Outcome.ACCEPTED or verdict.rule == Rule.REUSED:
        return record
    why = "It was asked about again after the document's checks were drawn: a person decides."
    return to_a_person(record, Rule.GUARANTEE, why)


def certificate_id(record: GuaranteeRecord, now: EvaluatedGuarantee) -> str:
    """Names the certificate that a unit was accepted under."""
    return digest("certificate", record.policy, record.slice, record.digest, record.attempt, now.level)[:12]


def _record(before: GuaranteeRecord | None, given: GateInput) -> tuple[GuaranteeRecord, tuple[Event, ...]]:
    """The guarantee that this document falls under; a new attempt where anything changed that can change a verdict."""
    policy, rules = given.job.policy, given.rules
    name, slice_ = key_of(given.job)
    begun = GuaranteeRecord(name, slice_, given.basis, policy.digest, policy.version, rules.alpha, rules.confidence)
    if before is None:
        return begun, ()
    if before.digest == given.basis:
        return replace(before, version=policy.version), ()
    at = given.at.isoformat()
    words = f"{before.digest} is no longer in force, {given.basis} is: attempt {before.attempt + 1} begins with nothing"
    event = Event(at, "system", "guarantee", f"{name}/{slice_}", f"void: {words}")
    return replace(begun, attempt=before.attempt + 1, accepted=before.accepted), (event,)


def _unlevelled(snapshot: GuaranteeSnapshot, given: GateInput, events: tuple[Event, ...]) -> GateResult:
    """Nobody is accepted or checked before levels are declared; they are, once enough units were scored."""
    at, record, seeds = given.at.isoformat(), kept(snapshot), snapshot.seeds
    eligible = sum(isfinite(score) for score in record.scores)
    if len(record.scores) >= LEAST_SCORES and eligible:
        share = eligible / len(record.scores)
        coverages = [one for one in certify.COVERAGES if one <= share] or [share]
        levels = certify.declare_levels(record.scores, coverages)
        delta = round(1 - record.confidence, 12)
        policy = f"{record.policy} v{record.version}"
        claim = Claim(record.slice, policy, record.digest, record.alpha, levels, attempt=record.attempt, delta=delta)
        life = certify.detecting(certify.begun(claim), Detection(*seeds))
        record = replace(record, life=certify.stored(life), scores=(), largest=ceil(LONGER * record.largest))
        found = ", ".join(f"{level.floor:.4g} ({level.coverage:.0%})" for level in levels)
        events += (Event(at, "system", "guarantee", "/".join(record.key), f"levels declared: {found}"),)
        change = announced(record, standing_of(GuaranteeSnapshot(record), given.at), at, *events)
    else:
        # While no unit is fit for any level, only the newest say what documents are like.
        kept_scores = record.scores if eligible else record.scores[-LEAST_SCORES:]
        change = GuaranteeUpdate(replace(record, scores=kept_scores), events=events)
    nobody = _Sorted({}, frozenset(), frozenset(), (), None, 0.0)
    change = replace(change, lot=_lot(replace(snapshot, record=record), None, nobody, given))
    records = [_gated(one, nobody, certify.NOT_CERTIFIED, State.LEARNING) for one in given.records]
    return GateResult(records, review.waiting_items(given.job, records, at, given.draw), change)


def _score(record: UnitRecord, policy: Policy) -> float:
    """What levels are about; -inf for a unit that no level may accept, because more than wording stands against it."""
    verdict = record.verdict
    if verdict is None or verdict.rule == Rule.REUSED or not isfinite(verdict.score):
        return -inf  # of what was reused nobody answered: there is no agreement whose risk could be shown
    if verdict.outcome is Outcome.ACCEPTED:
        return verdict.score
    if policy.second_opinion != "off" or policy.translation.primary not in (None, verdict.representative):
        return -inf  # nobody gave the second opinion on it, or another's answer would be delivered
    vetoed = any(finding.veto and finding.member == verdict.representative for finding in record.findings)
    only_wording = isinstance(record.unit, Segment) and verdict.rule == Rule.SPLIT and verdict.leading is not None
    return verdict.score if only_wording and not vetoed else -inf


def _sort(
    snapshot: GuaranteeSnapshot, now: EvaluatedGuarantee, scores: Mapping[str, float], given: GateInput
) -> _Sorted:
    found = {unit: certify.level_of(score, now.certification.claim.levels) for unit, score in scores.items()}
    levels = {unit: level for unit, level in found.items() if level is not None}
    largest = kept(snapshot).largest or len(levels)
    if len(levels) > largest:  # the checks of shorter documents say nothing of so long a one
        return _Sorted({}, frozenset(), frozenset(), (), None, 0.0)
    accepted = frozenset(unit for unit, level in levels.items() if now.level is not None and level <= now.level)
    certified = now.certification.operating if now.state is State.STALE else now.level
    monitored = frozenset(unit for unit, level in levels.items() if certified is not None and level <= certified)
    q = certify.probability(learning=now.level is None, accepted_a_week=snapshot.a_week)
    # Drawn by a name that no other job shares, so that the same unit handed in twice is drawn anew.
    names = {digest(given.job.id, unit): unit for unit in levels}
    drawn = certify.drawn_units(names, q, given.draw)
    # A document that comes again is wrong where it was wrong before, as its units are together.
    again = snapshot.handed_in(given.job.document.id)
    counts = bool(levels) and given.draw("counts", given.job.id) < certify.counting_share(len(levels), largest, q)
    counted = certify.counted_unit(drawn, given.draw) if counts and not again else None
    return _Sorted(levels, accepted, monitored, tuple(names[n] for n in drawn), names[counted] if counted else None, q)


def _gated(record: UnitRecord, sorted_: _Sorted, certificate: str, state: State) -> UnitRecord:
    verdict, unit = record.verdict, record.unit.id
    if verdict is None or verdict.rule == Rule.REUSED:
        return record  # what a person once resolved is delivered as theirs
    if unit in sorted_.accepted:
        if verdict.outcome is not Outcome.ACCEPTED:
            why = "Its score reaches the certified level."
            verdict = replace(verdict, rule=Rule.CERTIFIED, reasons=(why, *verdict.reasons), value=verdict.leading)
        return replace(record, verdict=replace(verdict, outcome=Outcome.ACCEPTED, certificate=certificate))
    if verdict.outcome is Outcome.ACCEPTED or unit in sorted_.levels:
        why = f"Acceptance is not certified ({state.value}): a person decides."
        if sorted_.accepted or state is State.CERTIFIED:
            why = "Its score is below the certified level: a person decides."
        return to_a_person(record, Rule.GUARANTEE, why)
    return record


def _lot(snapshot: GuaranteeSnapshot, level: int | None, sorted_: _Sorted, given: GateInput) -> Lot:
    record = kept(snapshot)
    return Lot(
        job_id=given.job.id,
        policy=record.policy,
        slice=record.slice,
        digest=record.digest,
        attempt=record.attempt,
        at=given.at.isoformat(),
        level=level,
        eligible=len(sorted_.levels),
        accepted=len(sorted_.accepted),
        place=record.accepted,
        probability=sorted_.probability,
        document=given.job.document.id,
    )


def _places(lot: Lot, sorted_: _Sorted, given: GateInput) -> dict[str, int]:
    """Units accepted before each; of a long document the last ones are recent and the first are not."""
    places, place = {}, lot.place
    for record in given.records:
        places[record.unit.id] = place
        place += record.unit.id in sorted_.accepted
    return places


def _checks(
    lot: Lot, now: EvaluatedGuarantee, sorted_: _Sorted, items: Mapping[str, str], places: Mapping[str, int]
) -> tuple[Audit, ...]:
    due = (datetime.fromisoformat(lot.at) + timedelta(days=certify.OVERDUE_DAYS)).isoformat()
    counted = Origin.CALIBRATION if now.level is None else Origin.SPOT_CHECK
    return tuple(
        Audit(
            item_id=items[unit],
            job_id=lot.job_id,
            unit_id=unit,
            policy=lot.policy,
            slice=lot.slice,
            digest=lot.digest,
            attempt=lot.attempt,
            origin=counted if unit == sorted_.counted else Origin.EXTRA,
            level=sorted_.levels[unit],
            frame=len(now.certification.claim.levels) - 1,
            accepted=unit in sorted_.monitored,
            place=places[unit],
            drawn_at=lot.at,
            due_at=due,
        )
        for unit in sorted_.drawn
    )


def _logged(lot: Lot, sorted_: _Sorted) -> Event:
    """The draw is written down before anything of it can be exported."""
    found = f"{lot.eligible} eligible, {lot.accepted} accepted, {len(sorted_.drawn)} drawn at {lot.probability:g}"
    named = f": {', '.join(sorted_.drawn)}" if sorted_.drawn else ""
    return Event(lot.at, "system", "draw-checks", lot.job_id, found + named)
