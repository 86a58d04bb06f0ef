"""A process that hands in pages under a guarantee and audits what is drawn, until it is killed.

Right pages until the guarantee is certified, then the wrong ones; every third page is a named batch, closed by hand.

    python -m tests.acceptance.busy_house HOME DATABASE_URL PAGES [MOMENT NTH]

MOMENT: it kills itself the NTH time that it is about to end a job ("end": verdicts are stored), to close a batch
("close": its last document is decided), to write a guarantee down ("write": within the transaction), to store what an
audit said ("judge": its item is resolved in the same transaction), to act on an alarm ("alarm"), or then to take
units of a job back ("hold": where some of the alarm's time are not audited themselves).
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from consensus.domain.job import JobState
from consensus.storage import guarantees
from consensus.storage.store import SqlStore
from tests.acceptance.guaranteed import House


def dying(act: Callable[..., Any], nth: int) -> Callable[..., Any]:
    left = [nth]

    def once(*given: Any, **named: Any) -> Any:
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return act(*given, **named)

    return once


def doom(house: House, moment: str, nth: int) -> None:
    """Have this process killed at a moment."""
    store: Any = house.store
    assert isinstance(store, SqlStore)
    places = {
        "end": (store, "end_job"),
        "close": (house.guarantees.batches, "close"),
        "write": (guarantees, "save_guarantee"),
        "judge": (guarantees, "judge"),
        "alarm": (house.guarantees, "_hold"),
        "hold": (store, "hold"),
    }
    if moment:
        owner, name = places[moment]
        setattr(owner, name, dying(getattr(owner, name), nth))


def unread(pages: Path, kind: str, known: set[str]) -> Iterator[Path]:
    return iter([path for path in sorted(pages.glob(f"{kind}*.txt")) if path.name not in known])


def main(home: Path, database_url: str, pages: Path, moment: str = "", nth: str = "0") -> None:
    house = House(home, database_url)
    doom(house, moment, int(nth))
    for line in house.store.job_lines():
        if line.state == JobState.RUNNING:
            asyncio.run(house.jobs.resume(line.id))
    known = {line.document for line in house.store.job_lines()}
    right, wrong = (unread(pages, kind, known) for kind in ("right", "wrong"))
    first = [page for page in sorted(pages.glob("right*.txt"))[:30] if page.name not in known]
    print("ready", flush=True)
    if first:
        house.submit(*first)
    do_all(house)
    if first:
        right = unread(pages, "right", {line.document for line in house.store.job_lines()})
    while path := next(wrong if was_certified(house) else right, None):
        named = path.stem if int(path.stem[-3:]) % 3 == 0 else None
        house.submit(path, batch=named)
        do_all(house)
    print("done", flush=True)


def do_all(house: House) -> None:
    """Close what is open, and decide what people have to decide for the guarantee."""
    for batch in house.store.open_batches():
        house.guarantees.batches.close(batch.id)
    house.audit_all()
    for item in house.held():
        house.queue.reject(house.queue.open("ana", item.id), "accuracy: mistranslation", "major")


def was_certified(house: House) -> bool:
    """Whether it is certified, or was before an alarm."""
    found = house.snapshot().record
    assert found is not None
    return any(found.certified_at) or found.attempt > 1


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]), *sys.argv[4:])
