"""Values of a policy's text changed in place: what people wrote around them stays."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from consensus.policy_files.editing import edited
from consensus.policy_files.yaml import read_yaml

TEXT = """\
# ours
name: mine
version: 1   # raised by hand
panel:       # who
  - a/one
  - b/two
quorum: 2

# money
budget:
  unit: 1    # each
  day: 20
checks: {}
style: |
  Be short.

  Be right.
review: {spot_share: 0.1, gold_share: 0.2}
"""


@pytest.mark.parametrize(
    ("changes", "before", "after"),
    [
        ({("quorum",): 3}, "quorum: 2\n", "quorum: 3\n"),
        ({("version",): 2}, "version: 1   # raised", "version: 2   # raised"),
        ({("budget", "day"): Decimal("12.50")}, "  day: 20\n", "  day: 12.50\n"),
        ({("budget", "document"): Decimal(5)}, "  day: 20\n", "  day: 20\n  document: 5\n"),
        ({("budget", "day"): None}, "  day: 20\n", ""),
        ({("budget", "unit"): None}, "  unit: 1    # each\n", ""),
        ({("checks", "numbers"): "off"}, "checks: {}", 'checks: {numbers: "off"}'),
        ({("review", "spot_share"): 0.3}, "{spot_share: 0.1, gold_share: 0.2}", "{gold_share: 0.2, spot_share: 0.3}"),
        ({("review", "spot_share"): None}, "{spot_share: 0.1, gold_share: 0.2}", "{gold_share: 0.2}"),
        ({("style",): None}, "style: |\n  Be short.\n\n  Be right.\n", ""),
        ({("panel",): "auto"}, "panel:       # who\n  - a/one\n  - b/two\n", "panel: auto\n"),
        ({("panel",): ["a/one", "x: y"]}, "panel:       # who\n  - a/one\n  - b/two\n", 'panel: [a/one, "x: y"]\n'),
        ({("nothing",): None}, "# ours", "# ours"),
    ],
    ids=str,
)
def test_one_line_changes(changes: dict[tuple[str, ...], Any], before: str, after: str) -> None:
    assert before in TEXT
    assert edited(TEXT, changes) == (TEXT.replace(before, after, 1), True)


@pytest.mark.parametrize(
    ("changes", "end"),
    [
        ({("judge",): "openai/gpt-4o"}, "\njudge: openai/gpt-4o\n"),
        ({("guarantee",): {"alpha": 0.02, "cap": 60}}, "\nguarantee: {alpha: 0.02, cap: 60}\n"),
        ({("memory", "members"): True}, "\nmemory:\n  members: true\n"),
        ({("judge",): "off"}, '\njudge: "off"\n'),
        ({("judge",): "é: #x\n"}, '\njudge: "é: #x\\n"\n'),
    ],
    ids=str,
)
def test_what_was_not_there_is_added_at_the_end(changes: dict[tuple[str, ...], Any], end: str) -> None:
    assert edited(TEXT, changes) == (TEXT + end, True)
    assert edited(TEXT.rstrip("\n"), changes)[0].endswith(end)


def test_many_changes_at_once_say_what_they_should() -> None:
    changes = {("budget", "unit"): None, ("budget", "day"): None, ("quorum",): 4, ("checks", "tags"): "warning"}
    text, comments = edited(TEXT, changes)
    values = read_yaml(text).values
    assert (values["budget"], values["quorum"], values["checks"]) == ({}, 4, {"tags": "warning"})
    assert comments
    assert all(line in text for line in ("# ours", "# raised by hand", "# money"))


@pytest.mark.parametrize(
    "text",
    [
        "{name: mine, version: 1, quorum: 2}\n",
        "name: mine\nversion: 1\nreview: &r {spot_share: 0.1}\nmemory: *r\nquorum: 2\nbudget:\n",
    ],
    ids=["flow", "an anchor and an empty part"],
)
def test_what_has_no_place_is_written_anew_and_said_so(text: str) -> None:
    made, comments = edited(text, {("quorum",): 3, ("budget", "day"): Decimal(1)})
    assert not comments
    again = read_yaml(made)
    assert not again.problems
    assert (again.values["quorum"], again.values["budget"]) == (3, {"day": 1})


@pytest.mark.parametrize("text", ["", "- a\n", "name: [\n", "a: 1\na: 2\n"])
def test_a_text_that_cannot_be_read_stays(text: str) -> None:
    assert edited(text, {("quorum",): 3}) == (text, True)
