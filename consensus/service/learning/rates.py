"""What is counted of a finished job, for every model that was asked. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from consensus.certify import RIGHT
from consensus.certify.changes import Watch, rank
from consensus.domain import (
    Abstention,
    AbstentionReason,
    Candidate,
    Document,
    Label,
    Rate,
    RateCount,
    RateStream,
    ServedSeries,
    Task,
)
from consensus.domain.job import JobRecord, UnitRecord
from consensus.learn.labels import codes
from consensus.normalize.language_tags import pair_name
from consensus.ports.changes import Observe, Observed
from consensus.telemetry import plain_name

#: Abstentions by which the model itself speaks; a host that is down, or a budget that is spent, says nothing of it.
_ITS_OWN = frozenset(
    (
        AbstentionReason.REFUSAL,
        AbstentionReason.INVALID,
        AbstentionReason.TRUNCATED,
        AbstentionReason.EMPTY,
        AbstentionReason.MISSING,
        AbstentionReason.OMITTED,
    )
)
_LONGEST_TYPE = 60
#: (model, ISO 8601) -> the series in which it answered then.
SeriesAt = Callable[[str, str], str]
_Counts = defaultdict[tuple[str, Rate], list[int]]


def slice_of(document: Document) -> str:
    """Task, languages, and of an extraction the title of its schema where it has one."""
    named = (document.schema or {}).get("title") if document.task is Task.EXTRACT else None
    kind = " ".join(str(named).split())[:_LONGEST_TYPE] if isinstance(named, str) else ""
    return " ".join(filter(None, (document.task.value, pair_name(document.source_lang, document.target_lang), kind)))


def series_at(series: Iterable[ServedSeries]) -> SeriesAt:
    """As stored, by name and number, to what a model answered in at a time. One that was never seen is ``1``."""
    by_model: defaultdict[str, list[ServedSeries]] = defaultdict(list)
    for one in series:
        by_model[one.model].append(one)

    def found(model: str, at: str) -> str:
        begun = [one for one in by_model.get(model, ()) if one.number == 1 or one.first_seen <= at]
        if not begun:
            return "1"
        last = begun[-1]
        return last.series if last.setup_since <= at else str(last.number)

    return found


def counts_of(job: JobRecord, records: Sequence[UnitRecord], series: SeriesAt) -> list[RateCount]:
    """One observation for each rate of each member that was asked about anything.

    What a substitute of another family answered is not the member's. The slice is the document's.
    """
    families = {member.name: member.family for member in job.panel.members}
    counts: _Counts = defaultdict(lambda: [0, 0])
    for record in records:
        _count(record, families, counts)
    at, slice_ = job.ended_at or job.created_at, slice_of(job.document)
    return [
        RateCount(_stream(member, rate, slice_, series, at), job.id, part, units)
        for (member, rate), (part, units) in sorted(counts.items())
    ]


def _count(record: UnitRecord, families: Mapping[str, str], counts: _Counts) -> None:
    agreement = record.agreement
    leading = agreement.clusters[0].members if agreement is not None and agreement.clusters else ()
    beside = agreement is not None and len(agreement.families) > 1
    vetoed = {finding.member for finding in record.findings if finding.veto}
    for answer in record.answers:
        name = answer.member
        if families.get(name) != answer.family:
            continue
        if isinstance(answer, Abstention):
            if answer.reason in _ITS_OWN:
                _add(counts, name, Rate.ABSTAINED, True)
            continue
        _add(counts, name, Rate.ABSTAINED, False)
        _add(counts, name, Rate.VETOED, name in vetoed)
        if beside:
            _add(counts, name, Rate.DIFFERS, name not in leading)
    judgement = agreement.judgement if agreement is not None else None
    if judgement is not None and any(
        isinstance(one, Candidate) and (one.member, one.family) == (judgement.member, families.get(judgement.member))
        for one in record.answers
    ):
        _add(counts, judgement.member, Rate.JUDGED, judgement.total > 0)


def _add(counts: _Counts, member: str, rate: Rate, shows: bool) -> None:
    one = counts[member, rate]
    one[0] += shows
    one[1] += 1


def audited(job: JobRecord, labels: Iterable[Label], series: SeriesAt) -> list[RateCount]:
    """One observation for each member and unit of which a blind audit says whether its answer is right."""
    at, slice_ = job.ended_at or job.created_at, slice_of(job.document)
    return [
        RateCount(_stream(member, Rate.AUDITED, slice_, series, at), job.id, int(code != RIGHT), 1, label.unit_id)
        for label in labels
        if label.judgement
        for member, code in sorted((codes(label) or {}).items())
    ]


def _stream(member: str, rate: Rate, slice_: str, series: SeriesAt, at: str) -> RateStream:
    model = plain_name(member)
    return RateStream(model, series(model, at), slice_, rate)


def weighing(draw: Callable[[str, str], float]) -> Observe:
    """Weighs one observation in the evidence of its stream. draw: by the installation's key, parts what is alike."""

    def observe(watch: str, seen: Mapping[tuple[int, int], int], count: RateCount) -> Observed:
        of = count.stream
        name = "\n".join((of.model, of.series, of.slice, of.rate.value, count.job_id, count.unit_id))
        after = Watch.read(watch).observe(rank(seen, count.part, count.units, draw("rate", name)))
        return Observed(after.text, min(after.change, after.documents - 1) if after.raised else None)

    return observe
