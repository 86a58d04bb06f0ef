"""Who made a model's weights: a parsed map of families, and the order in which it is asked. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import NamedTuple
from urllib.parse import urlsplit

import yaml

from consensus.errors import InputError

#: Regions and inference profiles that some hosts glue before the maker: ``us.anthropic.claude-...``.
_REGIONS = frozenset({"us", "eu", "apac", "ap", "jp", "au", "ca", "global", "us-gov"})
_DOTTED = re.compile(r"^([a-z][a-z0-9-]*)\.(?=[a-z])")


class FamilyFound(NamedTuple):
    """family: maker of the weights. why: the rule that found it. known: False when the name stands in for it."""

    family: str
    why: str
    known: bool


class HostedDefault(NamedTuple):
    """key: name of the environment variable that holds the key. model: LiteLLM name asked when it is set."""

    key: str
    model: str


@dataclass(frozen=True, slots=True)
class FamilyMap:
    """The shipped map. patterns: (glob, family), the first match wins. prefixes: maker's prefix -> family.

    hosts: first parts of a path that say where a model runs. keys: host -> name of the variable with its key.
    addresses: host -> globs of the internet names that are its own. local: host -> where its server listens on this
    machine.
    """

    patterns: tuple[tuple[str, str], ...]
    prefixes: Mapping[str, str]
    hosts: frozenset[str]
    hosted: tuple[HostedDefault, ...] = ()
    keys: Mapping[str, str] = field(default_factory=dict)
    addresses: Mapping[str, Sequence[str]] = field(default_factory=dict)
    local: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, text: str) -> FamilyMap:
        """Read the YAML text of ``policies/families.yaml``. Raises InputError when its shape is wrong."""
        try:
            content = yaml.safe_load(text)
            makers = content["makers"]
            return cls(
                tuple((glob.lower(), maker["family"]) for maker in makers for glob in maker["patterns"]),
                {prefix.lower(): maker["family"] for maker in makers for prefix in maker["prefixes"]},
                frozenset(content["hosts"]),
                tuple(HostedDefault(entry["key"], entry["model"]) for entry in content.get("hosted", ())),
                dict(content.get("keys", {})),
                dict(content.get("addresses", {})),
                dict(content.get("local", {})),
            )
        except (yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
            raise InputError(
                f"the families cannot be read: {error}",
                where="families.yaml",
                do="Install the package anew.",
            ) from error

    def key_for(self, model: str, base_url: str | None = None) -> str | None:
        """Name of the variable that should hold the key of a hosted model; None where none is known or needed."""
        if base_url is not None:
            return None
        host, slash, _ = model.lower().partition("/")
        if slash:
            return self.keys.get(host)
        found = _by_pattern(host, self)
        return self.keys.get(found) if found is not None else None

    def listed_as(self, model: str, base_url: str | None = None) -> str | None:
        """The name under which a price list knows a model asked there; None at an address that is nobody's in the map.

        A server of one's own may bear any model's name; the list's price is not its.
        """
        if base_url is None:
            return model
        address = (urlsplit(base_url).hostname or "").lower()
        for host, globs in self.addresses.items():
            if any(fnmatchcase(address, glob) for glob in globs):
                # ``openai/`` in front says which protocol is spoken there.
                return f"{host}/{model.removeprefix(f'{host}/').removeprefix('openai/')}"
        return None


def family_of(model: str, families: FamilyMap, *, ruled: str | None = None, base_url: str | None = None) -> FamilyFound:
    """The family of a model asked by LiteLLM name. ruled: what the policy says of this member, if anything.

    base_url: with one, ``openai/`` says only which protocol is spoken, not who made the weights.
    """
    if ruled is not None:
        return FamilyFound(ruled, "the policy says so", True)
    path = [part for part in model.strip().lower().split("/") if part]
    bare, dotted = _split_dotted(path[-1], families) if path else ("", None)
    matched = _by_pattern(bare, families)
    if matched is not None:
        return FamilyFound(matched, "the name matches the map of makers", True)
    # With a base URL a leading ``openai/`` names the protocol spoken there; anywhere else it names the maker.
    named = path[1:-1] if base_url is not None and path[:1] == ["openai"] else path[:-1]
    makers = [part for part in (*named, dotted or "") if part in families.prefixes]
    if makers:
        return FamilyFound(families.prefixes[makers[-1]], f"the maker's prefix {makers[-1]}/", True)
    return FamilyFound(model, "no rule knows it, so it stands for itself", False)


def recorded_family(name: str, families: FamilyMap, *, ruled: str | None = None) -> FamilyFound:
    """The family of a recorded member: the policy's word or an explicit maker's prefix, never a likeness of names."""
    if ruled is not None:
        return FamilyFound(ruled, "the policy says so", True)
    prefix, slash, rest = name.partition("/")
    if slash and rest and prefix.lower() in families.prefixes:
        return FamilyFound(families.prefixes[prefix.lower()], f"the maker's prefix {prefix}/", True)
    return FamilyFound(name, "recorded names are never merged by likeness", True)


def _split_dotted(name: str, families: FamilyMap) -> tuple[str, str | None]:
    """``us.anthropic.claude-3`` -> (``claude-3``, ``anthropic``)."""
    maker = None
    while (match := _DOTTED.match(name)) is not None:
        part = match.group(1)
        if part not in _REGIONS and part not in families.prefixes:
            break
        maker = part if part in families.prefixes else maker
        name = name[match.end() :]
    return name, maker


def _by_pattern(bare: str, families: FamilyMap) -> str | None:
    # Databricks and a few others repeat the host inside the name.
    bare = bare.removeprefix("databricks-")
    return next((family for glob, family in families.patterns if fnmatchcase(bare, glob)), None)
