"""Verdicts as a sign, a word and a colour: never a colour alone."""

from __future__ import annotations

from ui.widgets.safe_html import SafeHtml, plain

#: What screens call the verdicts, by the word in the database, with their sign.
SIGNED = {"accepted": "✓ accepted", "review": "? needs review", "failed": "✕ failed", "": "… undecided"}
#: Of chips in tables, in the order of the words above.
CHIPS = ("green", "orange", "red", "gray")


def verdict(outcome: str) -> SafeHtml:
    """A verdict beside a unit. outcome: as it is stored, "" for none yet."""
    return plain(
        SIGNED.get(outcome, SIGNED[""]), f"verdict-{outcome if outcome in SIGNED and outcome else 'undecided'}"
    )
