"""The one event loop of the screens, which are plain functions in threads of Streamlit's."""

from __future__ import annotations

from consensus.service.loop import LoopThread

#: Every session's jobs are on this loop, so that they share limits; those of the HTTP API beside the screens too.
LOOP = LoopThread()
#: What a coroutine of the service returns or raises.
wait_for = LOOP.run
