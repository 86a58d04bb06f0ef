"""A document of fields beside the field that is decided, without a browser."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from consensus import bootstrap
from consensus.domain import ReviewRules
from consensus.service.review.queue import Queue
from consensus.service.review.record import PageLook
from consensus.storage.store import SqlStore
from consensus.testing.fixed_clock import FixedClock
from tests.records import DISPUTED, LOST, ROWS, bill


def differing(**totals: Any) -> list[dict[str, Any]]:
    return [{"number": "F-77", "total": total, "items": ROWS} for total in totals.values()]


def page() -> None:
    from ui.screens import review as screen

    screen.render()


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def screen(store: SqlStore, clock: FixedClock) -> Callable[..., AppTest]:
    def opened(user: str = "ana") -> AppTest:
        app = AppTest.from_function(page, default_timeout=20)
        app.session_state["service"] = SimpleNamespace(settings=SimpleNamespace(user=user), queue=Queue(store, clock))
        app.run()
        clock.advance(1)
        return app

    return opened


def said(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def press(app: AppTest, start: str, clock: FixedClock) -> AppTest:
    button = next(button for button in app.button if str(button.key).startswith(start))
    button.click().run()
    clock.advance(1)
    assert not app.exception
    return app


def view(app: AppTest) -> Any:
    return app.session_state["memory"]["view"]


def opened(app: AppTest, path: str, clock: FixedClock) -> None:
    """Leave fields to somebody else until this one is open."""
    while view(app).field.path != path:
        press(app, "skip:", clock)
        app.text_input[0].set_value("later").run()
        press(app, "skipped", clock)


def letter(app: AppTest, text: str) -> str:
    return next(one.letter for one in view(app).letters if one.text == text)


def test_the_whole_record_stands_beside_the_open_field(screen: Callable[..., AppTest], store: SqlStore) -> None:
    bill(store, differing(a=56, b=65, c=56.5))
    told = said(screen())
    assert "The record: 1 field waits" in told
    assert re.search(r'number</th><td dir="auto" class="c-cellaccepted">F-77</td>', told)
    assert re.search(r'total</th><td dir="auto" class="c-cellhere">▶</td>', told)
    assert re.search(r"items \(2 rows\)</caption>.*>Row<.*>sku<.*>price<.*>1</th>.*>Bolt<.*>2</th>.*>Taxi<.*>45<", told)
    assert told.count("Fields of the document") == 0, "the former sheet is gone"


def test_a_sum_is_live_and_never_made_with_the_letter_that_is_looked_at(
    screen: Callable[..., AppTest], store: SqlStore, clock: FixedClock
) -> None:
    given = [{"number": f"F-7{n}", "total": total, "items": ROWS} for n, total in enumerate((56, 65, 56.5))]
    bill(store, given)
    app = screen()
    opened(app, "total", clock)
    waits = "… total == sum(items[].price) (total is not given, sum(items[].price) is 56 so far); open: total"
    assert waits in said(app)
    press(app, f"take{letter(app, '65')}", clock)
    press(app, f"take{view(app).letters[0].letter}", clock) if "A check forbids" in said(app) else None
    assert view(app).field.path == "number"
    assert "✕ total is 65, but sum(items[].price) is 56." in said(app)
    assert re.search(r'total</th><td dir="auto" class="c-cellbroken">65 ●</td>', said(app))


def test_segments_have_no_record(screen: Callable[..., AppTest], store: SqlStore, seeds: SimpleNamespace) -> None:
    seeds.translation(store, [("One.", ("Eins.", "Ein."))])
    assert "The record" not in said(screen())


def decided(store: SqlStore) -> dict[str, Any]:
    units = [unit for unit in store.units("job1") if unit.resolution is not None]
    return {unit.unit.path: unit.resolution.value for unit in units if unit.resolution is not None}


@pytest.mark.parametrize(("key", "value"), [("takerow", "Taxi"), ("droprow", None)])
def test_a_missing_row_is_one_key(
    screen: Callable[..., AppTest], store: SqlStore, clock: FixedClock, key: str, value: str | None
) -> None:
    bill(store, LOST)
    app = screen()
    assert "Row 2 of items: some members have no such row" in said(app)
    assert "± a row?" in said(app)
    press(app, key, clock)
    assert decided(store) == {"items[1].sku": value, "items[1].price": 45 if value else None}
    assert "Nothing to review" in said(app)


def test_the_field_in_dispute_comes_after_its_row(
    screen: Callable[..., AppTest], store: SqlStore, clock: FixedClock
) -> None:
    bill(store, DISPUTED)
    app = screen()
    press(app, "takerow", clock)
    assert decided(store) == {"items[1].sku": "Taxi"}
    assert view(app).field.path == "items[1].price"
    assert "some members have no such row" not in said(app)
    assert not [button for button in app.button if str(button.key).startswith("takerow")]
    assert re.search(r'2</th><td dir="auto">Taxi ●</td><td dir="auto" class="c-cellhere">▶</td>', said(app))


def test_another_field_is_opened_by_key_and_by_name(
    screen: Callable[..., AppTest], store: SqlStore, clock: FixedClock
) -> None:
    bill(store, [{"number": f"F-7{n}", "total": total, "items": ROWS} for n, total in enumerate((56, 65, 56.5))])
    app = screen()
    opened(app, "total", clock)
    press(app, "following", clock)
    assert view(app).field.path == "number"
    press(app, "previous", clock)
    assert view(app).field.path == "total"
    menu = next(box for box in app.selectbox if box.label == "Open field")
    assert (menu.options, menu.value) == (["number", "total"], "total")
    menu.select("number").run()
    assert view(app).field.path == "number"
    assert store.queue_counts() == {"open": 1, "claimed": 1, "resolved": 0}, "the other went back"
    clock.advance(1)
    press(app, "write", clock)
    assert not any(box.label == "Open field" for box in app.selectbox), "nothing typed is lost by a stray key"


def test_a_field_that_another_person_holds_is_said(
    screen: Callable[..., AppTest], store: SqlStore, clock: FixedClock
) -> None:
    bill(store, [{"number": f"F-7{n}", "total": total, "items": ROWS} for n, total in enumerate((56, 65, 56.5))])
    app = screen("ana")
    screen("ben")
    path = view(app).field.path
    press(app, "following", clock)
    assert "another person holds it" in said(app)
    assert view(app).field.path == path
    press(app, "takeA", clock)
    assert list(decided(store)) == [path], "the field on screen is still hers"


def test_hostile_values_are_inert_in_the_record(
    screen: Callable[..., AppTest], store: SqlStore, clock: FixedClock
) -> None:
    hostile = '<img src="http://127.0.0.1:9/b" onerror="x()"> ![x](http://127.0.0.1:9/b.png) <style>*{}</style>'
    given = [{"number": hostile, "total": n, "items": [{"sku": hostile, "price": 1}]} for n in (1, 2, 3)]
    bill(store, given, text=f"Bill {hostile} 1 2 3")
    sent = said(screen())
    assert sent.count("&lt;img src=") >= 3
    assert "<img" not in sent
    assert "<style>*" not in sent


def test_the_page_is_turned_and_looked_at_nearer(service: bootstrap.Service) -> None:
    for request in bootstrap.demo_requests("recorded")["recorded"]:
        if any(str(path).endswith("purchase.pdf") for path in request.paths):
            asyncio.run(service.jobs.submit(request))
    app = AppTest.from_function(page, default_timeout=60)
    app.session_state["service"] = service
    app.run()
    seen = [shown(app)]
    assert "Page 1 of 1." in said(app)
    for key in ("farther", "nearer", "nearer", "nearer"):
        next(one for one in app.button if str(one.key).startswith(key)).click().run()
        assert not app.exception
        seen.append(shown(app))
    whole, usual, near, still = seen[1], seen[2], seen[3], seen[4]
    assert (usual, still) == (seen[0], near), "there is an end to it"
    assert len({whole, usual, near}) == 3
    assert not [one for one in app.button if str(one.key).startswith("pageon")], "it has one page"
    field = view(app).field.path
    next(one for one in app.button if str(one.key).startswith("following")).click().run()
    assert view(app).field.path != field
    assert app.session_state["memory"]["look"] == PageLook(zoom=2), "as near as before, at its own place"


def shown(app: AppTest) -> str:
    """The picture of the page."""
    (found,) = re.findall(r'<img src="data:image/png;base64,([^"]+)"', said(app))
    return str(found)


def test_accepted_values_are_opened_by_hand_where_answers_are_checked_again(
    screen: Callable[..., AppTest], store: SqlStore, clock: FixedClock
) -> None:
    bill(store, differing(a=56, b=65, c=56.5), rules=ReviewRules(gold_share=0.1))
    app = screen()
    assert "Accepted values are not shown" in said(app)
    assert not re.search(r"<td[^>]*>(F-77|Bolt|Taxi)", said(app))
    assert "open: total, items[0].price, items[1].price" in said(app), "nothing is reckoned with them"
    assert not [button for button in app.button if button.label == "Accept the rest"]
    press(app, "open text", clock)
    press(app, "opened", clock)
    assert "Accepted values are not shown" not in said(app)
    assert re.search(r">F-77</td>.*>Bolt</td>.*>Taxi</td>", said(app))
    assert [button for button in app.button if button.label == "Accept the rest"]


def test_an_accepted_value_is_corrected_and_taken_back_by_keys(
    screen: Callable[..., AppTest], store: SqlStore, clock: FixedClock
) -> None:
    bill(store, differing(a=56, b=65, c=56.5))
    app = screen()
    before = view(app).item.id
    for text, delivered in (("12", 12), ("", None)):
        press(app, "correct:", clock)
        menu = next(one for one in app.selectbox if str(one.key).startswith("corrected:"))
        menu.set_value("items[0].price").run()
        if text:
            assert "No person has looked at this value" in said(app)
            app.text_area[0].set_value(text).run()
        press(app, "correction saved" if text else "taken back", clock)
        made = next(one for one in store.units("job1") if one.unit.path == "items[0].price").resolution
        assert (made.value if made else None) == delivered
        assert view(app).item.id == before, "the open field stays open"
