"""What a submitter asks for, read and checked before anything is sent."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from consensus import formats, prompt
from consensus.domain import Document, GuaranteeRules, JobOwner, Policy, SchemaClass, Task
from consensus.domain.file import File
from consensus.errors import UsageError, shown_value
from consensus.formats import labels as labels
from consensus.formats import typed as typed
from consensus.locate.layout import NOWHERE, Layout
from consensus.normalize.language_tags import language_label as language_label
from consensus.normalize.language_tags import language_menu as language_menu
from consensus.ports.storage import Blobs
from consensus.schema import ModelSchema, from_json
from consensus.service.dependencies import Dependencies

#: Characters of a batch's name.
_LONGEST_BATCH = 100
#: What no name holds: characters that act, hide or turn text, and halves of others. Scripts need the joiners.
_UNSEEN, _JOINERS = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}), "\u200c\u200d"


@dataclass(frozen=True, slots=True)
class SubmitRequest:
    """What to do with which documents. policy: a name or path, or the policy itself.

    schema: a JSON Schema of type object, or what ``from_pydantic`` gives.
    panel, data_class, risk, latency: None takes the policy's. batch: its name, None for a batch of its own.
    owner: None where this installation's own people hand it in.
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
    batch: str | None = None
    owner: JobOwner | None = None


def rules_of(request: SubmitRequest, outside: Dependencies) -> Policy:
    """The policy of a request, with the installation's panel that it names. Raises what reading either raises.

    Raises UsageError, too, for a batch that could not be followed.
    """
    policy = request.policy
    found = outside.with_panel(request.panel, policy if isinstance(policy, Policy) else outside.policies.load(policy))
    if request.batch is not None and not isinstance(found.guarantee, GuaranteeRules):
        do = "Leave the batch out, or take a policy with a guarantee."
        raise UsageError("it has no guarantee, so it takes no batch", where=f"policy {found.name}", do=do)
    batch_name(request.batch)
    return found


def batch_name(given: str | None) -> str:
    """The name of a batch as it is stored: NFC, single blanks, none at its ends; "" for None.

    Raises UsageError for one that is empty, longer than 100 characters, or holds what cannot be seen.
    """
    if given is None:
        return ""
    what, name = "", given
    if not isinstance(given, str):
        what = f"{shown_value(given)} is no name of a batch"
    elif unseen := [char for char in given if unicodedata.category(char) in _UNSEEN and char not in _JOINERS]:
        what = f"the name of the batch holds a character that cannot be seen, U+{ord(unseen[0]):04X}"
    else:
        name = " ".join(unicodedata.normalize("NFC", given).split())
        if not name.strip(_JOINERS):
            what = "the name of the batch is empty"
        elif len(name) > _LONGEST_BATCH:
            what = f"the name of the batch has {len(name)} characters"
    if what:
        raise UsageError(what, do=f'Give 1 to {_LONGEST_BATCH} characters, as in "delivery 7".')
    return name


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


def layout_of(document: Document, blobs: Blobs) -> tuple[Layout, str]:
    """Where the words of a stored document stand on its pages or in cells, and in one sentence where this is gone."""
    if not document.layout:
        return NOWHERE, ""
    stored = blobs.get(document.layout)
    if stored is None or formats.blob_digest(stored) != document.layout:
        return NOWHERE, "The stored places of its words are gone or were changed, so no value has a page or a box."
    return formats.unpack(stored), ""


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
