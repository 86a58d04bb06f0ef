"""Text that would rather be a program, and what must not come of it in a browser."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page

#: Nobody listens there; a request to it is seen all the same.
AWAY = "http://127.0.0.1:9"
HOSTILE = (
    f"<script>document.title='hit';alert(1);fetch('{AWAY}/script')</script><img src={AWAY}/beacon onerror=alert(1)>"
    f" ![x]({AWAY}/markdown.png) <style>body,div{{background:rgb(1, 2, 3) !important;"
    f"background-image:url({AWAY}/css)}}</style><a href='javascript:alert(1)'>x</a> \u202etxt.exe\u2066 a\u200bb {AWAY}"
)


@contextmanager
def watched(page: Page, address: str) -> Iterator[None]:
    """Nothing leaves for another host, nothing pops up, nothing restyles the page."""
    asked: list[str] = []
    dialogs: list[str] = []
    refused: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.on("console", lambda line: refused.append(line.text) if "Content Security Policy" in line.text else None)
    page.on("pageerror", lambda error: refused.append(str(error)))
    yield
    page.wait_for_timeout(700)
    assert refused == [], "the policy lets the screens themselves work"
    assert [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []
    assert dialogs == []
    assert page.title().startswith("Consensus: ")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != "rgb(1, 2, 3)"
    assert page.locator(".stHtml img, .stHtml script, .stHtml a, main a[href^='javascript']").count() == 0
