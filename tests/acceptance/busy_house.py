"""A process that hands in documents under a guarantee and judges their checks, until it is killed.

Right pages until the guarantee is certified, then the wrong ones: how many of the first it takes hangs on the draw.

    python busy_house.py HOME DOCUMENTS [MOMENT NTH]

MOMENT: it kills itself the NTH time that it is about to end a job ("end": verdicts are stored), to write a guarantee
down ("write": within the transaction), or to see to an alarm after a mark ("mark": the mark is stored).
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from consensus import certify
from consensus.bootstrap import build
from consensus.domain import ItemKind
from consensus.providers.clock import SystemClock
from consensus.service.jobs.service import SubmitRequest
from consensus.service.review.queue import Queue, ReviewSettings
from consensus.settings import Settings
from consensus.storage import guarantees
from consensus.storage.store import SqlStore

WRONG = "nach dem Ende der Arbeit"


class Patient(SystemClock):
    """A second passes whenever somebody looks at it, so that a reviewer takes their time."""

    later = timedelta(0)

    def now(self) -> Any:
        self.later += timedelta(seconds=1)
        return super().now() + self.later


def dying(act: Callable[..., Any], nth: int) -> Callable[..., Any]:
    left = [nth]

    def once(*given: Any, **named: Any) -> Any:
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return act(*given, **named)

    return once


def unread(documents: Path, kind: str, known: set[str]) -> list[Path]:
    return [path for path in sorted(documents.glob(f"{kind}*.txt")) if path.name not in known]


def was_certified(store: SqlStore) -> bool:
    """Whether the guarantee operates, or operated and was demoted since."""
    for book in store.load_guarantees("2000-01-01T00:00:00+00:00"):
        if book.record is not None and book.record.life:
            life = certify.restored(book.record.life)
            return life.now.operating is not None or book.record.attempt > 1
    return False


def main(home: Path, documents: Path, moment: str = "", nth: str = "0") -> None:
    service = build(Settings(home=home, database_url=f"sqlite:///{home / 'consensus.sqlite'}"))
    tend = service.guarantees.tend
    store = service.outside.store
    assert isinstance(store, SqlStore)
    if moment == "end":
        store.end_job = dying(store.end_job, int(nth))
    if moment == "write":
        guarantees.save_guarantee = dying(guarantees.save_guarantee, int(nth))
    if moment == "mark":
        tend = dying(tend, int(nth))
    queue = Queue(store, Patient(), ReviewSettings(draw=service.outside.draw, tend=tend))
    for job in store.job_lines():
        if job.state == "running":
            asyncio.run(service.jobs.resume(job.id))
    known = {job.document for job in store.job_lines()}
    right, wrong = (iter(unread(documents, kind, known)) for kind in ("right", "wrong"))
    print("ready", flush=True)
    while path := next(wrong if was_certified(store) else right, None):
        asyncio.run(service.jobs.submit(SubmitRequest((path,), "promised", "en", "de")))
        waiting = [item for item in store.items() if item.state != "resolved"]
        for item in waiting:
            if item.kind is ItemKind.CHECK:
                view = queue.open("ana", item.id)
                queue.checks.judge(view, "wrong" if WRONG in view.letters[0].text else "right")
            elif item.facets.reason == "alarm":
                queue.reject(queue.open("ana", item.id), "accuracy: mistranslation", "major")
    print("done", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:])
