"""What is said of a guarantee, in one place: the sentence of a certificate, and words for every state."""

from __future__ import annotations

from math import ceil

from consensus.certify.reviewers import Detection
from consensus.certify.standing import Standing, State, Tally
from consensus.domain import GuaranteeRecord, GuaranteeSnapshot

_TO_REVIEW = "Everything goes to review."


def guarantee_words(record: GuaranteeRecord, proof: Tally, since: Tally, seen: Detection, house: int) -> str:
    """The sentence of a certificate. proof: what showed it. since: audits after that. house: guarantees there are."""
    alpha, sure = (record.claim or record).alpha, (record.claim or record).confidence
    of_house = f"One of {house:,} guarantees of this house." if house > 1 else "The only guarantee of this house."
    parts = [
        f"At most {percent(alpha)} of the units accepted automatically are materially wrong "
        f"({confidence(1 - sure)} confidence).",
        f"Shown by {_audited(proof)}: {_found(proof)}.",
        f"Since then {counted(since.audits, 'audit')} in {counted(since.batches, 'batch', 'batches')}: {_found(since)}."
        if since.audits
        else "",
        f"Policy {record.policy} v{record.version}; {record.slice}.",
        seen.words,
        "Valid while documents resemble these.",
        of_house,
    ]
    return " ".join(filter(None, parts))


def state_words(now: Standing, snapshot: GuaranteeSnapshot, outlook: str = "", in_force: str | None = None) -> str:
    """What the screen says. Never a rate without its number of audits.

    outlook: of a target that is not yet shown, whether more audits would. in_force: the policy's digest in force.
    """
    record = snapshot.record
    if record is None:
        return f"Nothing was decided under this guarantee yet. {_TO_REVIEW}"
    if now.state is State.CERTIFIED:
        return now.certificate
    if now.state is State.STALE:
        made = f"until {counted(snapshot.open, 'open audit')} {'is' if snapshot.open == 1 else 'are'} made"
        until = made if snapshot.open else "until audits of new batches are made"
        return f"Stale: {now.stale}. Everything goes to review {until}."
    if now.state is State.ALARM:
        return _alarm(now, record, snapshot.exported)
    if now.state is State.VOID:
        return _void(now, record, in_force)
    if now.state is State.NOT_YET:
        return _not_yet(now, record, outlook)
    return f"{_learning(now)} {_TO_REVIEW}"


def _learning(now: Standing) -> str:
    progress = now.progress
    if progress is None:
        return "Learning."
    if progress.units is not None:
        return f"Learning: the levels are placed from {progress.words}."
    said = f"Learning: {progress.words}."
    if now.proof.audits:
        said += f" {progress.judged:,} judged, {progress.waiting:,} open, {now.proof.wrong:,} wrong."
    return f"{said} {now.detection.words}" if now.detection.from_seeds else said


def _not_yet(now: Standing, record: GuaranteeRecord, outlook: str) -> str:
    claim, tally = record.claim or record, now.proof
    if not now.alpha:
        return f"Reviewers miss known errors: nothing can be shown. {now.detection.words} {_TO_REVIEW}"
    bound = now.bounds[now.current] if now.current is not None and now.bounds else 1.0
    bound = max(bound, (tally.wrong + tally.pending) / max(1, tally.audits))  # never better than what was seen
    return (
        f"Not yet shown: {_found(tally)} in {_audited(tally)}; up to {percent_up(bound)} of accepted units may be wrong"
        f" ({confidence(1 - claim.confidence)} confidence), the target is {percent(claim.alpha)}. {outlook} "
        f"{now.detection.words} {_TO_REVIEW}"
    )


def _alarm(now: Standing, record: GuaranteeRecord, exported: int) -> str:
    why = f"Alarm at batch {now.alarm.place}: {now.alarm.why}." if now.alarm else "Alarm."
    since = now.alarm.doubtful_since if now.alarm else record.paused_since
    day = f" of batches closed since {since[:10]}" if since else ""
    said = f"{why} Automatic acceptance is paused."
    if exported:
        said += f" {counted(exported, 'exported unit')}{day} {'is' if exported == 1 else 'are'} doubtful."
    progress = f": {now.progress.words}" if now.progress and not now.alarm else ""
    return f"{said} It needs a proof on batches that close after the alarm{progress}. {_TO_REVIEW}"


def _void(now: Standing, record: GuaranteeRecord, in_force: str | None) -> str:
    if record.void:
        so_far = f" So far: {now.progress.words}." if now.progress and now.progress.documents else ""
        return f"{record.void}{so_far} {_TO_REVIEW}"
    return (
        f"Void: it was earned with policy {record.policy} v{record.version} ({record.policy_digest}), and another text "
        f"of it ({in_force}) is in force. {_TO_REVIEW}"
    )


def _audited(tally: Tally) -> str:
    """``412 blind audits in 290 documents of 31 batches``."""
    of = f"{counted(tally.documents, 'document')} of {counted(tally.batches, 'batch', 'batches')}"
    return f"{counted(tally.audits, 'blind audit')} in {of}"


def _found(tally: Tally) -> str:
    """``2 wrong, 3 not made and counted as wrong``."""
    return f"{tally.wrong:,} wrong" + (f", {tally.pending:,} not made and counted as wrong" if tally.pending else "")


def counted(number: int, one: str, many: str = "") -> str:
    """``1 batch``, ``2 batches``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def confidence(delta: float) -> str:
    """``95%``."""
    return f"{round(100 * (1 - delta), 10):g}%"


def percent(alpha: float) -> str:
    """``2.0%``; further digits where one would not say it."""
    rounded = f"{100 * alpha:.1f}%"
    return rounded if abs(float(rounded[:-1]) - 100 * alpha) < 1e-9 else f"{100 * alpha:g}%"


def percent_up(bound: float) -> str:
    """``3.4%``, rounded up: a bound must not look better than it is."""
    return f"{ceil(1000 * bound - 1e-9) / 10:.1f}%"
