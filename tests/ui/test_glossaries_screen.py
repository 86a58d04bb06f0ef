"""Glossaries and memories: in, out, and who may change them, without a browser."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from consensus import bootstrap

Opened = Callable[..., AppTest]
CSV = b"source,target,kind\npump,Pumpe,\nvalve,Ventil,forbidden\n"
HOSTILE = '<script>alert(1)</script><img src="http://127.0.0.1:9/x"> ![x](http://127.0.0.1:9/y)'
TMX = """<?xml version="1.0"?><tmx version="1.4"><header srclang="en"/><body>
<tu><tuv xml:lang="en"><seg>Close the valve.</seg></tuv>
<tuv xml:lang="de"><seg>Schließen Sie das Ventil.</seg></tuv></tu>
<tu><tuv xml:lang="en"><seg>Open.</seg></tuv><tuv xml:lang="fr"><seg>Ouvrir.</seg></tuv></tu>
</body></tmx>""".encode()


def said(app: AppTest) -> str:
    bodies = [element.proto.body for element in app.get("html")]
    return "\n".join(body for body in bodies if not body.startswith("<style>"))


def words(app: AppTest) -> str:
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", said(app))))


def upload(app: AppTest, key: str, name: str, content: bytes) -> AppTest:
    app.file_uploader(key=key).set_value((name, content, "application/octet-stream")).run()
    assert not app.exception
    return app


def press(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click().run()
    assert not app.exception
    return app


def keys(app: AppTest) -> set[str]:
    return {str(one.key) for one in (*app.button, *app.file_uploader)}


def test_nothing_yet(opened: Opened) -> None:
    told = words(opened("glossaries"))
    assert "There is no glossary yet" in told
    assert "No memory was imported" in told


def test_a_glossary_is_looked_at_before_it_is_saved(opened: Opened, service: bootstrap.Service) -> None:
    app = upload(opened("glossaries"), "glossary file", "Terms.csv", CSV)
    assert "terms.csv: 2 terms." in words(app)
    assert service.pages.glossaries.lines() == ()
    press(app, "glossary save")
    assert "Saved: glossaries/terms.csv, 2 terms." in words(app)
    assert "glossaries/terms.csv 1 1 no policy" in words(app)
    app.selectbox(key="glossary").set_value("glossaries/terms.csv").run()
    assert "valve Ventil forbidden" in words(app)
    assert [one.label for one in app.get("download_button")] == ["CSV"], "TBX needs its languages"
    app.text_input(key="glossary from").set_value("en").run()
    app.text_input(key="glossary to").set_value("de").run()
    assert [one.label for one in app.get("download_button")] == ["CSV", "TBX"]
    press(app, "glossary remove")
    assert "There is no glossary yet" in words(app)


def test_a_file_that_is_none_is_one_line(opened: Opened) -> None:
    app = upload(opened("glossaries"), "glossary file", "x.csv", f"{HOSTILE}\n".encode())
    assert "the first line must name the columns" in words(app)
    assert "glossary save" not in keys(app)
    app = upload(opened("glossaries"), "glossary file", "x.tbx", b'<!DOCTYPE x [<!ENTITY a "h">]><tbx>&a;</tbx>')
    assert "declares entities" in words(app)


def test_a_memory_is_imported_listed_and_forgotten(opened: Opened, service: bootstrap.Service) -> None:
    app = upload(opened("glossaries"), "memory file", "house.tmx", TMX)
    assert app.button(key="memory import").disabled, "its languages are not named yet"
    app.text_input(key="memory from").set_value("en").run()
    app.text_input(key="memory to").set_value("de").run()
    press(app, "memory import")
    assert "house.tmx: 1 pair taken. Left out, because they lack one of the two languages: 1." in words(app)
    assert "house.tmx en to de 1 none" in words(app)
    app.selectbox(key="memory forget").set_value("house.tmx").run()
    press(app, "memory gone")
    assert "house.tmx: 1 pair forgotten." in words(app)
    assert service.pages.memories.memories() == []


@pytest.mark.parametrize(("content", "why"), [(b"<tmx", "XML"), (b"<html/>", "this is no TMX file")])
def test_a_memory_that_is_none_is_one_line(opened: Opened, content: bytes, why: str) -> None:
    app = upload(opened("glossaries"), "memory file", "house.tmx", content)
    app.text_input(key="memory from").set_value("en").run()
    app.text_input(key="memory to").set_value("de").run()
    press(app, "memory import")
    assert why in words(app)
    assert "No memory was imported" in words(app)


def test_a_submitter_reads_and_takes_away(opened: Opened, service: bootstrap.Service, tmp_path: Path) -> None:
    service.pages.glossaries.save("terms.csv", CSV, "ana")
    (tmp_path / "roles.yaml").write_text("ana: submitter\nben: admin\n", "utf-8")
    app = opened("glossaries")
    app.selectbox(key="glossary").set_value("glossaries/terms.csv").run()
    assert "pump Pumpe required" in words(app)
    assert not {"glossary file", "glossary save", "glossary remove", "memory file", "memory import"} & keys(app)


def test_hostile_terms_are_inert(opened: Opened, service: bootstrap.Service) -> None:
    content = f'source,target\n"{HOSTILE.replace(chr(34), chr(34) * 2)}",x\n'.encode()
    service.pages.glossaries.save("terms.csv", content, "ana")
    app = opened("glossaries")
    app.selectbox(key="glossary").set_value("glossaries/terms.csv").run()
    assert "&lt;script&gt;" in said(app)
    assert not any(tag in said(app).lower() for tag in ("<script", "<img", "<a "))
    assert not app.markdown


def test_what_was_verified_here_goes_out(opened: Opened) -> None:
    app = opened("glossaries")
    app.text_input(key="verified from").set_value("en").run()
    app.text_input(key="verified to").set_value("nonsense!").run()
    assert not app.exception
    assert not app.get("download_button")
    app.text_input(key="verified to").set_value("de").run()
    assert [one.label for one in app.get("download_button")] == ["TMX"]
