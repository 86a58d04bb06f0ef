"""Replies that are kept so that a repeated request is not done twice."""

from __future__ import annotations

import json

from sqlalchemy import Connection, delete, select, update

from consensus.domain import KeptReply
from consensus.storage.api_tables import api_replies
from consensus.storage.database import SqlBase
from consensus.storage.dialect import insert


class SqlApiReplies(SqlBase):
    """Implements ``ports.api.ReplyStore``."""

    def begin_reply(self, key_id: str, name: str, request_digest: str, at: str, expired: str) -> KeptReply | None:
        row = {"key_id": key_id, "idempotency_key": name, "request_digest": request_digest, "begun_at": at}
        with self._writing() as connection:
            connection.execute(delete(api_replies).where(api_replies.c.begun_at < expired))
            first = insert(api_replies).values(**row, headers="").on_conflict_do_nothing()
            if connection.execute(first.returning(api_replies.c.key_id)).first() is not None:
                return None
            named = (api_replies.c.key_id == key_id, api_replies.c.idempotency_key == name)
            found = connection.execute(select(api_replies).where(*named)).one()
        headers = tuple((name, value) for name, value in json.loads(found.headers or "[]"))
        return KeptReply(found.request_digest, found.status or 0, headers, found.body.encode())

    def keep_reply(self, key_id: str, name: str, reply: KeptReply) -> None:
        named = (api_replies.c.key_id == key_id, api_replies.c.idempotency_key == name)
        values = {
            "status": reply.status,
            "headers": json.dumps(reply.headers),
            "body": reply.body.decode("utf-8", "replace"),
        }
        with self._writing() as connection:
            connection.execute(update(api_replies).where(*named).values(**values))

    def forget_reply(self, key_id: str, name: str) -> None:
        named = (api_replies.c.key_id == key_id, api_replies.c.idempotency_key == name)
        with self._writing() as connection:
            connection.execute(delete(api_replies).where(*named))


def empty_replies(connection: Connection, job_id: str) -> None:
    """Nothing of a deleted job stays in a reply, inside the caller's transaction; a repeat is still not done twice."""
    connection.execute(update(api_replies).where(api_replies.c.body.contains(job_id)).values(body=""))
