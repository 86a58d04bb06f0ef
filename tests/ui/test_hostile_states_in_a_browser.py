"""Every state of Review with hostile texts: each stands there as text, and nothing of it comes to life."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from playwright.sync_api import Page, expect

from consensus.storage.store import SqlStore
from tests import review_states
from tests.hostile import HOSTILE, watched
from tests.measures import wider
from tests.review_states import STATES, states

pytestmark = pytest.mark.browser
expect.set_options(timeout=30_000)

#: What no text of a model or a document makes. Pictures of pages and "?" in a sheet are the screen's own.
ALIVE = (
    ".stHtml :is(script, a, iframe, form, svg, link, meta, base, style ~ style,"
    " button:not(.c-open), img:not([src^='data:']))"
)


def test_a_hostile_corpus_in_every_state(page: Page, store: SqlStore, seeds: SimpleNamespace, tmp_path: Path) -> None:
    """Texts, answers, names, terms, comments and schemas, all of them hostile: each stands there as text."""
    told, found = 0, list[str]()
    with states(tmp_path, store, seeds, lambda text: f"{text} {HOSTILE}") as address, watched(page, address):
        # These answers stand on no page: there is no place to look at from near.
        for state in [one for one in STATES if not {"z", "Shift+Z"} & set(one.keys)]:
            review_states.arrive(page, address, store, state)
            made = page.locator(ALIVE).evaluate_all("all => all.map(one => one.outerHTML.slice(0, 200))")
            restyled = page.evaluate("getComputedStyle(document.body).backgroundColor") != "rgb(255, 255, 255)"
            found += [f"{state.name}: {one}" for one in (*made, *["restyled"] * restyled, *wider(page))]
            told += page.get_by_test_id("stMain").get_by_text("<script>").count() > 0
    assert "\n".join(found) == ""
    assert told > (len(STATES) - 2) * 0.8, "and it was on the screen"
