"""One static style sheet: compact enough for three answers on a small laptop, in light and dark."""

from __future__ import annotations

from ui.widgets import safe_html

_CSS = """
.stMainBlockContainer, .block-container {padding: 0.7rem 1.6rem 0.5rem 1.6rem; max-width: 1500px;}
[data-testid="stHeader"] {height: 0; min-height: 0; visibility: hidden;}
[data-testid="stVerticalBlock"] {gap: 0.4rem;}
[data-testid="stHtml"] {margin-bottom: 0;}
.c-text, .c-source {white-space: pre-wrap; overflow-wrap: anywhere; font-size: 0.95rem; line-height: 1.42;}
.c-source {font-size: 1rem;}
.c-document {white-space: pre-wrap; overflow-wrap: anywhere; font-family: monospace; font-size: 0.85rem;}
.c-letter {font-size: 0.95rem; font-weight: 700; line-height: 1.2;}
[class*="st-key-card"] {padding: 0.55rem 0.9rem;}
.c-context {white-space: pre-wrap; overflow-wrap: anywhere; font-size: 0.85rem; line-height: 1.35; opacity: 0.62;}
.c-label {font-size: 0.72rem; letter-spacing: 0.05em; text-transform: uppercase; opacity: 0.62; margin-top: 0.1rem;}
.c-head {font-size: 0.95rem; font-weight: 600;}
.c-quiet {font-size: 0.8rem; opacity: 0.68; overflow-wrap: anywhere;}
.c-right {font-size: 0.85rem; opacity: 0.75; text-align: right;}
.c-reason {font-size: 0.9rem; border-left: 3px solid #d99a00; padding: 0.1rem 0 0.1rem 0.6rem; overflow-wrap: anywhere;}
.c-veto {font-size: 0.82rem; color: #c62828; overflow-wrap: anywhere;}
.c-warning {font-size: 0.82rem; color: #a06a00; overflow-wrap: anywhere;}
.c-notice {font-size: 0.9rem; background: rgba(217, 154, 0, 0.16); border-radius: 0.4rem; padding: 0.3rem 0.7rem;}
.c-empty {font-size: 1.5rem; font-weight: 600; text-align: center; margin-top: 22vh;}
.c-middle {text-align: center; opacity: 0.75;}
.c-none {font-size: 0.95rem; font-style: italic; opacity: 0.7;}
[data-testid="stBaseButton-primary"] {background: #2563a8; border-color: #2563a8; color: #fff;}
mark {background: rgba(255, 190, 0, 0.32); color: inherit; border-radius: 0.15rem;}
ins {font-size: 0.7em; opacity: 0.7; border: 1px solid; border-radius: 0.2rem; padding: 0 0.15rem;
     text-decoration: none;}
@media (prefers-color-scheme: dark) {.c-veto {color: #ff8a80;} .c-warning {color: #ffca66;}}
"""


def apply() -> None:
    """Call once at the top of a page."""
    safe_html.style(_CSS)
