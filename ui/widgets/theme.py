"""What the screens look like: two style sheets and the logo, files of our own beside this package."""

from __future__ import annotations

import base64
import re
from pathlib import Path

from ui.widgets import safe_html

_FOLDER = Path(__file__).resolve().parents[1] / "look"
LOGO = _FOLDER / "logo.svg"
#: Of bars and lines in plots, on light and dark; Streamlit's plots read no style sheet.
ACCENT, AMBER, GREY, RED = "#5468d4", "#c27c0e", "#868f9c", "#b3261e"


def _css() -> str:
    """Both sheets without their comments, with the logo in its places."""
    drawn = f"url(data:image/svg+xml;base64,{base64.b64encode(LOGO.read_bytes()).decode()})"
    sheets = "".join((_FOLDER / name).read_text("utf-8") for name in ("look.css", "review.css"))
    return re.sub(r"/\*.*?\*/|\s+", " ", sheets, flags=re.DOTALL).strip().replace("LOGO", drawn)


SHEET = _css()


def apply() -> None:
    """Call once at the top of a page."""
    safe_html.style(SHEET)
