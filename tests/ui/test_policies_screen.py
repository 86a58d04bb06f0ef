"""Read, check, try: the screen's logic, without a browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from consensus import bootstrap
from consensus.domain import GuaranteeRules

Opened = Callable[..., AppTest]
HOSTILE = '<script>alert(1)</script><img src="http://127.0.0.1:9/x"> ![x](http://127.0.0.1:9/y)'


def file_of(app: AppTest, policy: str) -> AppTest:
    """With the file open instead of the form."""
    app.segmented_control(key=f"policy view {policy}").set_value("File").run()
    assert not app.exception
    return app


def settings_of(app: AppTest, policy: str) -> AppTest:
    app.segmented_control(key=f"policy view {policy}").set_value("Settings").run()
    assert not app.exception
    return app


def field(app: AppTest, name: str) -> Any:
    """A field of the form by its name, of whatever kind."""
    kinds = (app.text_input, app.number_input, app.multiselect, app.toggle, app.selectbox)
    (found,) = [
        one for kind in kinds for one in kind if str(one.key).startswith("form ") and one.key.endswith(f" {name}")
    ]
    return found


def edited(app: AppTest, policy: str, text: str) -> AppTest:
    if not app.text_area:
        file_of(app, policy)
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
    app = file_of(opened("policies", policy="translation"), "translation")
    assert app.text_area(key="policy text translation").value == service.policies.text("translation")
    assert service.policies.load("translation").digest in said(app)
    assert len(service.policies.text("translation").splitlines()) < 100


def test_reference_tables_are_folded_and_not_to_edit(opened: Opened, service: bootstrap.Service) -> None:
    app = file_of(opened("policies", policy="translation"), "translation")
    assert "Reference tables" not in said(app)
    app.toggle(key="tables of translation").set_value(True).run()
    told = said(app)
    assert all(part in told for part in ("Reference tables", "en-cs", "297 units", "chrf, levenshtein, token_sort"))
    assert all(part in told for part in ("all pairs together", "2, 3, 4, 5", service.policies.tables("translation")))
    assert "0.1307" not in told + app.text_area(key="policy text translation").value, "no numbers"
    assert len(app.text_area) == 1
    assert not [one for one in opened("policies", policy="strict").toggle if one.key == "tables of strict"]


def test_all_mistakes_are_listed(opened: Opened) -> None:
    app = opened("policies", policy="translation")
    edited(app, "translation", "name: translation\nversion: 1\nquorun: 3\nsupport: 2\nchecks: {nosuch: veto}\n")
    told = said(app)
    assert "3 mistakes" in told
    assert all(part in told for part in ("line 3", "quorun", "line 4", "support", "line 5", "nosuch"))
    assert not [button for button in app.button if button.key == "try"], "a wrong text cannot be tried"
    press(app, "undo all")
    assert "mistake" not in said(app)
    assert [button for button in app.button if button.key == "try"]


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


def test_the_form_shows_what_the_policy_says(opened: Opened) -> None:
    app = opened("policies", policy="translation")
    assert field(app, "panel").value == "auto"
    assert field(app, "quorum").value == 2
    assert field(app, "translation.accept_share").value == 0.4
    assert field(app, "guarantee").value is False
    assert not app.text_area, "the file is behind the form"
    assert not [button for button in app.button if button.key == "save policy"], "nothing is changed yet"
    assert "accept_share" not in str([one.label for one in app.number_input])


def test_a_changed_form_writes_the_file_and_says_what_it_voids(
    opened: Opened, service: bootstrap.Service, tmp_path: Path
) -> None:
    stored = service.policies.text("translation")
    before = service.policies.load("translation")
    app = opened("policies", policy="translation")
    field(app, "quorum").set_value(3).run()
    field(app, "budget.day").set_value("12.50").run()
    field(app, "checks.warning").set_value(["numbers"]).run()
    app.text_input(key="save as translation").set_value("manuals").run()
    assert f"not {before.digest}." in said(app)
    assert "translation stays as it is" in said(app)
    field(app, "judge").set_value("no/such-provider").run()
    assert "no/such-provider (judge)" in said(app), "who would be sent documents is known before it is saved"
    field(app, "judge").set_value("").run()
    file_of(app, "translation")
    text = app.text_area(key="policy text translation").value
    assert set(stored.splitlines()) - set(text.splitlines()) == {"quorum: 2", "checks: {}"}, "comments stay"
    assert "budget:\n  day: 12.50" in text
    settings_of(app, "translation")
    assert field(app, "quorum").value == 3, "nothing is lost by looking at the file"
    app.text_input(key="save as translation").set_value("manuals").run()
    press(app, "save policy")
    assert "Saved: manuals, version 2" in said(app)
    kept = service.policies.load("manuals")
    assert (kept.quorum, str(kept.budget.day), kept.checks) == (3, "12.5", {"numbers": "warning"})
    assert kept.translation.reference == before.translation.reference
    assert "# The fewest different families" in (tmp_path / "policies" / "manuals.yaml").read_text("utf-8")
    assert service.policies.text("translation") == stored
    assert app.selectbox(key="policy read").value == "manuals"


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("budget.day", "much", "is no amount"),
        ("budget.document", "-3", "an amount is 0 or more"),
        ("panel", " ", "name who is asked"),
        ("panel", "nosuch", "nosuch"),
    ],
)
def test_a_bad_value_is_refused_at_its_field(opened: Opened, name: str, value: str, why: str) -> None:
    app = opened("policies", policy="translation")
    field(app, name).set_value(value).run()
    assert not app.exception
    assert why in said(app)
    assert not [button for button in app.button if button.key in ("save policy", "try")]
    press(app, "undo all")
    assert why not in said(app)


def test_a_guarantee_is_asked_for_in_the_form(opened: Opened, service: bootstrap.Service) -> None:
    app = opened("policies", policy="translation")
    field(app, "guarantee").set_value(True).run()
    field(app, "guarantee.alpha").set_value(0.05).run()
    assert "under a guarantee write `off`" in said(app), "at the field of the sentence model"
    field(app, "semantic").set_value("off").run()
    app.text_input(key="save as translation").set_value("promised").run()
    assert "promised begins with nothing certified." in said(app)
    press(app, "save policy")
    assert service.policies.load("promised").guarantee == GuaranteeRules(alpha=0.05)
    field(app, "guarantee").set_value(False).run()
    press(app, "save policy")
    assert service.policies.load("promised").guarantee == "none"


def test_a_glossary_of_the_home_is_chosen_in_the_form(opened: Opened, service: bootstrap.Service) -> None:
    service.pages.glossaries.save("terms.csv", b"source,target\npump,Pumpe\n", "ana")
    app = opened("policies", policy="translation")
    field(app, "glossary").set_value("glossaries/terms.csv").run()
    app.text_input(key="save as translation").set_value("manuals").run()
    press(app, "save policy")
    kept = service.policies.load("manuals")
    assert (kept.glossary, kept.glossary_terms) == ("glossaries/terms.csv", (("pump", "Pumpe", "required"),))
    assert service.pages.glossaries.lines()[0].used_by == ("manuals",)
    field(app, "quorum").set_value(3).run()
    press(app, "save policy")
    assert service.policies.load("manuals").quorum == 3, "a policy with a glossary is changed in the form as well"


def test_a_file_with_mistakes_is_mended_as_a_file(opened: Opened, tmp_path: Path) -> None:
    (tmp_path / "policies").mkdir()
    (tmp_path / "policies" / "mine.yaml").write_text("name: mine\nversion: 1\nquorun: 3\n", "utf-8")
    app = opened("policies", policy="mine")
    assert "The file has mistakes" in said(app)
    assert "quorun" in said(app)
    edited(app, "mine", "name: mine\nversion: 1\nquorum: 3\n")
    settings_of(app, "mine")
    assert field(app, "quorum").value == 3


@pytest.mark.parametrize("role", ["submitter", "reviewer"])
def test_only_an_admin_saves(role: str, opened: Opened, service: bootstrap.Service, tmp_path: Path) -> None:
    (tmp_path / "roles.yaml").write_text(f"ana: {role}\nben: admin\n", "utf-8")
    app = opened("policies", policy="translation")
    field(app, "quorum").set_value(3).run()
    assert "Only an admin saves policies here" in said(app)
    assert not [button for button in app.button if button.key == "save policy"]
    with pytest.raises(bootstrap.UsageError, match="may not change policies"):
        service.pages.forms.keep("translation", service.policies.text("translation"), "ana", "mine")
