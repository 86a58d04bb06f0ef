"""People who sign in at a real OpenID provider on loopback: what they see, as whom they decide, and what stays shut."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from consensus.domain import Event
from consensus.storage.store import SqlStore

pytestmark = pytest.mark.browser
expect.set_options(timeout=30_000)

COOKIE_SECRET = "9f2c4e7ab1d85630c4e7ab1d85639f2c4e7ab1d8"
SOURCE = "Drain the coolant before opening"
PEOPLE = {
    "id-ana": {"email": "Ana@Example.org", "email_verified": True},
    "id-mal": {"email": "ana@example.org", "email_verified": False},
    "id-zoe": {"email": "zoe@example.org", "email_verified": True},
    "id-sue": {"email": "sue@example.org", "email_verified": True},
}


@contextmanager
def provider(port: int) -> Iterator[str]:
    people = [f"--user-claims={json.dumps({'sub': sub, **claims})}" for sub, claims in PEOPLE.items()]
    command = [sys.executable, "-m", "oidc_provider_mock", f"--port={port}", "-r", "true", "-n", "true", *people]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        url = f"http://127.0.0.1:{port}"
        for _ in range(300):
            try:
                urllib.request.urlopen(f"{url}/.well-known/openid-configuration", timeout=2).close()
                break
            except OSError:
                assert running.poll() is None, "the provider ended"
                time.sleep(0.1)
        yield url
    finally:
        running.terminate()
        running.wait(20)


def registered(url: str, back: str) -> dict[str, Any]:
    body = json.dumps({"redirect_uris": [back]}).encode()
    asked = urllib.request.Request(f"{url}/oauth2/clients", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(asked, timeout=5) as reply:
        return dict(json.load(reply))


@pytest.fixture
def house(tmp_path: Path, store: SqlStore, seeds: SimpleNamespace) -> Iterator[SimpleNamespace]:
    """The screens with sign-in, and one job of which nobody outside may read a word."""
    home, port = tmp_path / "home", seeds.free_port()
    home.mkdir()
    seeds.translation(store, [(f"{SOURCE} {n}.", (f"Ablassen {n}.", f"Entleeren {n}.")) for n in range(3)])
    with provider(seeds.free_port()) as url:
        back = f"http://127.0.0.1:{port}/oauth2callback"
        client = registered(url, back)
        lines = {
            "redirect_uri": back,
            "cookie_secret": COOKIE_SECRET,
            "client_id": client["client_id"],
            "client_secret": client["client_secret"],
            "server_metadata_url": f"{url}/.well-known/openid-configuration",
        }
        text = "[auth]\n" + "".join(f"{name} = {json.dumps(value)}\n" for name, value in lines.items())
        (home / "sign-in.toml").write_text(text, "utf-8")
        (home / "sign-in.toml").chmod(0o600)
        (home / "roles.yaml").write_text("ana@example.org: reviewer\nsue@example.org: admin\n", "utf-8")
        with seeds.served(tmp_path, "root", port) as address:
            yield SimpleNamespace(address=address, home=home, secrets=(COOKIE_SECRET, client["client_secret"]))


def sign_in(page: Page, sub: str) -> None:
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name=sub).click()


def shut(page: Page, words: str) -> None:
    """These words and no word of a document, a queue or another person."""
    expect(page.get_by_text(words)).to_be_visible()
    text = page.locator("body").inner_text()
    for kept in (SOURCE, "pump-manual", "to review", "maker1", "Insights", "Results"):
        assert kept not in text, f"{page.url} shows {kept}"


def new_page(context: BrowserContext) -> Page:
    page = context.new_page()
    page.set_default_timeout(30_000)
    return page


def test_sign_in_and_out(
    browser: Browser, house: SimpleNamespace, store: SqlStore, seeds: SimpleNamespace, tmp_path: Path
) -> None:
    ours = browser.new_context()
    page = new_page(ours)
    for place in ("results?job=job1", "submit?job=job1", "home", "?item=job1/s0"):
        page.goto(house.address + place)
        shut(page, "Sign in to go on")
        expect(page.get_by_text("Page not found")).to_have_count(0)

    sign_in(page, "id-ana")
    page.get_by_role("link", name="Review").click()
    expect(page.get_by_text(f"{SOURCE} 0.").first).to_be_visible()
    expect(page.get_by_text("ana@example.org").first).to_be_visible()
    expect(page.get_by_role("link", name="Results")).to_have_count(0)
    seeds.look(page, f"{SOURCE} 0.")
    page.keyboard.press("1")
    expect(page.get_by_text("segment 2 ·").first).to_be_visible()
    assert [made.resolution.reviewer for made in store.decisions()] == ["ana@example.org"]
    (event,) = store.events("sign-in")
    assert (event.actor, event.action) == ("ana@example.org", "sign-in")
    assert event.detail.endswith(" id-ana"), "the subject, which no other person ever gets"

    second = new_page(ours)
    for place in ("results?job=job1", "submit?job=job1"):
        second.goto(house.address + place)
        expect(second.get_by_text("You have no role for this screen")).to_be_visible()
        assert SOURCE not in second.locator("body").inner_text()
    second.goto(house.address + "review")
    expect(second.get_by_text(f"{SOURCE} 1.").first).to_be_visible()

    stolen = [cookie for cookie in ours.cookies() if cookie["name"].startswith("_streamlit")]
    assert all(cookie["httpOnly"] for cookie in stolen if "user" in cookie["name"])
    page.get_by_role("link", name="Sign out").click()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="End session").click()
    shut(page, "Sign in to go on")
    page.go_back()
    page.wait_for_timeout(500)
    assert SOURCE not in page.locator("body").inner_text()
    second.keyboard.press("1")
    shut(second, "Sign in to go on")
    assert len(store.decisions()) == 1, "a window of somebody who has signed out decides nothing"
    other = browser.new_context()
    other.add_cookies(stolen)
    copied = new_page(other)
    copied.goto(house.address)
    shut(copied, "Sign in to go on")
    for context in (ours, other):
        context.close()
    strangers_and_admins(browser, house, store)
    nothing_leaked(house, tmp_path)


def strangers_and_admins(browser: Browser, house: SimpleNamespace, store: SqlStore) -> None:
    for sub, words in (("id-zoe", "signed in as zoe@example.org, who has no role"), ("id-mal", "has not verified")):
        context = browser.new_context()
        page = new_page(context)
        page.goto(house.address + "results?job=job1")
        sign_in(page, sub)
        shut(page, words)
        expect(page.get_by_role("button", name="Sign out")).to_be_visible()
        context.close()
    page = new_page(browser.new_context())
    page.goto(house.address)
    sign_in(page, "id-sue")
    page.get_by_role("link", name="Results").click()
    expect(page.get_by_text("1 to 3 of 3 units")).to_be_visible()
    roles = house.home / "roles.yaml"
    roles.write_text("sue@example.org: [king", "utf-8")
    page.reload()
    shut(page, "the roles cannot be read")
    roles.unlink()
    for person in ("ana@example.org", "sue@example.org"):
        store.remove_roles(person, Event("2026-05-04", "root", "remove-roles", "roles", person))
    page.reload()
    shut(page, "nobody who signs in has a role")
    page.context.close()


def nothing_leaked(house: SimpleNamespace, tmp_path: Path) -> None:
    """The secrets stand in their one file, and nowhere that the server writes to."""
    written = [path for path in tmp_path.rglob("*") if path.is_file() and path.name != "sign-in.toml"]
    assert any(path.suffix == ".log" for path in written)
    assert any(path.name == "c.db" for path in written)
    for path in written:
        content = path.read_bytes()
        assert not any(secret.encode() in content for secret in house.secrets), path
        assert not re.search(rb"Traceback|/oauth2callback\?", content) or path.suffix != ".log", content.decode()
    assert oct(os.stat(house.home / "sign-in.toml").st_mode & 0o777) == "0o600"
