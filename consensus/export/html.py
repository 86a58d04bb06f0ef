"""A job as one HTML page for people: what was delivered, how and why, and what stands behind it.

The page holds no script and asks nothing of any host: its content policy allows its own style sheet and nothing else.
Every text from outside goes through ``normalize.markup``.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Any

from consensus.domain import Abstention, Candidate, Resolution, Segment, Task, Verification
from consensus.domain.job import JobRecord, UnitRecord
from consensus.export.accounting import accounting, unverified
from consensus.export.beside import Certificate
from consensus.export.html_style import STYLE
from consensus.export.places import places_of
from consensus.export.provenance import document_of
from consensus.export.public import Public
from consensus.export.tables import reason_of
from consensus.locate.evidence import Evidence, snippet
from consensus.locate.layout import NOWHERE, Layout
from consensus.normalize.markup import escaped, reading

_HASH = base64.b64encode(hashlib.sha256(STYLE.encode("utf-8")).digest()).decode("ascii")
_POLICY = f"default-src 'none'; style-src 'sha256-{_HASH}'; base-uri 'none'; form-action 'none'"
#: How a result was verified, in the words of the report.
HOW = {
    Verification.AUTO: "accepted automatically",
    Verification.HUMAN_ACCEPTED: "accepted by a person",
    Verification.HUMAN_EDITED: "written by a person",
    Verification.SECOND_REVIEW: "confirmed by a second person",
    Verification.REUSED: "taken from an earlier verified translation",
    Verification.KEPT: "kept as the file held it; nobody was asked",
    Verification.UNVERIFIED: "not verified",
}
_LACK = {
    "needs-review": "waiting for a person",
    "rejected": "rejected by a person",
    "failed": "no model answered",
    "undecided": "not decided",
}
#: Unverified units that are listed at the beginning, each with a link; the rest is counted.
_LISTED = 100
#: Places in the document that are quoted of one value.
_QUOTED = 3


def to_html(
    job: JobRecord,
    units: Sequence[UnitRecord],
    certificate: Certificate = None,
    notice: str = "",
    layout: Layout = NOWHERE,
) -> str:
    """The report, the same for the same state of the job. certificate, layout: as in ``to_jsonl``. notice: what a
    person should know of the whole export, certificate included."""
    summary, each = _summary(job, units, certificate, notice), _units(job, units, layout)
    return "\n".join([*_head(job), *summary, *each, "</main></body></html>", ""])


def _head(job: JobRecord) -> Iterator[str]:
    name = escaped(job.document.name)
    # A title may hold no markup: what no eye sees is left out there.
    title = name.replace("<ins>", "[").replace("</ins>", "]")
    yield '<!DOCTYPE html>\n<html lang="en" dir="ltr"><head><meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    yield '<meta name="referrer" content="no-referrer"><meta name="viewport" content="width=device-width">'
    yield f"<title>Verification report: {title}</title><style>{STYLE}</style></head><body><main>"
    yield f'<p class="about">Verification report</p><h1 dir="auto">{name}</h1>'


def _summary(job: JobRecord, units: Sequence[UnitRecord], certificate: Certificate, notice: str) -> Iterator[str]:
    public, document, policy = Public(job), document_of(job), job.policy
    promised = "Not certified." if certificate is None else str(certificate["words"])
    counts, lacks = accounting(units), unverified(units)
    verified = len(units) - counts[Verification.UNVERIFIED.value]
    yield '<section class="state">'
    yield _p(f"{verified:,} of {len(units):,} {_unit_word(job, len(units))} verified. {promised}")
    yield _p(notice.removesuffix(promised).strip()) if notice.removesuffix(promised).strip() else ""
    yield '</section><h2>Totals</h2><table class="sums"><tbody>'
    rows = [(HOW[one], counts[one.value]) for one in Verification]
    rows += [(f"\u2013 {_LACK[name]}", count) for name, count in lacks.items() if count]
    yield "".join(f'<tr><th scope="row">{text}</th><td>{count:,}</td></tr>' for text, count in rows)
    yield f'<tr><th scope="row">all</th><td>{len(units):,}</td></tr></tbody></table><h2>About this report</h2><dl>'
    about = {
        "Job": f"{job.id}, begun {job.created_at}" + (f", ended {job.ended_at}" if job.ended_at else ""),
        "Document": f"{document['name']}, SHA-256 {document['sha256']}",
        "Languages": " to ".join(filter(None, [job.document.source_lang, job.document.target_lang])),
        "Policy": f"{policy.name}, version {policy.version}, digest {policy.digest}",
        "Models": "; ".join(f"{public.text(m.name)} (family {m.family})" for m in job.panel.members),
        "Panel": public.text(f"{job.panel.name}: {job.panel.why}"),
    }
    yield "".join(f'<dt>{name}</dt><dd dir="auto">{escaped(told)}</dd>' for name, told in about.items() if told)
    yield "</dl>"
    yield from _left(units)


def _left(units: Sequence[UnitRecord]) -> Iterator[str]:
    """Where to look first: links to what is not verified."""
    left = [n for n, record in enumerate(units, 1) if record.result.verification is Verification.UNVERIFIED]
    if left:
        links = ", ".join(f'<a href="#u{n}">{_label(units[n - 1], n)}</a>' for n in left[:_LISTED])
        more = f" and {len(left) - _LISTED:,} more" if len(left) > _LISTED else ""
        yield f"<h2>Not verified</h2><p>{links}{more}</p>"


def _label(record: UnitRecord, number: int) -> str:
    return str(number) if isinstance(record.unit, Segment) else escaped(record.unit.path or "the whole")


def _units(job: JobRecord, units: Sequence[UnitRecord], layout: Layout) -> Iterator[str]:
    translated = job.document.task is Task.TRANSLATE
    public, places = Public(job), places_of(job, units, layout)
    second, title = ("Source", "Segments") if translated else ("Field", "Fields")
    heads = f'<th class="n">No.</th><th>{second}</th><th>Delivered</th><th class="how">How verified</th>'
    yield f'<h2>{title}</h2><table class="units"><thead><tr>{heads}</tr></thead>'
    for number, record in enumerate(units, 1):
        yield _unit(job, record, number, "".join(_behind(job, record, public, places.get(record.unit.id))))
    yield "</table>"


def _unit(job: JobRecord, record: UnitRecord, number: int, behind: str) -> str:
    unit, result, document = record.unit, record.result, job.document
    verified = result.verification is not Verification.UNVERIFIED
    segment = isinstance(unit, Segment)
    place = _text(unit.text, document.source_lang) if isinstance(unit, Segment) else _text(unit.path or "the whole")
    if verified:
        value = _value(result.value, document.target_lang if segment else document.source_lang)
    else:
        kept = "nothing verified; the file keeps the source text" if segment else "nothing verified; null in the file"
        value = f'<span class="none">{kept}</span>'
    look = "" if verified else ' class="not"'
    return (
        f'<tbody id="u{number}"{look}><tr><td class="n">{number}</td><td>{place}</td>'
        f'<td>{value}</td><td class="how"><b>{HOW[result.verification]}</b></td></tr>'
        f'<tr><td class="more" colspan="4">{behind}</td></tr></tbody>'
    )


def _behind(job: JobRecord, record: UnitRecord, public: Public, evidence: Evidence | None) -> Iterator[str]:
    """Reason, decision, answers, findings, places: what an auditor asks for."""
    verdict, lang = record.verdict, job.document.target_lang or job.document.source_lang
    reason = reason_of(record, public)
    rule = f' <span class="by">(rule {escaped(verdict.rule)})</span>' if verdict else ""
    yield f'<div dir="auto">{escaped(reason) or "No reason is recorded."}{rule}</div>'
    if record.resolution is not None:
        yield f'<div dir="auto">{escaped(_decided(record.resolution))}</div>'
    items = [*_answers(record, public, lang), *_findings(record, public), *_places(job, evidence)]
    yield f"<ul>{''.join(items)}</ul>" if items else ""


def _decided(made: Resolution) -> str:
    seconds = f", seconded by {', '.join(made.seconded_by)}" if made.seconded_by else ""
    bulk = ", accepted with others of which a sample was looked at" if made.bulk else ""
    repeats = ", as a repetition of another unit" if made.repeats else ""
    over = f", against the checks {', '.join(made.overruled)}" if made.overruled else ""
    return f"{made.action.value.capitalize()} by {made.reviewer}, {made.decided_at}{seconds}{bulk}{repeats}{over}."


def _answers(record: UnitRecord, public: Public, lang: str | None) -> Iterator[str]:
    """Every different answer once, with who gave it; then who gave none."""
    alike: dict[str, tuple[Any, list[str]]] = {}
    silent: dict[str, list[str]] = {}
    for answer in record.choices:
        who = public.text(answer.member)
        if isinstance(answer, Candidate):
            key = json.dumps(answer.value, sort_keys=True, default=str)
            alike.setdefault(key, (answer.value, []))[1].append(who)
        elif isinstance(answer, Abstention):
            silent.setdefault(answer.why, []).append(who)
    for value, members in sorted(alike.values(), key=lambda one: -len(one[1])):
        yield f'<li>{_value(value, lang)} <span class="by">\u2013 {escaped(", ".join(members))}</span></li>'
    for why, members in silent.items():
        told, who = escaped(f"no answer: {why}"), escaped(", ".join(members))
        yield f'<li><span class="none">{told}</span> <span class="by">\u2013 {who}</span></li>'


def _findings(record: UnitRecord, public: Public) -> Iterator[str]:
    for finding in record.findings:
        veto = ", forbids acceptance" if finding.veto else ""
        of = f" of {public.text(finding.member)}" if finding.member else ""
        told = f"Check {finding.check}{of} ({finding.severity.value}{veto}): {public.text(finding.message)}"
        yield f'<li dir="auto">{escaped(told)}</li>'


def _places(job: JobRecord, evidence: Evidence | None) -> Iterator[str]:
    """The lines of the document where a value stands, the value marked."""
    if evidence is None:
        return
    for place in evidence.places[:_QUOTED]:
        line, (start, end) = snippet(job.document.text, place)
        quoted = f"{escaped(line[:start])}<mark>{escaped(line[start:end])}</mark>{escaped(line[end:])}"
        where = f"{place.shown}, line {place.line}" if place.shown else f"line {place.line}"
        yield f'<li>{escaped(where)}: <span class="text" {reading(job.document.source_lang)}>{quoted}</span></li>'
    if evidence.why:
        yield f"<li>{escaped(evidence.why)}</li>"
    if evidence.ambiguous:
        yield "<li>it stands in several places, and nothing says which of them is meant</li>"
    if evidence.count > _QUOTED:
        yield f"<li>and {evidence.count - _QUOTED:,} more places</li>"


def _value(value: Any, lang: str | None) -> str:
    if value is None:
        return '<span class="none">none</span>'
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return _text(text, lang) if text else '<span class="none">an empty text</span>'


def _text(text: str, lang: str | None = None) -> str:
    lines = text.replace("\r\n", "\n")
    return f'<span class="text" {reading(lang)}>{escaped(lines)}</span>'


def _p(text: str) -> str:
    return f'<p dir="auto">{escaped(text)}</p>'


def _unit_word(job: JobRecord, count: int) -> str:
    return ("segment" if job.document.task is Task.TRANSLATE else "field") + ("" if count == 1 else "s")
