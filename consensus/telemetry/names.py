"""Names of models and hosts as they may be shown to whoever watches: never a user, a password or a query."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urlsplit

#: What is longer is no name.
_LONGEST = 200


@lru_cache(maxsize=1024)
def plain_name(name: object) -> str:
    """A name without what an address in it may hold beside its place. ``m@http://u:p@h/v1?k=x`` is ``m@http://h/v1``."""
    text = str(name)
    before, slashes, rest = text.partition("://")
    if slashes:
        place, slash, path = rest.partition("?")[0].partition("#")[0].partition("/")
        text = f"{before}://{place.rpartition('@')[2]}{slash}{path}"
    return text[:_LONGEST]


@lru_cache(maxsize=1024)
def host_name(host_key: str) -> str:
    """What shares one limit, in short: host and port of an address, else the provider's name."""
    if "://" not in host_key:
        return host_key.partition("/")[0][:_LONGEST]
    try:
        parts = urlsplit(host_key)
        return f"{parts.hostname}:{parts.port}" if parts.port else str(parts.hostname)
    except ValueError:
        return "unreadable"
