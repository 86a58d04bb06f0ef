"""Asking a panel: concurrency, deadlines, retries, fallbacks, and every call in the journal."""

from consensus.ask.context import AskContext
from consensus.ask.panel import ask_panel

__all__ = ["AskContext", "ask_panel"]
