"""The documents that ship: other parts count on what they hold."""

import json
from collections.abc import Mapping, Sequence
from importlib.resources import files

import jsonschema
import pytest

from consensus import formats
from consensus.domain import Document, Segment, Task
from consensus.formats import document_from_text, split


def rebuild(document: Document, segments: Sequence[Segment], texts: Mapping[str, str]) -> str:
    return formats.rebuild(document, segments, texts).decode("utf-8")


EXAMPLES = files("consensus") / "examples"


def _text(name: str) -> str:
    return (EXAMPLES / name).read_text(encoding="utf-8")


def test_the_manual_has_every_kind_of_segment() -> None:
    text = _text("manual.md")
    document = document_from_text("manual.md", text, task=Task.TRANSLATE, source_lang="en", target_lang="de")
    segments = split(document)
    assert 18 <= len(segments) <= 26
    assert {s.kind for s in segments} == {"heading", "paragraph", "list_item", "quote", "table_cell"}
    assert rebuild(document, segments, {}) == text
    everything = " ".join(s.text for s in segments)
    for part in ("{serial_number}", "%s", "`AUTO`", "](https://", "Do not", "40 l/min"):
        assert part in everything
    assert "state=RUN" not in everything  # the code block


@pytest.mark.parametrize("name", ["invoice", "order_confirmation"])
def test_the_schemas_are_schemas(name: str) -> None:
    schema = json.loads(_text(f"{name}.schema.json"))
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["type"] == "object"
    assert set(schema["required"]) == set(schema["properties"])
    assert _text(f"{name}.txt").strip()
