"""What is said of jobs to whoever watches: the policy, the languages, how many units got which verdict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from consensus import telemetry
from consensus.domain import Document, Money, Outcome, Task
from consensus.domain.job import JobRecord, UnitRecord
from consensus.errors import UsageError
from consensus.normalize.language_tags import normalize_tag, pair_part
from consensus.telemetry import host_name, plain_name
from consensus.telemetry.metrics import REVIEW_REASONS, UNITS


def pair_of(document: Document) -> str:
    """The languages of a translation, "en-de"; "extraction" for everything else, whose types are people's own words."""
    if document.task is Task.EXTRACT:
        return "extraction"
    return "-".join(pair_part(tag) if tag else "any" for tag in (document.source_lang, document.target_lang))


def pair_named(slice_: str) -> str:
    """The same of the slice of a guarantee, "en to de" or the title of a schema."""
    source, to, target = slice_.partition(" to ")
    try:
        for tag in (source, target):
            if tag != "any":
                normalize_tag(tag)
    except UsageError:
        return "extraction"
    return f"{source}-{target}" if to else "extraction"


@contextmanager
def observed(job: JobRecord, day_ceilings: dict[str, Money], parent: str = "") -> Iterator[None]:
    """Work on a job, as a span; lines logged meanwhile carry its id.

    day_ceilings: gets what its policy may spend a day. parent: the ``traceparent`` of who handed it in.
    """
    if job.policy.budget.day is not None:
        day_ceilings[job.policy.name] = job.policy.budget.day
    pair, members = pair_of(job.document), job.panel.members
    telemetry.known("policy", [job.policy.name])
    telemetry.known("pair", [pair])
    telemetry.known("model", [plain_name(name) for one in members for name in (one.name, *one.fallbacks)])
    telemetry.known("host", [host_name(one.host_key) for one in members])
    with (
        telemetry.about(job=job.id),
        telemetry.span("job", parent, job_id=job.id, policy=job.policy.name, pair=pair, members=len(members)),
    ):
        yield


def decided(job: JobRecord, records: Sequence[UnitRecord]) -> None:
    """Units of a job got their verdicts."""
    verdicts = [record.verdict for record in records if record.verdict is not None]
    pair = pair_of(job.document)
    for outcome, n in Counter(verdict.outcome for verdict in verdicts).items():
        telemetry.count(UNITS, n, policy=job.policy.name, pair=pair, outcome=outcome.value)
    reviewed = Counter(str(verdict.rule) for verdict in verdicts if verdict.outcome is Outcome.REVIEW)
    for rule, n in reviewed.items():
        telemetry.count(REVIEW_REASONS, n, policy=job.policy.name, rule=rule)
