"""Files that programs hand in before they say what is to be done with them."""

from __future__ import annotations

import secrets
from datetime import timedelta
from pathlib import Path

from consensus.domain import StoredFile
from consensus.domain.file import File
from consensus.errors import MediaTypeError, NotFoundError, shown_value
from consensus.formats.registry import advice, of_suffix, sniffed
from consensus.ports.api import OwnedStore
from consensus.ports.runtime import Clock
from consensus.ports.storage import Blobs
from consensus.service.jobs.submissions import file_name

#: Hours that a file is kept which no job has; jobs keep their own.
KEPT_HOURS = 24
_GONE = "Hand it in again: a file that no job has is kept for a day, and goes with the last job that has it."


class Files:
    """Files of programs, each of one tenant."""

    def __init__(self, store: OwnedStore, blobs: Blobs, clock: Clock) -> None:
        self._store, self._blobs, self._clock = store, blobs, clock

    def put(self, tenant: str, name: str, content: bytes) -> StoredFile:
        """Keep a file under the last part of its name. Raises MediaTypeError where no format reads it, StoreError."""
        self._tidy()
        named, form = _recognized(file_name(name), content)
        with self._blobs.held():
            blob = self._blobs.put(content)
            at = self._clock.now().isoformat()
            kept = StoredFile(f"file_{secrets.token_hex(8)}", tenant, named, blob, len(content), form, at)
            self._store.add_file(kept)
        return kept

    def one(self, tenant: str, file_id: str) -> StoredFile:
        """Raises NotFoundError, also for a file of somebody else."""
        found = self._store.file(file_id)
        if found is None or found.tenant != tenant:
            raise NotFoundError(f"there is no file {shown_value(file_id)}", where="file_id", do=_GONE)
        return found

    def content(self, tenant: str, file_id: str) -> File:
        """Name and bytes. Raises NotFoundError, also where a job that had it was deleted with its document."""
        found = self.one(tenant, file_id)
        content = self._blobs.get(found.blob)
        if content is None:
            raise NotFoundError(f"the file {shown_value(file_id)} is gone", where="file_id", do=_GONE)
        return File(found.name, content)

    def remove(self, tenant: str, file_id: str) -> None:
        """Forget it; jobs keep their documents. Raises NotFoundError."""
        self._tidy(self.one(tenant, file_id).id)

    def _tidy(self, file_id: str = "") -> None:
        before = self._clock.now() - timedelta(hours=KEPT_HOURS)
        with self._blobs.held():
            for blob in self._store.drop_files(before.isoformat(), file_id):
                self._blobs.remove(blob)


def _recognized(name: str, content: bytes) -> tuple[str, str]:
    """The name, with an ending, and the format. Raises MediaTypeError."""
    suffix = Path(name).suffix.lower()
    shown, named = sniffed(content), of_suffix(suffix)
    if shown is not None and named is None and not suffix:
        return f"{name}{shown.suffixes[0]}", shown.name
    if named is None:
        what = f"files named {shown_value(suffix)} are not read" if suffix else "the name has no ending"
        raise MediaTypeError(what, where=name, do=advice(suffix))
    if shown is not None and shown.name != named.name:
        do = f"Name it with the ending {shown.suffixes[0]}."
        raise MediaTypeError(f"this is {shown.label}, not {named.label}", where=name, do=do)
    return name, named.name
