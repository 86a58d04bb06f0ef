"""What is asked and in which words, and how a reply is read."""

from consensus.prompt.asks import build_asks, first_with_text
from consensus.prompt.chunks import Cut, cutter, smaller
from consensus.prompt.critique import Critique, Render, critique_asks, parse_critique, render_critique
from consensus.prompt.examples import check_examples, example_notes
from consensus.prompt.judging import Translation, judge_asks, judge_prompt_id, parse_errors, render_judge
from consensus.prompt.mending import LONGEST_SENT_BACK, mend
from consensus.prompt.parsing import object_of, parse
from consensus.prompt.pictures import page_notes
from consensus.prompt.putting_codes import parse_put_codes, put_codes_asks, render_put_codes
from consensus.prompt.rendering import render, render_with
from consensus.prompt.templates import template_of, text_of, wording
from consensus.prompt.verifying import (
    VerifierAnswer,
    parse_verifier_answer,
    render_same,
    render_verify,
    verify_asks,
    verify_prompt_id,
)
