"""Texts of files of the home that machines which share a database write together."""

from __future__ import annotations

from sqlalchemy import select

from consensus.storage.database import SqlBase
from consensus.storage.dialect import insert, lock
from consensus.storage.shared_tables import home_files


class SqlHomeTexts(SqlBase):
    """Implements ``ports.HomeTexts``."""

    def home_text(self, name: str) -> str:
        with self._reading() as connection:
            return connection.execute(select(home_files.c.content).where(home_files.c.name == name)).scalar() or ""

    def replace_home_text(self, name: str, before: str, after: str) -> bool:
        with self._writing() as connection:
            lock(connection, f"home file {name}")
            stored = connection.execute(select(home_files.c.content).where(home_files.c.name == name)).scalar() or ""
            if stored != before:
                return False
            new = insert(home_files).values(name=name, content=after)
            connection.execute(new.on_conflict_do_update(index_elements=["name"], set_={"content": after}))
            return True
