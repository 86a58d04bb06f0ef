"""The one event loop of the screens, which are plain functions in threads of Streamlit's."""

from __future__ import annotations

from consensus.service.loop import LoopThread

_LOOP = LoopThread()
#: What a coroutine of the service returns or raises. Every session's jobs are on this loop, so that they share limits.
wait_for = _LOOP.run
