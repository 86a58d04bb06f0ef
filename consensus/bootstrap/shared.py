"""What machines that share a database share: the files that were handed in, and who has which role."""

from __future__ import annotations

import atexit
from collections.abc import Callable
from contextlib import ExitStack
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from consensus.domain import Event
from consensus.errors import StoreError
from consensus.settings import Settings

if TYPE_CHECKING:
    from consensus.domain.run import JobRun
    from consensus.policy_files.panels import PanelsFile
    from consensus.ports.runtime import Clock
    from consensus.ports.storage import Blobs, HomeTexts, RoleStore
    from consensus.service.access.keys import Keys
    from consensus.service.roles import RoleService
    from consensus.storage.blob_rows import SqlBlobRows
    from consensus.storage.move import Moved
    from consensus.storage.store import SqlStore


def closed_at_exit(*closing: Callable[[], None]) -> Callable[[], None]:
    """Closes each, once: when called, or at the end of the process."""
    stack = ExitStack()
    for one in (lambda: atexit.unregister(stack.close), *reversed(closing)):
        stack.callback(one)
    atexit.register(stack.close)
    return stack.close


def blobs_of(store: SqlBlobRows, home: Path) -> Blobs:
    """Where handed in files are kept: in a database that several machines may share, beside one of one machine."""
    from consensus.storage.blob_rows import BlobRows
    from consensus.storage.blobs import BlobFolder

    folder = BlobFolder(home / "blobs")
    return BlobRows(store, folder) if store.is_shared else folder


def panels_file(settings: Settings) -> PanelsFile:
    """The named panels of an installation: of its home, and of the database where machines share one."""
    from consensus.policy_files.panels import PanelsFile

    if not settings.database_url.startswith("postgresql"):
        return PanelsFile(settings.home)
    return PanelsFile(settings.home, _texts(settings.database_url))


@cache
def _texts(url: str) -> HomeTexts:
    from consensus.storage.store import SqlStore

    store = SqlStore(url)
    closed_at_exit(store.close)
    return store


def move(settings: Settings, url: str) -> Moved:
    """Copy the database of the settings, with the files that were handed in, into an empty one. url: of the empty one;
    files stand in ``blobs/`` beside one of SQLite. Raises ConflictError, UsageError, StoreError."""
    from consensus.domain import Event
    from consensus.providers.clock import SystemClock
    from consensus.storage.blobs import BlobFolder
    from consensus.storage.installation_key import keyed_draws
    from consensus.storage.move import Place, copy_into
    from consensus.storage.store import SqlStore

    with ExitStack() as opened:
        old = SqlStore(settings.database_url)
        opened.callback(old.close)
        keyed_draws(old, settings.home, settings.sampling_key_file)  # what older versions kept in files comes along
        role_service(settings, old).import_file()
        new = SqlStore(url)
        opened.callback(new.close)
        beside = new.folder or settings.home
        places = Place(old, blobs_of(old, settings.home)), Place(new, BlobFolder(beside / "blobs"))
        at = SystemClock().now().isoformat()
        event = Event(at, settings.user, "move", "database", f"{old.name} to {new.name}")
        return copy_into(*places, partial(_at_work, old), event)


def _at_work(store: SqlStore) -> list[str]:
    """The jobs that a process is at, or will be."""
    runs = store.runs([line.id for line in store.job_lines()])
    return [job_id for job_id, run in runs.items() if run.is_under_way]


def role_service(settings: Settings, store: RoleStore | None = None, clock: Clock | None = None) -> RoleService:
    """The roles of a database, without what asks models. store: None opens the one of the settings. Raises
    StoreError."""
    from consensus.auth.role_file import NAME, RoleFile
    from consensus.auth.sign_in_file import SignInFile
    from consensus.providers.clock import SystemClock
    from consensus.service.roles import RoleService
    from consensus.storage.store import SqlStore

    file, sign_in = RoleFile(settings.home / NAME), SignInFile(settings.home)
    if store is None:
        store = opened = SqlStore(settings.database_url)
        closed_at_exit(opened.close)
    return RoleService(store, file, sign_in.path.exists, clock or SystemClock())


def cancel_job(settings: Settings, job_id: str) -> JobRun:
    """Stop a job, by id or a unique prefix, wherever it is worked on; how it stands then. Raises NotFoundError,
    StoreError."""
    from consensus.providers.clock import SystemClock
    from consensus.storage.store import SqlStore

    make_folder(settings.home)
    store = SqlStore(settings.database_url)
    try:
        job, at = store.job_ages(job_id)[0], SystemClock().now().isoformat()
        store.log_event(Event(at, settings.user, "stop", job.id, job.document))
        return store.cancel_run(job.id, at)
    finally:
        store.close()


def api_keys(settings: Settings) -> Keys:
    """Keys of programs, without what asks models. Raises StoreError."""
    from consensus.providers.clock import SystemClock
    from consensus.service.access.keys import Keys
    from consensus.storage.store import SqlStore

    make_folder(settings.home)
    store = SqlStore(settings.database_url)
    closed_at_exit(store.close)
    return Keys(store, SystemClock())


def make_folder(folder: Path) -> None:
    """Make the home. Raises StoreError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"the folder cannot be made: {error.strerror}",
            where=str(folder),
            do="Set CONSENSUS_HOME to a folder that you may write to.",
        ) from error
