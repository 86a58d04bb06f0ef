"""Answers from several language models that people can trust.

>>> import consensus
>>> verifier = consensus.open()                                             # doctest: +SKIP
>>> job = verifier.submit("manual.md", policy="translation", to="de")       # doctest: +SKIP
>>> verifier.export(job, "manual.de.md")                                    # doctest: +SKIP
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from consensus.service.verifier import AsyncVerifier, Verifier

__all__ = ["aopen", "open"]
__version__ = "0.1.0"


def open(home: str | Path | None = None, *, database_url: str | None = None) -> Verifier:
    """A verifier on this machine's home and database; close it, or use it as a context manager.

    home: where state lives (default: CONSENSUS_HOME, else the platform's user data folder). database_url: an
    SQLAlchemy URL. Raises StoreError when the home or the database cannot be used.
    """
    # Imported here: `import consensus` must stay light, and the wiring needs everything.
    from consensus.service.verifier import Verifier

    return Verifier(aopen(home, database_url=database_url))


def aopen(home: str | Path | None = None, *, database_url: str | None = None) -> AsyncVerifier:
    """The same for async code: ``async with consensus.aopen() as verifier``. Raises what ``open`` raises."""
    from consensus.bootstrap import build_verifier

    return build_verifier(home, database_url)
