"""Jobs that go on while nobody waits: handed in from a screen, watched, stopped, taken up again."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from concurrent.futures import CancelledError, Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any, Literal

from consensus.auth.roles import Role
from consensus.domain import Event, Progress, RoutePlan, strict_json
from consensus.domain.job import JobRecord, JobState
from consensus.errors import ConsensusError, ForbiddenError, InputError, SchemaError
from consensus.service.dependencies import Dependencies
from consensus.service.jobs.plan import Plans
from consensus.service.jobs.service import Jobs, SubmitRequest

#: working: in this process. away: it was stopped before this process began, or another one is at it.
RunStatus = Literal["working", "stopped", "failed", "done", "away"]
#: UTF-8 bytes of a document's name; file systems take 255.
_LONGEST_NAME = 120
#: Seconds that closing connections may take.
_PATIENCE = 5.0
_UNNAMED = "document.txt"


@dataclass(frozen=True, slots=True)
class Submission:
    """One document handed in with what is to be done. name: of the file. schema: JSON text, or "".

    source_lang, target_lang, panel: "" for none given. panel: a name, or members separated by commas.
    """

    name: str
    content: bytes
    policy: str
    source_lang: str = ""
    target_lang: str = ""
    schema: str = ""
    panel: str = ""


@dataclass(frozen=True, slots=True)
class JobStatus:
    """How a job stands. done, total: answers in and expected, both 0 before the first. error: one line, or ""."""

    job_id: str
    standing: RunStatus
    done: int = 0
    total: int = 0
    calls: int = 0
    error: str = ""


class Background:
    """One event loop for all jobs handed in here, so that they share limits and connections."""

    def __init__(self, outside: Dependencies, roles: Callable[[str], frozenset[Role]]) -> None:
        self._store, self._clock, self._roles = outside.store, outside.clock, roles
        self._plans = Plans(outside)
        # Connections belong to the loop, which does not end with a job.
        self._loop, self._aclose = _SharedLoop(), outside.aclose
        self._jobs = Jobs(replace(outside, runner=self._loop, aclose=_keep))
        self._lock = threading.Lock()
        self._runs: dict[str, _Run] = {}

    def plan(self, order: Submission, actor: str) -> RoutePlan:
        """Who would be asked, and the worst it could cost. Nothing is sent or stored. Raises what ``submit`` raises."""
        self._check(order, actor)
        with _handed_in(order) as request:
            return self._plans.plan(request)[0]

    def submit(self, order: Submission, actor: str) -> str:
        """Store the document and begin; returns the job's id.

        Raises InputError, UsageError, NotFoundError and StoreError before anybody is asked.
        """
        self._check(order, actor)
        with _handed_in(order) as request:
            job = self._jobs.enter(request)[0]
        self._begin(job, "submit", actor)
        return job.id

    def go_on(self, job_id: str, actor: str) -> None:
        """Take up a job that was stopped; nothing that was answered is asked again. Raises NotFoundError."""
        self._require(actor)
        self._begin(self._store.job(job_id), "resume", actor)

    def stop(self, job_id: str, actor: str) -> None:
        """Stop asking. What was answered is kept, and the job can be taken up again."""
        self._require(actor)
        run = self._runs.get(job_id)
        if run is not None and run.standing == "working":
            self._note(actor, "stop", self._store.job(job_id))
            run.stop()

    def job_status(self, job_id: str) -> JobStatus:
        """How a job stands. Raises NotFoundError."""
        run = self._runs.get(job_id)
        if run is not None:
            return run.job_status(job_id)
        job = self._store.job(job_id)
        return JobStatus(job.id, "done" if job.state == JobState.DONE else "away")

    def close(self) -> None:
        """Stop all jobs, which can be taken up again, and give the loop's connections back."""
        for run in self._runs.values():
            run.stop()
        self._loop.close(self._aclose)

    def _require(self, actor: str) -> None:
        if Role.SUBMITTER not in self._roles(actor):
            raise ForbiddenError(f"{actor} may not hand in documents.", do="An admin gives roles in roles.yaml.")

    def _check(self, order: Submission, actor: str) -> None:
        """An order comes from a browser: files and hosts of the server's side are for the admin to name."""
        self._require(actor)
        if Role.ADMIN in self._roles(actor):
            return
        members = [member.strip() for member in order.panel.split(",")]
        named = [member for member in members if member.startswith("recorded:") or "@http" in member]
        if named or set(order.policy) & set("/\\.~"):
            raise ForbiddenError(
                f"a file or an address is for an admin to name: {named[0] if named else order.policy}.",
                where="panel" if named else "policy",
                do="Ask for a policy that names it.",
            )

    def _begin(self, job: JobRecord, action: str, actor: str) -> None:
        with self._lock:
            known = self._runs.get(job.id)
            if known is not None and known.standing == "working":
                return
            run = self._runs[job.id] = _Run()
        self._note(actor, action, job)
        # A daemon: the program may end at any time, and the job can be taken up again.
        threading.Thread(target=run.work, args=(self._jobs, job.id), daemon=True, name=f"job-{job.id}").start()

    def _note(self, actor: str, action: str, job: JobRecord) -> None:
        self._store.audit(Event(self._clock.now().isoformat(), actor, action, job.id, job.document.name))


