"""How long a text may be: what its file declares, what a line and a reader's eye hold."""

from __future__ import annotations

from collections.abc import Iterable

from consensus.check.base import Check, CheckId, Pair, Problem
from consensus.domain import Limit, Severity
from consensus.normalize.width import width

#: Columns that are read in a second, as subtitles for adults allow at most; more where the source has more.
_READ_IN_A_SECOND = 20.0


class LimitCheck(Check):
    """Length against the limit of its place. Texts are measured without their codes."""

    ids = (
        CheckId("too_long", "The translation is longer than its file allows.", "veto"),
        CheckId(
            "outgrows", "The translation outgrows its place: more characters or lines than it should have.", "warning"
        ),
        CheckId("reading_speed", "The translation cannot be read in the time that it is shown.", "warning"),
    )

    def find(self, pair: Pair) -> Iterable[Problem]:
        limit = pair.limit
        if limit is None:
            return
        source, target = pair.source.text, pair.target.text
        what = _over(limit, target)
        if what and limit.soft:
            yield Problem("outgrows", Severity.MINOR, what)
        elif what:
            yield Problem("too_long", Severity.MAJOR, what)
        if limit.seconds:
            speed, before = width(target) / limit.seconds, width(source) / limit.seconds
            if speed > max(_READ_IN_A_SECOND, before):
                shown = f"{width(target)} characters are shown for {limit.seconds:.1f} seconds: {speed:.0f} a second"
                message = f"{shown}, where {max(_READ_IN_A_SECOND, before):.0f} can be read."
                yield Problem("reading_speed", Severity.MINOR, message)


def _over(limit: Limit, target: str) -> str:
    """In one sentence, what of the text is over the limit; "" where it fits."""
    lines = target.splitlines() or [""]
    longest = max(lines, key=width)
    if limit.characters is not None and len(target) > limit.characters:
        return f"The translation has {len(target)} characters; {limit.characters} are allowed."
    if limit.lines is not None and len(lines) > limit.lines:
        return f"The translation has {len(lines)} lines; {limit.lines} are allowed."
    if limit.line_characters is not None and width(longest) > limit.line_characters:
        return f"A line has {width(longest)} characters; {limit.line_characters} are allowed."
    return ""
