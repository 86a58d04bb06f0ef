"""Logging: to a rotating file in the home folder and, with ``-v``, to standard error. No document text, no keys.

Modules log through ``logging.getLogger(__name__)``: what happened, with ids, counts and seconds. Texts of documents,
answers and replies never go into a log. ``json`` writes one object a line, with the ids of the job, the call and the
trace that the line is about.
"""

from __future__ import annotations

import json
import logging
import logging.handlers
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from consensus.errors import ConsensusError
from consensus.telemetry.port import traceparent

#: Bytes of one log file, and how many old ones are kept beside it.
_BYTES, _KEPT = 1_000_000, 5
_FORM = "%(asctime)s %(levelname)s %(name)s %(message)s"
_ROOT = "consensus"
#: Ids of what is worked on, by name: job, call.
_about: ContextVar[tuple[tuple[str, str], ...]] = ContextVar("consensus_about", default=())


def log_file(home: Path) -> Path:
    """Where this installation logs to."""
    return home / "logs" / "consensus.log"


def start(home: Path, *, loud: bool = False, form: str = "") -> Path:
    """Log from now on; called again, it changes nothing but the place. Returns the file.

    loud: to standard error as well, with the details. form: "json" for one object a line, "" for plain lines. A folder
    that cannot be written means that nothing is kept.
    """
    root, path = logging.getLogger(_ROOT), log_file(home)
    root.setLevel(logging.DEBUG if loud else logging.INFO)
    root.propagate = False
    for handler in [*root.handlers]:
        root.removeHandler(handler)
        handler.close()
    formatter = _Json() if form == "json" else logging.Formatter(_FORM)
    if loud:
        _add(root, logging.StreamHandler(sys.stderr), formatter)
    _add(root, _File(path, maxBytes=_BYTES, backupCount=_KEPT, encoding="utf-8", delay=True), formatter)
    return path


@contextmanager
def about(**ids: str) -> Iterator[None]:
    """Lines that are logged in this block carry these ids: ``job``, ``call``."""
    token = _about.set((*_about.get(), *ids.items()))
    try:
        yield
    finally:
        _about.reset(token)


class _File(logging.handlers.RotatingFileHandler):
    """Makes its folder with the first line, so that a command that has nothing to say leaves nothing behind."""

    def _open(self) -> Any:
        Path(self.baseFilename).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        return super()._open()

    def handleError(self, record: logging.LogRecord) -> None:
        """A log that cannot be written is no reason to fail, nor to fill the screen."""


def unforeseen(error: BaseException) -> ConsensusError:
    """Write down where an error came from, and what to say of it: one sentence with the log file's name.

    The lines of our code and the error's type are written, never its message, which may quote a document.
    """
    root = logging.getLogger(_ROOT)
    frames = "".join(traceback.format_tb(error.__traceback__))
    root.error("unforeseen %s\n%s", type(error).__name__, frames.rstrip())
    kept = next((handler.baseFilename for handler in root.handlers if isinstance(handler, _File)), "")
    do = f"Nothing that was stored is lost. Please report it with the end of {kept}" if kept else "Please report it."
    return ConsensusError("something unforeseen, a fault of this program.", do=do)


class _Json(logging.Formatter):
    """One JSON object a line. Of an exception that a module hands in, its type alone: its message may quote a text."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {"at": at, "level": record.levelname, "logger": record.name, "message": record.getMessage()}
        line |= dict(_about.get())
        if trace := traceparent():
            line["trace"] = trace.split("-")[1]
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
        return json.dumps(line, ensure_ascii=False)


def _add(root: logging.Logger, handler: logging.Handler, formatter: logging.Formatter) -> None:
    handler.setFormatter(formatter)
    root.addHandler(handler)
