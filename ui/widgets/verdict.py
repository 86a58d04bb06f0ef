"""Verdicts as a sign, a word and a colour: never a colour alone."""

from __future__ import annotations

from ui.widgets.safe_html import SafeHtml, plain, style

#: What screens call the verdicts, by the word in the database, with their sign.
SIGNED = {"accepted": "✓ accepted", "review": "? needs review", "failed": "✕ failed", "": "… undecided"}
#: Of chips in tables, in the order of the words above.
CHIPS = ("green", "orange", "red", "gray")
_CSS = """
[class^="c-verdict-"] {display: inline-block; font-size: 0.85rem; font-weight: 600; padding: 0.05rem 0.55rem;
    border: 1px solid; border-radius: 0.8rem;}
.c-verdict-accepted {color: light-dark(#14663a, #7fd6a3);}
.c-verdict-review {color: light-dark(#7a5000, #ffca66);}
.c-verdict-failed {color: light-dark(#b3261e, #ff9d94);}
.c-verdict-undecided {color: light-dark(#4a5462, #b9c2cf);}
"""


def apply() -> None:
    """Call once on a page that shows verdicts."""
    style(_CSS)


def verdict(outcome: str) -> SafeHtml:
    """A verdict beside a unit. outcome: as it is stored, "" for none yet."""
    return plain(
        SIGNED.get(outcome, SIGNED[""]), f"verdict-{outcome if outcome in SIGNED and outcome else 'undecided'}"
    )
