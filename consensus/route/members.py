"""From a member's name to a ModelSpec: policy rule, base URL, family, recorded file."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from consensus.domain import ModelKind, ModelSpec, Policy
from consensus.errors import PanelError
from consensus.route.families import FamilyMap, family_of, recorded_family

#: Tokens a hosted model may answer with unless the policy says otherwise; the domain's own default suits small models.
HOSTED_OUTPUT_TOKENS = 4096
RECORDED = "recorded:"
#: An address behind a model's name without ``http://``; a version behind an ``@`` has no port.
_BARE_HOST = re.compile(
    r"@((?:[\w-]+(?:\.[\w-]+)*|\[[0-9a-fA-F:]+\]):\d{2,5}|localhost|[\w-]+(?:\.[\w-]+)*\.[a-zA-Z]{2,}(?=/))(?:/.*)?$"
)

#: A user name or password before the host, or any query but the version of an interface: it may be a key.
_CREDENTIALS = re.compile(r"//[^/?#:]*(?::[^?#]*)?@|[?&](?!api-version=)[^&#]|#.", re.IGNORECASE)
#: What may be shown of an address: host and port. What stands behind a colon and is no port may be half a password.
_SHOWN = re.compile(r"(?:https?://)?(?:\[[^\]/]*\]?|[^:/?#]*)(?::\d+(?=/|$))?")


@dataclass(frozen=True, slots=True)
class Known:
    """What names are looked up in. keys: variable name -> set. embedded: members that can be started here."""

    policy: Policy
    families: FamilyMap
    keys: Mapping[str, bool] = field(default_factory=dict)
    embedded: Sequence[ModelSpec] = ()


def resolve_member(name: str, known: Known) -> tuple[ModelSpec, tuple[str, ...]]:
    """The spec of one member as the user wrote it, and warnings about it.

    Forms: an embedded member's name, ``recorded:FILE.jsonl#NAME``, ``MODEL``, or ``MODEL@http://HOST/v1``.
    Raises PanelError for an empty name, an address that cannot be read, or a recorded name that is not in its file.
    """
    name = name.strip()
    if not name:
        raise PanelError("the panel has an empty member.", do="Remove the stray comma.")
    for spec in known.embedded:
        if name == spec.name:
            return _embedded(spec, known), ()
    if name.startswith(RECORDED):
        return _recorded(name, known), ()
    return _hosted(name, known)


def recorded_names(path: str, of: Literal["outputs", "judge"] = "outputs") -> tuple[str, ...]:
    """Names of all members in a file of recorded answers, or of its judges, in order of appearance.

    Raises PanelError when it cannot be read.
    """
    names: dict[str, None] = {}
    try:
        with Path(path).open(encoding="utf-8") as lines:
            for line in lines:
                record = json.loads(line) if line.strip() else {}
                given = record.get(of, {})
                names.update(dict.fromkeys([given] if isinstance(given, str) else given))
    except (OSError, ValueError, AttributeError) as error:
        raise PanelError(f"the recorded answers cannot be read: {error}", where=path) from error
    return tuple(names)


def _embedded(spec: ModelSpec, known: Known) -> ModelSpec:
    rule = known.policy.rule_for(spec.name)
    if rule is None:
        return spec
    family = rule.family or spec.family
    return replace(spec, family=family, weight=rule.weight, fallbacks=rule.fallbacks)


def _recorded(name: str, known: Known) -> ModelSpec:
    path, _, member = name.removeprefix(RECORDED).rpartition("#")
    path, member = path.strip(), member.strip()
    if not path or not member:
        raise PanelError(f'"{name}" does not name a recorded member.', do="Write recorded:FILE.jsonl#NAME.")
    names = recorded_names(path)
    if member not in names and member not in recorded_names(path, of="judge"):
        raise PanelError(f'no answer by "{member}" is recorded.', where=path, do=f"It holds: {', '.join(names)}.")
    # A rule may be written for the whole name or for the recorded name alone, which does not change with the folder.
    rule = known.policy.rule_for(name) or known.policy.rule_for(member)
    found = recorded_family(member, known.families, ruled=rule.family if rule else None)
    return ModelSpec(
        name,
        member,
        found.family,
        found.why,
        source="recorded",
        recorded_file=path,
        weight=rule.weight if rule else 1.0,
        fallbacks=rule.fallbacks if rule else (),
    )


def _hosted(name: str, known: Known) -> tuple[ModelSpec, tuple[str, ...]]:
    model, at, address = name.partition("@http")
    base_url = f"http{address}" if at else None
    rule = known.policy.rule_for(name) or known.policy.rule_for(model)
    # A rule's key is for the rule's host: whoever writes another behind the model's name must not be sent it.
    is_elsewhere = rule is not None and base_url not in (None, rule.base_url) and not known.policy.rule_for(name)
    base_url = base_url or (rule.base_url if rule else None)
    if base_url is not None:
        _check_address(base_url, name)
    elif model.count("@") > 1 or _CREDENTIALS.search(model):
        _check_address("//@", name)
    elif bare := _BARE_HOST.search(model):
        raise PanelError(
            f'"{name}" names no address.',
            do=f"Write http:// before the address: {model[: bare.start()]}@http://{bare[1]}/v1",
        )
    key_env = rule.api_key_env if rule and not is_elsewhere else None
    found = family_of(model, known.families, ruled=rule.family if rule else None, base_url=base_url)
    if rule is not None and rule.family is not None and (by := known.policy.source_of(rule)).startswith("panel "):
        found = found._replace(why=f"{by} says so")
    warnings = []
    if not found.known:
        warnings.append(f'The maker of "{model}" is not known; it votes for itself. Set its `family:` in the policy.')
    needed = key_env or known.families.key_for(model, base_url)
    if needed is not None and known.keys.get(needed) is False:
        warnings.append(f'{needed} is not set, so "{model}" will probably be refused.')
    spec = ModelSpec(
        name,
        _addressed(model, known.families) if base_url else model,
        found.family,
        found.why,
        base_url=base_url,
        api_key_env=key_env,
        max_output_tokens=HOSTED_OUTPUT_TOKENS,
    )
    if rule is not None:
        kind = ModelKind(rule.kind) if rule.kind else spec.kind
        spec = replace(
            spec,
            kind=kind,
            weight=rule.weight,
            context_tokens=rule.context_tokens,
            max_output_tokens=rule.max_output_tokens or spec.max_output_tokens,
            # A completion has no numbers to answer by, so it is asked about one segment at a time.
            segments_per_ask=rule.segments_per_ask or (1 if kind is ModelKind.COMPLETION else None),
            fallbacks=rule.fallbacks,
        )
    return spec, tuple(warnings)


def _check_address(url: str, name: str) -> None:
    """Raises PanelError for an address that cannot be read, or that holds what must not be stored with the job."""
    if _CREDENTIALS.search(url):
        raise PanelError(
            f'the address of "{_without_credentials(name)}" holds a user name, password or key; addresses are stored.',
            do="Leave it out, put the key into a variable, and name the variable: `api_key_env:` under `members:`.",
        )
    try:
        parts = urlsplit(url)
        sound = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:  # an open bracket, a port that is none
        sound = False
    if not sound:
        do = "Write it like http://127.0.0.1:11434/v1 or http://[::1]:11434/v1."
        raise PanelError(f'the address of "{_without_credentials(name)}" cannot be read.', do=do)


def _without_credentials(name: str) -> str:
    """A member's name as a person wrote it, with no more of its address than host and port."""
    model, at, address = ("", "", name) if "//" in name.partition("@")[0] else name.partition("@")
    shown = _SHOWN.match(address.rpartition("@")[2])
    return f"{model}{at}{shown[0] if shown else ''}" if at or "//" in name else name


def _addressed(model: str, families: FamilyMap) -> str:
    """A name behind a base URL needs a protocol in front; OpenAI's is the one such servers speak."""
    host = model.lower().split("/", 1)[0]
    return model if "/" in model and host in families.hosts else f"openai/{model}"
