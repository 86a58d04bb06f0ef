"""Facade for glossaries: those that policies use and those of the home, in and out as CSV and TBX."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePath

from consensus.domain import Event, Policy
from consensus.errors import ConflictError, ConsensusError, NotFoundError, PolicyError, UsageError
from consensus.normalize.language_tags import normalize_pair
from consensus.ports.runtime import Clock, PolicySource
from consensus.resources.glossary import Term, parse_glossary, read_glossary
from consensus.resources.glossary_files import glossary_csv, glossary_tbx

#: The folder of the home's glossaries beside its policies, and so how a policy names one: ``glossaries/terms.csv``.
FOLDER = "glossaries"
_SUFFIXES = (".csv", ".tsv", ".tbx")
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,60}")
_DO = "Take another name, as in terms-de.csv."


@dataclass(frozen=True, slots=True)
class GlossaryLine:
    """One glossary. name: as a policy of the home writes it. own: it lies in the home's folder. used_by: policies.

    required, forbidden: terms. problem: what is wrong with its file, or "".
    """

    name: str
    own: bool
    used_by: tuple[str, ...] = ()
    required: int = 0
    forbidden: int = 0
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was read and is not saved. effects: what saving it changes, one sentence each."""

    name: str
    terms: tuple[Term, ...]
    effects: tuple[str, ...]


