"""The product from Python: submit, look, export."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from consensus.schema import from_pydantic
from consensus.service.jobs.report import JobReport
from consensus.service.jobs.service import Jobs, SubmitRequest, export_paths


class Verifier:
    """What ``consensus.open()`` gives."""

    def __init__(self, jobs: Jobs, close: Callable[[], None]) -> None:
        self._jobs, self._close = jobs, close

    def submit(
        self,
        path: str | Path,
        *,
        policy: str,
        to: str | None = None,
        source: str | None = None,
        schema: Mapping[str, Any] | type | None = None,
        panel: str | Sequence[str] | None = None,
    ) -> JobReport:
        """Ask the panel about one document and wait for its verdicts.

        to, source: BCP 47 languages, for translation. schema: a JSON Schema or a pydantic model, for extraction.
        panel: a panel's name or the members' names. Raises InputError, UsageError, NotFoundError, StoreError.
        """
        shape = from_pydantic(schema) if isinstance(schema, type) else schema
        return self._jobs.submit(SubmitRequest((Path(path),), policy, source, to, shape, panel))[0]

    def status(self, job: JobReport | str) -> JobReport:
        """The job as it stands now, with resolutions."""
        return self._jobs.status(_id(job))

    def resume(self, job: JobReport | str) -> JobReport:
        """Go on with a job that was stopped; nothing that was answered is asked again."""
        return self._jobs.resume(_id(job))[0]

    def export(self, job: JobReport | str, path: str | Path, *, form: str = "source", force: bool = False) -> Path:
        """Write the verified file; what is not verified stays as is. form: source, jsonl, csv, html or evidence.

        Its certificate stands in ``PATH.certificate.json``, in JSON Lines in the file itself. force: overwrite what is
        there; without it only an earlier export of the same job, unchanged since, is replaced.
        Raises UsageError while the job runs and for a file that may not be written, NotFoundError for an unknown job.
        """
        target, ids, files = Path(path), [_id(job)], self._jobs.files
        files.refuse_overwriting(export_paths(target, form), ids, force=force)
        files.write(self._jobs.export(ids[0], form).files(target), ids, force=force)
        return target

    def evidence(self, job: JobReport | str) -> dict[str, Any]:
        """An extraction's object and what stands behind each field: ``{"value", "fields", "job"}``.

        ``fields`` has verdict, support, answers and places in the document by path, as ``export --with-evidence``
        writes them (docs/schemas.md). Raises UsageError while the job runs and for a translation, NotFoundError.
        """
        found: dict[str, Any] = json.loads(self._jobs.export(_id(job), "evidence").content)
        return found

    def close(self) -> None:
        """Stop child processes and give sockets back."""
        self._close()

    def __enter__(self) -> Verifier:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.close()


def _id(job: JobReport | str) -> str:
    return job if isinstance(job, str) else job.id
