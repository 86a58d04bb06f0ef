"""A request that names itself is done once: when it is repeated, the first reply is given again."""

from __future__ import annotations

import re
from datetime import timedelta

from consensus.domain import KeptReply
from consensus.errors import ConflictError, InputError
from consensus.ports.api import ReplyStore
from consensus.ports.runtime import Clock

#: Hours that a reply is kept.
KEPT_HOURS = 24
_NAME = re.compile(r"[!-~]{1,255}", re.ASCII)
_WHERE = "Idempotency-Key"


class Replies:
    """Replies by key and name."""

    def __init__(self, store: ReplyStore, clock: Clock) -> None:
        self._store, self._clock = store, clock

    def begin(self, key_id: str, name: str, request_digest: str) -> KeptReply | None:
        """None: do it, then ``keep`` the reply. Else the reply of the first.

        Raises InputError for a name that is none or belongs to another request, ConflictError while the first is under
        way, or where it ended without a reply: nobody knows then how far it came.
        """
        if not _NAME.fullmatch(name):
            raise InputError("this cannot name a request", where=_WHERE, do="Give 1 to 255 visible ASCII characters.")
        now = self._clock.now()
        expired = (now - timedelta(hours=KEPT_HOURS)).isoformat()
        first = self._store.begin_reply(key_id, name, request_digest, now.isoformat(), expired)
        if first is not None and first.request_digest != request_digest:
            do = "Give every request a name of its own."
            raise InputError("another request had this name", where=_WHERE, do=do)
        if first is not None and not first.status:
            do = "Wait for it. If it never ends, see what it did (GET /v1/jobs) and give a new name."
            raise ConflictError("the first request of this name has no reply yet", where=_WHERE, do=do)
        return first

    def keep(self, key_id: str, name: str, reply: KeptReply) -> None:
        """Give this when the request is repeated."""
        self._store.keep_reply(key_id, name, reply)

    def forget(self, key_id: str, name: str) -> None:
        """Do the request again when it is repeated."""
        self._store.forget_reply(key_id, name)
