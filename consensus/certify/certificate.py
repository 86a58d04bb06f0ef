"""What an export promises, with all that it takes to compute it again from nothing else (``export.verifier``)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from consensus.certify.lot import LotCertificate, LotDraws, lot_certificate
from consensus.certify.sampling import unit_name
from consensus.certify.standing import Standing, State, Tally
from consensus.certify.words import guarantee_words
from consensus.domain import BatchEntry, GuaranteeRecord, GuaranteeSnapshot


def certificate_id(record: GuaranteeRecord, level: int) -> str:
    """Names the certificate that units are accepted under at a level; whoever has the certificate can compute it."""
    named = ["certificate", record.policy, record.slice, record.digest, record.attempt, level]
    text = json.dumps(named, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def certificate_of(
    snapshot: GuaranteeSnapshot, standing: Standing, log: Sequence[BatchEntry], lot: LotDraws
) -> dict[str, Any] | None:
    """The certificate of a delivery: the guarantee that accepted it, and below it what its own audits show.

    None where neither promises anything. log: every closed batch of the present attempt, by place. The guarantee is
    that of the level which the batch was accepted at, while its proof stands and no alarm was raised since.
    """
    record = snapshot.record
    if record is None or lot.level is None or not lot.accepted or record.digest != lot.batch.digest:
        return None
    record = replace(record, version=lot.version)  # a later number of the same rules is the same guarantee
    guarantee = _guarantee(snapshot, record, standing, log, lot)
    bound = _bound(record, standing, lot)
    if bound is not None and guarantee is not None and bound.at_most_left / bound.accepted >= record.alpha:
        bound = None
    if guarantee is None and bound is None:
        return None
    return {
        "version": 2,
        "policy": {"name": record.policy, "version": record.version, "digest": record.policy_digest},
        "slice": record.slice,
        "basis": record.digest,
        "confidence": record.confidence,
        "catch": record.catch,
        "seeds": {"shown": snapshot.seeds.shown, "caught": snapshot.seeds.caught, "plain": snapshot.seeds.plain},
        "guarantee": guarantee,
        "lot": _lot(lot, bound),
        "words": " ".join(
            [*([guarantee["words"]] if guarantee else []), *([bound.words] if bound is not None else [])]
        ),
    }


def _guarantee(
    snapshot: GuaranteeSnapshot,
    record: GuaranteeRecord,
    standing: Standing,
    log: Sequence[BatchEntry],
    lot: LotDraws,
) -> dict[str, Any] | None:
    claim, level, batch = record.claim, lot.batch.operating, lot.batch
    if claim is None or level is None or standing.state is not State.CERTIFIED or batch.attempt != record.attempt:
        return None
    proof, since = standing.reached[level], record.certified_at[level] if record.certified_at else ""
    named = certificate_id(record, level)
    if proof is None or not since or batch.certificate != named:
        return None
    if batch.place <= proof.place or batch.closed_at < since:
        return None  # it was accepted before the proof that stands now
    shown = _tally((one for one in log if one.place <= proof.place), level)
    after = _tally((one for one in log if one.place > proof.place), level, due_only=True)
    return {
        "id": named,
        "alpha": claim.alpha,
        "levels": [{"floor": one.floor, "coverage": one.coverage} for one in claim.levels],
        "order": list(claim.order),
        "cap": claim.cap,
        "attempt": record.attempt,
        "level": level,
        "engine": {"alpha": standing.alpha, "delta": standing.delta},
        "proof": {"place": proof.place, "log_e": proof.log_e, "day": since[:10]},
        "tally": {"proof": shown._asdict(), "since": after._asdict()},
        "guarantees": snapshot.guarantees,
        "log": [_entry(one) for one in log],
        "words": guarantee_words(record, shown, after, standing.detection, snapshot.guarantees),
    }


def _entry(one: BatchEntry) -> dict[str, Any]:
    """One batch of the draw log; what is by level stands strictest first."""
    return {
        "place": one.place,
        "day": one.closed_at[:10],
        "scheme": one.scheme.value,
        "q": one.q,
        "r": one.r,
        "operating": one.operating,
        "accepting": one.accepting,
        "documents": one.documents,
        "n": list(one.n),
        "delivered": list(one.delivered),
        "m": list(one.m),
        "wrong": list(one.wrong),
        "pending": list(one.pending),
        "waiting": list(one.waiting),
    }


def _tally(entries: Iterable[BatchEntry], level: int, *, due_only: bool = False) -> Tally:
    """Sums of what was drawn for a level. due_only: leave out audits that are neither judged nor due."""
    sums = [0] * 5
    for one in entries:
        left = one.waiting[level] if due_only and level < len(one.m) else 0
        if level < len(one.m) and one.m[level] > left:
            counts = (1, one.documents, one.m[level] - left, one.wrong[level], one.pending[level] - left)
            sums = [total + count for total, count in zip(sums, counts, strict=True)]
    return Tally(*sums)


def _bound(record: GuaranteeRecord, standing: Standing, lot: LotDraws) -> LotCertificate | None:
    """What a delivery's own audits show; None while one of them is not made, where it has none, and where known errors
    speak against what is assumed of reviewers."""
    here = lot.here
    if not here or standing.detection.from_seeds:
        return None
    if any(one.judgement is None and not one.spoiled for one in here):
        return None
    policy, wrong = f"{record.policy} v{record.version}", sum(one.counts_wrong for one in here)
    return lot_certificate(
        len(lot.accepted), len(here), wrong, policy=policy, catch=record.catch, confidence=record.confidence
    )


def _lot(lot: LotDraws, bound: LotCertificate | None) -> dict[str, Any]:
    """elsewhere: accepted units of the batch that this delivery does not hold. names: of all units that were drawn from
    the batch, which tell nothing of documents of others."""
    batch, level, shown = lot.batch, lot.level or 0, None
    if bound is not None:
        shown = {"audited": bound.audited, "wrong": bound.wrong, "at_most_left": bound.at_most_left}
    return {
        "batch": batch.id,
        "place": batch.place,
        "day": batch.closed_at[:10],
        "commitment": batch.commitment,
        "key": lot.key.hex() if lot.key is not None else None,
        "repeated": lot.job.repeated,
        "plan": {
            "level": level,
            "r": batch.r,
            "m": batch.m,
            "cap": batch.cap,
            "n": batch.sizes[level],
            "delivered": batch.delivered[level],
        },
        "accepted": len(lot.accepted),
        "elsewhere": batch.delivered[level] - len(lot.accepted),
        "drawn": [
            {
                "unit": one.unit_id,
                "judgement": one.judgement.value if one.judgement is not None else None,
                "day": one.judged_at[:10],
                "changed": one.changed,
                "edited_before": one.spoiled,
            }
            for one in lot.here
        ],
        "names": sorted(unit_name(one.job_id, one.unit_id) for one in lot.drawn),
        "shown": shown,
        "words": bound.words if bound is not None else "",
    }
