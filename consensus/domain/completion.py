"""What another program asked, and under which id its answer is found again."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Completion:
    """One question of another program. id: as the program was given it. job_id: the job that answers it.

    tenant: who alone may read it. key_id: of the API key, or "". question: digest of text, languages or schema, policy
    and panel. model: as the program named it. created_at: ISO 8601 with zone.
    """

    id: str
    job_id: str
    tenant: str
    key_id: str
    question: str
    model: str
    created_at: str
