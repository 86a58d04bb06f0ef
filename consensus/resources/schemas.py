"""A JSON Schema from a file, or from a pydantic model of the user's own code."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from consensus.domain import Document, SchemaClass, strict_json
from consensus.errors import SchemaError, in_plain_words


def load_schema(named: str) -> Mapping[str, Any]:
    """A JSON Schema from FILE.json or, as module:Model, from a pydantic model. Raises SchemaError."""
    from consensus.schema import from_json, from_pydantic

    module, colon, name = named.partition(":")
    if not colon or Path(named).exists() or "/" in module or "\\" in module:
        return from_json(_read_schema(Path(named)))
    if str(Path.cwd()) not in sys.path:
        sys.path.insert(0, str(Path.cwd()))
    try:
        model = getattr(import_module(module), name)
    except Exception as error:
        raise SchemaError(
            f"it cannot be loaded: {in_plain_words(error)}",
            where=named,
            do="Write module:Model for a pydantic model, or FILE.json.",
        ) from error
    return from_json(model) if isinstance(model, dict) else from_pydantic(model, named)


def class_of(document: Document) -> tuple[Any, str]:
    """The pydantic class that validates what is extracted from a document, and why there is none, or "".

    Only a class that the user named when handing the document in is imported, and only from where it lay then.
    """
    from consensus.schema import from_pydantic, seen_class

    named = document.schema_class
    if named is None:
        return None, ""
    found, why = seen_class(named.name), ""
    if found is None:
        found, why = _imported(named)
    if found is None:
        return None, f"{named.name} could not be imported ({why}), so it validated nothing."
    try:
        same = from_pydantic(found, named.name) == document.schema
    except SchemaError as error:
        return None, f"{named.name} makes no schema any more ({error.what}), so it validated nothing."
    if not same:
        return None, f"{named.name} has another schema than when the document was handed in, so it validated nothing."
    return found, ""


def _imported(named: SchemaClass) -> tuple[Any, str]:
    module, _, name = named.name.partition(":")
    if named.folder and not Path(named.folder).is_dir():
        return None, f"there is no folder {named.folder}"
    if named.folder and named.folder not in sys.path:
        sys.path.insert(0, named.folder)
    try:
        found: Any = import_module(module)
        for part in name.split("."):
            found = getattr(found, part)
    except Exception as error:
        return None, in_plain_words(error)[:200]
    return found, ""


def _read_schema(path: Path) -> Any:
    try:
        return strict_json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise SchemaError(
            f"the schema cannot be read: {error.strerror}",
            where=str(path),
            do="Name a JSON Schema file, or module:Model for a pydantic model.",
        ) from error
    except ValueError as error:
        raise SchemaError(f"the schema is not JSON: {error}", where=str(path), do="Mend the file.") from error
