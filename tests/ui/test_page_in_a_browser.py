"""A field of a PDF is reviewed beside its page, in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from playwright.sync_api import Page, expect

from consensus import bootstrap
from consensus.service.loop import LoopThread
from consensus.settings import Settings
from consensus.storage.store import SqlStore

pytestmark = pytest.mark.browser
expect.set_options(timeout=30_000)


def test_the_page_is_there_with_its_picture(
    page: Page, tmp_path: Path, store: SqlStore, seeds: SimpleNamespace, axe: Callable[[], list[str]]
) -> None:
    settings = replace(Settings.read({}).at(tmp_path / "home"), database_url=f"sqlite:///{tmp_path / 'c.db'}")
    service, loop = bootstrap.build(settings), LoopThread()
    for request in bootstrap.demo_requests("recorded")["recorded"]:
        if [Path(str(path)).name for path in request.paths] == ["purchase.pdf"]:
            loop.run(service.jobs.submit(request))
    loop.close()
    service.close()
    with seeds.served(tmp_path, "ana") as address:
        page.goto(f"{address}review")
        seeds.look(page, "Harbour Office Supplies")
        expect(page.get_by_text("Page 1 of 1.")).to_be_visible()
        picture = page.get_by_role("img", name="Page 1 of 1.")
        expect(picture).to_be_visible()
        assert picture.evaluate("one => one.decode().then(() => one.naturalWidth)") > 500
        assert axe() == []
