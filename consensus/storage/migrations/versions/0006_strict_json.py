"""Older versions could store NaN and Infinity, which are not JSON: SQLite cannot look into such a row, so no page could
be shown. They become null, which is what they say: that there is no number."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_TEXTS = {
    "jobs": ("document", "policy", "panel"),
    "units": ("unit", "answers", "agreement", "findings", "verdict"),
    "resolutions": ("resolution",),
    "decisions": ("decision",),
    "calls": ("call",),
}


def upgrade() -> None:
    """Rewrite the texts that hold such a number; whatever else cannot be read stays for ``doctor`` to name."""
    connection = op.get_bind()
    there = set(sa.inspect(connection).get_table_names())
    for table, columns in _TEXTS.items():
        for column in columns if table in there else ():
            rows = connection.execute(
                sa.text(f"SELECT rowid, {column} FROM {table} WHERE {column} IS NOT NULL AND NOT json_valid({column})")
            ).all()
            for row, text in rows:
                if (mended := _mended(text)) is not None:
                    change = sa.text(f"UPDATE {table} SET {column} = :text WHERE rowid = :row")
                    connection.execute(change, {"text": mended, "row": row})


def _mended(text: Any) -> str | None:
    try:
        return json.dumps(json.loads(text, parse_constant=lambda _: None), allow_nan=False)
    except (ValueError, TypeError, RecursionError):
        return None
