"""The screen's logic, without a browser."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from consensus.domain import Action, Document, Field, Outcome, Task, Verdict
from consensus.service.review.queue import Queue
from consensus.storage.store import SqlStore
from consensus.testing.fixed_clock import FixedClock
from ui.widgets import theme
from ui.widgets.safe_html import marked, plain

HOSTILE = (
    '<script>window.hit=1</script><img src="http://127.0.0.1:9/beacon" onerror="window.hit=1">'
    " ![x](http://127.0.0.1:9/b.png) <style>*{display:none}</style> </div> :red[x] `code` $x$ **bold**"
)


def page() -> None:
    from ui.screens import review

    review.render()


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def screen(store: SqlStore, clock: FixedClock) -> Callable[..., AppTest]:
    """Opens the screen as somebody; ``wait`` lets them look at the item before the next key."""

    def opened(user: str = "ana") -> AppTest:
        app = AppTest.from_function(page, default_timeout=20)
        app.session_state["service"] = SimpleNamespace(settings=SimpleNamespace(user=user), queue=Queue(store, clock))
        app.run()
        clock.advance(1)
        return app

    return opened


def press(app: AppTest, start: str, clock: FixedClock | None = None) -> AppTest:
    """Click the button whose key begins so."""
    button = next(button for button in app.button if str(button.key).startswith(start))
    button.click().run()
    if clock is not None:
        clock.advance(1)
    assert not app.exception
    return app


def said(app: AppTest) -> str:
    """Everything on the screen as the markup that was sent."""
    return "\n".join(element.proto.body for element in app.get("html"))


def answer(app: AppTest, text: str) -> str:
    """The letter of an answer."""
    return next(letter.letter for letter in app.session_state["memory"]["view"].letters if letter.text == text)


def test_nothing_to_review(screen: Callable[..., AppTest]) -> None:
    app = screen()
    assert "Nothing to review" in said(app)
    press(app, "again")
    assert "Nothing to review" in said(app)


def test_accept_then_next(
    screen: Callable[..., AppTest], store: SqlStore, clock: FixedClock, seeds: SimpleNamespace
) -> None:
    seeds.translation(store, [("One.", ("Eins.", "Ein.")), ("Two.", ("Zwei.", "Zwo."))])
    app = screen()
    assert "2 to review" in said(app)
    assert not any(name in said(app) for name in ("alpha", "beta")), "blind"
    press(app, f"take{answer(app, 'Eins.')}", clock)
    assert "maker1/alpha" in said(app), "names appear after the decision"
    assert "Two." in said(app)
    press(app, f"take{answer(app, 'Zwo.')}", clock)
    assert "Nothing to review" in said(app)
    found = [unit.resolution for unit in store.units("job1")]
    assert [(made.action, made.value, made.reviewer) for made in found] == [
        (Action.CHOSEN, "Eins.", "ana"),
        (Action.CHOSEN, "Zwo.", "ana"),
    ]


def test_edit_in_place(
    screen: Callable[..., AppTest], store: SqlStore, clock: FixedClock, seeds: SimpleNamespace
) -> None:
    seeds.translation(store, [("One.", ("Eins.", "Ein."))])
    app = screen()
    letter = answer(app, "Ein.")
    press(app, f"edit{letter}")
    assert app.text_area[0].value == "Ein."
    assert not any(str(button.key).startswith("take") for button in app.button), "no stray key loses the draft"
    app.text_area[0].set_value("Eine.").run()
    press(app, f"save{letter}", clock)
    made = store.unit("job1", "s0").resolution
    assert (made.action, made.value, made.chosen_member) == (Action.EDITED, "Eine.", "maker2/beta")


def test_write_my_own_and_cancel(
    screen: Callable[..., AppTest], store: SqlStore, clock: FixedClock, seeds: SimpleNamespace
) -> None:
    seeds.translation(store, [("One.", ())])
    app = screen()
    press(app, "write")
    press(app, "cancel")
    assert not app.text_area
    press(app, "write")
    press(app, "save")
    assert "An empty text is not a translation" in said(app)
    app.text_area[0].set_value("Eins.").run()
    press(app, "save", clock)
    assert store.unit("job1", "s0").resolution.action is Action.REWRITTEN


def test_a_rejection_is_two_digits(
    screen: Callable[..., AppTest], store: SqlStore, clock: FixedClock, seeds: SimpleNamespace
) -> None:
    seeds.translation(store, [("One.", ("Eins.", "Ein."))])
    app = screen()
    press(app, "reject:")
    offered = [button.label for button in app.button if str(button.key).startswith("reason")]
    assert (offered[0], len(offered)) == ("accuracy: mistranslation", 8)
    assert not any(str(button.key).startswith(("severity", "take")) for button in app.button), "one after the other"
    press(app, "reason5")
    assert "terminology. How bad is it?" in said(app)
    assert store.unit("job1", "s0").resolution is None
    app.text_input[0].set_value("the old term").run()
    press(app, "severity3", clock)
    made = store.unit("job1", "s0").resolution
    assert (made.action, made.reason, made.severity, made.value) == (Action.REJECTED, "terminology", "major", None)
    assert made.comment == "the old term"


def test_an_answer_that_a_check_forbids_is_asked_about_once(
    screen: Callable[..., AppTest], store: SqlStore, clock: FixedClock, seeds: SimpleNamespace
) -> None:
    seeds.translation(store, [("Wait 30 minutes.", ("Warten Sie 30 Minuten.", "Warten Sie 80 Minuten."))] * 2)
    app = screen()
    right, wrong = (answer(app, text) for text in ("Warten Sie 30 Minuten.", "Warten Sie 80 Minuten."))
    press(app, f"take{wrong}")
    assert f"A check forbids answer {wrong}." in said(app)
    assert store.unit("job1", "s0").resolution is None
    press(app, f"take{wrong}", clock)
    assert "The question had only just appeared" in said(app), "a key that bounces answers nothing"
    assert store.unit("job1", "s0").resolution is None
    press(app, "write")
    press(app, "cancel", clock)
    press(app, f"take{wrong}", clock)
    assert store.unit("job1", "s0").resolution is None, "any other act forgets the question"
    press(app, f"take{wrong}", clock)
    made = store.unit("job1", "s0").resolution
    assert (made.action, made.value, made.overruled) == (Action.CHOSEN, "Warten Sie 80 Minuten.", ("numbers",))
    assert "over the veto of numbers" in store.events()[-2].detail + store.events()[-1].detail
    assert right != wrong


def test_an_edit_is_asked_about_only_while_the_check_forbids_it(
    screen: Callable[..., AppTest], store: SqlStore, clock: FixedClock, seeds: SimpleNamespace
) -> None:
    texts = [(f"Wait 30 minutes, {n}.", (f"Warten Sie 80 Minuten, {n}.", "x")) for n in ("please", "now")]
    seeds.translation(store, texts)
    app = screen()
    wrong = answer(app, "Warten Sie 80 Minuten, please.")
    press(app, f"edit{wrong}")
    app.text_area[0].set_value("Warten Sie 30 Minuten, bitte.").run()
    press(app, "save", clock)
    assert store.unit("job1", "s0").resolution.overruled == (), "the finding is gone, nobody is asked"
    press(app, "write")
    app.text_area[0].set_value("Warten Sie 90 Minuten.").run()
    press(app, "save", clock)
    assert "A check forbids this text." in said(app)
    app.text_area[0].set_value("Warten Sie 70 Minuten.").run()
    press(app, "save", clock)
    assert store.unit("job1", "s1").resolution is None, "another text is another question"
    press(app, "save", clock)
    assert store.unit("job1", "s1").resolution.overruled == ("numbers",)


def test_skip_needs_a_comment(
    screen: Callable[..., AppTest], store: SqlStore, clock: FixedClock, seeds: SimpleNamespace
) -> None:
    seeds.translation(store, [("One.", ("Eins.", "Ein.")), ("Two.", ("Zwei.", "Zwo."))])
    app = screen()
    press(app, "skip")
    press(app, "skipped")
    assert "Skipping needs a comment" in said(app)
    app.text_input[0].set_value("not my field").run()
    press(app, "skipped", clock)
    assert "Two." in said(app)
    assert store.queue_counts() == {"open": 1, "claimed": 1, "resolved": 0}


def test_a_stale_item_is_refused(
    screen: Callable[..., AppTest], store: SqlStore, clock: FixedClock, seeds: SimpleNamespace
) -> None:
    seeds.translation(store, [("One.", ("Eins.", "Ein.")), ("Two.", ("Zwei.", "Zwo."))])
    mine = screen("ana")
    clock.advance(16 * 60)
    theirs = screen("ben")
    press(theirs, "takeA", clock)
    decided = store.unit("job1", "s0").resolution
    press(mine, "takeB")
    assert "no longer yours" in said(mine)
    assert store.unit("job1", "s0").resolution == decided
    assert [(event.actor, event.action) for event in store.events()] == [("ana", "claim-ended"), ("ben", "resolve")]
    assert [str(button.key) for button in mine.button] == ["again"]


def test_a_key_that_came_too_soon_decides_nothing(
    screen: Callable[..., AppTest], store: SqlStore, seeds: SimpleNamespace
) -> None:
    seeds.translation(store, [("One.", ("Eins.", "Ein.")), ("Two.", ("Zwei.", "Zwo."))])
    app = screen()
    press(app, "takeA")
    press(app, "takeA")
    assert "had only just appeared" in said(app)
    assert "Two." in said(app)
    assert store.unit("job1", "s1").resolution is None


def test_a_reload_shows_the_same_item_and_two_people_never_share_one(
    screen: Callable[..., AppTest], store: SqlStore, seeds: SimpleNamespace
) -> None:
    seeds.translation(store, [("One.", ("Eins.", "Ein.")), ("Two.", ("Zwei.", "Zwo."))])
    shown = [screen(user).session_state["memory"]["view"].item.unit_id for user in ("ana", "ana", "ben")]
    assert shown == ["s0", "s0", "s1"]


def test_keys_of_widgets_belong_to_the_item(
    screen: Callable[..., AppTest], store: SqlStore, clock: FixedClock, seeds: SimpleNamespace
) -> None:
    seeds.translation(store, [("One.", ("Eins.", "Ein.")), ("Two.", ("Zwei.", "Zwo."))])
    app = screen()
    first = {button.key for button in app.button}
    press(app, "takeA", clock)
    assert first.isdisjoint({button.key for button in app.button})


def test_a_field(screen: Callable[..., AppTest], store: SqlStore, clock: FixedClock, seeds: SimpleNamespace) -> None:
    schema = {"type": "number", "description": "Amount due, with tax."}
    seeds.extraction(store, "Total due: 2,519.00 EUR", schema, (2519.0, None))
    app = screen()
    assert "Amount due, with tax." in said(app)
    assert "<mark>2,519.00</mark>" in said(app)
    assert "Line 1<" in said(app)
    assert "No value" in said(app)
    assert "Recorded example" in said(app)
    press(app, f"edit{answer(app, '2519.0')}")
    app.text_area[0].set_value("about 2500").run()
    press(app, "save")
    assert "the schema does not allow this value" in said(app)
    app.text_area[0].set_value("2519.5").run()
    press(app, "save", clock)
    assert store.unit("job2", "f0").resolution.value == 2519.5


def test_where_accepted_fields_and_answers_stand(
    screen: Callable[..., AppTest], store: SqlStore, seeds: SimpleNamespace
) -> None:
    """Beside the field that waits: the line of each accepted one, and how often it stands."""
    schema = {"type": "number"}
    text = "Net 12.00\nPump 7 12.00\nTotal 19.00 or 20.00\nPaid 20.00\n"
    values = {"total": 20.0, "net": 12.0, "rows[0].pumps": 7.0, "rows[0].price": 12.0}
    units = [Field(f"f{i}", i, path, path, schema) for i, path in enumerate(values)]
    document = Document("d", "bill.txt", Task.EXTRACT, "text", text, schema={"type": "object"})
    seeds.create(store, "job3", document, "given", units)
    waiting = seeds.record(units[0], (20.0, 19.0), (), "They differ.")
    others = [(unit, values[unit.path]) for unit in units[1:]]
    agreed = [replace(seeds.record(unit, (it, it), (), ""), verdict=_accepted(unit.id, it)) for unit, it in others]
    seeds.save(store, "job3", [waiting, *agreed])
    told = said(screen())
    assert "Stands in 2 places: lines 3, 4<" in told
    assert "1 (1 of 2 places)" in told
    assert re.search(r">rows \(1 row\)<.*>Line<.*12.0.*>2</td>", told)


def _accepted(unit_id: str, value: float) -> Verdict:
    return Verdict(unit_id, Outcome.ACCEPTED, "unanimous", ("All agree.",), value, value, "m", 1.0)


def test_hostile_text_is_inert_everywhere(
    screen: Callable[..., AppTest], store: SqlStore, clock: FixedClock, seeds: SimpleNamespace
) -> None:
    seeds.translation(store, [(HOSTILE, (HOSTILE + " a", HOSTILE + " b"))])
    app = screen()
    for act in ("look", "reject", "skip", "write", "editA"):
        if act != "look":
            press(app, act)
        sent = said(app)
        assert "&lt;script&gt;" in sent
        for element in app.get("html"):
            body = element.proto.body
            assert not any(tag in body.lower() for tag in ("<script", "<img", "<a ", "<iframe", "<form", "<link"))
            assert "<style" not in body.lower() or body == f"<style>{theme.SHEET}</style>", "our own sheet alone"
        assert not app.markdown
        assert not app.caption
        if act != "look":
            press(app, "cancel")


@pytest.mark.parametrize(
    ("text", "spans", "markup", "meaning"),
    [
        ("a<b>&\"'", [], "a&lt;b&gt;&amp;&quot;&#x27;", "escaped"),
        ("<b>x</b>", [(0, 3)], "<mark>&lt;b&gt;</mark>x&lt;/b&gt;", "a span never splits an entity"),
        ("abc", [(1, 2), (0, 2), (2, 99), (5, 6), (2, 1)], "<mark>ab</mark><mark>c</mark>", "stray offsets"),
        ("a\u202eb", [], "a<ins>U+202E</ins>b", "an override of direction is shown, not obeyed"),
        ("\ud800", [], "?", "half a surrogate pair cannot be sent"),
        ("1\x002", [], "1<ins>U+0000</ins>2", "a control character is shown"),
        ("مرحبا\u200f", [], "مرحبا\u200f", "marks that right-to-left text needs stay"),
    ],
)
def test_safe_html(text: str, spans: list[tuple[int, int]], markup: str, meaning: str) -> None:
    assert marked(text, spans).markup == f'<div class="c-text" dir="auto">{markup}</div>', meaning


def test_only_our_own_classes() -> None:
    with pytest.raises(ValueError, match="not one of our classes"):
        plain("x", 'x" onclick="alert(1)')


#: Renderers that read Markdown or HTML: in reach of text from a model they fetch images or worse.
_FORBIDDEN = frozenset(
    """
    markdown write write_stream caption title header subheader table html iframe info warning error success toast
    badge metric latex json exception expander popover tabs status dialog
    """.split()  # noqa: SIM905
)


def test_no_screen_calls_a_renderer_that_reads_markdown_or_html() -> None:
    import ui

    found: dict[str, list[str]] = {}
    for path in Path(ui.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            named = ast.unparse(node) if isinstance(node, ast.Attribute) else ""
            ours = path.name == "safe_html.py" and named == "st.html"
            if named.startswith("st.") and named.removeprefix("st.") in _FORBIDDEN and not ours:
                found.setdefault(path.name, []).append(named)
            if isinstance(node, ast.keyword) and node.arg in ("help", "unsafe_allow_html", "icon"):
                found.setdefault(path.name, []).append(f"{node.arg}=")
    assert found == {}


def _labels() -> Iterator[tuple[str, Any]]:
    import ui

    for path in Path(ui.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = node.func.attr if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) else ""
            if called in ("button", "text_area", "text_input", "selectbox", "radio"):
                yield path.name, node.args[0]


def test_labels_are_ours() -> None:
    """A label is Markdown: it may hold constants, our own names for them, and a letter."""
    for path, label in _labels():
        parts = label.values if isinstance(label, ast.JoinedStr) else [label]
        for part in parts:
            inner = part.value if isinstance(part, ast.FormattedValue) else part
            ours = isinstance(inner, ast.Constant) or ast.unparse(inner) in ("label", "letter.letter")
            assert ours, f"{path}: {ast.unparse(label)}"


def test_a_decision_taken_back_reopens_its_item_blind(
    screen: Callable[..., AppTest], store: SqlStore, clock: FixedClock, seeds: SimpleNamespace
) -> None:
    """Whoever was behind the letters stands nowhere, in this tab or another, after a reload or a skip."""
    seeds.translation(store, [("One.", ("Eins.", "Ein.")), ("Two.", ("Zwei.", "Zwo."))])
    app = screen()
    first = "One." if "One." in said(app) else "Two."
    press(app, f"take{app.session_state['memory']['view'].letters[0].letter}", clock)
    assert "maker1/alpha" in said(app), "else this proves nothing"
    other = screen()
    press(other, "undo", clock)
    press(app, "skip", clock)
    press(app, "again", clock)
    for tab in (app, other, screen()):
        assert not any(name in said(tab) for name in ("alpha", "beta", "maker")), first
    app = screen()
    assert first in said(app)
    press(app, f"take{app.session_state['memory']['view'].letters[0].letter}", clock)
    press(app, "undo", clock)
    assert first in said(app)
    assert not any(name in said(app) for name in ("alpha", "beta", "maker"))
