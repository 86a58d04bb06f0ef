"""Draws without an installation's key."""

from __future__ import annotations

import hashlib

from consensus.normalize.digests import digest


def unkeyed_draw(purpose: str, name: str) -> float:
    """Uniform on 0..1, the same everywhere: for tests and notebooks. An installation draws by its key."""
    return int(digest(purpose, name), 16) / 2.0**64


def unkeyed_lot_key(batch_id: str) -> bytes:
    """The same everywhere: for tests and notebooks."""
    return hashlib.sha256(batch_id.encode()).digest()
