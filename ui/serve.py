"""Starts the screens: ``python ui/serve.py run APP --server.port=...`` is ``streamlit run``, quick at the first visit.

Streamlit reads an app when somebody first visits it; who does would wait for everything that it imports. Here that is
read while the server starts and the browser loads the page.
"""

from __future__ import annotations

import sys
import threading
from importlib import import_module

_READ_AHEAD = (
    "consensus.bootstrap",
    "consensus.storage.store",
    "ui.screens.review",
    "ui.screens.insights",
    "ui.screens.policies",
    "ui.screens.results",
    "ui.screens.submit",
)


def main() -> None:
    """Serve until stopped, with the arguments of the ``streamlit`` command."""
    from streamlit.web.cli import main as serve

    threading.Thread(target=_read_ahead, daemon=True).start()
    sys.exit(serve(prog_name="streamlit"))


def _read_ahead() -> None:
    for name in _READ_AHEAD:
        import_module(name)


if __name__ == "__main__":
    main()
