"""Comments, questions to a colleague, and keys of one's own, on the screen and without a browser."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from consensus.auth.roles import Role, Roles
from consensus.domain import ItemKind
from consensus.service.review.queue import Queue, ReviewSettings
from consensus.storage.store import SqlStore
from consensus.testing.fixed_clock import FixedClock

HOSTILE = "<script>window.hit=1</script> ![x](http://127.0.0.1:9/b.png) :red[x] <style>*{display:none}</style> **bold**"
ROLES = Roles(dict.fromkeys(("ana", "ben", "cem"), frozenset({Role.REVIEWER})))


def page() -> None:
    from ui.screens import review

    review.render()


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def screen(store: SqlStore, clock: FixedClock) -> Callable[..., AppTest]:
    """Opens the screen as somebody, who looks at the item before the next key."""

    def opened(user: str = "ana", given: Roles = ROLES) -> AppTest:
        app = AppTest.from_function(page, default_timeout=20)
        queue = Queue(store, clock, ReviewSettings(lambda: given))
        app.session_state["service"] = SimpleNamespace(settings=SimpleNamespace(user=user), queue=queue)
        app.run()
        assert not app.exception
        clock.advance(1)
        return app

    return opened


def press(app: AppTest, start: str, clock: FixedClock | None = None) -> AppTest:
    """Click the button whose key begins so."""
    next(button for button in app.button if str(button.key).startswith(start)).click().run()
    if clock is not None:
        clock.advance(1)
    assert not app.exception
    return app


def said(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def shortcuts(app: AppTest) -> dict[str, str]:
    """The key on each button, by the start of the button's own."""
    return {str(button.key).split(":")[0]: button.proto.shortcut for button in app.button if button.proto.shortcut}


def jobs(store: SqlStore, seeds: SimpleNamespace, *texts: str) -> None:
    seeds.translation(store, [(text, (f"{text} a", f"{text} b")) for text in texts])


def test_a_comment_stands_on_the_item_for_the_next_who_has_it(
    screen: Callable[..., AppTest], store: SqlStore, seeds: SimpleNamespace
) -> None:
    jobs(store, seeds, "One.")
    app = screen()
    assert "Comments" not in said(app)
    press(app, "comment:")
    assert not any(str(button.key).startswith("take") for button in app.button), "no stray key decides meanwhile"
    press(app, "commented:")
    assert "There is nothing written" in said(app)
    app.text_area[0].set_value(HOSTILE).run()
    press(app, "commented:")
    assert any(str(button.key).startswith("take") for button in app.button), "back at the item"
    press(app, "release:")
    other = screen("ben")
    assert "window.hit" in said(other)
    assert "<script>" not in said(other)
    assert "ana" in said(other)


def test_a_question_leaves_and_comes_back_with_its_answer(
    screen: Callable[..., AppTest], store: SqlStore, clock: FixedClock, seeds: SimpleNamespace
) -> None:
    jobs(store, seeds, "One.", "Two.")
    ana = screen("ana")
    press(ana, "ask:")
    assert ana.selectbox[0].options == ["ben", "cem"]
    assert ana.selectbox[0].value is None, "nobody is preselected"
    ana.text_area[0].set_value("Pump or valve?").run()
    press(ana, "asked:")
    assert "This person cannot be asked here" in said(ana)
    ana.selectbox[0].set_value("ben").run()
    press(ana, "asked:", clock)
    assert "Two." in said(ana)
    assert "Ben has your question" in said(ana)
    ben = screen("ben")
    assert "1 for you by name" in said(ben)
    assert "ana asks you" in said(ben)
    assert "Pump or valve?" in said(ben)
    assert shortcuts(ben)["answer"] == shortcuts(ana)["ask"], "the same key"
    assert "ask" not in shortcuts(ben)
    press(ben, "answer:")
    ben.text_area[0].set_value("The valve.").run()
    press(ben, "answered:", clock)
    assert "Nothing to review" in said(ben)
    press(ana, "release:")
    press(ana, "again", clock)
    assert "Your question was answered" in said(ana)
    assert "The valve." in said(ana)
    letter = ana.session_state["memory"]["view"].letters[0].letter
    press(ana, f"take{letter}")
    assert store.unit("job1", "s0").resolution is not None


