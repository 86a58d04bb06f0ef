"""The service of this process, where the HTTP API beside the screens has opened one."""

from __future__ import annotations

from consensus import bootstrap

_GIVEN: list[bootstrap.Service] = []


def share(service: bootstrap.Service) -> None:
    """The screens of this process work with this one: one engine, one queue of jobs."""
    _GIVEN[:] = [service]


def service() -> bootstrap.Service:
    """What was shared, or a new one."""
    return _GIVEN[0] if _GIVEN else bootstrap.open_service()
