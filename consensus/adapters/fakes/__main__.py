"""The loopback provider as a process: ``python -m consensus.adapters.fakes [DELAY]``.

Prints its base URL and serves until its standard input ends. A benchmark's provider must not share an interpreter with
what it measures.
"""

from __future__ import annotations

import sys

from consensus.adapters.fakes.loopback import LoopbackProvider


def main() -> None:
    """Serve until the parent closes our standard input. One optional argument: seconds before every answer."""
    with LoopbackProvider(delay=float(sys.argv[1]) if len(sys.argv) > 1 else 0.0) as provider:
        sys.stdout.write(provider.base_url + "\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    main()
