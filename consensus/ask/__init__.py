"""Asking a panel: concurrency, deadlines, retries, fallbacks, and every call in the journal."""

from consensus.ask.breaker import Deployments
from consensus.ask.context import AskContext
from consensus.ask.panel import ask_panel
from consensus.ask.split import halves, narrow, parts
