"""Errors in the product's words, those too that nobody foresaw."""

from __future__ import annotations

from consensus import bootstrap
from consensus.errors import ConsensusError


def said(error: Exception) -> ConsensusError:
    """The error itself; for one that nobody foresaw one line with the log's name, where it now stands."""
    return error if isinstance(error, ConsensusError) else bootstrap.unforeseen(error)
