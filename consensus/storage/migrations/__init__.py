"""Migrations of the database, run from the program: there is no alembic.ini and nothing to type.

A new schema is a new file in ``versions/``, the tables in ``storage.tables`` changed alike, and its number in ``HEAD``.
"""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection


def known_revisions() -> frozenset[str]:
    """Every schema version this program can read, by number."""
    return frozenset(script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions())


def upgrade(connection: Connection) -> None:
    """Bring the schema to the newest version inside the caller's transaction; nothing happens when it is there."""
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
