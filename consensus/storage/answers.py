"""Answers given to other programs: which job answers which question of whom."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from consensus.domain.completion import Completion
from consensus.storage.answer_tables import answers
from consensus.storage.database import SqlBase

_FIELDS = ("id", "job_id", "tenant", "key_id", "question", "model", "created_at")
_CHOSEN = select(*(answers.c[name] for name in _FIELDS))


class SqlAnswers(SqlBase):
    """Implements ``ports.storage.CompletionStore``."""

    def save_completion(self, completion: Completion) -> None:
        with self._writing() as connection:
            connection.execute(answers.insert().values({name: getattr(completion, name) for name in _FIELDS}))

    def completion(self, completion_id: str, tenant: str) -> Completion | None:
        found = _CHOSEN.where(answers.c.id == completion_id, answers.c.tenant == tenant)
        with self._reading() as connection:
            row = connection.execute(found).one_or_none()
        return None if row is None else Completion(**row._mapping)

    def completions_to(self, question: str, tenant: str, limit: int) -> Sequence[Completion]:
        found = _CHOSEN.where(answers.c.tenant == tenant, answers.c.question == question)
        with self._reading() as connection:
            rows = connection.execute(found.order_by(answers.c.number.desc()).limit(limit))
            return [Completion(**row._mapping) for row in rows]
