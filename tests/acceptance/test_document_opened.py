"""A reviewer opens the accepted text of a document whose batch is still open: the draw is fixed before it is shown."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from consensus.auth.roles import Role, Roles
from consensus.errors import UsageError
from consensus.service.review.queue import LineState, Queue, ReviewSettings
from tests.acceptance.guaranteed import House, write_pages


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    opened = House(tmp_path / "home")
    yield opened
    opened.close()


def queue_of(house: House, *people: str) -> Queue:
    roles = Roles({one: frozenset({Role.REVIEWER}) for one in people})
    promised = house.guarantees
    settings = ReviewSettings(roles=lambda: roles, tend=promised.tend, reveal=promised.batches.reveal)
    return Queue(house.store, house.clock, settings)


def dispute(page: Path) -> None:
    """Add a sentence to a page that models translate with different numbers: no level may ever accept it."""
    source, right, wrong = "Wait 30 minutes.", "Warten Sie 30 Minuten.", "Warten Sie 80 Minuten."
    outputs = {"one": right, "two": wrong, "three": right}
    line = {"id": "dispute", "source": source, "langs": ["en", "de"], "outputs": outputs}
    with (page.parent / "answers.jsonl").open("a", encoding="utf-8") as answers:
        answers.write(json.dumps(line) + "\n")
    page.write_text(f"{page.read_text('utf-8')}\n{source}\n", "utf-8")


def test_the_batch_is_closed_before_its_text_is_shown(house: House, tmp_path: Path) -> None:
    (page_file,) = write_pages(tmp_path, tmp_path / "home", 1)
    dispute(page_file)
    (report,) = house.submit(page_file, batch="order-4711")
    job_id = report.job.id
    alone, both = queue_of(house, "ana"), queue_of(house, "ana", "ben")
    view = both.next("ana")
    assert view is not None
    page = both.documents.page(view)
    assert page is not None
    assert (page.closed, {one.state for one in page.lines}) == (True, {LineState.CLOSED})

    found = house.store.batch_of(job_id)
    assert found is not None
    with pytest.raises(UsageError, match="nobody who has not read it is left"):
        alone.documents.open(view)
    assert not found[1].closed_at, "nobody closes a batch who may not read it then"
    both.documents.open(view)
    found = house.store.batch_of(job_id)
    assert found is not None
    assert found[1].closed_at
    told = [event.action for event in house.store.events()]
    assert told.index("draw-audits") < told.index("open-document")
    page = both.documents.page(view)
    assert page is not None
    assert not page.closed
