"""What the signs of the review screen mean, below the answers where these leave room."""

from __future__ import annotations

from consensus.service.review.queue import ReviewView
from ui.widgets.safe_html import SafeHtml, joined, plain

_LETTERS = (
    ("A B C", "Stand in an order drawn for this item. Who gave which answer is told after the decision."),
    ("Marked", "Where the answers differ. It does not say which of them is right."),
)
_SIGNS = (
    ("✕  !", "What a check forbids, and what it warns of."),
    ("✓ ● ?", "Accepted, decided by a person, waits for one."),
    ("↑ ↓ ← →", "Read on in the document; the open item before or after. Neither decides anything."),
)


def legend(view: ReviewView) -> SafeHtml:
    """The signs that this item can have, one a line."""
    lines = (*_LETTERS, *_SIGNS) if len(view.letters) > 1 else _SIGNS
    told = [joined([plain(sign, "sign"), plain(words, "quiet")], "sense") for sign, words in lines]
    return joined([plain("Signs", "label"), *told], "legend")
