"""Asking a panel: concurrency, deadlines, retries, fallbacks, and every call in the journal."""

from consensus.ask.breaker import Deployments
from consensus.ask.context import AskContext
from consensus.ask.narrowing import halves, narrow, parts
from consensus.ask.panel import ask_panel
