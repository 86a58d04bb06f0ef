"""What the screens besides Review share: their sheet, errors said in one line, figures and times in words."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import ceil, floor
from typing import Any

import streamlit as st
from streamlit.errors import FragmentHandledException

from consensus.domain import JobLine, Money
from consensus.errors import ConsensusError
from consensus.service.reports.insights import Share
from ui import sign_in
from ui.caught import said
from ui.state_pages import Working
from ui.widgets import theme
from ui.widgets.safe_html import SafeHtml, alert, headline, joined, plain, show

#: Unseen characters that a script needs.
_JOINERS = "\u00ad\u200c\u200d\u200e\u200f"
_CELL = 300
#: Pixels of a row of a table, and rows that are seen at once.
_ROW, _MOST_ROWS = 35, 12
NOT_CERTIFIED = "Not certified."


@contextmanager
def screen(title: str) -> Iterator[Working]:
    """Draw a screen; an error of the product is one line on it, and the session goes on."""
    theme.apply()
    state = Working(st.session_state)
    show(headline(title, state.user))
    if told := state.hear():
        notice(told)
    try:
        yield state
    except ConsensusError as error:
        notice(str(error))


@contextmanager
def last_catch() -> Iterator[None]:
    """Show an error in one line, an unforeseen one with the name of the log that says where it came from.

    What Streamlit itself raises to stop a page or draw it anew passes: it is no ``Exception``.
    """
    try:
        yield
    except FragmentHandledException:  # Streamlit has shown it
        raise
    except Exception as error:  # noqa: BLE001
        show(alert(str(said(error))))


def notice(text: str) -> None:
    """What went wrong, or what to know."""
    show(plain(text, "notice"))


def section(text: str) -> None:
    """The heading of a part of the screen."""
    show(plain(text, "section"))


def quiet(text: str) -> None:
    """Something beside the point."""
    show(plain(text, "quiet"))


def attempt(action: Callable[[], Any]) -> str:
    """Do it; the product's own sentence when it cannot be done, else ""."""
    try:
        sign_in.check(st.session_state)
        action()
    except Exception as error:  # noqa: BLE001 - the last catch of what a key does
        return str(said(error))
    return ""


def figures(*parts: tuple[str, str, str]) -> None:
    """Numbers side by side: (what, number, what it is counted over)."""
    show(boxes(*parts))


def boxes(*parts: tuple[str, str, str]) -> SafeHtml:
    """What ``figures`` shows."""
    made = [
        joined([plain(what, "label"), plain(number, "number"), plain(over, "quiet")], "figure")
        for what, number, over in parts
    ]
    return joined(made, "figures")


def long(text: str, lang: str | None = None) -> SafeHtml:
    """A whole text in a box that scrolls."""
    return plain(text, "long", lang)


def cell(text: str) -> str:
    """A text for one cell: on one line, cut, unseen characters that turn or hide text named."""
    shown = "".join(map(_visible, text[: _CELL + 1]))
    return shown if len(text) <= _CELL else f"{shown[:_CELL]}…"


def table_height(rows: int) -> int:
    """Pixels of a table that shows its rows without blank ones, and scrolls from a dozen on."""
    return _ROW * (min(rows, _MOST_ROWS) + 1) + 3


def percent(share: Share) -> str:
    """A rate with what it is counted over; no rate of nothing."""
    if share.value is None:
        return "no rate yet (n = 0)"
    return f"{100 * share.value:.1f} % (n = {share.n:,})"


def rate(share: Share) -> tuple[str, str]:
    """The number and what it is counted over, apart."""
    return ("–" if share.value is None else f"{100 * share.value:.1f} %"), f"{share.part:,} of n = {share.n:,}"


def at_most(bound: float) -> str:
    """``3.4 %``, rounded up: a bound must not look better than it is."""
    return f"{ceil(1000 * bound - 1e-9) / 10:.1f} %"


def between(lower: float, upper: float) -> str:
    """``0.3 to 3.4 %``, rounded outwards."""
    return f"{floor(1000 * lower + 1e-9) / 10:.1f} to {at_most(upper)}"


def money(cost: Money | None) -> str:
    """US dollars; unknown is said, never 0."""
    if cost is None:
        return "unknown"
    return "$0" if not cost else f"${cost:.2f}" if cost >= 1 else f"${cost:.4f}"


def when(moment: str) -> str:
    """ISO 8601 to the second, in the zone it was written in."""
    return moment[:19].replace("T", " ")


def promised(state: Working, job_id: str) -> str:
    """What is promised of a job's accepted units, as a sentence; ``NOT_CERTIFIED`` where nothing is."""
    words = state.service.pages.promises.words(job_id)
    return f"{words[:1].upper()}{words[1:].removesuffix('.')}."


def job_words(job: JobLine) -> str:
    """A job in a list."""
    return cell(" · ".join(part for part in (job.document, job.languages, when(job.created_at)[:16], job.id) if part))


def _visible(char: str) -> str:
    if char in "\n\r\t":
        return " "
    unseen = unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co") and char not in _JOINERS
    return f"⟨U+{ord(char):04X}⟩" if unseen else char
