"""Documents named on the command line, with what is to be done with them."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from consensus.errors import UsageError

if TYPE_CHECKING:
    from consensus.service.jobs.service import SubmitRequest

#: What belongs to a job once it was submitted, by option; beside --resume none of it could be followed.
_OF_A_JOB = {
    "paths": "PATH",
    "policy": "--policy",
    "source_lang": "--from",
    "target_lang": "--to",
    "schema": "--schema",
    "panel": "--panel",
    "data_class": "--data-class",
    "risk": "--risk",
    "latency": "--latency",
    "batch": "--batch",
}


def add_submit(parser: argparse.ArgumentParser) -> None:
    """Options of `consensus submit`."""
    add_documents(parser)
    parser.add_argument(
        "--batch",
        metavar="NAME",
        help="documents that may be wrong together: one delivery, one supplier (default: what this command takes)",
    )
    parser.add_argument(
        "--detach", action="store_true", help="print the jobs' ids and leave them to workers (consensus worker)"
    )
    parser.add_argument("--units", action="store_true", help="list accepted units too, not only what needs attention")
    parser.add_argument(
        "--resume", metavar="JOB", help="go on with a job that was stopped, or ask again about what failed"
    )


def add_documents(parser: argparse.ArgumentParser) -> None:
    """Options of every command that takes documents."""
    paths = parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="%(formats)s")
    paths.formats = _Labels()  # type: ignore[attr-defined]  # argparse looks there, only when it prints help
    parser.add_argument("--policy", metavar="NAME", help="a path, or a name from `consensus policies list`")
    parser.add_argument("--from", dest="source_lang", metavar="LANG", help="source language, as in en")
    parser.add_argument("--to", dest="target_lang", metavar="LANG", help="target language, as in de")
    parser.add_argument("--schema", help="FILE.json, or module:Model for a pydantic model")
    parser.add_argument("--panel", help="auto, embedded, recorded, a panel of yours or of the policy, or a,b,c")
    parser.add_argument("--data-class", metavar="NAME", help="a data class of the policy: who may see the documents")
    parser.add_argument("--risk", choices=("low", "normal", "high"))
    parser.add_argument("--latency", choices=("interactive", "batch"))
    parser.add_argument("--json", action="store_true", help="print one JSON document")


class _Labels:
    """The formats that are read, found when they are printed: what reads them takes long to import."""

    def __str__(self) -> str:
        from consensus.formats import labels

        return labels()


def request(options: argparse.Namespace) -> SubmitRequest:
    """What the options ask for. Raises UsageError without a document or a policy, SchemaError for the schema."""
    if not (options.paths and options.policy):
        raise UsageError(
            "name at least one PATH and a --policy",
            where=f"consensus {options.command}",
            do=f"As in: consensus {options.command} manual.md --policy translation --from en --to de",
        )
    from consensus.bootstrap import load_schema
    from consensus.service.jobs.service import SubmitRequest

    schema = load_schema(options.schema) if options.schema else None
    langs = (options.source_lang, options.target_lang)
    how = (options.panel, options.data_class, options.risk, options.latency)
    return SubmitRequest(tuple(options.paths), options.policy, *langs, schema, *how, getattr(options, "batch", None))


def refuse_beside_resume(options: argparse.Namespace) -> None:
    """A job keeps what it was submitted with. Raises UsageError where anything else is named."""
    beside = [shown for name, shown in _OF_A_JOB.items() if getattr(options, name) not in (None, [])]
    if beside:
        raise UsageError(
            f"--resume goes on with what the job was submitted with, so it takes no {', '.join(beside)}.",
            where="consensus submit",
            do=f"Leave it out, or submit the document anew, without --resume {options.resume}.",
        )
