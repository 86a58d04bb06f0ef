"""What was typed outlasts a database that is away for a while."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace

from streamlit.testing.v1 import AppTest

from consensus.service.review.queue import Queue
from consensus.storage.store import SqlStore
from consensus.testing.fixed_clock import FixedClock

TYPED = "Ein langer Entwurf"


def page() -> None:
    from ui.screens import review

    review.render()


@contextmanager
def away(database: str) -> Iterator[None]:
    """The table of the queue is not there for a while."""

    def renamed(one: str, two: str) -> None:
        connection = sqlite3.connect(database, timeout=20)
        connection.execute(f"ALTER TABLE {one} RENAME TO {two}")
        connection.commit()
        connection.close()

    renamed("items", "elsewhere")
    try:
        yield
    finally:
        renamed("elsewhere", "items")


def said(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def press(app: AppTest, start: str) -> None:
    next(button for button in app.button if str(button.key).startswith(start)).click().run()
    assert not app.exception


def test_a_text_that_could_not_be_saved_is_there_again(store: SqlStore, seeds: SimpleNamespace) -> None:
    seeds.translation(store, [("Open it.", ("Öffnen.", "Offen."))])
    clock = FixedClock()
    app = AppTest.from_function(page, default_timeout=60)
    app.session_state["service"] = SimpleNamespace(settings=SimpleNamespace(user="ana"), queue=Queue(store, clock))
    app.run()
    clock.advance(1)
    press(app, "write")
    clock.advance(1)
    app.text_area[0].set_value(TYPED)
    with away(str(store.url.database)):
        press(app, "save")
        assert "What you typed is kept" in said(app)
        assert TYPED in said(app)
        press(app, "look again")
        assert TYPED in said(app), "however often one looks"
    press(app, "look again")
    assert app.text_area[0].value == TYPED
    clock.advance(1)
    press(app, "save")
    made = store.unit("job1", "s0").resolution
    assert made is not None
    assert made.value == TYPED
