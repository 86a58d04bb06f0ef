"""The stored policy on the Policies screen: where it sends documents, and learning a level: who may, from what."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice, product
from pathlib import Path
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from consensus import bootstrap
from consensus.storage.store import SqlStore

Opened = Callable[..., AppTest]
THINGS = dict(
    zip(
        ("pump", "valve", "shaft", "belt", "lid", "seal", "switch", "hose", "bolt", "spring"),
        ("Pumpe", "Klappe", "Welle", "Kette", "Haube", "Dichtung", "Taste", "Leitung", "Schraube", "Feder"),
        strict=True,
    )
)
DOES = dict(
    zip(
        ("turns", "leaks", "moves", "sticks", "wears", "jams", "hums", "shakes", "bends", "breaks"),
        ("dreht", "tropft", "wandert", "klebt", "verschleißt", "klemmt", "brummt", "zittert", "biegt", "bricht"),
        strict=True,
    )
)
WHEN = {"today": "heute", "now": "jetzt"}


def jobs(store: SqlStore, seeds: SimpleNamespace, many: int = 200) -> None:
    """A finished translation of so many sentences; half of them are translated in the same words by all."""
    texts = []
    for thing, does, when in islice(product(THINGS, DOES, WHEN), many):
        plain = f"Die {THINGS[thing]} {DOES[does]} {WHEN[when]}."
        other = f"{WHEN[when].title()} {DOES[does]} diese {THINGS[thing]} hier."
        texts.append((f"The {thing} {does} {when}.", (plain, other if when == "now" else plain, plain)))
    seeds.translation(store, texts)


def said(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def keys(app: AppTest) -> set[str]:
    return {str(button.key) for button in app.button}


def press(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click().run()
    assert not app.exception
    return app


def test_a_level_is_learned_seen_and_saved(
    opened: Opened, service: bootstrap.Service, store: SqlStore, seeds: SimpleNamespace, tmp_path: Path
) -> None:
    jobs(store, seeds)
    app = opened("policies", policy="translation")
    assert all(part in said(app) for part in ("Levels of language pairs", "en-cs", "297 units", "2026-11-22"))
    assert "en-de" not in said(app)
    assert "200 units" in said(app)
    press(app, "fit")
    assert "100 of n = 200" in said(app), "what was accepted before: the same words"
    assert "Not certified" in said(app)
    assert not (tmp_path / "policies").exists(), "nothing is stored before it is saved"
    app.text_input(key="fit name").set_value("manuals-de").run()
    press(app, "fit save")
    assert "Saved: manuals-de" in said(app)
    policy = service.policies.load("manuals-de")
    assert policy.translation.reference.fitted["en-de"].units == 200  # type: ignore[union-attr]
    assert app.selectbox(key="policy read").value == "manuals-de", "it is open"
    assert "en-de" in said(app)


def test_too_few_units_say_how_many_are_missing(opened: Opened, store: SqlStore, seeds: SimpleNamespace) -> None:
    jobs(store, seeds, 190)
    app = press(opened("policies", policy="translation"), "fit")
    assert "en-de has 190, 10 more are needed" in said(app)
    assert "fit save" not in keys(app)


def test_a_name_that_is_taken_or_none_is_refused(
    opened: Opened, store: SqlStore, seeds: SimpleNamespace, tmp_path: Path
) -> None:
    jobs(store, seeds)
    app = press(opened("policies", policy="translation"), "fit")
    for name, why in (("strict", "a policy"), ("../evil", "no name for a policy"), ("A B", "no name for a policy")):
        (tmp_path / "policies").mkdir(exist_ok=True)
        (tmp_path / "policies" / "strict.yaml").write_text("name: strict\nversion: 1\n", "utf-8")
        app.text_input(key="fit name").set_value(name).run()
        press(app, "fit save")
        assert why in said(app)
    assert [path.name for path in tmp_path.rglob("*.yaml")] == ["strict.yaml"]


@pytest.mark.parametrize("role", ["submitter", "reviewer", "adjudicator"])
def test_only_an_admin_learns_levels(
    role: str, opened: Opened, store: SqlStore, seeds: SimpleNamespace, tmp_path: Path
) -> None:
    jobs(store, seeds)
    (tmp_path / "roles.yaml").write_text(f"ana: {role}\nben: admin\n", "utf-8")
    app = opened("policies", policy="translation")
    assert "An admin can learn a level" in said(app)
    assert "en-cs" in said(app)
    assert not {"fit", "fit save"} & keys(app)


def test_the_service_refuses_whoever_is_no_admin(
    service: bootstrap.Service, store: SqlStore, seeds: SimpleNamespace, tmp_path: Path
) -> None:
    jobs(store, seeds)
    fit = service.pages.fits.fit("translation", ["job1"], "ana")
    (tmp_path / "roles.yaml").write_text("ana: reviewer\nben: admin\n", "utf-8")
    for forbidden in (
        lambda: service.pages.fits.fit("translation", ["job1"], "ana"),
        lambda: service.pages.fits.keep(fit, "translation", "ana", name="mine"),
    ):
        with pytest.raises(bootstrap.UsageError, match="may not change policies"):
            forbidden()


def test_where_documents_are_sent_is_shown(opened: Opened, tmp_path: Path) -> None:
    (tmp_path / "policies").mkdir()
    members = "members:\n  - {model: a, base_url: 'http://127.0.0.1:9/v1', fallbacks: [openai/gpt-5.4-mini]}\n"
    members += "  - {model: b, base_url: 'https://gpu.example.org/v1'}\n"
    (tmp_path / "policies" / "mine.yaml").write_text(f"name: mine\nversion: 1\n{members}", "utf-8")
    told = said(opened("policies", policy="mine"))
    assert "this machine (127.0.0.1:9): a" in told
    assert "gpu.example.org: b" in told
    assert "api.openai.com: openai/gpt-5.4-mini (if a fails)" in told


def test_policies_without_levels_say_why(opened: Opened) -> None:
    assert "Near-identical answers alone" in said(opened("policies", policy="strict"))
    assert "Levels of language pairs" not in said(opened("policies", policy="extraction"))
