"""Glossaries that policies use and translation memories of other programs: in, out, and who uses what."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import streamlit as st

from consensus.errors import UsageError
from consensus.service.glossaries import GlossaryLine, Upload
from consensus.service.memories import languages
from ui.page import attempt, cell, notice, quiet, screen, section, when
from ui.state_pages import Working
from ui.widgets.safe_html import plain, show, table

#: Terms of one glossary that are shown.
_MOST = 200


def render() -> None:
    """Draw the screen."""
    with screen("Glossaries and memory") as state:
        may = state.service.pages.fits.may(state.user)
        left, right = st.columns(2, gap="large")
        with left:
            _glossaries(state, may)
        with right:
            _memories(state, may)


def _glossaries(state: Working, may: bool) -> None:
    section("Glossaries")
    lines = state.service.pages.glossaries.lines()
    if lines:
        show(table(("glossary", "required", "forbidden", "used by"), [_line(one) for one in lines]))
        quiet("A policy uses one that it names: its name goes into the field Glossary of the Policies screen.")
        _one(state, lines, may)
    else:
        quiet("There is no glossary yet. One is a CSV with the columns source, target and kind, or TBX.")
    if may:
        _add(state)
    else:
        quiet("An admin adds and removes glossaries.")


def _line(one: GlossaryLine) -> tuple[str, ...]:
    used = ", ".join(one.used_by) or "no policy"
    if one.problem:
        return cell(one.name), "–", "–", cell(f"! {one.problem}; {used}")
    return cell(one.name), f"{one.required:,}", f"{one.forbidden:,}", cell(used)


def _one(state: Working, lines: tuple[GlossaryLine, ...], may: bool) -> None:
    sound = {one.name: one for one in lines}
    name = st.selectbox(
        "Open a glossary", list(sound), index=None, key="glossary", placeholder="Choose one to read or take away"
    )
    if name is None:
        return
    if not sound[name].problem:
        terms = state.service.pages.glossaries.terms(name)
        show(table(("source", "target", "kind"), [tuple(map(cell, term)) for term in terms[:_MOST]]))
        if len(terms) > _MOST:
            quiet(f"The first {_MOST} of {len(terms):,} terms are shown; the files have all.")
        _download(state, name)
    if may and sound[name].own and not sound[name].used_by:
        st.button("Remove it", key="glossary remove", on_click=partial(_remove, state, name))


def _download(state: Working, name: str) -> None:
    csv, first, second, tbx = st.columns(4, vertical_alignment="bottom")
    with csv:
        file, content = state.service.pages.glossaries.export(name, "csv")
        st.download_button("CSV", data=content, file_name=file, key="glossary csv", on_click="ignore", width="stretch")
    with first:
        source = st.text_input("Terms are in", key="glossary from", placeholder="en")
    with second:
        target = st.text_input("Translated into", key="glossary to", placeholder="de")
    with tbx:
        if not source or not target:
            st.button("TBX", key="glossary no tbx", disabled=True, width="stretch")
            return
        try:
            file, content = state.service.pages.glossaries.export(name, "tbx", source, target)
        except UsageError as error:
            notice(str(error))
            return
        st.download_button("TBX", data=content, file_name=file, key="glossary tbx", on_click="ignore", width="stretch")


def _add(state: Working) -> None:
    file = st.file_uploader("Add or replace a glossary (CSV, TSV, TBX)", key="glossary file", max_upload_size=5)
    if file is None:
        return
    try:
        found = state.service.pages.glossaries.read(file.name, file.getvalue())
    except UsageError as error:
        notice(str(error))
        return
    held = f"{found.name}: {len(found.terms):,} terms."
    show(*(plain(cell(sentence), "text") for sentence in (held, *found.effects)))
    st.button(
        "Save the glossary",
        key="glossary save",
        type="primary",
        on_click=partial(_save, state, found, file.getvalue()),
    )


def _save(state: Working, found: Upload, content: bytes) -> None:
    def kept() -> None:
        state.service.pages.glossaries.save(found.name, content, state.user)
        state.notify(f"Saved: glossaries/{found.name}, {len(found.terms):,} terms.")

    if said := attempt(kept):
        state.notify(said)


def _remove(state: Working, name: str) -> None:
    def removed() -> None:
        state.service.pages.glossaries.remove(name, state.user)
        state.notify(f"{name} is removed.")

    if said := attempt(removed):
        state.notify(said)
    state.drop("glossary")


def _memories(state: Working, may: bool) -> None:
    section("Translation memories of other programs")
    found = state.service.pages.memories.memories()
    if found:
        rows = [
            (
                cell(one.origin),
                f"{one.source_lang} to {one.target_lang}",
                f"{one.entries:,}",
                cell(one.data_class or "none"),
                when(one.imported_at)[:16],
            )
            for one in found
        ]
        show(table(("memory", "languages", "pairs", "data class", "imported"), rows))
    else:
        quiet("No memory was imported. What was verified here is remembered without it.")
    quiet("What each policy uses memory for stands under memory: in its file (docs/memory.md).")
    if may:
        _import(state)
        if found:
            name = st.selectbox("Forget a memory", [one.origin for one in found], index=None, key="memory forget")
            forget = partial(_forget, state, str(name))
            st.button("Forget it", key="memory gone", disabled=name is None, on_click=forget)
    else:
        quiet("An admin imports and forgets memories.")
    section("What was verified here")
    _export(state)


def _import(state: Working) -> None:
    file = st.file_uploader("Import a memory (TMX)", key="memory file", max_upload_size=20)
    left, middle, right = st.columns(3)
    with left:
        source = st.text_input("From", key="memory from", placeholder="en")
    with middle:
        target = st.text_input("To", key="memory to", placeholder="de")
    with right:
        of_class = st.text_input("Data class", key="memory class", placeholder="None")
    ready = file is not None and source.strip() and target.strip()
    taken = (file.name, file.getvalue()) if file is not None else ("", b"")
    st.button(
        "Import it",
        key="memory import",
        disabled=not ready,
        on_click=partial(_take, state, taken, (source.strip(), target.strip()), of_class.strip()),
    )


def _take(state: Working, file: tuple[str, bytes], langs: tuple[str, str], of_class: str) -> None:
    def imported() -> None:
        name, content = file
        taken, left, replaced = state.service.pages.memories.take_tmx(
            Path(Path(name).name), content, langs, of_class, state.user
        )
        others = f" Left out, because they lack one of the two languages: {left:,}." if left else ""
        instead = " They replace those of the memory of that name." if replaced else ""
        state.notify(f"{name}: {_pairs(taken)} taken.{instead}{others}")

    if said := attempt(imported):
        state.notify(said)


def _forget(state: Working, name: str) -> None:
    def forgotten() -> None:
        gone = state.service.pages.memories.forget(name, state.user)
        state.notify(f"{name}: {_pairs(gone)} forgotten. Jobs keep what they were given.")

    if said := attempt(forgotten):
        state.notify(said)
    state.drop("memory forget")


def _export(state: Working) -> None:
    left, middle, right = st.columns(3, vertical_alignment="bottom")
    with left:
        source = st.text_input("From", key="verified from", placeholder="en").strip()
    with middle:
        target = st.text_input("To", key="verified to", placeholder="de").strip()
    with right:
        if not source or not target:
            st.button("TMX", key="verified no tmx", disabled=True, width="stretch")
            return
        try:
            languages(source, target)
        except UsageError as error:
            notice(str(error))
            return
        name = f"verified-{source}-{target}.tmx"
        make = partial(_verified, state, source, target)
        st.download_button("TMX", data=make, file_name=name, key="verified tmx", on_click="ignore", width="stretch")
    quiet("What people or rules accepted here, each pair once; texts with inline codes are left out.")


def _verified(state: Working, source: str, target: str) -> bytes:
    return state.service.pages.memories.export_tmx(source, target)[0]


def _pairs(number: int) -> str:
    return f"{number:,} pair{'s' * (number != 1)}"
