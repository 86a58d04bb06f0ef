"""Sends to an address that somebody else named: never into this network, never where a redirect leads."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Mapping
from urllib.parse import urlsplit

import httpx

from consensus.errors import UsageError, shown_value

#: Seconds for one attempt, and bytes of an answer that are read.
_SECONDS, _MOST_BYTES = 15.0, 4096
_DO = "Give an https address that anybody can reach."


def refuse_address(url: str, *, local: bool) -> None:
    """Raises UsageError for an address that is never sent to. local: this machine is allowed, without TLS too."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise UsageError(f"{shown_value(url)} is no address", where="url", do=_DO) from None
    if parts.scheme not in (("https", "http") if local else ("https",)) or not host:
        raise UsageError(f"{shown_value(url)} is no https address", where="url", do=_DO)
    if parts.username is not None or parts.password is not None:
        raise UsageError("an address with a password in it is not sent to", where="url", do=_DO)
    literal = _literal(host)
    if literal is not None and not _allowed(literal, local):
        raise UsageError(f"{host} is an address inside a network", where="url", do=_DO)


def post(url: str, headers: Mapping[str, str], content: bytes, *, local: bool) -> int:
    """The status of the answer. The address that was looked at is the one that is connected to.

    Raises UsageError for a place that is never sent to, OSError where nobody answers.
    """
    refuse_address(url, local=local)
    parts = httpx.URL(url)
    found = socket.getaddrinfo(parts.host, parts.port or 443, type=socket.SOCK_STREAM)
    addresses = [ipaddress.ip_address(str(one[4][0]).partition("%")[0]) for one in found]
    if not all(_allowed(address, local) for address in addresses):
        raise UsageError(f"{parts.host} leads into a network", where="url", do=_DO)
    target = parts.copy_with(host=str(addresses[0]))
    named = {**headers, "host": parts.netloc.decode("ascii")}
    try:
        with (
            httpx.Client(timeout=_SECONDS, follow_redirects=False, trust_env=False) as client,
            client.stream(
                "POST", target, headers=named, content=content, extensions={"sni_hostname": parts.host}
            ) as answer,
        ):
            for read, _ in enumerate(answer.iter_raw(_MOST_BYTES)):
                if read:
                    break
            return answer.status_code
    except httpx.HTTPError as error:
        raise OSError(type(error).__name__) from error


def _literal(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return None


def _allowed(address: ipaddress.IPv4Address | ipaddress.IPv6Address, local: bool) -> bool:
    inner = getattr(address, "ipv4_mapped", None) or address
    if local and inner.is_loopback:
        return True
    return bool(inner.is_global and not inner.is_multicast)
