"""The loopback provider as a process: ``python -m consensus.testing [DELAY] [MODEL=DELAY ...]``.

Prints its base URL and serves until its standard input ends. A benchmark's provider must not share an interpreter with
what it measures.
"""

from __future__ import annotations

import sys

from consensus.testing.loopback import LoopbackProvider


def main() -> None:
    """Serve until the parent closes our standard input. DELAY: seconds before every answer, or before a model's."""
    first, *own = sys.argv[1:] or ["0"]
    delays = {model: float(delay) for model, _, delay in (one.partition("=") for one in own)}
    with LoopbackProvider(delay=float(first), delays=delays) as provider:
        sys.stdout.write(provider.base_url + "\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    main()
