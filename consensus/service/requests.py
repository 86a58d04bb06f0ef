"""What a submitter asks for, read and checked before anything is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from consensus import ingest, prompt
from consensus.canon.language_tags import language_label as language_label
from consensus.canon.language_tags import language_menu as language_menu
from consensus.domain import Document, Policy, Task
from consensus.errors import UsageError
from consensus.schema import from_json


@dataclass(frozen=True, slots=True)
class SubmitRequest:
    """What to do with which documents. schema: a JSON Schema of type object. panel: None takes the policy's.

    data_class, risk, latency: None takes the policy's.
    """

    paths: tuple[Path, ...]
    policy: str
    source_lang: str | None = None
    target_lang: str | None = None
    schema: Mapping[str, Any] | None = None
    panel: str | Sequence[str] | None = None
    data_class: str | None = None
    risk: str | None = None
    latency: str | None = None


def read(path: Path, request: SubmitRequest, policy: Policy) -> Document:
    """The document at a path, as the request wants it. Raises DocumentError, SchemaError, UsageError."""
    task = _task(request, policy)
    schema = from_json(request.schema) if request.schema is not None and task is Task.EXTRACT else None
    if schema is not None:
        prompt.check_examples(schema, policy)
    document = ingest.read_document(
        path, task=task, source_lang=request.source_lang, target_lang=request.target_lang, schema=schema
    )
    return replace(document, data_class=request.data_class or policy.data_class, risk=request.risk or policy.risk)


def _task(request: SubmitRequest, policy: Policy) -> Task:
    task = policy.task if policy.task != "any" else ("extract" if request.schema is not None else "translate")
    if task == "extract" and request.schema is None:
        raise UsageError(
            "extraction needs a schema", where=f"policy {policy.name}", do="Give one with --schema FILE.json."
        )
    if task == "translate" and not request.target_lang:
        raise UsageError(
            "translation needs a target language",
            where=f"policy {policy.name}",
            do="Give one with --to, as in --to de.",
        )
    return Task(task)
