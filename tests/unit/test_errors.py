"""The tree of errors: a code and an HTTP status each, sentences that end once, and nothing of Python in them."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import consensus
from consensus.errors import (
    CallError,
    CallFault,
    ConsensusError,
    ForbiddenError,
    InputError,
    PolicyError,
    UsageError,
    VetoError,
    as_sentence,
    in_plain_words,
    shown_value,
)

ROOT = Path(__file__).parents[2]
_ROW = re.compile(r"^\| `([a-z-]+)` \| (\d{3}) \| (\w+) \| ", re.M)


def _tree() -> list[type[ConsensusError]]:
    for module in pkgutil.walk_packages(consensus.__path__, "consensus."):
        if not module.name.endswith("__main__") and ".migrations" not in module.name:
            importlib.import_module(module.name)
    found, waiting = [], [ConsensusError]
    while waiting:
        found.append(waiting.pop(0))
        waiting += [one for one in found[-1].__subclasses__() if one.__module__.startswith("consensus")]
    return found


def test_every_class_has_a_code_of_its_own_and_stands_in_the_docs() -> None:
    tree = _tree()
    listed = _ROW.findall((ROOT / "docs" / "errors.md").read_text("utf-8"))
    assert all("code" in vars(one) for one in tree), [one.__name__ for one in tree if "code" not in vars(one)]
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", one.code) for one in tree)
    assert len({one.code for one in tree}) == len(tree)
    assert sorted(listed) == sorted((one.code, str(one.http_status), one.__name__) for one in tree)


def test_the_status_says_whose_part_it_is() -> None:
    assert ForbiddenError("no role").http_status == 403
    assert isinstance(ForbiddenError("no role"), UsageError)
    assert {one.http_status for one in _tree() if issubclass(one, InputError)} == {422}
    assert {one.http_status for one in _tree() if issubclass(one, CallError)} == {502}


def test_json_has_the_code_and_the_sentences_as_printed() -> None:
    error = UsageError("this file is there already", where="a.txt", do="Name another")
    assert error.as_dict() == {
        "code": "usage",
        "what": "this file is there already.",
        "where": "a.txt",
        "do": "Name another.",
    }
    assert str(error) == "a.txt: this file is there already. Name another."


@pytest.mark.parametrize(
    ("what", "do", "line"),
    [
        ("it is nested too deep", "Mend the file.", "it is nested too deep. Mend the file."),
        (
            'There is no policy "nosuch"',
            "There are: a, b. Name one",
            'There is no policy "nosuch". There are: a, b. Name one.',
        ),
        ("the disk is full..", "Free some space..", "the disk is full. Free some space."),
        ("it said: no route to host..  Nothing was sent", "", "it said: no route to host.  Nothing was sent."),
        ("really?.", "", "really?"),
        ("it said “Not found.”", "Mend it", "it said “Not found.” Mend it."),
        ("wait ...", "", "wait ..."),
        ("this is no pattern (at 3.)", "", "this is no pattern (at 3.)"),
        (
            "it cannot be opened",
            "Run: consensus doctor --database",
            "it cannot be opened. Run: consensus doctor --database",
        ),
        ("a path ../x was given", "See: consensus status", "a path ../x was given. See: consensus status"),
        ("语言不对。", "", "语言不对。"),
        ("the end", "  ", "the end."),
    ],
)
def test_a_line_ends_once(what: str, do: str, line: str) -> None:
    assert str(ConsensusError(what, do=do)) == line


def test_a_list_of_mistakes_keeps_its_lines() -> None:
    said = str(PolicyError(["a: no number", "b: no text"], where="p.yaml"))
    assert said.splitlines()[:3] == ["p.yaml: 2 mistakes in the policy:", "  - a: no number", "  - b: no text"]
    assert said.splitlines()[3].endswith("consensus policies check FILE")


@pytest.mark.parametrize(
    "error",
    [
        PolicyError(["a: no number"], where="p.yaml"),
        VetoError(("numbers",), ("The number 5 is missing.",), "A", "Wert", "2026-01-01T00:00:00+00:00"),
        CallError(CallFault.RATE_LIMITED, "429", where="here", retry_after=2.0),
    ],
    ids=["policy", "veto", "call"],
)
def test_the_same_error_at_another_place_is_a_new_one_and_whole(error: ConsensusError) -> None:
    before = str(error)
    moved = error.changed(where="there", do="Go on.")
    assert type(moved) is type(error)
    assert str(error) == before
    assert (moved.where, moved.do, moved.what, moved.args) == ("there", "Go on.", error.what, error.args)
    assert {**vars(moved), "where": 0, "do": 0} == {**vars(error), "where": 0, "do": 0}


def test_values_and_messages_are_not_written_as_python_writes_them() -> None:
    assert shown_value("it's\nodd") == '"it\'s\\nodd"'
    assert [shown_value(None), shown_value(True)] == ["null", "true"]
    assert len(shown_value("x" * 500)) < 100
    assert in_plain_words(ValueError("invalid choice: 'statsu' (don't)\nmore")) == 'invalid choice: "statsu" (don\'t)'
    assert in_plain_words(ValueError()) == "no reason is given"
    assert as_sentence("") == ""


def _constructions() -> Iterator[tuple[str, ast.Call]]:
    names = {one.__name__ for one in _tree()}
    for path in sorted([*(ROOT / "consensus").rglob("*.py"), *(ROOT / "ui").rglob("*.py")]):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
                yield f"{path.relative_to(ROOT)}:{node.lineno}", node


def test_no_error_is_written_with_a_repr_or_the_name_of_a_class() -> None:
    found = list(_constructions())
    assert len(found) > 250
    for place, call in found:
        for node in ast.walk(call):
            assert not (isinstance(node, ast.FormattedValue) and node.conversion == ord("r")), place
            assert not (isinstance(node, ast.Name) and node.id == "repr"), place
            assert not (isinstance(node, ast.Attribute) and node.attr == "__name__"), place


def test_an_error_is_built_complete() -> None:
    parts = {"what", "where", "do", "retry_after", "fault", "passing"}
    for path in sorted([*(ROOT / "consensus").rglob("*.py"), *(ROOT / "ui").rglob("*.py")]):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            targets = (
                node.targets
                if isinstance(node, ast.Assign)
                else [node.target]
                if isinstance(node, ast.AugAssign)
                else []
            )
            for one in targets:
                if isinstance(one, ast.Attribute) and isinstance(one.value, ast.Name) and one.value.id != "self":
                    assert one.attr not in parts or path.name == "errors.py", f"{path.relative_to(ROOT)}:{one.lineno}"
