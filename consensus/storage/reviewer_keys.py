"""The keys that each reviewer chose, in the database: the same on every machine that they sit down at."""

from __future__ import annotations

import json
from collections.abc import Mapping

from sqlalchemy import delete, select

from consensus.storage.assignments import named
from consensus.storage.comment_tables import reviewer_keys
from consensus.storage.database import SqlBase
from consensus.storage.dialect import insert


class SqlReviewerKeys(SqlBase):
    """Implements ``ports.discussion.KeyChoices``."""

    def chosen_keys(self, person: str) -> Mapping[str, str]:
        chosen = select(reviewer_keys.c.chosen).where(reviewer_keys.c.person == named(person))
        with self._reading() as connection:
            found = connection.execute(chosen).scalar()
        return {} if found is None else {str(name): str(key) for name, key in json.loads(found).items()}

    def save_chosen_keys(self, person: str, keys: Mapping[str, str]) -> None:
        me = named(person)
        with self._writing() as connection:
            if not keys:
                connection.execute(delete(reviewer_keys).where(reviewer_keys.c.person == me))
                return
            text = json.dumps(dict(keys), ensure_ascii=False, sort_keys=True)
            row = insert(reviewer_keys).values(person=me, chosen=text)
            connection.execute(row.on_conflict_do_update(index_elements=["person"], set_={"chosen": text}))
