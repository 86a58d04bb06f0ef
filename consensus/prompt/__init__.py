"""What is asked and in which words, and how a reply is read."""

from consensus.prompt.asks import build_asks
from consensus.prompt.chunks import Cut, cutter
from consensus.prompt.critique import Critique, critique_asks, parse_critique, render_critique
from consensus.prompt.mending import mend
from consensus.prompt.parsing import parse
from consensus.prompt.rendering import render
from consensus.prompt.templates import template_of
from consensus.prompt.verifying import Judgement, parse_judgement, render_verify, verify_asks, verify_prompt_id

__all__ = [
    "Critique",
    "Cut",
    "Judgement",
    "build_asks",
    "critique_asks",
    "cutter",
    "mend",
    "parse",
    "parse_critique",
    "parse_judgement",
    "render",
    "render_critique",
    "render_verify",
    "template_of",
    "verify_asks",
    "verify_prompt_id",
]
