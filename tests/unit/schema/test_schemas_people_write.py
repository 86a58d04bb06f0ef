"""JSON Schemas as people and standards write them: decided leaf by leaf, and equal to what was given when they return.

Each file in ``written/`` holds a schema, a right answer, where another answer errs, and the unit in dispute then.
"""

from __future__ import annotations

import copy
import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator, validators

from consensus.domain import Ask, AskingRules, ModelSpec, Task
from consensus.prompt import render
from consensus.schema import as_object, from_json

WRITTEN = {path.stem: path for path in sorted(Path(__file__).with_name("written").glob("*.json"))}


@pytest.mark.parametrize("name", WRITTEN)
def test_a_schema_is_decided_leaf_by_leaf_and_comes_back(name, checked):
    case = json.loads(WRITTEN[name].read_text(encoding="utf-8"))
    given, answer = case["schema"], case["answer"]
    before = copy.deepcopy(given)
    schema = from_json(given)
    assert given == before
    assert from_json(schema) == schema
    checked(schema, answer, case["wrong"]["at"], case["wrong"]["says"], case["unit"])
    # "nullable" is OpenAPI's word, and without $schema an older draft is not known to be one.
    if "nullable" not in json.dumps(given) and "additionalItems" not in json.dumps(given):
        validators.validator_for(given)(given).validate(answer)


@pytest.mark.parametrize("name", WRITTEN)
def test_what_is_sent_to_a_model_is_a_json_schema_of_an_object(name):
    case = json.loads(WRITTEN[name].read_text(encoding="utf-8"))
    schema = from_json(case["schema"])
    ask = Ask("a", "d", Task.EXTRACT, ("d",), ("text",), ("digest",), schema=schema)
    sent = render(ask, ModelSpec("m", "m", "f"), AskingRules()).response_schema
    assert sent is not None
    Draft202012Validator.check_schema(sent)
    assert sent["type"] == "object"
    assert "x-root" not in sent
    Draft202012Validator(sent).validate(as_object(schema, case["answer"]))
