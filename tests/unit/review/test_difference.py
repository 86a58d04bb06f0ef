"""Where candidates differ."""

from __future__ import annotations

import pytest

from consensus.review import differing_spans


@pytest.mark.parametrize(
    ("texts", "lang", "marked", "meaning"),
    [
        (["wait 30 days", "wait 80 days"], "en", [["30"], ["80"]], "one token"),
        (["shall pay", "shall not pay"], "en", [[], ["not"]], "what one lacks is marked in the other"),
        (["a b", "a b"], "en", [[], []], "identical: nothing"),
        (["one two x", "three four x"], "en", [["one two"], ["three four"]], "neighbours are one stretch"),
        (["请等30天", "请等80天"], "zh", [["3"], ["8"]], "characters, where there are no spaces"),
        (["ราคา 30 บาท", "ราคา 80 บาท"], "th", [["3"], ["8"]], "Thai too"),
        (["a", "a", "b"], "en", [["a"], ["a"], ["b"]], "different from at least one other"),
        (["only"], "en", [[]], "alone: nothing to differ from"),
        ([], None, [], "nobody"),
        (["a  b", "a b"], "en", [[], []], "a space alone is no difference to look at"),
        (["x a y", "z a w"], "en", [["x", "y"], ["z", "w"]], "what stands between them does not differ"),
        (["", "x"], None, [[], ["x"]], "no value against one"),
    ],
)
def test_marked(texts: list[str], lang: str | None, marked: list[list[str]], meaning: str) -> None:
    spans = differing_spans(texts, lang)
    found = [[text[start:end] for start, end in own] for text, own in zip(texts, spans, strict=True)]
    assert found == marked, meaning


def test_a_very_long_pair_is_marked_as_a_whole_instead_of_waiting() -> None:
    long = "a " * 20_001
    first, second = differing_spans([long, long + "b"])
    assert first == ((0, len(long) - 1),)
    assert second[0][0] == 0


def test_the_longest_pair_that_is_compared() -> None:
    long = "a " * 9_999
    assert differing_spans([long + "x ", long + "y "]) == (((len(long), len(long) + 1),),) * 2
    first, second = differing_spans([long + "x b", long + "y "])
    assert (first[0][0], second[0][0]) == (0, 0), "one token more, in one of them, is too long"
