"""How a queued job reaches a worker: on PostgreSQL through procrastinate, on SQLite by looking at the rows.

The row in ``job_runs`` decides; the queue only wakes a worker. So a job that the queue lost is put into it again, and
one that it holds in vain is left.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Any

from sqlalchemy import URL, Connection, text

from consensus.errors import StoreError
from consensus.storage.dialect import on_postgresql

#: Procrastinate's tables and functions stand apart from ours, under its own names.
SCHEMA = "consensus_queue"
_QUEUE, _TASK = "jobs", "consensus.job"
#: Seconds between heartbeats, without one until a worker counts as dead, and between two looks at the rows.
_HEARTBEAT, _DEAD, _LOOK = 1.0, 5.0, 1.0
_SQLITE_LOOK = 0.3
#: Seconds after which procrastinate forgets a worker. One that slept must find itself again.
_FORGOTTEN = 24 * 3600.0
_LOG = logging.getLogger(__name__)

_DEFER = text(
    "SELECT procrastinate_defer_jobs_v1(ARRAY[ROW(:queue, :task, :priority, :lock, :lock,"
    " jsonb_build_object('job_id', CAST(:job_id AS text)), NULL)\\:\\:procrastinate_job_to_defer_v1])"
)
_WAITS = text(f"SELECT 1 FROM {SCHEMA}.procrastinate_jobs WHERE queueing_lock = :lock AND status = 'todo'")
_URGENT = text(
    f"UPDATE {SCHEMA}.procrastinate_jobs SET priority = :priority WHERE queueing_lock = :lock AND status = 'todo'"
)
_FORGET = text(f"DELETE FROM {SCHEMA}.procrastinate_jobs WHERE lock = :lock AND status = 'doing'")
#: Queued jobs that no worker would ever be woken for.
_UNHEARD = text(f"""SELECT run.job_id, run.priority FROM job_runs AS run WHERE run.status = 'queued' AND NOT EXISTS (
SELECT 1 FROM {SCHEMA}.procrastinate_jobs AS queued
LEFT JOIN {SCHEMA}.procrastinate_workers AS worker ON worker.id = queued.worker_id
WHERE queued.lock = 'job:' || run.job_id AND (queued.status = 'todo' OR (queued.status = 'doing'
AND worker.last_heartbeat > now() - make_interval(secs => {_DEAD}))))
ORDER BY run.job_id FOR UPDATE OF run SKIP LOCKED""")


def make_queue(connection: Connection) -> None:
    """Procrastinate's tables, in a schema of their own. Raises StoreError where it is not installed."""
    try:
        from procrastinate.schema import SchemaManager
    except ImportError as error:
        do = "Run: pip install 'consensus-verifier[postgres]'"
        raise StoreError("procrastinate, which wakes workers, is not installed", do=do) from error
    connection.execute(text(f"CREATE SCHEMA {SCHEMA}"))
    with _inside(connection):
        driver: Any = connection.connection.driver_connection
        driver.execute(SchemaManager.get_schema())


def defer(connection: Connection, job_id: str, priority: int, *, again: bool = False) -> None:
    """Wake a worker for a job when this transaction ends; on SQLite they look by themselves.

    again: the worker that had it is dead. The caller holds the job's row.
    """
    if not on_postgresql(connection):
        return
    lock = f"job:{job_id}"
    with _inside(connection):  # its triggers too name its tables alone
        if again:
            connection.execute(_FORGET, {"lock": lock})
        if connection.execute(_WAITS, {"lock": lock}).first() is not None:
            connection.execute(_URGENT, {"lock": lock, "priority": priority})
            return
        given = {"queue": _QUEUE, "task": _TASK, "priority": priority, "lock": lock, "job_id": job_id}
        connection.execute(_DEFER, given)


def requeue_stalled(connection: Connection) -> list[str]:
    """Wake a worker again for queued jobs that a worker fetched and then died, before it had begun."""
    if not on_postgresql(connection):
        return []
    rows = connection.execute(_UNHEARD).all()
    for row in rows:
        defer(connection, row.job_id, row.priority, again=True)
    return [row.job_id for row in rows]


class _inside:
    """The block's statements find procrastinate's names."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def __enter__(self) -> None:
        self._before = self._connection.execute(text("SELECT current_setting('search_path')")).scalar_one()
        self._set(f"{SCHEMA}, {self._before}")

    def __exit__(self, *exc: object) -> None:
        if exc[0] is None:
            self._set(self._before)

    def _set(self, path: str) -> None:
        self._connection.execute(text("SELECT set_config('search_path', :path, true)"), {"path": path})


async def serve(
    url: URL,
    queued_runs: Callable[[int], Sequence[str]],
    work: Callable[[str], Awaitable[None]],
    documents_at_once: int,
    rescue: Callable[[], object],
) -> None:
    """Hand queued jobs to ``work`` until cancelled; what is under way then is the caller's to end.

    queued_runs: of the store. work: never raises. rescue: puts what dead workers had back into the queue; called about
    once a second, in a thread.
    """
    rescuing = asyncio.create_task(_again_and_again(rescue))
    try:
        if url.get_backend_name() == "postgresql":
            await _serve_procrastinate(url, work, documents_at_once)
        else:
            await _serve_rows(queued_runs, work, documents_at_once)
    finally:
        rescuing.cancel()


async def _again_and_again(rescue: Callable[[], object]) -> None:
    while True:
        try:
            await asyncio.to_thread(rescue)
        except StoreError as error:
            _LOG.warning("jobs of dead workers were not looked for: %s", error)
        await asyncio.sleep(_LOOK)


async def _serve_rows(
    queued_runs: Callable[[int], Sequence[str]], work: Callable[[str], Awaitable[None]], documents_at_once: int
) -> None:
    under_way: dict[str, asyncio.Task[None]] = {}
    while True:
        under_way = {job_id: task for job_id, task in under_way.items() if not task.done()}
        free = documents_at_once - len(under_way)
        try:
            waiting = await asyncio.to_thread(queued_runs, documents_at_once + len(under_way)) if free else []
        except StoreError as error:
            _LOG.warning("no look at the queue was possible: %s", error)
            waiting = []
        for job_id in [one for one in waiting if one not in under_way][:free]:

            async def run(job_id: str = job_id) -> None:
                await work(job_id)

            under_way[job_id] = asyncio.create_task(run())
        await asyncio.sleep(_SQLITE_LOOK)


async def _serve_procrastinate(url: URL, work: Callable[[str], Awaitable[None]], documents_at_once: int) -> None:
    from procrastinate import App, PsycopgConnector

    logging.getLogger("procrastinate").setLevel(logging.CRITICAL)  # it logs arguments; what matters is logged here
    plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
    told = f"-c search_path={SCHEMA}"
    connector = PsycopgConnector(conninfo=plain, kwargs={"options": told}, min_size=1, max_size=4)
    app = App(connector=connector)

    async def job(job_id: str) -> None:
        await asyncio.shield(work(job_id))

    app.task(name=_TASK, queue=_QUEUE)(job)
    async with app.open_async():
        with suppress(asyncio.CancelledError):
            await app.run_worker_async(
                queues=[_QUEUE],
                concurrency=documents_at_once,
                install_signal_handlers=False,
                update_heartbeat_interval=_HEARTBEAT,
                stalled_worker_timeout=_FORGOTTEN,
                fetch_job_polling_interval=_LOOK,
                delete_jobs="always",
            )
