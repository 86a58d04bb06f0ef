"""Answers in two scripts of one language go to a person, whoever is in the majority."""

from __future__ import annotations

import pytest

from consensus.check import hard_fact_disputes
from consensus.domain import Candidate, Segment


@pytest.mark.parametrize(
    ("lang", "answers", "scripts"),
    [
        ("zh-TW", ("請登入以繼續。", "请登录以继续。", "請登入以繼續。"), "simplified and traditional"),
        ("zh", ("请登录以继续。", "请登录以继续。", "請登入以繼續。"), "simplified and traditional"),
        ("zh", ("请登录。", "请登入。", "登入"), ""),
        ("zh", ("你好。", "你好！"), ""),
        ("sr", ("Пријавите се.", "Prijavite se."), "Cyrillic and Latin"),
        ("sr", ("Пријавите се на Google.", "Пријавите се на Google налог."), ""),
        ("de", ("Bitte anmelden.", "Melden Sie sich bitte an."), ""),
    ],
)
def test_two_scripts(lang: str, answers: tuple[str, ...], scripts: str) -> None:
    segment = Segment("u", 0, "Please sign in to continue.", 0, 27)
    found = hard_fact_disputes(
        segment, [Candidate("u", str(i), str(i), a) for i, a in enumerate(answers)], ("en", lang)
    )
    wanted = (f"The answers are in two scripts, {scripts}.",) if scripts else ()
    assert tuple(one for one in found if "scripts" in one) == wanted
