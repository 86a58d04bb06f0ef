"""``panels.yaml``: the installation's named panels, their members written as in a policy. In the home, and as a text of
the same form in a database that machines share."""

from __future__ import annotations

import json
import os
import re
import secrets
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from consensus.domain import MemberRule, Policy
from consensus.errors import NotFoundError, PanelError, UsageError
from consensus.policy_files.problems import explain
from consensus.policy_files.rules import problems_of, secrets_of
from consensus.policy_files.yaml import Reading, read_yaml
from consensus.ports.storage import HomeTexts
from consensus.route import RESERVED

NAME = "panels.yaml"
#: How messages name those of a shared database.
_SHARED = Path("panels in the database")
#: Larger files hold no panels.
MAX_BYTES = 1_000_000
#: Seconds that one writer waits for another.
_BUSY = 10.0
_PANEL = re.compile(r"[a-z0-9][a-z0-9_-]*")
#: Two words of the reader of policies that would be wrong here, and why a file is refused on its first line.
_WORDS = (
    ("is not a key of a policy", "is not a key of a member"),
    ("keys never stand in a policy", "keys never stand in a panel"),
    ("is not used in a policy", "is not used in panels"),
    ("too large for a policy", "too large for panels"),
    ("one file holds one policy", "write all panels in one"),
    ("; add models or lower `quorum`", "; add a model of another maker"),
    ("a policy is `key: value` lines; see `consensus policies show translation`", "panels are `name:` and members"),
)
_MEND = "Mend the line, or see docs/panels.md."


