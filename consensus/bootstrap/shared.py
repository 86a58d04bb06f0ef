"""What machines that share a database share: the files that were handed in, and who has which role."""

from __future__ import annotations

import atexit
from collections.abc import Callable
from contextlib import ExitStack
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from consensus.settings import Settings

if TYPE_CHECKING:
    from consensus.policy_files.panels import PanelsFile
    from consensus.ports.runtime import Clock
    from consensus.ports.storage import Blobs, HomeTexts, RoleStore
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
        return copy_into(*places, partial(_at_work, settings, old), event)


def _at_work(settings: Settings, store: SqlStore) -> list[str]:
    """The jobs that a process is at."""
    from consensus.errors import ConflictError
    from consensus.storage.job_locks import JobLocks

    locks, busy = JobLocks(settings.home / "running", store.hold_for_all), list[str]()
    for line in store.job_lines():
        try:
            with locks.hold(line.id):
                pass
        except ConflictError:
            busy.append(line.id)
    return busy


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
