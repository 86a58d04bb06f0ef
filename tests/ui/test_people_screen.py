"""The screen People: for admins alone, with nobody, one and several reviewers, and what it never says."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from consensus import bootstrap
from consensus.domain import Action, Event, ItemKind, Resolution, ReviewItem
from consensus.domain.job import DecisionEffect, QueueFilter
from consensus.ports.storage import Store
from consensus.review.effect import shown_again

Opened = Callable[..., AppTest]
HOSTILE = '<script>alert(1)</script><img src="http://127.0.0.1:9/x"> ![x](http://127.0.0.1:9/y) \u202e'


def said(app: AppTest) -> str:
    bodies = [element.proto.body for element in app.get("html")]
    return "\n".join(body for body in bodies if not body.startswith("<style>"))


def words(app: AppTest) -> str:
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", said(app))))


def look(
    store: Store, who: str, value: str, effect: Any = None, *, seconds: int = 5, judgement: str = ""
) -> ReviewItem:
    """One person takes what waits first (a known error where they judge), and decides it."""
    now = datetime.now(UTC) - timedelta(days=1)
    item = store.claim_next(who, now, 900, wanted=QueueFilter(gold=bool(judgement), adjudicates=True))
    assert item is not None
    at = (now + timedelta(seconds=seconds)).isoformat()
    action = Action.REJECTED if judgement == "wrong" else Action.CHOSEN
    made = Resolution(item.unit_id, action, who, value, now.isoformat(), at, judgement=judgement)
    with store.transaction() as tx:
        assert tx.resolve(item, made, Event(at, who, "resolve", item.id), effect or DecisionEffect(settled=made))
    return item


def several(store: Store, seeds: SimpleNamespace, names: tuple[str, str, str] = ("ana", "ben", "cleo")) -> None:
    """Two people decide 24 units, a third settles the 4 they disagree on, and the first judges 21 known errors."""
    ana, ben, cleo = names
    seeds.translation(store, [(f"Sentence {n}.", (f"Satz {n}.", f"Der Satz {n}.")) for n in range(24)])
    for n in range(24):
        item = look(store, ana, f"Satz {n}.", DecisionEffect(next_round=2), seconds=4)
        if n < 4:
            look(store, ben, f"Der Satz {n}.", DecisionEffect(next_round=3), seconds=9)
            look(store, cleo, f"Der Satz {n}.", seconds=60)
            continue
        settled = Resolution(item.unit_id, Action.CHOSEN, ben, f"Satz {n}.", seeds.at, seeds.at)
        gold = shown_again(item, settled, "seed-item", item.facets)
        look(store, ben, f"Satz {n}.", DecisionEffect(settled=settled, gold=gold), seconds=9)
    assert sum(one.kind is ItemKind.GOLD for one in store.items()) == 20
    for n in range(20):
        look(store, ana, "x", DecisionEffect(next_round=1), judgement="right" if n < 2 else "wrong")
    look(store, cleo, "x", DecisionEffect(next_round=1), judgement="wrong")


def test_nobody_has_decided_yet(opened: Opened) -> None:
    assert "Nobody has decided anything yet" in words(opened("people"))


def test_one_person(opened: Opened, service: bootstrap.Service, seeds: SimpleNamespace) -> None:
    store = service.outside.store
    seeds.translation(store, [("One.", ("Eins.", "Ein.")), ("Two.", ("Zwei.", "Die Zwei."))])
    look(store, "ana", "Eins.", seconds=4)
    look(store, "ana", "Zwei.", seconds=8)
    told = words(opened("people"))
    assert "Nothing is known of agreement yet: no unit was decided blindly by two or more people." in told
    assert "ana 2 0 0 6.0 s n = 0 n = 0 n = 0 " in told
    assert "spot checks that agree –" in told


def test_several_people(opened: Opened, service: bootstrap.Service, seeds: SimpleNamespace) -> None:
    several(service.outside.store, seeds)
    told = words(opened("people"))
    assert "over 25 units decided blindly by two or more people (1: always the same; 0: as often as by chance)" in told
    assert "alpha is 0.796" in told
    assert "ana 44 20 0 4.0 s 4 of n = 24 n = 0 2 of n = 20, " in told
    assert "ben 24 0 0 9.0 s 0 of n = 24" in told
    assert "cleo 5 1 0 60.0 s n = 0 n = 0 0 of n = 1, " in told, "one says little, and it is said"
    assert told.index("ana 44") < told.index("ben 24") < told.index("cleo 5"), "by name, not by any figure"
    assert "Nobody is ranked here" in told


def test_no_control_sorts_people(opened: Opened, service: bootstrap.Service, seeds: SimpleNamespace) -> None:
    several(service.outside.store, seeds)
    app = opened("people")
    controls = [one.key for one in (*app.dataframe, *app.selectbox, *app.radio, *app.button)]
    assert controls == ["roles person", "roles set"], "a grid sorts at a click"


def test_hostile_names_are_inert(opened: Opened, service: bootstrap.Service, seeds: SimpleNamespace) -> None:
    several(service.outside.store, seeds, (f"ana {HOSTILE}", f"ben {HOSTILE}", "cleo"))
    app = opened("people")
    assert "ana &lt;script&gt;" in said(app)
    assert not any(tag in said(app).lower() for tag in ("<script", "<img", "<a "))
    assert "⟨U+202E⟩" in said(app)
    assert not app.markdown


@pytest.mark.parametrize("role", ["reviewer", "adjudicator", "submitter"])
def test_whoever_is_no_admin_sees_no_figure(
    role: str, opened: Opened, service: bootstrap.Service, seeds: SimpleNamespace, tmp_path: Path
) -> None:
    several(service.outside.store, seeds)
    (tmp_path / "roles.yaml").write_text(f"ana: {role}\nsue: admin\n", "utf-8")
    told = words(opened("people"))
    assert "ana has no admin role here. Ask the admin, who gives it with: consensus roles set" in told
    assert not re.search(r"ben|cleo|\d", told)


def give(app: AppTest, person: str, *roles: str) -> AppTest:
    """As one types a name, chooses roles and presses the button."""
    if person in app.selectbox(key="roles person").options:
        app.selectbox(key="roles person").set_value(person).run()
    else:
        app.text_input(key="roles new").set_value(person).run()
    app.multiselect(key=f"roles of {person}").set_value(list(roles)).run()
    return app.button(key="roles set").click().run()


def test_an_admin_gives_and_takes_roles(opened: Opened, service: bootstrap.Service) -> None:
    app = opened("people")
    assert "Nobody was given a role" in words(app)
    give(app, "ana", "admin")
    assert "ana: admin. It counts at the next click." in words(app)
    give(app, "ben@example.org", "reviewer", "submitter")
    assert "ben@example.org submitter, reviewer never seen here" in words(app)
    give(app, "ben@example.org")
    assert "ben@example.org has no role any more." in words(app)
    log = [(event.actor, event.action, event.detail) for event in service.outside.store.events("roles")]
    assert log == [
        ("ana", "set-roles", "ana: admin"),
        ("ana", "set-roles", "ben@example.org: submitter, reviewer"),
        ("ana", "remove-roles", "ben@example.org"),
    ]


def test_the_last_admin_stays_one(opened: Opened, service: bootstrap.Service) -> None:
    service.roles.set("ana", ["admin"], "ana")
    app = give(opened("people"), "ana", "reviewer")
    assert "ana is the last admin. Make somebody else an admin first." in words(app)
    assert service.roles.given() == {"ana": ("admin",)}


def test_a_hostile_name_is_no_name_of_a_person(opened: Opened, service: bootstrap.Service) -> None:
    service.roles.set("ana", ["admin"], "ana")
    app = give(opened("people"), HOSTILE, "reviewer")
    assert "is no name of a person" in words(app)
    assert not any(tag in said(app).lower() for tag in ("<script", "<img", "<a "))
    assert list(service.roles.given()) == ["ana"]


def test_when_somebody_was_here_last(opened: Opened, service: bootstrap.Service) -> None:
    service.roles.set("ana", ["admin"], "ana")
    service.roles.set("ben@example.org", ["reviewer"], "ana")
    for at, action in (("2026-05-04T08:00:00+00:00", "sign-in"), ("2026-05-04T17:30:00+00:00", "sign-out")):
        service.outside.store.log_event(Event(at, "Ben@example.org", action, "sign-in", "issuer sub"))
    told = words(opened("people"))
    assert "ben@example.org reviewer signed out 2026-05-04 17:30" in told
    assert "Sign-in is not configured" in told
