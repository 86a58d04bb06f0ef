"""What a submitter asks for, read and checked before anything is sent."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from consensus import formats, prompt
from consensus.domain import Document, Policy, SchemaClass, Task
from consensus.domain.file import File
from consensus.errors import UsageError
from consensus.formats import labels as labels
from consensus.formats import typed as typed
from consensus.normalize.language_tags import language_label as language_label
from consensus.normalize.language_tags import language_menu as language_menu
from consensus.ports.storage import Blobs
from consensus.schema import ModelSchema, from_json
from consensus.service.dependencies import Dependencies


@dataclass(frozen=True, slots=True)
class SubmitRequest:
    """What to do with which documents. policy: a name or path, or the policy itself.

    schema: a JSON Schema of type object, or what ``from_pydantic`` gives.
    panel, data_class, risk, latency: None takes the policy's.
    """

    paths: tuple[Path | File, ...]
    policy: str | Policy
    source_lang: str | None = None
    target_lang: str | None = None
    schema: Mapping[str, Any] | None = None
    panel: str | Sequence[str] | None = None
    data_class: str | None = None
    risk: str | None = None
    latency: str | None = None


def rules_of(request: SubmitRequest, outside: Dependencies) -> Policy:
    """The policy of a request, with the installation's panel that it names. Raises what reading either raises."""
    policy = request.policy
    return outside.with_panel(request.panel, policy if isinstance(policy, Policy) else outside.policies.load(policy))


def read(path: Path | File, request: SubmitRequest, policy: Policy) -> formats.HandedIn:
    """The file at a path or in memory, as the request wants it. Raises DocumentError, SchemaError, UsageError."""
    task = _task(request, policy)
    schema = from_json(request.schema) if request.schema is not None and task is Task.EXTRACT else None
    if schema is not None:
        prompt.check_examples(schema, policy)
    langs = {"source_lang": request.source_lang, "target_lang": request.target_lang}
    file = formats.read_document(path, task=task, **langs, schema=schema, rules=policy.documents)
    found = _class(schema) if isinstance(schema, ModelSchema) else None
    data_class, risk = request.data_class or policy.data_class, request.risk or policy.risk
    document = replace(file.document, data_class=data_class, risk=risk, schema_class=found)
    return file._replace(document=document)


def source_of(document: Document, blobs: Blobs) -> tuple[bytes, str]:
    """The bytes of a stored document, and in one sentence where they are from unless they are the stored ones.

    b"" for an extraction, into whose file nothing is written. Raises StoreError where they are gone, or no longer what
    was handed in.
    """
    if document.task is Task.EXTRACT:
        return b"", ""
    return formats.source_of(document, blobs.get(document.blob) if document.blob else None)


def _class(schema: ModelSchema) -> SchemaClass:
    """Where another process finds the class."""
    module = schema.name.partition(":")[0]
    file = getattr(sys.modules.get(module), "__file__", None)
    if file is None:
        return SchemaClass(schema.name)
    # The folder of the outermost package, or of the module itself.
    up = module.count(".") + (Path(file).name == "__init__.py")
    return SchemaClass(schema.name, str(Path(file).resolve().parents[up]))


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
