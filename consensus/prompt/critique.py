"""A draft put to a critic, and what the critic found: mistakes with their MQM category, and a proposal. Pure."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from consensus.domain import (
    AbstentionReason,
    Ask,
    AskingRules,
    Document,
    ModelReply,
    ModelRequest,
    ModelSpec,
    Policy,
    Segment,
    Severity,
)
from consensus.normalize.digests import digest
from consensus.normalize.language_tags import language_name
from consensus.prompt.asks import build_asks
from consensus.prompt.parsing import declines, load_json, no_answer, storable
from consensus.prompt.readers import closed, one_line, reader_request
from consensus.prompt.templates import fill, template_of

#: MQM categories that a critic may name.
CATEGORIES = (
    "accuracy: mistranslation",
    "accuracy: omission",
    "accuracy: addition",
    "accuracy: untranslated",
    "terminology",
    "fluency",
    "style",
    "locale convention",
)

_TEXT = {"type": "string"}
_CHOICES = {"category": list(CATEGORIES), "severity": [str(severity.value) for severity in Severity]}
_KEYS = ("category", "severity", "quote", "problem")


class Remark(NamedTuple):
    """One mistake that a critic found. quote: the words of the draft, or "". problem: what is wrong, on one line."""

    category: str
    severity: Severity
    quote: str
    problem: str


@dataclass(frozen=True, slots=True)
class Critique:
    """All that a critic says of one draft. proposal: the translation as it should be."""

    remarks: tuple[Remark, ...]
    proposal: str


Render = Callable[[Ask, ModelSpec, AskingRules], ModelRequest]


def critique_asks(
    document: Document, segments: Sequence[Segment], drafts: Mapping[str, str], policy: Policy
) -> tuple[Ask, ...]:
    """Runs of segments as for a translation. drafts: by segment id; part of the asks' ids."""
    asks = build_asks(document, segments, policy)
    return tuple(replace(a, id=digest(a.id, "critique", [drafts[unit] for unit in a.unit_ids])) for a in asks)


def render_critique(drafts: Mapping[str, str]) -> Render:
    """Renders asks about these drafts; ``max_tokens`` is 0 for one that does not fit the critic's context."""

    def render(ask: Ask, spec: ModelSpec, asking: AskingRules) -> ModelRequest:
        template = template_of("critique", spec)
        blocks = fill(template, _values(ask, [drafts[unit] for unit in ask.unit_ids]))
        return reader_request(ask, spec, asking, template, blocks, _schema())

    return render


def parse_critique(ask: Ask, spec: ModelSpec, reply: ModelReply) -> dict[int, Critique | AbstentionReason]:
    """Critiques by position 1..n. One that names another category or severity is invalid, not mended."""
    positions = range(1, len(ask.unit_ids) + 1)
    if (reason := no_answer(reply)) is not None:
        return dict.fromkeys(positions, reason)
    try:
        content = load_json(reply.text, "segments")
    except (ValueError, RecursionError):
        declined = declines(reply.text)
        return dict.fromkeys(positions, AbstentionReason.REFUSAL if declined else AbstentionReason.INVALID)
    rows = content.get("segments") if isinstance(content, dict) and storable(content) else None
    if not isinstance(rows, list):
        return dict.fromkeys(positions, AbstentionReason.INVALID)
    found: dict[int, list[Any]] = {position: [] for position in positions}
    for row in rows:
        number = row.get("n") if isinstance(row, dict) else None
        if type(number) is not int or number not in found:
            return dict.fromkeys(positions, AbstentionReason.MISSING)
        found[number].append(row)
    return {n: _critique(of[0]) if len(of) == 1 else AbstentionReason.MISSING for n, of in found.items()}


def _values(ask: Ask, drafts: Sequence[str]) -> Mapping[str, Any]:
    payload: dict[str, Any] = {
        key: text for key, text in (("title", ask.title), ("before", ask.before), ("after", ask.after)) if text
    }
    payload["segments"] = [
        {"n": number, "source": source, "draft": draft}
        for number, (source, draft) in enumerate(zip(ask.texts, drafts, strict=True), 1)
    ]
    return {
        "source": language_name(ask.source_lang),
        "target": language_name(ask.target_lang),
        "categories": ", ".join(f'"{name}"' for name in CATEGORIES),
        "payload": json.dumps(payload, ensure_ascii=False),
        "glossary": ask.glossary,
        "style": ask.style,
    }


def _schema() -> dict[str, Any]:
    finding = closed({key: {**_TEXT, "enum": _CHOICES[key]} if key in _CHOICES else _TEXT for key in _KEYS})
    segment = closed(
        {"n": {"type": "integer"}, "findings": {"type": "array", "items": finding}, "proposal": _TEXT},
    )
    return closed({"segments": {"type": "array", "items": segment}})


def _critique(row: Mapping[str, Any]) -> Critique | AbstentionReason:
    findings, proposal = row.get("findings"), row.get("proposal", "")
    if not isinstance(findings, list) or not isinstance(proposal, str):
        return AbstentionReason.INVALID
    remarks = [_remark(finding) for finding in findings]
    if any(remark is None for remark in remarks):
        return AbstentionReason.INVALID
    return Critique(tuple(remark for remark in remarks if remark is not None), proposal)


def _remark(finding: Any) -> Remark | None:
    if not isinstance(finding, Mapping) or any(not isinstance(finding.get(key, ""), str) for key in _KEYS):
        return None
    category, severity = finding.get("category"), finding.get("severity")
    if category not in CATEGORIES or severity not in _CHOICES["severity"]:
        return None
    quote, problem = one_line(finding.get("quote", "")), one_line(finding.get("problem", ""))
    return Remark(category, Severity(severity), quote, problem)
