"""An export, with every file that is written of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from consensus import export
from consensus.domain import Comment
from consensus.domain.job import UnitRecord
from consensus.ports.discussion import DiscussionStore
from consensus.ports.runtime import Signer

#: What a receiver checks a signed export with, in the same folder.
VERIFIER = "verify_export.py"


@dataclass(frozen=True, slots=True)
class Exported:
    """An export. content: the file's bytes. verified, total: units. notice: what a person should know, or "".

    beside: what its certificate file says. sign: None where the house has no signing key.
    """

    content: bytes
    verified: int
    total: int
    notice: str = ""
    accounting: Mapping[str, int] = field(default_factory=dict)
    beside: str = ""
    sign: Signer | None = None

    def files(self, path: Path) -> Mapping[Path, bytes]:
        """What to write where, for an export to this path."""
        if export.is_stream(path):
            return {path: self.content}
        files = {path: self.content, export.beside(path): self.beside.encode("utf-8", "surrogatepass")}
        if self.sign is None:
            return files
        signature = self.sign({place.name: content for place, content in files.items()})
        return files | {export.signature_of(path): signature, verifier_of(path): export.verifier_source().encode()}


def commented(store: DiscussionStore, job_id: str, units: Sequence[UnitRecord]) -> list[UnitRecord]:
    """The units of a job with what reviewers said about them."""
    found: dict[str, tuple[Comment, ...]] = {}
    for one in store.comments_of(job_id):
        found[one.unit_id] = (*found.get(one.unit_id, ()), one)
    return [replace(record, comments=found.get(record.unit.id, ())) for record in units]


def paths_of(path: Path, *, signed: bool) -> tuple[Path, ...]:
    """Every file that an export to this path writes."""
    if export.is_stream(path):
        return (path,)
    more = (export.signature_of(path), verifier_of(path)) if signed else ()
    return (path, export.beside(path), *more)


def verifier_of(path: Path) -> Path:
    """Where the verifier of a signed export stands."""
    return path.with_name(VERIFIER)
