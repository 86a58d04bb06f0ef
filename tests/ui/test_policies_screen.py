"""Read, check, try: the screen's logic, without a browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from consensus import bootstrap

Opened = Callable[..., AppTest]
HOSTILE = '<script>alert(1)</script><img src="http://127.0.0.1:9/x"> ![x](http://127.0.0.1:9/y)'


def edited(app: AppTest, policy: str, text: str) -> AppTest:
    app.text_area(key=f"policy text {policy}").set_value(text).run()
    assert not app.exception
    return app


def press(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click().run()
    assert not app.exception
    return app


def said(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def test_every_policy_is_listed_and_a_broken_one_says_why(opened: Opened, tmp_path: Path) -> None:
    (tmp_path / "policies").mkdir()
    (tmp_path / "policies" / "mine.yaml").write_text("name: mine\nversion: 1\nquorun: 3\n", "utf-8")
    told = said(opened("policies"))
    assert all(name in told for name in ("translation", "extraction", "strict", "mine"))
    assert "quorun" in told


def test_a_policy_is_read_as_it_stands_in_its_file(opened: Opened, service: bootstrap.Service) -> None:
    app = opened("policies", policy="translation")
    assert app.text_area(key="policy text translation").value == service.policies.text("translation")
    assert service.policies.load("translation").digest in said(app)
    assert len(service.policies.text("translation").splitlines()) < 100


def test_reference_tables_are_shown_apart_and_not_to_edit(opened: Opened, service: bootstrap.Service) -> None:
    app = opened("policies", policy="translation")
    told = said(app)
    assert all(part in told for part in ("Reference tables", "en-cs", "297 units", "chrf, levenshtein, token_sort"))
    assert all(part in told for part in ("all pairs together", "2, 3, 4, 5", service.policies.tables("translation")))
    assert "0.1307" not in told + app.text_area(key="policy text translation").value, "no numbers"
    assert len(app.text_area) == 1
    assert "Reference tables" not in said(opened("policies", policy="strict"))


def test_all_mistakes_are_listed(opened: Opened) -> None:
    app = opened("policies", policy="translation")
    edited(app, "translation", "name: translation\nversion: 1\nquorun: 3\nsupport: 2\nchecks: {nosuch: veto}\n")
    told = said(app)
    assert "3 mistakes" in told
    assert all(part in told for part in ("line 3", "quorun", "line 4", "support", "line 5", "nosuch"))
    assert not [button for button in app.button if button.key == "try"], "a wrong text cannot be tried"
    press(app, "undo all")
    assert "The text is right" in said(app)


@pytest.mark.parametrize("path", ["/etc/passwd", "../../secrets.csv", "~/x.csv", "C:\\x.csv", "a/../../x.csv"])
def test_an_edited_text_reads_no_file_elsewhere(opened: Opened, path: str) -> None:
    app = opened("policies", policy="translation")
    edited(app, "translation", f"name: translation\nversion: 1\nglossary: '{path}'\n")
    assert "only a file beside the policy can be read here" in said(app)


def test_what_would_change_is_shown_before_anything_is_adopted(
    opened: Opened, service: bootstrap.Service, tmp_path: Path
) -> None:
    stored = service.policies.text("translation")
    app = opened("policies", policy="translation")
    press(app, "try")
    assert "No verdict and no delivered value changes" in said(app), "the text is as stored"
    edited(app, "translation", stored.replace("quorum: 2", "quorum: 3"))
    assert "The text changed since it was tried" in said(app)
    press(app, "try")
    told = said(app)
    assert "2 units change" in told
    assert "(n = 84)" in told, "no rate without n"
    assert "no rate yet (n = 0)" in told, "an error is not known without labels"
    assert "Not certified" in told
    assert service.policies.text("translation") == stored
    assert not (tmp_path / "policies").exists(), "nothing is stored"


def test_error_where_there_are_labels(opened: Opened, tmp_path: Path) -> None:
    (tmp_path / "recorded").mkdir()
    rated = '"human": {"a": 90, "b": 20}, "human_protocol": "ESA"'
    lines = [
        f'{{"id": "u{n}", "langs": "en-de", "source": "Sentence {n}.", {rated if n else rated.replace("90", "10")}, '
        f'"outputs": {{"a": "Satz {n}.", "b": "Satz {n}."}}}}'
        for n in range(4)
    ]
    (tmp_path / "recorded" / "mine.jsonl").write_text("\n".join(lines), "utf-8")
    app = opened("policies", policy="translation")
    app.selectbox(key="recorded").set_value("mine.jsonl").run()
    press(app, "try")
    assert "error among accepted" in said(app)
    assert "no labels" not in said(app)


def test_a_file_that_is_none_is_one_line(opened: Opened, tmp_path: Path) -> None:
    (tmp_path / "recorded").mkdir()
    (tmp_path / "recorded" / "bad.jsonl").write_text("{not json}\n", "utf-8")
    app = opened("policies", policy="translation")
    app.selectbox(key="recorded").set_value("bad.jsonl").run()
    press(app, "try")
    assert "bad.jsonl, line 1" in said(app)
    assert "Traceback" not in said(app)


def test_hostile_text_is_inert(opened: Opened, tmp_path: Path) -> None:
    (tmp_path / "policies").mkdir()
    text = f"name: mine\nversion: 1\ndescription: '{HOSTILE}'\n"
    (tmp_path / "policies" / "mine.yaml").write_text(text, "utf-8")
    for app in (
        opened("policies"),
        opened("policies", policy="mine"),
        edited(opened("policies", policy="mine"), "mine", f"'{HOSTILE}': 1\n"),
    ):
        assert "&lt;script&gt;" in said(app)
        assert not any(tag in said(app).lower() for tag in ("<script", "<img", "<a ", "<iframe"))
        assert not app.markdown
