"""How large a request is, before it is sent. Pure."""

from __future__ import annotations

import json
from typing import Any

from consensus.domain import ModelRequest
from consensus.normalize.token_counts import estimated_tokens


def sent_text(request: ModelRequest) -> str:
    """The messages or the prompt as JSON, as the journal keeps them; of a picture, its page and its digest."""
    sent: Any = request.prompt if request.prompt is not None else [dict(message) for message in request.messages]
    if request.pictures:
        told = [{"page": picture.page, "sha256": picture.digest} for picture in request.pictures]
        sent = [*sent, {"role": "user", "pictures": told}]
    return json.dumps(sent, ensure_ascii=False)


def tokens_in(request: ModelRequest, sent: str | None = None) -> int:
    """Tokens that go out, by estimate, with the schema and the pictures. sent: its ``sent_text``, where known."""
    schema = json.dumps(request.response_schema, ensure_ascii=False) if request.response_schema else ""
    pictures = sum(picture.tokens for picture in request.pictures)
    return estimated_tokens((sent_text(request) if sent is None else sent) + schema) + pictures
