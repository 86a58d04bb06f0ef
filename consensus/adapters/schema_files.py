"""A JSON Schema from a file, or from a pydantic model of the user's own code."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from consensus.canon import strict_json
from consensus.errors import SchemaError


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
            f"{type(error).__name__}: {error}", where=named, do="Write module:Model for a pydantic model, or FILE.json."
        ) from error
    return from_json(model) if isinstance(model, dict) else from_pydantic(model)


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