class PanelsFile:
    """Reads and writes the file; every reading is anew, so that an edit counts at once.

    shared: the database that machines share, where there is one. Panels are saved there, and one of the same name in
    the file, which may be mounted to be read, comes before it.
    """

    def __init__(self, home: Path, shared: HomeTexts | None = None) -> None:
        self.path, self._shared = home / NAME, shared

    def panels(self) -> Mapping[str, tuple[MemberRule, ...]]:
        """Name -> members, the file's last; {} without any. Raises PanelError for the first mistake, StoreError."""
        shared = _parsed(self._shared.home_text(NAME), _SHARED) if self._shared else {}
        return {**shared, **_parsed(self._text(), self.path)}

    @property
    def where(self) -> str:
        """Where panels are saved, in words."""
        return str(self.path) if self._shared is None else str(_SHARED)

    def find(self, name: str) -> tuple[MemberRule, ...]:
        """The members of a panel. Raises NotFoundError, PanelError."""
        panels = self.panels()
        if name not in panels:
            near = get_close_matches(name, panels, n=1)
            there = f"Did you mean {near[0]}?" if near else f"It holds: {', '.join(panels) or 'no panel yet'}."
            raise NotFoundError(f'there is no panel "{name}".', where=str(self.path), do=there)
        return panels[name]

    def save(self, name: str, members: Sequence[MemberRule], *, force: bool = False) -> None:
        """Add a panel, or with force write it anew; other panels and what is written around them stay.

        Raises UsageError for a name that is taken or cannot be used, or a place that cannot be written, and PanelError
        where the file is broken.
        """
        written = [json.loads(rule.model_dump_json(exclude_defaults=True)) for rule in members]
        written = [{**one, **_prices(rule)} for one, rule in zip(written, members, strict=True)]
        block = yaml.safe_dump({name: written}, sort_keys=False, allow_unicode=True, width=1000)

        def changed(text: str) -> str:
            self.refuse_name(name, force=force)
            kept = _without(text, name)
            return f"{kept.rstrip()}\n\n{block}".lstrip() if kept.strip() else _HEAD + block

        if self._shared is not None and name in _parsed(self._text(), self.path):
            do = "Change it there, or take another name."
            raise UsageError(f'there is a panel "{name}" in the file, which comes first.', where=str(self.path), do=do)
        self._change(changed, self._shared)

    def remove(self, name: str) -> None:
        """Take a panel out. Raises NotFoundError, PanelError, UsageError."""
        self.find(name)
        in_file = name in _parsed(self._text(), self.path)
        self._change(lambda text: _without(text, name), None if in_file else self._shared)

    def refuse_name(self, name: str, *, force: bool) -> None:
        """Raises UsageError for a name that cannot be used, or without force is taken, and PanelError as ``panels``."""
        check_name(name)
        if name in self.panels() and not force:
            do = "Take another name, or overwrite it with --force."
            raise UsageError(f'there is a panel "{name}" already.', where=str(self.path), do=do)

    def _change(self, make: Callable[[str], str], shared: HomeTexts | None) -> None:
        """Write what is made of the present text: into the database, or where there is none into the file."""
        if shared is None:
            with self._alone():
                self._write(make(self._text()))
            return
        while True:
            before = shared.home_text(NAME)
            after = make(before)
            _parsed(after, _SHARED)
            if shared.replace_home_text(NAME, before, after):
                return

    def _text(self) -> str:
        try:
            with self.path.open("rb") as file:
                content = file.read(MAX_BYTES + 1)
            if len(content) > MAX_BYTES:
                raise PanelError(f"is larger than {MAX_BYTES // 1000} kB", where=str(self.path), do=_MEND)
            return content.decode("utf-8-sig")
        except FileNotFoundError:
            return ""
        except UnicodeDecodeError as error:
            what = f"is not UTF-8 at byte {error.start}"
            raise PanelError(what, where=str(self.path), do="Save it as UTF-8.") from None
        except OSError as error:
            what = f"cannot be read: {error.strerror}"
            raise PanelError(what, where=str(self.path), do="Check the file and its folder.") from None

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One writer at a time, so that none loses the panel of another."""
        lock = self.path.with_name(f".{NAME}.lock")
        try:
            lock.parent.mkdir(parents=True, exist_ok=True)
            held = sqlite3.connect(lock, timeout=_BUSY, isolation_level=None)
            held.execute("BEGIN EXCLUSIVE")
        except (OSError, sqlite3.OperationalError) as error:
            said = getattr(error, "strerror", None) or error
            do = "Check that CONSENSUS_HOME can be written, and that no other process is writing."
            raise UsageError(f"cannot write: {said}", where=str(self.path), do=do) from error
        with closing(held):
            yield

    def _write(self, text: str) -> None:
        """All of it or nothing, readable by its owner alone. A link stays one."""
        target = self.path.resolve()
        _parsed(text, self.path)
        beside = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
        try:
            with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(text.encode("utf-8"))
                file.flush()
                os.fsync(file.fileno())
            beside.replace(target)
        except OSError as error:
            with suppress(OSError):
                beside.unlink(missing_ok=True)
            do = "Check that CONSENSUS_HOME can be written."
            raise UsageError(f"cannot write: {error.strerror}", where=str(self.path), do=do) from error


def named(file: PanelsFile, requested: str | Sequence[str] | None, policy: Policy) -> tuple[MemberRule, ...] | None:
    """The members of the panel that a request names, or None where it names none of the file.

    Raises PanelError for a broken file, and for a word that is almost the name of a panel in it.
    """
    if not isinstance(requested, str) or not may_be_panel(wanted := requested.strip()):
        return None
    panels = file.panels()
    if wanted in panels or wanted in policy.panels:
        return panels.get(wanted)
    if near := get_close_matches(wanted, panels, n=1, cutoff=0.75):
        raise PanelError(f'there is no panel "{wanted}".', where=str(file.path), do=f'Did you mean "{near[0]}"?')
    return None


_HEAD = "# Panels of this installation, for --panel NAME; see docs/panels.md. Keys never stand here.\n\n"


def may_be_panel(name: str) -> bool:
    """Whether a word can be the name of a panel of one's own."""
    return bool(_PANEL.fullmatch(name)) and name not in RESERVED


def check_name(name: str) -> None:
    """Raises UsageError for a name that no panel of one's own may have."""
    if name in RESERVED:
        raise UsageError(f'"{name}" is the name of a built-in panel.', where="panel", do="Take another name.")
    if not may_be_panel(name):
        raise UsageError(f'"{name}" cannot name a panel.', where="panel", do="Use a-z, 0-9, - and _, as in my-panel.")


