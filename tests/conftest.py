"""For every test: no socket but loopback, no hub, no keys of whoever runs the tests."""

from __future__ import annotations

import os

import hypothesis
import pytest
from pytest_socket import socket_allow_hosts

# Before any library reads it: without network a hub name would hang for over a minute.
os.environ["HF_HUB_OFFLINE"] = "1"
# A slow machine is no bug; and what lands must not depend on the day's random examples.
hypothesis.settings.register_profile("steady", deadline=None, derandomize="CI" in os.environ)
hypothesis.settings.load_profile("steady")
for name in [name for name in os.environ if name.endswith("_API_KEY") or name.startswith("CONSENSUS_DATABASE")]:
    del os.environ[name]


@pytest.fixture(autouse=True)
def loopback_only() -> None:
    socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)
