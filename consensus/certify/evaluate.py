"""The state of a guarantee as a function of its claim, its draw log with what the audits said, and known errors.

Alarm and staleness also read the clock. No time of a judgement and no running sum enters.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from math import ceil, sqrt

import numpy as np

from consensus.certify.alarm import Raised, alarm_of_log, refuted
from consensus.certify.bets import DrawLog, Evidence, Numbers, Reached, log_factors, log_of, reached, spend
from consensus.certify.levels import PLACING_BATCHES, PLACING_DOCUMENTS, PLACING_UNITS
from consensus.certify.reviewers import SEEDS_SPEND, Detection, detection
from consensus.certify.standing import Progress, Standing, State, Tally
from consensus.certify.words import counted, guarantee_words, state_words
from consensus.domain import Claim, GuaranteeRecord, GuaranteeSnapshot

#: A certificate is stale without an audit for so many days, or with fewer than so many in the last accepted units.
STALE_DAYS = 14
STALE_AUDITS = 10
STALE_ACCEPTED = 500
#: How full a batch is while nothing is known of sizes.
_USUAL_FILL = 2 / 3


@dataclass(frozen=True, slots=True)
class _Terms:
    """What the log is read by. alpha, delta: of what reviewers report, and of this attempt."""

    record: GuaranteeRecord
    claim: Claim
    seen: Detection
    alpha: float
    delta: float
    log: DrawLog


def evaluate(snapshot: GuaranteeSnapshot, at: datetime, in_force: str | None = None) -> Standing:
    """Where a guarantee stands. in_force: the policy's digest in force; None for the one it was earned with."""
    record = snapshot.record
    if record is None:
        now = Standing(State.LEARNING, None, None, None, 0.0, 0.0, Detection(0.0, False, snapshot.seeds))
        return replace(now, words=state_words(now, snapshot))
    terms = _terms(record, snapshot)
    void = bool(record.void) or in_force not in (None, record.policy_digest)
    found = _in_order(terms)
    raised = _alarm(terms, found)
    if void or raised:
        found = (None,) * len(found)
    operating = max((level for level, one in enumerate(found) if one), default=None)
    current = next(iter(terms.claim.order), None) if operating is None else operating
    stale = _stale(terms, snapshot.last_judged, at) if operating is not None else ""
    state = _state(terms, void, raised, operating, stale)
    log, one = terms.log, found[operating] if operating is not None else None
    stop = one.index + 1 if one else len(snapshot.entries)
    now = Standing(
        state=state,
        level=operating if state is State.CERTIFIED else None,
        operating=operating,
        current=current,
        alpha=terms.alpha,
        delta=terms.delta,
        detection=terms.seen,
        reached=found,
        alarm=raised,
        stale=stale,
        proof=tally(log, current, slice(0, stop)),
        since=tally(log, current, slice(stop, None), due_only=True),
        progress=_progress(terms, current) if operating is None else None,
        compute_bounds=lambda: _bounds(terms),
    )
    if state is State.CERTIFIED and operating is not None:
        sentence = guarantee_words(record, now.proof, now.since, terms.seen, snapshot.guarantees)
        now = replace(now, certificate=sentence, escaped=_escaped(terms, operating))
    return replace(now, words=state_words(now, snapshot, _outlook(terms, now), in_force))


def _terms(record: GuaranteeRecord, snapshot: GuaranteeSnapshot) -> _Terms:
    claim = record.claim or Claim(record.alpha, record.confidence, record.catch, (), (), record.cap or 0)
    delta = round(1 - claim.confidence, 12)
    seen = detection(snapshot.seeds, claim.catch, delta)
    spent = spend(max(1, record.attempt), delta) * (1 - SEEDS_SPEND if seen.from_seeds else 1)
    log = log_of(snapshot.entries if claim.levels else (), claim.cap)
    return _Terms(record, claim, seen, claim.alpha * seen.share, spent, log)


def _in_order(terms: _Terms) -> tuple[Reached | None, ...]:
    """By level, where it was certified; a level only after those before it in the order."""
    found: list[Reached | None] = [None] * len(terms.claim.levels)
    for level in terms.claim.order:
        found[level] = reached(terms.log, level, terms.alpha, terms.delta)
        if found[level] is None:
            break
    return tuple(found)


def _alarm(terms: _Terms, found: tuple[Reached | None, ...]) -> Raised | None:
    """What audits say against a claim, be it of units that were accepted or of those that were about to be."""
    delta = round(1 - terms.claim.confidence, 12)
    raised = terms.log.once(("alarm", terms.alpha, delta), lambda: alarm_of_log(terms.log, terms.alpha, delta))
    proofs = [(level, one) for level, one in enumerate(found) if one]
    return raised or (refuted(terms.log, *proofs[-1], terms.alpha, delta) if proofs else None)


def _state(terms: _Terms, void: bool, raised: Raised | None, operating: int | None, stale: str) -> State:
    if void:
        return State.VOID
    if raised or (terms.record.alarmed_at and operating is None):
        return State.ALARM
    if operating is not None:
        return State.STALE if stale else State.CERTIFIED
    if not terms.claim.levels:
        return State.LEARNING
    evidence = terms.log.evidence(terms.claim.order[0])
    return State.NOT_YET if not terms.alpha or _shows_no_more(terms, evidence) else State.LEARNING


def _shows_no_more(terms: _Terms, evidence: Evidence) -> bool:
    """There were batches enough for a certificate, and it is not the open audits that hold it back."""
    if not evidence.at.size:
        return False
    enough = evidence.log_e(terms.alpha, np.zeros_like(evidence.share))[-1] >= -np.log(terms.delta)
    return bool(enough and evidence.log_e(terms.alpha, evidence.known).max() < -np.log(terms.delta))


