"""Delivers what webhooks are to be told, in a thread of its own for as long as the server runs."""

from __future__ import annotations

import logging
import threading
from datetime import datetime

from standardwebhooks import Webhook as Signer

from consensus.errors import ConsensusError
from consensus.service.access.webhooks import Webhooks

_LOG = logging.getLogger(__name__)
#: Seconds between two looks at what is due.
_LOOK_EVERY = 1.0


class Deliveries:
    """One thread."""

    def __init__(self, webhooks: Webhooks) -> None:
        self._webhooks, self._ending = webhooks, threading.Event()
        self._thread = threading.Thread(target=self._work, daemon=True, name="webhooks")

    def begin(self) -> None:
        """Deliver from now on."""
        self._thread.start()

    def end(self) -> None:
        """After the attempt that is under way; what is left is delivered when the server runs again."""
        self._ending.set()
        self._thread.join()

    def _work(self) -> None:
        while not self._ending.wait(_LOOK_EVERY):
            try:
                while self._webhooks.deliver(sign) and not self._ending.is_set():
                    pass
            except ConsensusError as error:
                _LOG.warning("webhooks were not delivered: %s", error)


def sign(secret: str, message_id: str, at: datetime, content: str) -> str:
    """As Standard Webhooks says: HMAC-SHA256 over id, time and content."""
    return str(Signer(secret).sign(message_id, at, content))
