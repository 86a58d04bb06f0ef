"""Where a model is, so that a person sees where a document would be sent before it is. Pure."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from consensus.domain import ModelSpec, Place
from consensus.route.families import FamilyMap, family_of

HERE = "this machine"


def place_of(spec: ModelSpec, families: FamilyMap, addresses: Mapping[str, str]) -> str:
    """The host that a member's requests go to, or that it is this machine.

    addresses: environment variables such as OPENAI_API_BASE, which move a provider elsewhere.
    """
    if spec.source != "litellm":
        return f"{HERE} ({spec.source})"
    if spec.base_url is not None:
        return _host(spec.base_url)
    # A bare name is asked at its maker's.
    bare = "/" not in spec.model
    prefix = family_of(spec.model, families).family if bare else spec.model.partition("/")[0].lower()
    named = prefix.removesuffix("_chat").upper()
    for variable in (f"{named}_API_BASE", f"{named}_BASE_URL"):
        if addresses.get(variable):
            return f"{_host(addresses[variable])} (by {variable})"
    if prefix in families.local:
        return _host(f"http://{families.local[prefix]}")
    return next(iter(families.addresses.get(prefix, ())), "").removeprefix("*.") or f"{prefix}, wherever that is"


def gathered(asked: Iterable[tuple[str, str]]) -> tuple[Place, ...]:
    """(who, where) by place, in order."""
    found: dict[str, dict[str, None]] = {}
    for who, where in asked:
        found.setdefault(where, {})[who] = None
    return tuple(Place(where, tuple(who)) for where, who in found.items())


def _host(url: str) -> str:
    """Host and port of an address, without a name and password in it."""
    try:
        parts = urlsplit(url if "//" in url else f"//{url}")
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return "an address that cannot be read"
    if not host or "@" in parts.path:  # a name and password may stand anywhere in what is no address
        return "an address that cannot be read"
    shown = f"[{host}]" if ":" in host else host
    shown = f"{shown}:{port}" if port else shown
    return f"{HERE} ({shown})" if is_this_machine(host) else shown


def is_this_machine(host: str) -> bool:
    """Whether a host's name or address is this machine's own."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