def _stale(terms: _Terms, last_judged: str, at: datetime) -> str:
    """Why a certificate is stale, or "".

    Each audit drawn in operation stands for 1/q accepted units: what was accepted without a draw is counted by them.
    """
    last = _time(last_judged or min(filter(None, terms.record.certified_at), default=""))
    if last is not None and at - last >= timedelta(days=STALE_DAYS):
        return f"no audit of an accepted unit was judged for {STALE_DAYS} days"
    rows, levels = terms.log.in_operation
    if not rows.size:
        return ""
    counts, columns = terms.log.counts, terms.log.columns
    m, pending = counts["m"][rows, levels][::-1], counts["pending"][rows, levels][::-1]
    q = np.maximum(np.array(columns["q"], dtype=np.float64)[rows][::-1], 1e-9)
    accepted = np.cumsum(np.where(np.array(columns["accepting"], dtype=bool)[rows][::-1], m / q, 0.0))
    within = np.flatnonzero(accepted >= STALE_ACCEPTED)
    judged = int((m - pending)[: within[0] + 1].sum()) if within.size else STALE_AUDITS
    if judged >= STALE_AUDITS:
        return ""
    made = f"{counted(judged, 'audit')} of the last {STALE_ACCEPTED} accepted units"
    return f"{made} {'is' if judged == 1 else 'are'} judged, {STALE_AUDITS} are needed"


def tally(log: DrawLog, level: int | None, part: slice, *, due_only: bool = False) -> Tally:
    """Audits of some of the entries. due_only: leave out those that are neither judged nor due."""
    if level is None or not log.entries:
        return Tally()
    m, wrong, pending, waiting = (log.counts[name][part, level] for name in ("m", "wrong", "pending", "waiting"))
    if due_only:
        m, pending = m - waiting, pending - waiting
    drawn = m > 0
    documents = np.array(log.columns["documents"][part])[drawn]
    sums = (int(values[drawn].sum()) for values in (m, wrong, pending))
    return Tally(int(drawn.sum()), int(documents.sum()), *sums)


def _progress(terms: _Terms, level: int | None) -> Progress:
    record = terms.record
    if level is None:
        batches = 0 if record.cap else PLACING_BATCHES
        needed = (PLACING_DOCUMENTS, len(record.sizes), batches, 0, 0, len(record.scores), PLACING_UNITS)
        return Progress(record.documents, *needed)
    evidence, seen = terms.log.evidence(level), tally(terms.log, level, slice(None))
    done = (seen.audits - seen.pending, seen.pending)
    more = evidence.more(terms.alpha, terms.delta, _if_right(terms, evidence, level)) if terms.alpha else None
    if more is None:
        return Progress(seen.documents, None, seen.batches, None, *done)
    each = seen.documents / seen.batches if seen.batches else max(1.0, record.documents / max(1, len(record.sizes)))
    return Progress(seen.documents, seen.documents + ceil(more * each), seen.batches, seen.batches + more, *done)


def _if_right(terms: _Terms, evidence: Evidence, level: int) -> Numbers:
    """Logarithm of a usual batch's factor when nothing of it is wrong, by alternative."""
    weights = evidence.gain
    if not weights.size:
        levels, cap = terms.claim.levels, max(1, terms.claim.cap)
        share = levels[level].coverage / max(levels[-1].coverage, 1e-9)
        sizes = np.array([size for size in terms.record.sizes if size], dtype=np.float64)
        weights = np.minimum(sizes, cap) * share / cap if sizes.size else np.array([_USUAL_FILL])
    return np.asarray(log_factors(np.zeros(weights.size), weights, terms.alpha).mean(axis=1))


def _outlook(terms: _Terms, now: Standing) -> str:
    """Whether more audits would show a target that is not yet shown."""
    if now.state is not State.NOT_YET or now.current is None or not terms.alpha:
        return ""
    evidence = terms.log.evidence(now.current)
    if float((evidence.gain * (evidence.known - terms.alpha)).sum()) >= 0:
        return "More audits will not help while so many are wrong: change the panel or the target."
    with np.errstate(invalid="ignore"):
        ahead = evidence.factors(terms.alpha, evidence.known).mean(axis=1)
    more = evidence.more(terms.alpha, terms.delta, ahead)
    if more is None:
        return "The rate is so close to the target that no number of audits would show it if the rate stays."
    return f"About {counted(more, 'more batch', 'more batches')} if the rate stays."


def _bounds(terms: _Terms) -> tuple[float, ...]:
    share, log, delta = terms.seen.share, terms.log, terms.delta

    def bound(level: int) -> float:
        return log.once(("bound", level, delta), lambda: log.evidence(level).bound(delta))

    found = map(bound, range(len(terms.claim.levels)))
    return tuple(min(1.0, one / share) if share else 1.0 for one in found)


def _escaped(terms: _Terms, level: int) -> tuple[float, float]:
    """Escaped errors per 1,000 of all units, at most, at the ends of what the coverage may be (Wilson, 95%).

    Documents count, not units: those of one document reach a level together.
    """
    share, n, z = terms.claim.levels[level].coverage, max(1, terms.record.documents), 1.96
    middle, spread = share + z * z / (2 * n), z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    low, high = ((middle + side * spread) / (1 + z * z / n) for side in (-1, 1))
    return 1000 * terms.claim.alpha * max(0.0, low), 1000 * terms.claim.alpha * min(1.0, high)


def _time(at: str) -> datetime | None:
    """A stored time, with its zone; None for "" and for what is none."""
    try:
        found = datetime.fromisoformat(at)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
