"""The HTTP API by itself, on loopback; others come in through a proxy that speaks TLS."""

from __future__ import annotations

import uvicorn

from consensus import bootstrap
from consensus.api.app import build_api

#: Seconds that requests under way may still take when the server ends.
_PATIENCE = 5


def serve(port: int) -> None:
    """Serve until stopped. Raises StoreError when the database cannot be used."""
    api = build_api(bootstrap.open_service(metrics=True))
    uvicorn.run(
        api,
        host="127.0.0.1",
        port=port,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_PATIENCE,
    )
