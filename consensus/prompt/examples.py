"""Examples that a policy or a schema gives to every member: which are shown, and whether they fit. Pure."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, Final

from pydantic import ValidationError

from consensus.domain import Document, Example, Policy
from consensus.errors import SchemaError
from consensus.schema import violations

#: The keyword at a schema's root that holds its examples.
KEYWORD: Final = "x-examples"


def examples_of(schema: Mapping[str, Any], policy: Policy) -> tuple[tuple[str, Example], ...]:
    """Every example with the place where it stands: the policy's first, then the schema's. Raises SchemaError."""
    given = schema.get(KEYWORD, ())
    if not isinstance(given, list | tuple):
        raise SchemaError(f"{KEYWORD} is not a list", where=f"#/{KEYWORD}", do=_DO)
    own = [(f"extraction.examples[{at}]", one) for at, one in enumerate(policy.extraction.examples)]
    return (*own, *((f"#/{KEYWORD}/{at}", _read(one, f"#/{KEYWORD}/{at}")) for at, one in enumerate(given)))


def check_examples(schema: Mapping[str, Any], policy: Policy) -> None:
    """Raises SchemaError, with the place, where a right answer of an example does not fit the document's schema."""
    bare = {key: value for key, value in schema.items() if key != KEYWORD}
    for where, example in examples_of(schema, policy):
        if example.object is None:
            continue
        # A null for a key that may be absent is how a member says that it is.
        broken = violations(bare, example.object)
        if broken and violations(bare, _without_nulls(example.object)):
            said = "; ".join(broken[:3])
            do = "Mend the example, or the schema. Where the text states no value, the answer has null or no such key."
            raise SchemaError(f"the answer of this example does not fit the schema: {said}", where=where, do=do)


def shown(document: Document, policy: Policy) -> tuple[Example, ...]:
    """The examples that go out with a document: never one that holds the document's text, or is held by it."""
    text = _folded(document.text)
    found = [example for _, example in examples_of(document.schema or {}, policy)]
    return tuple(example for example in found if not _overlap(_folded(example.text), text))


def example_notes(document: Document, policy: Policy) -> tuple[str, ...]:
    """What a person should know: examples that are left out because they are the document itself, or a part of it."""
    left = len(examples_of(document.schema or {}, policy)) - len(shown(document, policy))
    if not left:
        return ()
    what = "1 example is" if left == 1 else f"{left} examples are"
    return (f"{what} not shown to the members: the same text stands in this document.",)


def rendered(examples: Sequence[Example]) -> list[dict[str, Any]]:
    """For templates: text, and the answer on one line of JSON, ``{"right": ...}`` or ``{"wrong": ..., "why": ...}``."""
    return [{"text": one.text.strip(), "said": _json(_answer(one)), "right": _json(one.object)} for one in examples]


def _answer(one: Example) -> dict[str, Any]:
    if one.object is not None:
        return {"right": one.object}
    return {"wrong": one.wrong, "why": one.why} if one.why else {"wrong": one.wrong}


_DO: Final = (
    'Write a list such as [{"text": "Invoice 7", "object": {"no": "7"}}]; for a wrong answer "wrong" with "why" it is.'
)


def _read(given: Any, where: str) -> Example:
    try:
        found = Example.model_validate(given)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = "/".join(map(str, (where, *first["loc"])))
        raise SchemaError(f"this is no example: {first['msg']}", where=place, do=_DO) from None
    if found.problem:
        raise SchemaError(f"this example {found.problem.partition(';')[0]}", where=where, do=_DO)
    return found


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_nulls(part) for key, part in value.items() if part is not None}
    return [_without_nulls(part) for part in value] if isinstance(value, list) else value


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _overlap(one: str, other: str) -> bool:
    return one in other or other in one


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
