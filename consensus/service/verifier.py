"""The product from Python: submit, look, export. ``AsyncVerifier`` is all of it; ``Verifier`` waits for its answers."""

from __future__ import annotations

import asyncio
import json
import warnings
from collections.abc import Callable, Coroutine, Mapping, Sequence
from functools import wraps
from pathlib import Path
from types import TracebackType
from typing import Any, Concatenate, ParamSpec, TypeVar, overload

from consensus.domain import Policy
from consensus.domain.file import File
from consensus.errors import UsageError, shown_value
from consensus.ports.runtime import OnProgress
from consensus.schema import from_pydantic
from consensus.service.jobs.report import JobReport
from consensus.service.jobs.service import Jobs, SubmitRequest
from consensus.service.loop import LoopThread

_FORMS = ("source", "jsonl", "csv", "xlsx", "html", "pdf", "evidence")
#: Characters; systems take at most 4,096.
_LONGEST_PATH = 4096
Given = ParamSpec("Given")
Result = TypeVar("Result")


class AsyncVerifier:
    """What ``consensus.aopen()`` gives. All of it is for one event loop; jobs share its limits and connections."""

    def __init__(self, jobs: Jobs, close: Callable[[], None]) -> None:
        self._jobs, self._close = jobs, close

    async def submit(  # noqa: PLR0913 - each is said by its name, and may be left out
        self,
        path: str | Path | File,
        *,
        policy: str | Policy,
        to: str | None = None,
        source: str | None = None,
        schema: Mapping[str, Any] | type | None = None,
        panel: str | Sequence[str] | None = None,
        batch: str | None = None,
    ) -> JobReport:
        """Ask the panel about one document, on disk or in memory, and wait for its verdicts.

        policy: a name, a path or a ``consensus.Policy``. to, source: BCP 47 languages, for translation. schema: a JSON
        Schema or a pydantic model, for extraction. panel: a panel's name or the members' names. batch: names documents
        that may be wrong together, for a policy with a guarantee; without one they are those of one call.
        Raises InputError, UsageError, NotFoundError, StoreError. Where it is cancelled the job is stopped, and can be
        taken up again.
        """
        return (await self._jobs.submit(_request([path], policy, (source, to), schema, (panel, batch))))[0]

    async def submit_all(  # noqa: PLR0913 - each is said by its name, and may be left out
        self,
        paths: Sequence[str | Path | File],
        *,
        policy: str | Policy,
        to: str | None = None,
        source: str | None = None,
        schema: Mapping[str, Any] | type | None = None,
        panel: str | Sequence[str] | None = None,
        batch: str | None = None,
    ) -> list[JobReport]:
        """The same for several documents, some at a time, which make one batch; one report each, in their order.

        All are read and checked before the first call. What ends one stops no other; it is raised when all have ended.
        """
        return await self._jobs.submit(_request(paths, policy, (source, to), schema, (panel, batch)))

    async def enqueue(  # noqa: PLR0913 - each is said by its name, and may be left out
        self,
        path: str | Path | File,
        *,
        policy: str | Policy,
        to: str | None = None,
        source: str | None = None,
        schema: Mapping[str, Any] | type | None = None,
        panel: str | Sequence[str] | None = None,
        batch: str | None = None,
    ) -> JobReport:
        """As ``submit``, without waiting: the job goes on while the verifier is open. See ``wait`` and ``cancel``."""
        request = _request([path], policy, (source, to), schema, (panel, batch))
        (job,) = await asyncio.to_thread(self._jobs.enter, request)
        await self._jobs.dispatch.enqueue(job.id)
        return await self.status(job.id)

    async def wait(self, job: JobReport | str, on_progress: OnProgress | None = None) -> JobReport:
        """Until a job that this verifier works on has its verdicts; another one as it stands.

        on_progress: called with every step (``consensus.domain.Progress``), on the loop that works. Where this call is
        cancelled the job goes on. Raises what ended the job, ConflictError where it was cancelled.
        """
        known = await self._jobs.dispatch.status(_id(job))
        if known.is_under_way:
            await self._jobs.dispatch.wait(known.job_id, on_progress)
        return await self.status(job)

    async def cancel(self, job: JobReport | str) -> JobReport:
        """Stop asking, wait until nothing is sent any more; ``resume`` takes the job up again."""
        known = await self._jobs.dispatch.status(_id(job))
        await self._jobs.dispatch.stop([known.job_id])
        return await self.status(job)

    async def status(self, job: JobReport | str) -> JobReport:
        """The job as it stands now, with resolutions."""
        return await asyncio.to_thread(self._jobs.status, _id(job))

    async def resume(self, job: JobReport | str) -> JobReport:
        """Go on with a job that was stopped; nothing that was answered is asked again."""
        return (await self._jobs.resume(_id(job)))[0]

    @overload
    async def export(self, job: JobReport | str, path: None = None, *, form: str = "source") -> bytes: ...

    @overload
    async def export(
        self, job: JobReport | str, path: str | Path, *, form: str = "source", force: bool = False
    ) -> Path: ...

    async def export(
        self, job: JobReport | str, path: str | Path | None = None, *, form: str = "source", force: bool = False
    ) -> bytes | Path:
        """The verified file, as bytes or written to a path; what is not verified stays as is.

        form: source, jsonl, csv, html or evidence. Written, its certificate stands in ``PATH.certificate.json``, and
        with a signing key its signature in ``PATH.intoto.jsonl``. force: overwrite what is there; without it only an
        earlier export of the same job, unchanged since, is replaced.
        Raises UsageError while the job runs and for a file that may not be written, NotFoundError for an unknown job.
        """
        return await asyncio.to_thread(_export, self._jobs, _id(job), None if path is None else Path(path), form, force)

    async def evidence(self, job: JobReport | str) -> dict[str, Any]:
        """An extraction's object and what stands behind each field: ``{"value", "fields", "job"}``.

        ``fields`` has verdict, support, answers and places in the document by path, as ``export --with-evidence``
        writes them (docs/schemas.md). Raises UsageError while the job runs and for a translation, NotFoundError.
        """
        found: dict[str, Any] = json.loads(await self.export(job, form="evidence"))
        return found

    async def close(self) -> None:
        """Stop what is under way, which can be taken up again, and child processes; give sockets back."""
        await self._jobs.dispatch.stop()
        self._close()

    async def __aenter__(self) -> AsyncVerifier:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None
    ) -> None:
        await self.close()


