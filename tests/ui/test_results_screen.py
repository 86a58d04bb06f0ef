"""Find units, read one's history, find translations made before: the screen's logic, without a browser."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from consensus import bootstrap
from consensus.domain import (
    Abstention,
    AbstentionReason,
    Action,
    Document,
    Event,
    Field,
    Outcome,
    Resolution,
    Segment,
    Task,
    Verdict,
)
from consensus.domain.job import QueueFilter
from consensus.errors import ForbiddenError
from consensus.service.jobs.take_away import Together
from ui.screens import results, results_jobs
from ui.widgets.verdict import SIGNED

Opened = Callable[..., AppTest]
HOSTILE = '<script>alert(1)</script><img src="http://127.0.0.1:9/x"> ![x](http://127.0.0.1:9/y) :red[x] \u202eabc'


def said(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def shown(app: AppTest) -> list[str]:
    """The column of source texts on this page."""
    return [str(text) for text in app.dataframe[0].value["source or path"]] if app.dataframe else []


def decide(service: bootstrap.Service, unit_id: str, value: str, action: Action = Action.CHOSEN) -> None:
    store = service.outside.store
    (item,) = [item for item in store.items("job1") if item.unit_id == unit_id]
    now = service.outside.clock.now()
    claimed = store.claim(item.id, QueueFilter(), "ana", now, 900)
    assert claimed is not None
    made = Resolution(unit_id, action, "ana", value, now.isoformat(), now.isoformat(), comment=f"because {HOSTILE}")
    with store.transaction() as tx:
        assert tx.resolve(claimed, made, Event(now.isoformat(), "ana", "resolve", item.id, "chosen A"))


def test_without_jobs_it_says_what_to_do(opened: Opened) -> None:
    assert "There are no jobs yet" in said(opened("results"))


def test_fifty_rows_a_page(opened: Opened, service: bootstrap.Service, seeds: SimpleNamespace) -> None:
    seeds.translation(service.outside.store, [(f"Sentence {n}.", (f"Satz {n}.",)) for n in range(120)])
    app = opened("results")
    assert len(shown(app)) == 50
    assert "1 to 50 of 120 units" in said(app)
    assert app.button(key="earlier").disabled
    app.button(key="later").click().run()
    app.button(key="later").click().run()
    assert shown(app)[0] == "Sentence 100."
    assert "101 to 120 of 120 units" in said(app)
    assert app.button(key="later").disabled
    app.text_input(key="searched").set_value("sentence 7").run()
    assert "1 to 11 of 11 units" in said(app), "another search begins at its first page"


def test_search_and_filters(opened: Opened, service: bootstrap.Service, seeds: SimpleNamespace) -> None:
    store = service.outside.store
    seeds.translation(store, [("Open the Ventil.", ("Öffnen.", "Auf.")), ("Close.", ("Zu.", "Schließen."))])
    seeds.extraction(store, "Total: 12.50", {"type": "number"}, (12.5, None))
    decide(service, "s1", "Zu.", Action.EDITED)
    app = opened("results")
    assert shown(app) == ["total", "Open the Ventil.", "Close."], "newest job first"
    app.text_input(key="searched").set_value("VENTIL").run()
    assert shown(app) == ["Open the Ventil."]
    app.text_input(key="searched").set_value("öffnen").run()
    assert shown(app) == ["Open the Ventil."], "the value is searched too"
    app.text_input(key="searched").set_value("12.5").run()
    assert shown(app) == ["total"], "a number is searched as it is written"
    app.text_input(key="searched").set_value("").run()
    app.text_input(key="document").set_value("INVOICE").run()
    assert shown(app) == ["total"]
    app.text_input(key="document").set_value("").run()
    app.selectbox(key="verification").set_value("human-edited").run()
    assert shown(app) == ["Close."]
    app.selectbox(key="verdict").set_value("accepted").run()
    assert "No unit is like that" in said(app)


def test_the_address_names_the_job_and_the_choice_changes_it(
    opened: Opened, service: bootstrap.Service, seeds: SimpleNamespace
) -> None:
    seeds.translation(service.outside.store, [("One.", ("Eins.",))])
    seeds.extraction(service.outside.store, "Total: 12.50", {"type": "number"}, (12.5,))
    app = opened("results", job="job1")
    assert shown(app) == ["One."]
    assert app.selectbox(key="job").value == "job1"
    app.selectbox(key="job").set_value("job2").run()
    assert shown(app) == ["total"]
    assert app.query_params["job"] == "job2"


def test_a_unit_is_opened_and_left(opened: Opened, service: bootstrap.Service, seeds: SimpleNamespace) -> None:
    store = service.outside.store
    seeds.create(store, "job1", _document(), "given", _units())
    whole = seeds.record(_units()[0], ("Eins.", "Ein."), (), "The answers differ in wording.")
    silent = Abstention("s0", "maker3/gamma", "maker3", AbstentionReason.TIMEOUT, "90 s")
    seeds.save(store, "job1", [replace(whole, answers=(*whole.answers, silent))])
    decide(service, "s0", "Eins.")
    app = opened("results", job="job1")
    app.selectbox(key="open").set_value("1").run()
    app.button(key="history").click().run()
    assert app.query_params["unit"] == "s0"
    told = said(app)
    for part in ("One.", "Eins.", "Ein.", "maker1/alpha", "No answer: timeout", "differ in wording", "chosen by ana"):
        assert part in told, part
    assert "human-accepted" in told
    assert "resolve" in told, "the audit stands below"
    app.button(key="back").click().run()
    assert "unit" not in app.query_params
    assert shown(app) == ["One."]


def test_a_field_s_history_shows_where_its_value_stands(
    opened: Opened, service: bootstrap.Service, seeds: SimpleNamespace
) -> None:
    store = service.outside.store
    units = [Field(f"f{i}", i, path, path, {"type": "number"}) for i, path in enumerate(("net", "total", "vat"))]
    text = "Bill\nnet: 12.00 <b>\ntotal: 12.00\n"
    document = Document("d", "bill.txt", Task.EXTRACT, "text", text, schema={"type": "object"})
    seeds.create(store, "job2", document, "given", units)
    accepted = Verdict("f1", Outcome.ACCEPTED, "unanimous", ("All agree.",), 12.0, 12.0, "m", 1.0)
    seeds.save(store, "job2", [replace(seeds.record(units[1], (12.0, 12.0), (), ""), verdict=accepted)])
    told = said(opened("results", job="job2", unit="f1"))
    assert "Line 3" in told
    assert "total: <mark>12.00</mark></div>" in told
    assert "It stands in 2 places; also on line 2." in told
    assert len(opened("results", job="job2").get("download_button")) == 6, "report, evidence and workbook, too"
    assert "In the document" not in said(opened("results", job="job2", unit="f2")), "no value, no place"


@pytest.mark.parametrize("address", [{"job": "nosuch"}, {"job": "nosuch", "unit": "s0"}, {"job": "job1", "unit": "s9"}])
def test_an_address_that_leads_nowhere(
    opened: Opened, service: bootstrap.Service, seeds: SimpleNamespace, address: dict[str, str]
) -> None:
    seeds.translation(service.outside.store, [("One.", ("Eins.",))])
    assert "there is no" in said(opened("results", **address))


def test_found_before(opened: Opened, service: bootstrap.Service, seeds: SimpleNamespace) -> None:
    store = service.outside.store
    texts = ["Open the valve slowly.", "Open the valve quickly.", "Never decided, open the valve.", "Good night."]
    seeds.translation(store, [(text, (f"DE {text}", "x")) for text in texts])
    for unit in ("s0", "s1", "s3"):
        decide(service, unit, f"Deutsch {unit}")
    app = opened("results")
    app.radio(key="part").set_value("Found before").run()
    app.text_area(key="before text").set_value("open  the VALVE slowly.").run()
    told = said(app)
    assert "same text · human-accepted" in told
    assert told.index("Deutsch s0") < told.index("Deutsch s1"), "the same before the similar"
    assert "Never decided" not in told, "only what is verified"
    assert "Deutsch s3" not in told
    app.text_input(key="before target").set_value("fr").run()
    assert "Nothing like it was verified before" in said(app)
    assert "delivered without a call" in said(app)


def test_all_jobs_are_listed(opened: Opened, service: bootstrap.Service, seeds: SimpleNamespace) -> None:
    seeds.translation(service.outside.store, [("One.", ("Eins.",)), ("Two.", ())])
    app = opened("results")
    app.radio(key="part").set_value("Jobs").run()
    row = app.dataframe[0].value.iloc[0]
    assert (row["document"], row["units"], row["? needs review"], row["✕ failed"]) == ("pump-manual.md", 2, 1, 1)


def test_a_row_is_read_in_full_beside_the_table(
    opened: Opened, service: bootstrap.Service, seeds: SimpleNamespace
) -> None:
    long = "A sentence that goes on. " * 60
    seeds.translation(service.outside.store, [("One.", ("Eins.",)), (long, (f"DE {long}", "Kurz."))])
    app = opened("results", job="job1")
    assert max(len(text) for text in shown(app)) < len(long), "in the table it is cut"
    assert "unit 1" in said(app), "the first row stands there before one is chosen"
    assert long.strip() not in said(app)
    app.selectbox(key="open").set_value("2").run()
    told = said(app)
    assert "unit 2" in told
    assert long in told
    assert f"DE {long}" in told
    assert "? needs review" in told
    assert "maker1" not in told, "it waits for a person"
    assert list(app.dataframe[0].value["verdict"]) == [["? needs review"], ["? needs review"]]


def test_a_verdict_is_a_sign_and_a_word(opened: Opened, service: bootstrap.Service, seeds: SimpleNamespace) -> None:
    seeds.translation(service.outside.store, [("One.", ()), ("Two.", ("Zwei.",))])
    app = opened("results", job="job1")
    assert list(app.dataframe[0].value["verdict"]) == [["✕ failed"], ["? needs review"]]
    assert "c-verdict-failed" in said(app)
    assert set(SIGNED) == {"", *(outcome.value for outcome in Outcome)}


def test_several_jobs_are_taken_away_at_once(
    opened: Opened, service: bootstrap.Service, seeds: SimpleNamespace
) -> None:
    seeds.translation(service.outside.store, [("One.", ("Eins.",))])
    seeds.extraction(service.outside.store, "Total: 12.50", {"type": "number"}, (12.5,))
    app = opened("results")
    app.radio(key="part").set_value("Jobs").run()
    assert not app.get("download_button")
    app.multiselect(key="chosen jobs").set_value(["job1", "job2"]).run()
    assert [one.proto.label for one in app.get("download_button")] == [label for _, label in results_jobs._FORMS]
    assert "2 jobs, 2 units, 2 not verified" in said(app)
    assert app.button(key="read units").disabled
    app.multiselect(key="chosen jobs").set_value(["job2"]).run()
    app.button(key="read units").click().run()
    assert shown(app) == ["total"]
    made = results_jobs._made(service, ["job1"], Together.CSV, "ana")
    assert made.startswith(b"document,job,unit,")


def test_who_lost_the_role_takes_nothing_away(
    opened: Opened, service: bootstrap.Service, seeds: SimpleNamespace
) -> None:
    seeds.translation(service.outside.store, [("One.", ("Eins.",))])
    service.roles.set("ana", ["reviewer"], "root")
    for form in Together:
        with pytest.raises(ForbiddenError):
            results_jobs._made(service, ["job1"], form, "ana")


def test_a_running_job_has_no_downloads(opened: Opened, service: bootstrap.Service, seeds: SimpleNamespace) -> None:
    seeds.translation(service.outside.store, [("One.", ("Eins.",))])
    assert len(opened("results", job="job1").get("download_button")) == 4
    service.outside.store.end_job("job1", "running", "")
    app = opened("results", job="job1")
    assert "has not ended" in said(app)
    assert not app.get("download_button")


def test_hostile_text_is_inert_everywhere(opened: Opened, service: bootstrap.Service, seeds: SimpleNamespace) -> None:
    seeds.translation(service.outside.store, [(HOSTILE, (HOSTILE, "x"))])
    decide(service, "s0", HOSTILE)
    for app in (opened("results"), opened("results", job="job1"), opened("results", job="job1", unit="s0")):
        assert not any(tag in said(app).lower() for tag in ("<script", "<img", "<a ", "<iframe"))
        assert not app.markdown
        assert "\u202e" not in said(app) + "".join(shown(app)), "an override of direction is named, not obeyed"


def _document() -> Document:
    return Document("d1", "pump-manual.md", Task.TRANSLATE, "markdown", "…", "en", "de")


def _units() -> list[Segment]:
    return [Segment("s0", 0, "One.", 0, 4)]


def test_outcomes_are_the_screens_words() -> None:
    assert set(results._VERDICTS.values()) == {None, *Outcome}


def test_what_nobody_answered_is_asked_about_again(
    opened: Opened, service: bootstrap.Service, seeds: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, why = service.outside.store, "http://127.0.0.1:9/v1: Connection refused"
    seeds.translation(store, [("Open.", ())])
    assert "ask again" not in keys(opened("results", job="job1")), "nobody was unreachable"
    (unit,) = store.units("job1")
    lost = Abstention(unit.unit.id, "a", "a", AbstentionReason.UNAVAILABLE, why)
    store.save_decisions("job1", [replace(unit, answers=(lost,))], [])
    asked: list[tuple[str, str]] = []

    async def resume(self: object, job: str, actor: str) -> None:
        asked.append((job, actor))

    monkeypatch.setattr(type(service.pages.submissions), "resume", resume)
    app = opened("results", job="job1")
    assert f"1 of 1 units has no answer: {why}." in said(app)
    app.button(key="ask again").click().run()
    assert [job for job, _ in asked] == ["job1"]


def keys(app: AppTest) -> list[str | None]:
    return [button.key for button in app.button]


def test_who_answered_is_told_of_no_unit_that_waits_for_a_person(
    opened: Opened, service: bootstrap.Service, seeds: SimpleNamespace
) -> None:
    """Blind on every screen, also after a decision was taken back: the letters are those of the review screen."""
    seeds.translation(service.outside.store, [("One.", ("Eins.", "Ein."))])

    def everything() -> str:
        history, table = opened("results", job="job1", unit="s0"), opened("results", job="job1")
        frames = [frame.value.to_string() for app in (history, table) for frame in app.dataframe]
        return "\n".join([said(history), said(table), *frames])

    def named() -> bool:
        return any(name in everything() for name in ("maker", "alpha", "beta"))

    assert not named()
    assert "answer A" in everything()
    view = service.queue.next("ana")
    assert view is not None
    service.queue.choose(replace(view, shown_at="2026-01-01T00:00:00+00:00"), "A")
    assert named(), "told once it is decided"
    service.queue.undo("ana")
    assert not named()
    assert "chosen A" not in everything(), "what was decided before would lead"
