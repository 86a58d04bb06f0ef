"""Scripts by how many letters they have: a quoted name passes, a word of another script is found."""

from __future__ import annotations

import pytest

from consensus.check import check_segment
from consensus.domain import Candidate, Policy, Segment


def found(langs: str, source: str, target: str) -> set[str]:
    one, other = langs.split("-", 1)
    answer = Candidate("u", "m", "f", target)
    findings = check_segment(Segment("u", 0, source, 0, 0), [answer], (one, other), Policy(name="p", version=1))
    return {finding.check for finding in findings if finding.check in ("script", "language", "variant")}


@pytest.mark.parametrize(
    ("langs", "source", "target", "expected"),
    [
        # Letters of another script within a text: four, or a tenth of the text's own.
        ("en-de", "Close the valve and the lid.", "Schließen Sie den Ventil и крышку.", {"script"}),
        ("en-de", "Close the lid.", "Den Deckel да.", {"script"}),
        ("en-de", "Close the lid, please, at once and very firmly.", "Bitte schließen Sie sofort äußerst да.", set()),
        ("en-ru", "Close the lid.", "Закройте крышку.", set()),
        ("en-ru", "Close the lid.", "Закройте 盖子 крышку.", {"script"}),
        ("en-el", "Close the lid.", "Κλείστε το крышку.", {"script"}),
        # In parentheses a name may stand in its own script.
        ("en-de", "He lives in Moscow.", "Er lebt in Moskau (Москва).", set()),
        ("en-de", "He lives in Moscow.", "Er lebt in Moskau [Москва].", set()),
        ("en-de", "He lives in Moscow.", "Er lebt in Moskau (da) Москва.", {"script"}),
        ("en-de", "He lives in Moscow.", "Er lebt in Moskau (Москва.", {"script"}),
        ("en-de", "He lives in Moscow.", "Er lebt in Moskau Москва).", {"script"}),
        ("en-ja", "He lives in Moscow.", "彼はモスクワ（Москва）に住んでいる。", set()),
        # Hardly a letter of its own.
        ("en-ru", "Close the lid and the valve now.", "Close the lid and the valve at once.", {"script", "language"}),
        ("en-ru", "Use Microsoft Office 365.", "Microsoft Office 365", set()),
        ("de-ru", "Deckel zumachen.", "Close the lid.", {"script"}),
        ("en-ru", "Open Microsoft Word.", "Откройте Microsoft Word.", set()),
        # Chinese characters without kana or hangul.
        ("en-ja", "Tokyo", "東京", set()),
        ("en-ja", "Please check the settings before use.", "请在使用前检查设置。", {"script"}),
        ("en-ja", "Regulations for safety management.", "安全管理規程", set()),
        ("en-ja", "Long.", "安全管理規程安全管理規程安全管", set()),
        ("en-ja", "Long.", "安全管理規程安全管理規程安全管理", {"script"}),
        ("en-ko", "Name", "金大中", set()),
        ("en-ko", "Name", "金大中先生", {"script"}),
        ("en-ko", "Name", "金大中氏", set()),
        ("en-ja", "Settings", "设", set()),
        ("en-ja", "Settings", "设置项", {"script"}),
        # Simplified and traditional.
        ("en-zh-TW", "Check the settings.", "檢查設定。", set()),
        ("en-zh-TW", "Check the settings.", "检查设定。", {"variant"}),
        ("en-zh-CN", "Check the settings.", "检查设置。", set()),
        ("en-zh-CN", "Check the settings.", "檢查設置。", {"variant"}),
        ("en-zh-Hant", "Check the settings.", "检查设置。", {"variant"}),
        ("en-zh-HK", "Check the settings.", "检查设置。", {"variant"}),
        ("en-zh", "Check the settings.", "檢查設置。", {"variant"}),
        ("en-yue", "Check the settings.", "檢查設定。", set()),
        ("en-yue", "Check the settings.", "检查设定。", {"variant"}),
        ("en-yue-Hans", "Check the settings.", "检查设定。", set()),
        ("en-yue-Hans", "Check the settings.", "檢查設定。", {"variant"}),
    ],
)
def test_letters(langs: str, source: str, target: str, expected: set[str]) -> None:
    assert found(langs, source, target) == expected