def _waits(
    method: Callable[Concatenate[AsyncVerifier, Given], Coroutine[Any, Any, Result]],
) -> Callable[Concatenate[Verifier, Given], Result]:
    """The method of the same name for callers that are not async."""

    @wraps(method)
    def call(self: Verifier, /, *args: Given.args, **kwargs: Given.kwargs) -> Result:
        if _is_in_loop():
            told = "it keeps the running event loop waiting; consensus.aopen() gives the same to be awaited"
            warnings.warn(f"Verifier.{method.__name__}: {told}.", RuntimeWarning, stacklevel=2)
        return self._loop.run(method(self._verifier, *args, **kwargs))

    return call


class Verifier:
    """What ``consensus.open()`` gives: each call waits until all is done. Its loop is in a thread of its own."""

    def __init__(self, verifier: AsyncVerifier) -> None:
        self._verifier, self._loop = verifier, LoopThread()

    submit = _waits(AsyncVerifier.submit)
    submit_all = _waits(AsyncVerifier.submit_all)
    enqueue = _waits(AsyncVerifier.enqueue)
    wait = _waits(AsyncVerifier.wait)
    cancel = _waits(AsyncVerifier.cancel)
    status = _waits(AsyncVerifier.status)
    resume = _waits(AsyncVerifier.resume)
    export = _waits(AsyncVerifier.export)
    evidence = _waits(AsyncVerifier.evidence)

    def close(self) -> None:
        """Stop what is under way, which can be taken up again, and child processes; give sockets back."""
        self._loop.run(self._verifier.close())
        self._loop.close()

    def __enter__(self) -> Verifier:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.close()


def _is_in_loop() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


def _request(
    paths: Sequence[str | Path | File],
    policy: str | Policy,
    langs: tuple[str | None, str | None],
    schema: Mapping[str, Any] | type | None,
    how: tuple[str | Sequence[str] | None, str | None],
) -> SubmitRequest:
    """langs: source, target. how: panel, batch."""
    if not isinstance(paths, list | tuple):
        do = "Put them into a list, or hand in one with submit()."
        raise UsageError("this is no list of documents", where="paths", do=do)
    if not isinstance(policy, str | Path | Policy):
        do = "Give its name or path, or a consensus.Policy."
        raise UsageError(f"{shown_value(policy)} is no policy", where="policy", do=do)
    shape = from_pydantic(schema) if isinstance(schema, type) else schema
    rules = policy if isinstance(policy, Policy) else str(policy)
    panel, batch = how
    return SubmitRequest(tuple(map(_document, paths)), rules, *langs, shape, panel, batch=batch)


def _document(given: Any) -> Path | File:
    """A path, or a file in memory. Raises UsageError for a text in its place."""
    if isinstance(given, File | Path):
        return given
    do = 'For what is in memory hand in consensus.File("manual.md", content).'
    if not isinstance(given, str):
        raise UsageError("this is no path of a file", where="document", do=do)
    if len(given) > _LONGEST_PATH or "\n" in given or "\0" in given:
        raise UsageError("this is a text, not the path of a file", where="document", do=do)
    return Path(given)


def _export(jobs: Jobs, job_id: str, path: Path | None, form: str, force: bool) -> bytes | Path:
    if form not in _FORMS:
        raise UsageError(f"{shown_value(form)} is no form of an export", where="form", do=f"Take {', '.join(_FORMS)}.")
    if path is None:
        return jobs.export(job_id, form).content
    jobs.files.refuse_overwriting(jobs.files.paths(path), [job_id], force=force)
    jobs.files.write(jobs.export(job_id, form).files(path), [job_id], force=force)
    return path


def _id(job: JobReport | str) -> str:
    if isinstance(job, str | JobReport):
        return job if isinstance(job, str) else job.id
    raise UsageError(f"{shown_value(job)} is no job", where="job", do="Give what submit() gave, or its id.")
