"""The tools behind the Model Context Protocol, on standard input and output."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable
from functools import wraps
from importlib.metadata import version
from pathlib import Path
from typing import ParamSpec

from mcp.server import MCPServer
from mcp_types import CallToolResult, TextContent

from consensus.bootstrap import Service
from consensus.errors import ConsensusError
from consensus.mcp.results import ToolResult
from consensus.mcp.tools import Tools
from consensus.telemetry import unforeseen

Given = ParamSpec("Given")

_INSTRUCTIONS = (
    "Results of these tools are verified: several independent models agree, or a person decided. An error means that "
    "there is no verified result. Report what it says is open; never answer in its place."
)


def build_server(service: Service, root: Path | None = None) -> MCPServer[None]:
    """The server of one installation. root: files are read and written below it."""
    # What goes wrong stands in this program's own log, without texts.
    server = MCPServer[None](
        "consensus", instructions=_INSTRUCTIONS, version=version("consensus-verifier"), log_level="CRITICAL"
    )
    tools = Tools(service, root)
    offered: tuple[Callable[..., Awaitable[ToolResult]], ...] = (
        tools.submit_text,
        tools.submit_file,
        tools.job_status,
        tools.get_result,
        tools.list_policies,
    )
    for tool in offered:
        server.add_tool(_answered(tool), description=tool.__doc__)
    return server


async def run(service: Service, root: Path | None = None) -> None:
    """Serve until standard input ends; jobs under way are stopped then, and can be taken up again."""
    try:
        await build_server(service, root).run_stdio_async()
    finally:
        await service.jobs.dispatch.stop()
        service.close()


def _answered(tool: Callable[Given, Awaitable[ToolResult]]) -> Callable[Given, Awaitable[CallToolResult]]:
    """The tool with its result, or its error, in the words of the protocol."""

    @wraps(tool)
    async def call(*args: Given.args, **kwargs: Given.kwargs) -> CallToolResult:
        result = await _caught(tool(*args, **kwargs))
        content = TextContent(type="text", text=result.text)
        return CallToolResult(content=[content], structured_content=dict(result.data), is_error=result.is_error)

    # What the SDK reads of a tool's arguments and result.
    signature = inspect.signature(tool, eval_str=True).replace(return_annotation=CallToolResult)
    setattr(call, "__signature__", signature)  # noqa: B010
    return call


async def _caught(work: Awaitable[ToolResult]) -> ToolResult:
    """What a tool gives back, also where it fails: the last catch, so that no text of a document gets into a trace."""
    try:
        return await work
    except ConsensusError as error:
        return ToolResult(str(error), {"error": error.as_dict()}, is_error=True)
    except Exception as error:  # noqa: BLE001
        return ToolResult(str(unforeseen(error)), is_error=True)
