"""Answers from several language models that people can trust; docs/python.md shows all of it.

>>> import consensus
>>> verifier = consensus.open()                                             # doctest: +SKIP
>>> job = verifier.submit("manual.md", policy="translation", to="de")       # doctest: +SKIP
>>> verifier.export(job, "manual.de.md")                                    # doctest: +SKIP
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from consensus import errors
    from consensus.domain.file import File
    from consensus.library import Policy
    from consensus.service.jobs.report import JobReport as Job
    from consensus.service.jobs.unit_report import UnitReport as Unit
    from consensus.service.verifier import AsyncVerifier, Verifier

#: Public names that are loaded on first use, so that ``import consensus`` stays light: module, and the name there.
_LOADED = {
    "AsyncVerifier": ("consensus.service.verifier", "AsyncVerifier"),
    "File": ("consensus.domain.file", "File"),
    "Job": ("consensus.service.jobs.report", "JobReport"),
    "Policy": ("consensus.library", "Policy"),
    "Unit": ("consensus.service.jobs.unit_report", "UnitReport"),
    "Verifier": ("consensus.service.verifier", "Verifier"),
    "errors": ("consensus.errors", ""),
}
__all__ = ["AsyncVerifier", "File", "Job", "Policy", "Unit", "Verifier", "aopen", "decide", "errors", "open"]
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


def decide(
    text: str | Sequence[str],
    answers: Mapping[str, Any],
    /,
    *,
    policy: str | Policy,
    to: str | None = None,
    source: str | None = None,
    schema: Mapping[str, Any] | type | None = None,
) -> tuple[Unit, ...]:
    """What a policy decides about answers that are at hand. Asks nobody, stores nothing.

    text: what was answered: a segment or a list of them to translate, a document to extract from. answers: by member
    the translation (a list of them for a list of segments), or the object; None where a member has none.
    to, source: BCP 47 languages. schema: a JSON Schema or a pydantic model, for extraction.
    Members named after models of one maker have one vote together; of a name that the product does not know the policy
    says the maker, under ``members:``, else it stands for itself. Nothing is certified: no guarantee is asked.
    Raises UsageError, NotFoundError, PolicyError, SchemaError, PanelError.
    """
    from consensus.library import decide as decided

    return decided(text, answers, policy, (source, to), schema)


def __getattr__(name: str) -> Any:
    if name not in _LOADED:
        raise AttributeError(f"module 'consensus' has no attribute {name!r}")
    module, attribute = _LOADED[name]
    found = import_module(module)
    return getattr(found, attribute) if attribute else found


class _Package(ModuleType):
    """Keeps ``consensus.decide`` the function when the package of acceptance rules of the same name is imported."""

    def __setattr__(self, name: str, value: object) -> None:
        if name != "decide" or not isinstance(value, ModuleType):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