class Glossaries:
    """Lists, reads, saves and removes. home: of the installation. require: raises for one who may not change any.

    log: writes into the event log.
    """

    def __init__(
        self,
        home: Path,
        policies: PolicySource,
        clock: Clock,
        require: Callable[[str], None],
        log: Callable[[Event], None],
    ) -> None:
        self._folder, self._policies, self._clock = home / "policies" / FOLDER, policies, clock
        self._require, self._log = require, log

    def lines(self) -> tuple[GlossaryLine, ...]:
        """Those of the home, used or not, and those elsewhere that a policy names; by name."""
        users, own = self._users(), {path.resolve() for path in self._files()}
        return tuple(
            self._line(path, [policy.name for policy in users.get(path, ())], path in own)
            for path in sorted({*own, *users}, key=lambda one: (one not in own, str(one)))
        )

    def names(self) -> tuple[str, ...]:
        """Those of the home, as a policy names them; no file is read."""
        return tuple(f"{FOLDER}/{path.name}" for path in self._files())

    def terms(self, name: str) -> tuple[Term, ...]:
        """The terms of a listed glossary. Raises NotFoundError, PolicyError."""
        return read_glossary(self._path(name))

    def export(self, name: str, form: str, source_lang: str = "", target_lang: str = "") -> tuple[str, bytes]:
        """A listed glossary as a file. form: "csv", or "tbx", which needs its languages. Raises UsageError and as
        ``terms``."""
        stem, terms = PurePath(name).stem, self.terms(name)
        if form == "csv":
            return f"{stem}.csv", glossary_csv(terms)
        source, target = normalize_pair(source_lang, target_lang)
        if not source or not target:
            raise UsageError("TBX names the languages of its terms.", do="Name both, as in en and de.")
        return f"{stem}.tbx", glossary_tbx(terms, source, target)

    def read(self, name: str, content: bytes) -> Upload:
        """What a file holds and what saving it would change; nothing is stored. Raises UsageError in one line."""
        named = file_name(name)
        try:
            terms = parse_glossary(content, PurePath(named).suffix)
        except PolicyError as error:
            more = f" (and {len(error.problems) - 1} more)" if len(error.problems) > 1 else ""
            raise UsageError(f"{error.problems[0]}{more}", where=named, do="Mend the file and take it again.") from None
        path = (self._folder / named).resolve()
        effects = [f"It replaces {FOLDER}/{named}."] if path.exists() else []
        for policy in self._users().get(path, ()):
            after = policy.model_copy(update={"glossary_terms": terms})
            if after.digest != policy.digest:
                void = "; what was certified under the digest of before is void" if policy.guarantee != "none" else ""
                effects.append(f"The digest of {policy.name} becomes {after.digest}, before {policy.digest}{void}.")
        return Upload(named, terms, tuple(effects))

    def save(self, name: str, content: bytes, by: str) -> Upload:
        """Keep a file in the home's folder, in place of one of its name. Raises ForbiddenError, UsageError."""
        self._require(by)
        found = self.read(name, content)
        _write(self._folder / found.name, content)
        self._log(self._event(by, "save-glossary", found.name, f"{len(found.terms)} terms"))
        return found

    def remove(self, name: str, by: str) -> None:
        """Remove one of the home's. Raises ForbiddenError, NotFoundError, ConflictError while a policy uses it."""
        self._require(by)
        line = next((one for one in self.lines() if one.name == name and one.own), None)
        if line is None:
            raise NotFoundError(f'there is no glossary "{name}" here.', do="See the list.")
        if line.used_by:
            do = "Change these policies first."
            raise ConflictError(f"{', '.join(line.used_by)} use it.", where=name, do=do)
        (self._folder / PurePath(name).name).unlink(missing_ok=True)
        self._log(self._event(by, "remove-glossary", name, ""))

    def _files(self) -> list[Path]:
        files = sorted(self._folder.iterdir()) if self._folder.is_dir() else []
        return [path for path in files if path.suffix in _SUFFIXES and not path.name.startswith(".")]

    def _users(self) -> dict[Path, list[Policy]]:
        """Policies that can be read and have a glossary, by its file."""
        found: dict[Path, list[Policy]] = {}
        for line in self._policies.list():
            if line.problem or line.where == "shipped":
                continue  # a shipped policy names none
            try:
                policy = self._policies.load(line.name)
            except ConsensusError:
                continue
            if policy.glossary is not None:
                path = (Path(line.where).parent / Path(policy.glossary).expanduser()).resolve()
                found.setdefault(path, []).append(policy)
        return found

    def _line(self, path: Path, used_by: Sequence[str], own: bool) -> GlossaryLine:
        name = f"{FOLDER}/{path.name}" if own else str(path)
        try:
            kinds = [kind for _, _, kind in read_glossary(path)]
        except PolicyError as error:
            return GlossaryLine(name, own, tuple(used_by), problem=error.problems[0])
        return GlossaryLine(name, own, tuple(used_by), kinds.count("required"), kinds.count("forbidden"))

    def _path(self, name: str) -> Path:
        """Of a listed one: nobody reads another file through here."""
        for line in self.lines():
            if line.name == name:
                return self._folder / PurePath(name).name if line.own else Path(name)
        raise NotFoundError(f'there is no glossary "{name}" here.', do="See the list.")

    def _event(self, by: str, action: str, name: str, told: str) -> Event:
        return Event(self._clock.now().isoformat(), by, action, name, told)


def file_name(given: str) -> str:
    """The name under which an uploaded file is kept: a-z, 0-9, - and _, and its kind. Raises UsageError."""
    path = PurePath(given.replace("\\", "/"))
    suffix = {".xml": ".tbx", ".txt": ".csv"}.get(path.suffix.lower(), path.suffix.lower())
    stem = re.sub(r"[^a-z0-9_-]+", "-", path.stem.lower()).strip("-_")[:60]
    if suffix not in _SUFFIXES:
        raise UsageError("this is no glossary: it is neither CSV nor TBX.", do="Save it as .csv or .tbx.")
    if not _NAME.fullmatch(stem):
        raise UsageError("the file has no name that could be kept.", do=_DO)
    return f"{stem}{suffix}"


def _write(path: Path, content: bytes) -> None:
    """All of it or nothing. Raises UsageError for a place that cannot be written."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(content)
        beside.replace(path)
    except OSError as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise UsageError(f"cannot write: {error.strerror}", where=str(path), do="Check the folder.") from error
