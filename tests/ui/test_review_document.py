"""Review as a document: neighbours in order, reading on, going on, and what is hidden. Without a browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from consensus.auth.roles import Roles
from consensus.domain import Code, Document, GuaranteeRules, Outcome, Policy, Segment, Task, Verdict
from consensus.domain.job import JobRecord
from consensus.service.review.queue import Queue, ReviewSettings, Role
from consensus.storage.store import SqlStore
from consensus.testing.fixed_clock import FixedClock


def page() -> None:
    from ui.screens import review

    review.render()


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def screen(store: SqlStore, clock: FixedClock) -> Callable[..., AppTest]:
    def opened(user: str = "ana", *people: str) -> AppTest:
        roles = Roles({one: frozenset({Role.REVIEWER}) for one in people} or None)
        queue = Queue(store, clock, ReviewSettings(roles=lambda: roles))
        app = AppTest.from_function(page, default_timeout=20)
        app.session_state["service"] = SimpleNamespace(settings=SimpleNamespace(user=user), queue=queue)
        app.run()
        clock.advance(1)
        return app

    return opened


def press(app: AppTest, start: str, clock: FixedClock) -> AppTest:
    button = next(button for button in app.button if str(button.key).startswith(start))
    assert not button.disabled
    button.click().run()
    clock.advance(1)
    assert not app.exception
    return app


def keys(app: AppTest) -> set[str]:
    return {str(button.key).partition(":")[0] for button in app.button}


def said(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def lines(app: AppTest) -> list[str]:
    """The lines of the document as a person reads them."""
    pane = said(app).partition('aria-label="Document"')[2]
    found = re.findall(r'class="c-line(?:-here|-away|-read)?"[^>]*>(.*?)</div></div>', pane)
    return [" | ".join(filter(None, re.split(r"<[^>]*>", one))) for one in found]


def texts(count: int) -> list[tuple[str, tuple[str, ...]]]:
    return [(f"Source {n}.", (f"Satz {n}.", f"Der Satz {n}.")) for n in range(1, count + 1)]


def accepted(store: SqlStore, seeds: SimpleNamespace, count: int, machine: set[int]) -> None:
    """A job of so many segments; those whose number is named were accepted."""
    seeds.translation(store, texts(count))
    records = []
    for one in store.units("job1"):
        if one.unit.index + 1 in machine:
            value = one.answers[0].value
            one = replace(one, verdict=Verdict(one.unit.id, Outcome.ACCEPTED, "unanimous", ("r",), value, value, "m"))
        records.append(one)
    seeds.save(store, "job1", records)


def test_the_item_stands_in_its_document(
    screen: Callable[..., AppTest], store: SqlStore, clock: FixedClock, seeds: SimpleNamespace
) -> None:
    accepted(store, seeds, 4, {1, 4})
    app = screen()
    assert lines(app) == [
        "1 · ✓ accepted | Source 1. | Satz 1.",
        "2 · ▶ this one | Source 2.",
        "3 · ? waits for a person | Source 3.",
        "4 · ✓ accepted | Source 4. | Satz 4.",
    ]
    assert "2 of 4 done · 0 decided today" in said(app)
    press(app, "takeA", clock)
    assert lines(app)[1].startswith("2 · ● decided | Source 2. | ")
    assert lines(app)[2] == "3 · ▶ this one | Source 3."
    assert "3 of 4 done · 1 decided today" in said(app)


def test_reading_on_decides_nothing(
    screen: Callable[..., AppTest], store: SqlStore, clock: FixedClock, seeds: SimpleNamespace
) -> None:
    accepted(store, seeds, 30, {2})
    app = screen()
    press(app, "read down", clock)
    assert keys(app).isdisjoint({"takeA", "takeB", "reject", "write", "skip", "next"}), "no key decides meanwhile"
    assert "Read only" in said(app)
    assert lines(app)[1] == "2 · ✓ accepted | Source 2. | Satz 2."
    press(app, "later", clock)
    assert "11 · ? waits" in said(app)
    assert not any(line.startswith("1 ·") for line in lines(app))
    assert store.queue_counts() == {"open": 28, "claimed": 1, "resolved": 0}
    press(app, "back", clock)
    assert "takeA" in keys(app)
    assert lines(app)[0] == "1 · ▶ this one | Source 1."


def test_working_on_the_one_that_is_read(
    screen: Callable[..., AppTest], store: SqlStore, clock: FixedClock, seeds: SimpleNamespace
) -> None:
    seeds.translation(store, texts(3))
    app = screen()
    press(app, "read down", clock)
    press(app, "take it", clock)
    assert lines(app)[1] == "2 · ▶ this one | Source 2."
    assert [item.owner for item in store.items()] == ["", "ana", ""]
    press(app, "previous", clock)
    assert lines(app)[0] == "1 · ▶ this one | Source 1."
    press(app, "previous", clock)
    assert "No open item stands before this one" in said(app)
    press(app, "next", clock)
    press(app, "next", clock)
    assert lines(app)[2] == "3 · ▶ this one | Source 3."
    assert [item.owner for item in store.items()] == ["", "", "ana"]


def test_a_draft_is_there_again(
    screen: Callable[..., AppTest], store: SqlStore, clock: FixedClock, seeds: SimpleNamespace
) -> None:
    seeds.translation(store, texts(3))
    app = screen()
    press(app, "write", clock)
    app.text_area[0].set_value("Ein Entwurf.").run()
    press(app, "next", clock)
    assert not app.text_area
    press(app, "previous", clock)
    assert app.text_area[0].value == "Ein Entwurf."


def test_on_to_the_end_then_what_was_left(
    screen: Callable[..., AppTest], store: SqlStore, clock: FixedClock, seeds: SimpleNamespace
) -> None:
    seeds.translation(store, texts(4))
    app = screen()
    press(app, "next", clock)
    seen = []
    for _ in range(3):
        press(app, "takeA", clock)
        seen.append(app.session_state["memory"]["view"].position)
    assert seen == [3, 4, 1]


def test_no_line_names_anybody_or_shows_an_open_answer(
    screen: Callable[..., AppTest], store: SqlStore, clock: FixedClock, seeds: SimpleNamespace
) -> None:
    accepted(store, seeds, 5, {1})
    app = screen("ben")
    press(app, "takeA", clock)
    other = screen("cleo")
    pane = " ".join(lines(other))
    assert "● decided" in pane
    assert not any(name in said(other) for name in ("alpha", "beta", "maker", "ben"))
    for number in (3, 4, 5):
        assert f"Satz {number}." not in pane


# --- what is written -------------------------------------------------------------------------------------------------

CODES = (Code(1, "pair", "bold"), Code(2, "point", "footnote"))


def coded(store: SqlStore, seeds: SimpleNamespace, policy: Policy) -> None:
    """A segment with two codes and a glossary term."""
    unit = Segment("s0", 0, "Open the <g1>pump</g1><x2/>.", 0, 12, codes=CODES)
    document = Document("d1", "m.docx", Task.TRANSLATE, "docx", "…", "en", "de")
    seeds.create(store, "job1", document, "given", [unit])
    found = store.job("job1")
    store.create_job(JobRecord("job2", document, policy, found.panel, "m.docx", "done", seeds.at), [unit])
    given = ("Öffnen Sie die <g1>Pumpe</g1><x2/>.", "Die <g1>Pumpe</g1><x2/> öffnen.")
    seeds.save(store, "job2", [seeds.record(unit, given, (), "They differ.")])


GLOSSARY = Policy(name="g", version=1, glossary_terms=(("pump", "Pumpe", "required"), ("open", "auf", "forbidden")))


def test_marks_and_terms_are_put_in(
    screen: Callable[..., AppTest], store: SqlStore, clock: FixedClock, seeds: SimpleNamespace
) -> None:
    coded(store, seeds, GLOSSARY)
    app = screen()
    assert "pump → Pumpe" in said(app)
    press(app, "write", clock)
    assert "Missing: 1 bold, 2 footnote." in said(app)
    app.text_area[0].set_value("Öffnen: die").run()
    press(app, "insert Alt+Shift 0", clock)
    assert app.text_area[0].value == "Öffnen: die Pumpe"
    press(app, "insert Alt 1", clock)
    press(app, "insert Alt 0", clock)
    assert app.text_area[0].value == "Öffnen: die Pumpe<x2/><g1></g1>"
    assert "All marks of the source stand in it." in said(app)
    (item,) = store.items("job2")
    assert store.drafts(item) == {"own": "Öffnen: die Pumpe<x2/><g1></g1>"}, "kept as a draft"
    app.text_area[0].set_value("Öffnen: die <g1>Pumpe</g1>").run()
    assert "Missing: 2 footnote." in said(app)
    press(app, "insert Alt 1", clock)
    press(app, "save", clock)
    made = store.unit("job2", "s0").resolution
    assert made is not None
    assert made.value == "Öffnen: die <g1>Pumpe</g1><x2/>"


# --- texts that come again -------------------------------------------------------------------------------------------


def test_each_place_of_a_repeated_text_can_be_read(
    screen: Callable[..., AppTest], store: SqlStore, clock: FixedClock, seeds: SimpleNamespace
) -> None:
    seeds.translation(store, [("Stop.", ("Halt.", "Stopp.")), *texts(12), ("Stop.", ("Halt.", "Stopp."))])
    app = screen()
    (places,) = [one for one in app.selectbox if str(one.key).startswith("place")]
    assert places.options == ["1", "14"]
    places.select("14").run()
    assert "14 · ? waits for a person | Stop." in lines(app)
    assert "Read only" in said(app)


def test_a_near_repetition_is_told_after_the_decision(
    screen: Callable[..., AppTest], store: SqlStore, clock: FixedClock, seeds: SimpleNamespace
) -> None:
    seeds.translation(store, [(f"Set {n} bar.", (f"Auf {n} bar.", f"{n} bar setzen.")) for n in (5, 30)])
    app = screen()
    press(app, "takeA", clock)
    words = "the same but for numbers"
    assert words not in said(app)
    press(app, "takeA", clock)
    assert f"Segment 1, {words}: “Set 5 bar.” became “" in said(app)


def test_by_expected_value_is_a_choice(
    screen: Callable[..., AppTest], store: SqlStore, clock: FixedClock, seeds: SimpleNamespace
) -> None:
    seeds.translation(store, [*texts(3), ("Wait 30 minutes.", ("80 Minuten.", "30 Minuten."))])
    app = screen()
    assert app.session_state["memory"]["view"].position == 1
    press(app, "filter", clock)
    order = next(one for one in app.selectbox if str(one.key).startswith("only order"))
    order.select("worth most first").run()
    press(app, "apply", clock)
    assert app.session_state["memory"]["view"].position == 4, "a veto comes first"
    assert "only worth" not in said(app), "an order is no filter"


# --- under a guarantee -----------------------------------------------------------------------------------------------


def test_accepted_text_is_opened_by_hand(
    screen: Callable[..., AppTest], store: SqlStore, clock: FixedClock, seeds: SimpleNamespace
) -> None:
    policy = Policy(name="g", version=1, semantic="off", guarantee=GuaranteeRules(alpha=0.05))
    units = [Segment(f"s{n}", n, f"Source {n}.", n, n + 1) for n in range(2)]
    document = Document("d1", "m.md", Task.TRANSLATE, "markdown", "…", "en", "de")
    seeds.create(store, "job0", document, "given", [])
    store.create_job(JobRecord("job1", document, policy, store.job("job0").panel, "m.md", "done", seeds.at), units)
    agreed = seeds.record(units[0], ("Satz 0.",) * 2, (), "")
    verdict = Verdict("s0", Outcome.ACCEPTED, "unanimous", ("r",), "Satz 0.", "Satz 0.", "m")
    seeds.save(store, "job1", [replace(agreed, verdict=verdict), seeds.record(units[1], ("A", "B"), (), "r")])
    app = screen("ana", "ana", "ben")
    assert lines(app) == ["1 | Source 0.", "2 · ▶ this one | Source 1."]
    assert not store.has_opened("job1", "ana")
    press(app, "open text", clock)
    assert "Its batch is closed" in said(app)
    assert not store.has_opened("job1", "ana"), "not before it is confirmed"
    press(app, "opened", clock)
    assert lines(app)[0] == "1 · ✓ accepted | Source 0. | Satz 0."
    assert store.has_opened("job1", "ana")
    assert "open text" not in keys(app)
    assert "takeA" in keys(app)
