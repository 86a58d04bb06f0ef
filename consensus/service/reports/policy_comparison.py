"""Facade for whoever changes a policy: what it would do to recorded answers, before it is adopted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from consensus.domain import Policy
from consensus.errors import NotFoundError, RecordedError
from consensus.evaluate import Changed as Changed
from consensus.evaluate import Evaluation, changes_between
from consensus.service.reports.insights import Share

#: The recorded answers that come with the product.
EXAMPLE = "The shipped examples"


@dataclass(frozen=True, slots=True)
class Effect:
    """What a policy does to recorded answers. error: wrong ones among the accepted that have a label."""

    policy: str
    digest: str
    units: int
    coverage: Share
    error: Share


@dataclass(frozen=True, slots=True)
class Trial:
    """Both policies on the same answers. notices: sentences for a person."""

    before: Effect
    after: Effect
    changes: tuple[Changed, ...]
    notices: tuple[str, ...]
    certificate: str = "not certified"


class Trials:
    """Runs policies on recorded answers; asks nobody and stores nothing.

    evaluate: recorded answers under a policy. folder: where an installation keeps its recorded answers.
    """

    def __init__(self, evaluate: Callable[[Path, Policy], Evaluation], folder: Path, example: Path) -> None:
        self._evaluate, self._folder, self._example = evaluate, folder, example

    @property
    def folder(self) -> Path:
        return self._folder

    def files(self) -> Sequence[str]:
        """Names of the recorded answers at hand."""
        own = sorted(path.name for path in self._folder.glob("*.jsonl")) if self._folder.is_dir() else []
        return [EXAMPLE, *own]

    def compare(self, before: Policy, after: Policy, name: str, content: bytes | None = None) -> Trial:
        """What would change. name: one of ``files``; with content, of the file handed in.

        Raises RecordedError, UsageError, SchemaError, NotFoundError.
        """
        if content is None:
            return self._compare(before, after, self._path(name))
        with TemporaryDirectory(prefix="consensus-") as folder:
            path = Path(folder) / "recorded.jsonl"
            path.write_bytes(content)
            try:
                return self._compare(before, after, path)
            except RecordedError as error:
                raise error.changed(where=error.where.replace(str(path), name)) from error

    def _path(self, name: str) -> Path:
        if name == EXAMPLE:
            return self._example
        if name not in self.files():
            raise NotFoundError(f"there are no recorded answers {name}", where=str(self._folder), do="Choose others.")
        return self._folder / name

    def _compare(self, before: Policy, after: Policy, path: Path) -> Trial:
        old, new = self._evaluate(path, before), self._evaluate(path, after)
        lines = zip(old.lines, new.lines, strict=True)
        changes = [each for old_line, new_line in lines for each in changes_between(old_line, new_line)]
        return Trial(_effect(old), _effect(new), tuple(changes), tuple(dict.fromkeys((*old.notices, *new.notices))))


def _effect(found: Evaluation) -> Effect:
    total = found.total
    coverage, error = Share(total.accepted, total.units), Share(total.wrong, total.judged)
    return Effect(found.policy.name, found.policy.digest, total.units, coverage, error)
