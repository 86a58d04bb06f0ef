"""Runs a coroutine from synchronous code."""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any


class LoopRunner:
    """A fresh event loop for each run; in a thread of its own where a loop already runs (a notebook, a screen)."""

    def run(self, main: Coroutine[Any, Any, Any]) -> Any:
        """The coroutine's result, or its exception. Blocks until it ends; an interrupt cancels it first."""
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            return asyncio.run(main)
        context = contextvars.copy_context()
        with ThreadPoolExecutor(max_workers=1, thread_name_prefix="consensus-loop") as pool:
            return pool.submit(context.run, asyncio.run, main).result()
