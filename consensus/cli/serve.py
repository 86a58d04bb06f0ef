"""How the screens are served: on loopback, to the hosts that people use, with what is not needed turned off."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from consensus.auth.sign_in_file import SignInFile
from consensus.errors import UsageError
from consensus.settings import Settings

#: Of one upload; the screens say so too.
MOST_MB = 20
_LOCAL = ("127.0.0.1", "localhost")
#: Whatever else Streamlit's own files or variables say, these hold.
_FIXED: Mapping[str, str] = {
    "server.address": "127.0.0.1",
    "server.headless": "true",
    "server.fileWatcherType": "none",
    "server.maxUploadSize": str(MOST_MB),
    "server.enableXsrfProtection": "true",
    "server.enableCORS": "true",
    "server.enableStaticServing": "false",
    "server.enableAgentApi": "false",
    "server.trustedUserHeaders": "{}",
    "browser.gatherUsageStats": "false",
    "client.toolbarMode": "minimal",
    "client.showErrorDetails": "none",
    "client.allowedOrigins": "http://127.0.0.1",
    "global.developmentMode": "false",
}


def review_command(
    port: int, settings: Settings | None = None, *, with_api: bool = False
) -> tuple[list[str], dict[str, str]]:
    """The command that serves the screens on loopback, and what to add to its environment.

    settings: as the server itself will read them. with_api: the HTTP API too, behind the same port. Raises UsageError
    for a sign-in that cannot work, and for an API that is not installed.
    """
    spec = find_spec("ui")
    if spec is None or spec.origin is None:
        raise UsageError("the screens are not installed", where="consensus review", do="Install the package anew.")
    file = SignInFile((settings or Settings.read()).home)
    sign_in = file.sign_in()
    options = dict(_FIXED, **{"server.port": str(port)})
    if sign_in is not None:
        options["secrets.files"] = str(file.path.absolute())
    # Under any other name it is another site's page that reaches in (DNS rebinding).
    hosts = {*_LOCAL, *([urlsplit(sign_in.origin).hostname] if sign_in is not None else [])}
    flags = [f"--{name}={value}" for name, value in options.items()]
    flags += [f"--server.allowedHosts={host}" for host in sorted(filter(None, hosts))]
    ui = Path(spec.origin).parent  # by path: a folder named ui where the command is given is none of ours
    if with_api:
        refuse_without_api()
    served = ui / ("both.py" if with_api else "server.py")
    return [sys.executable, str(ui / "serve.py"), "run", str(served), *flags], {}


def refuse_without_api() -> None:
    """Raises UsageError where the packages of the HTTP API are not installed."""
    if any(find_spec(name) is None for name in ("fastapi", "uvicorn", "standardwebhooks", "python_multipart")):
        do = "Install it with: pip install 'consensus-verifier[api]'"
        raise UsageError("the HTTP API is not installed", where="consensus serve", do=do)


def refuse_without_mcp() -> None:
    """Raises UsageError where the SDK of the MCP server is not installed."""
    if find_spec("mcp") is None:
        do = "Install it with: pip install 'consensus-verifier[mcp]'"
        raise UsageError("the MCP server is not installed", where="consensus mcp", do=do)


def address(port: int, settings: Settings | None = None) -> str:
    """Where people find the screens. Raises UsageError like ``review_command``."""
    sign_in = SignInFile((settings or Settings.read()).home).sign_in()
    return sign_in.origin if sign_in is not None else f"http://127.0.0.1:{port}"
