"""Whose files and jobs are whose, where programs hand them in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, fields

from sqlalchemy import ColumnElement, Connection, delete, not_, or_, select

from consensus.domain import OWN_TENANT, JobOwner, StoredFile
from consensus.storage.api_tables import api_files, api_jobs
from consensus.storage.database import SqlBase
from consensus.storage.tables import jobs


def owned_by(job_id: ColumnElement[str], tenant: str) -> ColumnElement[bool]:
    """Whether a job is the tenant's. What came by no key is of the installation's own."""
    if tenant == OWN_TENANT:
        return not_(select(api_jobs.c.job_id).where(api_jobs.c.job_id == job_id, api_jobs.c.tenant != tenant).exists())
    return select(api_jobs.c.job_id).where(api_jobs.c.job_id == job_id, api_jobs.c.tenant == tenant).exists()


def keep_owner(connection: Connection, job_id: str, owner: JobOwner | None) -> None:
    """Write down whose a new job is, inside the caller's transaction; None: this installation's own people's."""
    if owner is not None:
        connection.execute(api_jobs.insert().values(job_id=job_id, **asdict(owner)))


class SqlApiOwned(SqlBase):
    """Implements ``ports.api.OwnedStore``."""

    def add_file(self, file: StoredFile) -> None:
        with self._writing() as connection:
            connection.execute(api_files.insert().values(asdict(file)))

    def file(self, file_id: str) -> StoredFile | None:
        with self._reading() as connection:
            row = connection.execute(select(api_files).where(api_files.c.id == file_id)).one_or_none()
        return None if row is None else StoredFile(**{one.name: getattr(row, one.name) for one in fields(StoredFile)})

    def drop_files(self, before: str, file_id: str = "") -> Sequence[str]:
        gone = or_(api_files.c.created_at < before, api_files.c.id == file_id)
        with self._writing() as connection:
            found = set(connection.execute(select(api_files.c.blob).where(gone)).scalars())
            connection.execute(delete(api_files).where(gone))
            free = []
            for blob in sorted(found):
                kept = select(api_files.c.id).where(api_files.c.blob == blob).limit(1)
                used = select(jobs.c.id).where(jobs.c.document.contains(blob)).limit(1)
                if not connection.execute(kept).first() and not connection.execute(used).first():
                    free.append(blob)
        return free

    def job_owner(self, job_id: str) -> JobOwner | None:
        chosen = (
            select(jobs.c.id, *(api_jobs.c[one.name] for one in fields(JobOwner)))
            .outerjoin(api_jobs, api_jobs.c.job_id == jobs.c.id)
            .where(jobs.c.id == job_id)
        )
        with self._reading() as connection:
            row = connection.execute(chosen).one_or_none()
        if row is None:
            return None
        return JobOwner() if row.tenant is None else JobOwner(*(getattr(row, one.name) for one in fields(JobOwner)))

    def jobs_of(self, tenant: str, limit: int, after: str = "") -> Sequence[str]:
        chosen = select(jobs.c.id).where(owned_by(jobs.c.id, tenant))
        if after:
            number = select(jobs.c.number).where(jobs.c.id == after).scalar_subquery()
            chosen = chosen.where(jobs.c.number < number)
        with self._reading() as connection:
            return list(connection.execute(chosen.order_by(jobs.c.number.desc()).limit(limit)).scalars())
