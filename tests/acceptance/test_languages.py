"""Languages as people write them: one pair in the store, in reports and in what members are told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.mark.parametrize("to", ["german", "DE", "deu", "de_DE.UTF-8"])
def test_however_a_language_is_written_it_is_one(consensus: Callable, tmp_path: Path, to: str) -> None:
    (tmp_path / "ok.md").write_text("# Hello\n", "utf-8")
    asked = ("ok.md", "--policy", "translation", "--from", "eng", "--to", to, "--panel", "recorded")
    assert consensus("submit", *asked, "--json").code in (0, 3)
    job = consensus("jobs", "list", "--json").json["jobs"][0]
    exported = consensus("export", job["id"], "--format", "jsonl").out.splitlines()[0]
    assert '"source_lang": "en"' in exported or '"source_lang":"en"' in exported
    assert '"target_lang": "de' in exported or '"target_lang":"de' in exported


def test_what_a_language_without_word_lists_leaves_unchecked_is_said(consensus: Callable, tmp_path: Path) -> None:
    (tmp_path / "ok.md").write_text("# Hello\n", "utf-8")
    told = consensus(
        "route", "ok.md", "--policy", "translation", "--from", "en", "--to", "sw", "--panel", "recorded"
    ).out
    assert "There are no word lists for Swahili (sw)" in " ".join(told.split())