def test_mine_is_a_filter_that_stands_in_the_address(
    screen: Callable[..., AppTest], store: SqlStore, clock: FixedClock, seeds: SimpleNamespace
) -> None:
    jobs(store, seeds, "One.", "Two.")
    ana = screen("ana")
    press(ana, "ask:")
    ana.selectbox[0].set_value("ben").run()
    ana.text_area[0].set_value("Which?").run()
    press(ana, "asked:", clock)
    press(ana, "filter:")
    by_name = next(box for box in ana.selectbox if box.label == "For you by name")
    by_name.set_value("mine").run()
    press(ana, "apply:")
    assert "Nothing waits under this filter: mine." in said(ana)
    assert "Questions of yours without an answer: 1." in said(ana)
    assert ana.query_params["name"] == "mine"
    press(ana, "middle Show the whole queue")
    assert "Two." in said(ana)


def test_an_audit_has_neither(
    screen: Callable[..., AppTest], store: SqlStore, seeds: SimpleNamespace, clock: FixedClock
) -> None:
    jobs(store, seeds, "One.")
    ana = screen()
    press(ana, "comment:")
    ana.text_area[0].set_value("Seen.").run()
    press(ana, "commented:")
    view: Any = ana.session_state["memory"]["view"]
    audit = replace(view, item=replace(view.item, kind=ItemKind.CHECK), letters=view.letters[:1], as_audit=True)
    ana.session_state["memory"]["view"] = audit
    ana.run()
    assert not {"comment", "ask", "answer"} & set(shortcuts(ana))
    assert "Seen." not in said(ana)


def test_who_has_no_colleague_is_told_so(
    screen: Callable[..., AppTest], store: SqlStore, seeds: SimpleNamespace
) -> None:
    jobs(store, seeds, "One.")
    app = screen("ana", Roles({"ana": frozenset({Role.REVIEWER})}))
    press(app, "ask:")
    assert "There is nobody to ask" in said(app)
    press(app, "cancel:")
    assert any(str(button.key).startswith("take") for button in app.button)


def test_keys_of_ones_own_are_on_the_buttons(
    screen: Callable[..., AppTest], store: SqlStore, clock: FixedClock, seeds: SimpleNamespace
) -> None:
    jobs(store, seeds, "One.", "Two.")
    app = screen()
    usual = shortcuts(app)
    assert (usual["takeA"], usual["editA"], usual["write"], usual["undo"]) == ("1", "shift+1", "w", "u")
    press(app, "keys:")
    fields = {field.label: field for field in app.text_input}
    fields["Take A"].set_value("j")
    fields["Write my own"].set_value("X").run()
    press(app, "keys saved")
    assert "X would be Write my own and None is right" in said(app)
    next(field for field in app.text_input if field.label == "None is right").set_value("W").run()
    press(app, "keys saved")
    own = shortcuts(app)
    assert (own["takeA"], own["editA"], own["takeB"], own["write"], own["reject"]) == ("j", "shift+j", "2", "x", "w")
    assert len(set(own.values())) == len(own), "one key, one thing"
    assert shortcuts(screen("ben"))["write"] == "w", "they are one person's"
    app = screen("ana")
    assert shortcuts(app)["write"] == "x", "and stay"
    press(app, "keys:")
    press(app, "reset:")
    assert shortcuts(app) == usual


def test_no_two_buttons_of_any_form_have_one_key(
    screen: Callable[..., AppTest], store: SqlStore, seeds: SimpleNamespace
) -> None:
    jobs(store, seeds, "One.")
    app = screen()
    for form in ("", "write:", "reject:", "skip:", "comment:", "ask:", "filter:", "keys:"):
        if form:
            press(app, form)
        keys = [button.proto.shortcut for button in app.button if button.proto.shortcut]
        assert len(set(keys)) == len(keys), form
        if form:
            press(app, "cancel:")
