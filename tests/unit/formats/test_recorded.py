"""The interchange form of recorded answers."""

import json
from pathlib import Path
from typing import Any

import pytest

from consensus.domain import MqmError, Severity, Task
from consensus.errors import RecordedError
from consensus.formats import RecordedFile, read_recorded

SEGMENT = {"id": "s1", "source": "Hello", "langs": "en-cs", "outputs": {"m1": "Ahoj", "m2": None}}


def _read(tmp_path: Path, *records: Any) -> RecordedFile:
    path = tmp_path / "answers.jsonl"
    path.write_text("".join((r if isinstance(r, str) else json.dumps(r)) + "\n" for r in records), encoding="utf-8")
    return read_recorded(path)


def test_translation_and_extraction_records(tmp_path: Path) -> None:
    field = {
        "id": 7,
        "text": None,
        "schema": {"type": "object"},
        "outputs": {"m3": {"a": 1}, "m1": None},
        "gold": {"a": 1},
    }
    read = _read(tmp_path, {"about": "written for a test"}, SEGMENT, "", field)
    assert read.note == "written for a test"
    assert read.names == ("m1", "m2", "m3")
    first, second = read.records
    assert (first.task, first.text, first.langs, first.outputs["m2"]) == (Task.TRANSLATE, "Hello", ("en", "cs"), None)
    assert (second.task, second.text, second.id, second.gold) == (Task.EXTRACT, None, "7", {"a": 1})


def test_judgements_stand_beside_the_answers(tmp_path: Path) -> None:
    error = {"category": "style", "severity": "major", "quote": "Ahoj", "problem": "Too familiar."}
    judgements = {"m1": {"errors": [error]}, "m2": {"score": -7}, "m3": None}
    read = _read(tmp_path, SEGMENT, {**SEGMENT, "judge": "maker/judge", "judgements": judgements})
    bare, judged = read.records
    assert (bare.judge, bare.judgements) == (None, {})
    assert judged.judge == "maker/judge"
    assert judged.judgements == {"m1": (MqmError("style", Severity.MAJOR, "Ahoj", "Too familiar."),), "m2": 7.0}


@pytest.mark.parametrize("judgements", [[], 3, {"m1": []}, {"m1": {"errors": "none"}}, {"m1": {"score": 5}}])
def test_judgements_of_another_shape_are_told_with_their_line(tmp_path: Path, judgements: Any) -> None:
    with pytest.raises(RecordedError, match='"judgements" cannot be used') as caught:
        _read(tmp_path, SEGMENT, {**SEGMENT, "judgements": judgements})
    assert caught.value.where.endswith("line 2")


@pytest.mark.parametrize(
    ("record", "task"),
    [
        ({"source": "a"}, Task.TRANSLATE),
        ({"source": None}, Task.TRANSLATE),
        ({"text": "a"}, Task.EXTRACT),
        ({"schema": {}}, Task.EXTRACT),
        ({"langs": "en-de"}, Task.TRANSLATE),
        ({"outputs": {"m": {"a": 1}}}, Task.EXTRACT),  # no source, no schema: told by the answers
        ({"outputs": {"m": "a"}}, Task.TRANSLATE),
    ],
)
def test_task(tmp_path: Path, record: dict[str, Any], task: Task) -> None:
    (read,) = _read(tmp_path, {"id": "1", "outputs": {}, **record}).records
    assert read.task is task


@pytest.mark.parametrize(
    ("langs", "expected"),
    [
        ("zh-en", ("zh", "en")),
        ("en-de_DE", ("en", "de-DE")),
        ("EN-ger", ("en", "de")),
        ("pt-br-en", ("pt-BR", "en")),
        ("english-german", ("en", "de")),
        ("pt-BR-en", ("pt-BR", "en")),
        ("en-zh-Hant", ("en", "zh-Hant")),
        (["en-GB", "de"], ("en-GB", "de")),
        (None, None),
    ],
)
def test_langs(tmp_path: Path, langs: Any, expected: Any) -> None:
    assert _read(tmp_path, {**SEGMENT, "langs": langs}).records[0].langs == expected


def test_ratings_and_separators_inside_a_line(tmp_path: Path) -> None:
    line = json.dumps(
        {**SEGMENT, "source": "a\u2028b", "human": {"m1": 70, "m2": None}, "human_protocol": "ESA"}, ensure_ascii=False
    )
    (record,) = _read(tmp_path, line).records
    assert (record.text, record.human, record.protocol) == ("a\u2028b", {"m1": 70.0}, "ESA")


@pytest.mark.parametrize(
    ("record", "says"),
    [
        ("{not json", "line 2: not JSON"),
        ("[1]", "not a JSON object"),
        ({"id": "x", "source": "a"}, '"outputs"'),
        ({"source": "a", "outputs": {}}, '"id"'),
        ({**SEGMENT, "schema": "s.json"}, '"schema"'),
        ({**SEGMENT, "source": 3}, "text"),
        ({**SEGMENT, "langs": "english"}, '"langs"'),
        ({**SEGMENT, "human": {"m1": "good"}}, '"human"'),
    ],
)
def test_unusable_lines(tmp_path: Path, record: Any, says: str) -> None:
    with pytest.raises(RecordedError) as raised:
        _read(tmp_path, SEGMENT, record)
    assert says in str(raised.value)
    assert "line 2" in str(raised.value)


def test_unusable_files(tmp_path: Path) -> None:
    with pytest.raises(RecordedError, match="gone"):
        read_recorded(tmp_path / "gone.jsonl")
    with pytest.raises(RecordedError, match="no records"):
        _read(tmp_path, {"about": "nothing else"})
    (tmp_path / "latin.jsonl").write_bytes(b'{"id": "\xf6"}')
    with pytest.raises(RecordedError, match="UTF-8"):
        read_recorded(tmp_path / "latin.jsonl")
