"""Members by the name under which a panel keeps them, not by an address."""

from __future__ import annotations

import pytest

from consensus.domain import MemberRule
from consensus.service.member_names import member_names

SAVED = (
    MemberRule(model="qwen3:8b", base_url="http://127.0.0.1:11434/v1"),
    MemberRule(model="openai/gpt-4o"),
)


@pytest.mark.parametrize(
    ("asked", "called", "meaning"),
    [
        ("qwen3:8b@http://127.0.0.1:11434/v1", "qwen3:8b", "a panel has it there"),
        ("qwen3:8b@http://127.0.0.1:11434/v1/", "qwen3:8b", "a stroke at the end is no other place"),
        ("qwen3:8b@http://10.0.0.7:8000/v1", "qwen3:8b at 10.0.0.7:8000", "another server may serve another model"),
        ("gemma@http://127.0.0.1:11434/v1", "gemma at 127.0.0.1:11434", "no panel has it"),
        ("m@https://user:secret@host/v1?key=x", "m at host", "nothing that an address hides"),
        ("openai/gpt-4o", "openai/gpt-4o", "a name without an address"),
        ("vertex_ai/claude@20250219", "vertex_ai/claude@20250219", "a version behind an @"),
    ],
)
def test_what_a_member_is_called(asked: str, called: str, meaning: str) -> None:
    assert member_names(SAVED)(asked) == called, meaning
