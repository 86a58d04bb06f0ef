"""What a judge said of an answer, for the reviewer who has decided. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from consensus.domain.job import UnitRecord
from consensus.review.order import BlindAnswer

#: Errors that a person reads of one judgement, the gravest; the rest is counted.
_MOST = 3


def judge_sentences(record: UnitRecord, order: Sequence[BlindAnswer]) -> tuple[str, ...]:
    """One sentence for each error, by the letter of the answer; () where no judge read any."""
    judgement = record.agreement.judgement if record.agreement else None
    if judgement is None:
        return ()
    letter = next((blind.letter for blind in order if judgement.member in blind.members), "")
    who = f"The judge ({judgement.judge}) found in {letter or judgement.member}"
    if not judgement.errors:
        return (f"{who}: {f'errors that weigh {judgement.total:g} of 25' if judgement.total else 'no error'}.",)
    said = []
    for error in judgement.errors[:_MOST]:
        quote = f" “{error.quote}”" if error.quote else ""
        problem = f": {error.problem.rstrip('.')}" if error.problem else ""
        said.append(f"{error.severity.value}, {error.category}{quote}{problem}")
    more = len(judgement.errors) - len(said)
    return (f"{who}: {'; '.join(said)}{f'; and {more} more' if more else ''}.",)
