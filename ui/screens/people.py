"""How each person reviews, and how far they agree, for admins: what is decided, taken back, overruled and missed."""

from __future__ import annotations

from consensus.service.reports.insights import Share
from consensus.service.review.reviewers import ReviewerFigures, missed_between
from ui.page import between, cell, figures, quiet, rate, screen, section
from ui.widgets.safe_html import plain, show, table

_HEAD = (
    "person",
    "decisions",
    "of these audits",
    "taken back",
    "median time",
    "overruled in second review",
    "as settled before",
    "known errors missed",
)


def render() -> None:
    """Draw the screen. Raises nothing: who is no admin reads why there is nothing here."""
    with screen("People") as state:
        found = state.service.queue.people.report(state.user)
        if not found.reviewers:
            quiet("Nobody has decided anything yet. Figures appear here with the first decision.")
            return
        decisions, audits = (sum(getattr(one, what) for one in found.reviewers) for what in ("decisions", "audits"))
        people = len(found.reviewers)
        spots = rate(Share(*found.spot))
        figures(
            ("people who reviewed", f"{people:,}", "by name, as they signed in"),
            ("decisions", f"{decisions:,}", f"{audits:,} of them audits; repeats and bulk are left out"),
            ("spot checks that agree", spots[0], f"a person came to the accepted answer, {spots[1]}"),
        )
        section("Agreement")
        show(plain(found.agreement, "text"))
        if found.known:
            section("Known errors")
            show(*(plain(line, "text") for line in found.known))
        section("Each person")
        # By name, and no way to sort: a reviewer who is ranked by speed, or by how often others agree, decides faster
        # and as others do. Both make wrong answers pass, and neither shows in a figure.
        show(table(_HEAD, [_row(one, found.confidence) for one in found.reviewers]))
        quiet(
            "Median time, from showing to deciding without breaks, is for planning the work. It says nothing of how "
            "well anybody decides: units differ in length and difficulty. Nobody is ranked here."
        )
        quiet(
            "Overruled: an adjudicator took another answer, of the units that two people decided blindly. As settled "
            "before: of units that two others had settled and that were mixed in. Known errors are shown among the "
            f"audits and look like any other; the range holds at {100 * found.confidence:g}% however often one looks."
        )


def _row(one: ReviewerFigures, confidence: float) -> tuple[str, ...]:
    return (
        cell(one.reviewer),
        f"{one.decisions:,}",
        f"{one.audits:,}",
        f"{one.undone:,}",
        "–" if one.seconds is None else f"{one.seconds:.1f} s",
        _of(one.second),
        _of(one.gold),
        _missed(one, confidence),
    )


def _of(counted: tuple[int, int]) -> str:
    part, n = counted
    return f"{part:,} of n = {n:,}" if n else "n = 0"


def _missed(one: ReviewerFigures, confidence: float) -> str:
    """How many of how many, with the range of the share; or that none was shown."""
    within = missed_between(one, confidence)
    return _of(one.seeded) if within is None else f"{_of(one.seeded)}, {between(*within)}"