def _prices(rule: MemberRule) -> dict[str, Any]:
    """Numbers, where the model writes text."""
    named = {"price_in": rule.price_in, "price_out": rule.price_out}
    return {key: _number(price) for key, price in named.items() if price is not None}


def _number(price: Any) -> int | float:
    return int(price) if price == int(price) else float(price)


def _parsed(text: str, path: Path) -> dict[str, tuple[MemberRule, ...]]:
    if all(not line.strip() or line.lstrip().startswith("#") for line in text.splitlines()):
        return {}
    reading = read_yaml(text)
    if reading.problems or not reading.values:
        raise _mistake(reading.problems or [(1, "holds no panel")], path)
    found = {}
    for name, members in reading.values.items():
        found[name] = _members(name, members, reading, path)
    return found


def _members(name: str, members: Any, reading: Reading, path: Path) -> tuple[MemberRule, ...]:
    """One panel, read as a policy that has these members and asks them."""
    line = reading.line((name,))
    try:
        check_name(name)
    except UsageError as error:
        raise _mistake([(line, f"{error.what.rstrip('.')}; take another name")], path) from None
    if not isinstance(members, list) or not members:
        raise _mistake([(line, f"`{name}`: must be a list of members, as in `- model: llama3.1:8b`")], path)
    asked = [one["model"] for one in members if isinstance(one, dict) and isinstance(one.get("model"), str)]
    values = {"name": "panel", "version": 1, "panels": {name: asked}, "members": members}
    lines: dict[tuple[str | int, ...], int] = {("panels", name): line}
    own = {place[1:]: at for place, at in reading.lines.items() if place[0] == name}
    lines |= {("members", *place): at for place, at in own.items()}
    lines |= {("panels", name, *place): at for place, at in own.items() if len(place) == 1}
    as_policy = replace(reading, values=values, lines=lines)
    problems = secrets_of(as_policy)
    try:
        policy = Policy.model_validate_json(json.dumps(values), strict=True)
    except ValidationError as error:
        problems += explain(error, as_policy)
    else:
        problems += problems_of(policy, as_policy, ())
    if problems:
        shown = [(at, _worded(sentence, name)) for at, sentence in problems]
        raise _mistake(shown, path)
    return policy.members


def _worded(sentence: str, name: str) -> str:
    return sentence.replace("`members", f"`{name}", 1).replace("`panels.", "`", 1)


def _mistake(problems: Sequence[tuple[int, str]], path: Path) -> PanelError:
    """The first mistake in the file: one line, naming the file and the place."""
    line, sentence = min(problems)
    for before, after in _WORDS:
        sentence = sentence.replace(before, after)
    return PanelError(f"{sentence}.", where=f"{path}, line {line}", do=_MEND)


def _without(text: str, name: str) -> str:
    """The text without one panel; comments and the other panels stay as they are written."""
    root = yaml.compose(text, Loader=yaml.BaseLoader) if text.strip() else None
    if not isinstance(root, yaml.MappingNode):
        return text
    starts = [key.start_mark.index for key, _ in root.value]
    kept = text
    for at, (key, value) in enumerate(root.value):
        if key.value != name:
            continue
        if root.flow_style:
            content = yaml.load(text, Loader=yaml.BaseLoader)  # plain texts, as they are written
            return yaml.safe_dump({n: v for n, v in content.items() if n != name}, sort_keys=False, allow_unicode=True)
        end = starts[at + 1] if at + 1 < len(starts) else len(text)
        rest = text[max(_end(value, text), starts[at]) : end] + text[end:]
        kept = f"{text[: starts[at]].rstrip()}\n\n{rest.strip()}\n".lstrip()
    return kept


def _end(node: yaml.Node, text: str) -> int:
    """Where the last line of a value ends; the mark of a block stands behind the comments that follow it."""
    if isinstance(node, yaml.ScalarNode) or getattr(node, "flow_style", False):
        found = text.find("\n", node.end_mark.index)
        return len(text) if found < 0 else found + 1
    children = [child for pair in node.value for child in (pair if isinstance(pair, tuple) else (pair,))]
    return max((_end(child, text) for child in children), default=node.end_mark.index)
