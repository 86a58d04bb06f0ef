"""What nobody foresaw is one line on the page, with the log's name; the session goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from consensus import bootstrap, telemetry
from ui.page import attempt


class Broken:
    """Every use of it is a fault of this program."""

    def __getattr__(self, name: str) -> None:
        raise ZeroDivisionError(" ".join(["the", "document"]))


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return telemetry.start(tmp_path)


def said(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def _page(name: str) -> None:
    import importlib

    from ui.page import last_catch

    with last_catch():
        importlib.import_module(f"ui.screens.{name}").render()


@pytest.mark.parametrize("name", ["review", "results", "policies", "glossaries", "insights", "submit"])
def test_every_screen(service: bootstrap.Service, log: Path, name: str) -> None:
    app = AppTest.from_function(_page, default_timeout=60, kwargs={"name": name})
    broken = Broken()
    app.session_state["service"] = replace(
        service, queue=broken, pages=broken, jobs=broken, policies=broken, guarantees=broken
    )
    app.run()
    assert not app.exception
    assert "omething unforeseen, a fault of this program." in said(app)
    assert str(log) in said(app)
    assert "the document" not in said(app)
    assert "ZeroDivisionError" in log.read_text()
    assert "the document" not in log.read_text()


def test_a_key(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.sign_in.check", lambda _: None)
    assert str(log) in attempt(lambda: 1 / 0)


def _stops() -> None:
    import streamlit as st

    from ui.page import last_catch

    with last_catch():
        st.write("before")
        st.stop()
    st.write("after")


def test_streamlits_own_stop_passes() -> None:
    app = AppTest.from_function(_stops).run()
    assert [one.value for one in app.markdown] == ["before"]


def test_the_door(opened: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch, log: Path) -> None:
    def fails() -> None:
        raise KeyError("secret")

    monkeypatch.setattr("consensus.bootstrap.open_service", fails)
    app = AppTest.from_file(str(Path(bootstrap.__file__).parents[2] / "ui" / "app.py"), default_timeout=60)
    app.run()
    assert not app.exception
    assert "omething unforeseen" in said(app)
    assert str(log) in said(app)
