"""How each person reviews, and how far they agree, for admins: what is decided, taken back, overruled and missed."""

from __future__ import annotations

from consensus.service.reports.insights import Share
from consensus.service.review.reviewers import ReviewerFigures, missed_between
from ui.page import between, cell, figures, percent, quiet, rate, screen, section
from ui.widgets.safe_html import plain, show, table

_HEAD = (
    "person",
    "decisions",
    "of these audits",
    "taken back",
    "median time",
    "overruled in second review",
    "as settled before",
    "seeded errors missed",
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
        section("Each person")
        # By name, and no way to sort: a reviewer who is ranked by speed, or by how often others agree, decides faster
        # and as others do. Both make wrong answers pass, and neither shows in a figure.
        show(table(_HEAD, [_row(one) for one in found.reviewers]))
        quiet(
            "Median time, from showing to deciding without breaks, is for planning the work. It says nothing of how "
            "well anybody decides: units differ in length and difficulty. Nobody is ranked here."
        )
        quiet(
            "Overruled: an adjudicator took another answer, of the units that two people decided blindly. As settled "
            "before: of units that two others had settled and that were mixed in. Seeded errors are known to be wrong "
            "and look like any other audit; the range holds at 95% however often one looks."
        )


def _row(one: ReviewerFigures) -> tuple[str, ...]:
    return (
        cell(one.reviewer),
        f"{one.decisions:,}",
        f"{one.audits:,}",
        f"{one.undone:,}",
        "–" if one.seconds is None else f"{one.seconds:.1f} s",
        _of(one.second),
        _of(one.gold),
        _missed(one),
    )


def _of(counted: tuple[int, int]) -> str:
    part, n = counted
    return f"{part:,} of n = {n:,}" if n else "n = 0"


def _missed(one: ReviewerFigures) -> str:
    """A rate with its range, or that there are too few to say."""
    within = missed_between(one)
    if within is None:
        return f"too few to say ({_of(one.seeded)})"
    return f"{percent(Share(*one.seeded))}, {between(*within)}"
