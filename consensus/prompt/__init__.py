"""What is asked and in which words, and how a reply is read."""

from consensus.prompt.asks import build_asks
from consensus.prompt.parsing import parse
from consensus.prompt.rendering import render

__all__ = ["build_asks", "parse", "render"]
