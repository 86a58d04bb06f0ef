"""Files that proposals change: made from the file as it stands, checked, and written or put back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from consensus.domain import FileChange, FileKind, Policy, strict_json
from consensus.errors import ConflictError, ConsensusError, NotFoundError, PolicyError, SchemaError, UsageError
from consensus.ports.proposals import OwnFiles
from consensus.ports.runtime import PolicySource
from consensus.resources.glossary import parse_glossary
from consensus.schema import from_json


@dataclass(frozen=True, slots=True)
class FileChanges:
    """Makes and carries out changes of files. policies: as they are found by name."""

    policies: PolicySource
    files: OwnFiles

    def policy(
        self, name: str, edits: Mapping[tuple[str, ...], Any], also: tuple[FileChange, ...] = ()
    ) -> FileChange | None:
        """The change of a policy, its version counted on. edits: one or two keys from the top to a value, None takes
        the key out. also: what is written with it. None where nothing would decide otherwise, or there is no such
        policy that can be read."""
        try:
            text, policy = self.policies.text(name), self.policies.load(name)
            if policy.name != name:  # found by a path
                return None
            after = self.policies.edit(text, {**edits, ("version",): policy.version + 1})[0]
            own = self.files.text(FileKind.POLICY, name) is not None
            change = FileChange(FileKind.POLICY, name, text, after, own)
            return None if self.edited(change, also).digest == policy.digest else change
        except (NotFoundError, PolicyError, UsageError):
            return None

    def file(self, kind: FileKind, name: str, after: str, before: str = "") -> FileChange:
        """The change of a glossary or a schema. before: what the product or a job has where there is no own file."""
        own = self.files.text(kind, name)
        return FileChange(kind, name, before if own is None else own, after, own is not None)

    def check(self, changes: tuple[FileChange, ...]) -> None:
        """Raises PolicyError, SchemaError, UsageError for a text that could not be used once it is written."""
        for change in changes:
            self.files.place(change.kind, change.name)
            if change.kind is FileKind.POLICY:
                self.edited(change, changes)
            elif change.kind is FileKind.GLOSSARY:
                parse_glossary(change.after.encode("utf-8"), change.name[change.name.rfind(".") :])
            else:
                try:
                    from_json(strict_json.loads(change.after))
                except ValueError as error:
                    raise SchemaError(f"the schema is not JSON: {error}", where=change.name, do="Mend it.") from error

    def edited(self, change: FileChange, changes: tuple[FileChange, ...]) -> Policy:
        """The policy that a change makes, with the glossary that it comes with. Raises PolicyError."""
        glossary = next((one for one in changes if one.kind is FileKind.GLOSSARY), None)
        if glossary is None:
            return self.policies.parse(change.after, change.name)
        policy = self.policies.parse(self._bare(change.after), change.name)
        terms = parse_glossary(glossary.after.encode("utf-8"), glossary.name[glossary.name.rfind(".") :])
        return policy.model_copy(update={"glossary": f"glossaries/{glossary.name}", "glossary_terms": terms})

    def current(self, change: FileChange) -> str:
        """What stands where it would write; of a policy the product's where there is no own one."""
        text = self.files.text(change.kind, change.name)
        if text is None and change.kind is FileKind.POLICY:
            return self.policies.text(change.name)
        return change.before if text is None and not change.own else text or ""

    def refuse_changed(self, changes: tuple[FileChange, ...], *, back: bool = False) -> None:
        """Raises ConflictError where a file is not as it was when the proposal was made (back: adopted)."""
        for change in changes:
            if not (self.is_before(change) or self.is_after(change)) or (back and not self.is_after(change)):
                since = "was adopted" if back else "was made"
                do = "Change it by hand." if back else "Look for proposals again: consensus proposals make"
                what = f"the {change.kind.value} {change.name} changed since the proposal {since}."
                raise ConflictError(what, where=self.files.place(change.kind, change.name), do=do)

    def is_before(self, change: FileChange) -> bool:
        """Whether the file is as it was when the proposal was made."""
        try:
            held = self.files.text(change.kind, change.name) is not None
            return held is change.own and self.current(change) == change.before
        except NotFoundError:
            return False

    def is_after(self, change: FileChange) -> bool:
        """Whether the file is as the proposal has it."""
        return self.files.text(change.kind, change.name) == change.after

    def write(self, changes: tuple[FileChange, ...]) -> None:
        """Write each; where one cannot be written, none is. Raises UsageError."""
        done: list[FileChange] = []
        try:
            for change in changes:
                self.files.write(change.kind, change.name, change.after)
                done.append(change)
        except ConsensusError:
            self.put_back(tuple(done))
            raise

    def put_back(self, changes: tuple[FileChange, ...]) -> None:
        """Leave the files as they were before, the last first: a policy never names a glossary that is gone."""
        for change in reversed(changes):
            self.files.write(change.kind, change.name, change.before if change.own else None)

    def _bare(self, text: str) -> str:
        """A policy's text without its glossary, which may not be there yet."""
        return self.policies.edit(text, {("glossary",): None})[0]


def schema_text(schema: Mapping[str, Any]) -> str:
    """A schema as its file has it."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