class _Run:
    """One job under way: a thread that waits for it on the shared loop."""

    _mine = threading.local()

    def __init__(self) -> None:
        self.standing: RunStatus = "working"
        self._error, self._progress = "", Progress("", 0, 0)
        self._future: Future[Any] | None = None
        self._stopped = False
        self._lock = threading.Lock()

    def work(self, jobs: Jobs, job_id: str) -> None:
        """Until it ends, however it does; never raises what a person can read on the screen."""
        self._mine.run = self
        standing: RunStatus = "failed"
        try:
            jobs.resume(job_id, self._hear)
            standing = "done"
        except CancelledError:
            standing = "stopped"
        except ConsensusError as error:
            self._error = str(error)
        finally:
            self.standing = standing

    def stop(self) -> None:
        with self._lock:
            self._stopped = True
            if self._future is not None:
                self._future.cancel()

    def job_status(self, job_id: str) -> JobStatus:
        heard = self._progress
        error = self._error
        if self.standing == "failed" and not error:
            error = "the program failed while it worked on this job; its log says more."
        return JobStatus(job_id, self.standing, heard.done, heard.total, heard.calls, error)

    def _hear(self, progress: Progress) -> None:
        self._progress = progress

    @classmethod
    def wait(cls, future: Future[Any]) -> Any:
        """The result of what this thread's job sent to the loop. Raises CancelledError once it was stopped."""
        run: _Run = cls._mine.run
        with run._lock:
            run._future = future
            if run._stopped:
                future.cancel()
        return future.result()


class _SharedLoop:
    """Implements ``ports.Runner`` with one loop in a thread of its own, started with the first job."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    def run(self, main: Coroutine[Any, Any, Any]) -> Any:
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._thread = threading.Thread(target=_serve, args=(self._loop,), daemon=True, name="jobs")
                self._thread.start()
        return _Run.wait(asyncio.run_coroutine_threadsafe(main, self._loop))

    def close(self, last: Callable[[], Awaitable[None]]) -> None:
        """Do one last thing on the loop, and end it."""
        with self._lock:
            loop, thread = self._loop, self._thread
            self._loop = self._thread = None
        if loop is None or thread is None:
            return

        async def end() -> None:
            await last()

        with suppress(TimeoutError):
            asyncio.run_coroutine_threadsafe(end(), loop).result(_PATIENCE)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(_PATIENCE)


def _serve(loop: asyncio.AbstractEventLoop) -> None:
    """Run a loop until it is stopped, then end what libraries left on it."""
    loop.run_forever()
    for task in asyncio.all_tasks(loop):
        task.cancel()
        with suppress(asyncio.CancelledError):
            loop.run_until_complete(task)
    loop.run_until_complete(loop.shutdown_default_executor())
    loop.close()


async def _keep() -> None:
    """Nothing is given back between jobs."""


@contextmanager
def _handed_in(order: Submission) -> Iterator[SubmitRequest]:
    """The order's document as a file, for as long as it is read; errors name the file as its owner does."""
    with TemporaryDirectory(prefix="consensus-") as folder:
        path = Path(folder) / _file_name(order.name)
        path.write_bytes(order.content)
        try:
            yield SubmitRequest(
                (path,),
                order.policy,
                order.source_lang.strip() or None,
                order.target_lang.strip() or None,
                _schema(order.schema),
                order.panel.strip() or None,
            )
        except InputError as error:
            raise error.changed(where=error.where.replace(str(path), path.name)) from error


def _file_name(given: str) -> str:
    """A name for the document that is a file's name on any system: no folders, nothing unseen, not too long."""
    name = PurePosixPath(given.replace("\\", "/")).name
    name = "".join(char for char in name if char.isprintable() and char not in '<>:"|?*').strip()
    stem, ending = (name, "") if name.strip(".") == "" else (Path(name).stem, Path(name).suffix[:20])
    room = _LONGEST_NAME - len(ending.encode())
    stem = stem.encode()[:room].decode(errors="ignore")
    return _UNNAMED if not stem.strip(". ") else f"{stem}{ending}"


def _schema(text: str) -> Any:
    try:
        return strict_json.loads(text) if text.strip() else None
    except ValueError as error:
        raise SchemaError(f"the schema is not JSON: {error}.", where="schema", do="Mend it.") from error
