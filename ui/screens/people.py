"""Who has which role, how each person reviews, and how far they agree; for admins alone."""

from __future__ import annotations

from functools import partial

import streamlit as st

from consensus.service.reports.insights import Share
from consensus.service.review.reviewers import ReviewerFigures, missed_between
from consensus.service.roles import PersonRoles
from consensus.service.sign_in import Role
from ui.page import attempt, between, cell, figures, quiet, rate, screen, section, when
from ui.state_pages import Working
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


#: Of the choice among people: none of them.
_NEW = ""


def render() -> None:
    """Draw the screen. Raises nothing: who is no admin reads why there is nothing here."""
    with screen("People") as state:
        found = state.service.queue.people.report(state.user)
        _roles(state)
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


def _roles(state: Working) -> None:
    """Who has which role; giving one and taking one away."""
    service = state.service
    lines = service.roles.lines(service.outside.store.events("sign-in"))
    section("Roles")
    if not lines:
        quiet(
            "Nobody was given a role, so the person at this machine may do everything. The first to be given one is "
            "yourself, as admin: from then on nobody without a role may do anything."
        )
    else:
        rows = [(cell(one.person), cell(", ".join(one.roles)), _signed_in(one)) for one in lines]
        show(table(("person", "roles", "sign-in"), rows))
    if not service.roles.has_sign_in:
        quiet("Sign-in is not configured: only the person at this machine comes in (docs/sign-in.md).")
    who, what, give = st.columns([0.4, 0.4, 0.2], vertical_alignment="bottom")
    with who:
        people = [_NEW, *(one.person for one in lines)]
        person = str(st.selectbox("Person", people, format_func=lambda one: one or "Somebody new", key="roles person"))
        if person == _NEW:
            hint = "E-mail address, or what the provider calls them"
            person = st.text_input("Name", key="roles new", placeholder=hint, max_chars=255).strip()
    held = next((one.roles for one in lines if one.person == person.lower()), ())
    with what:
        words = st.multiselect(
            "Roles", [role.value for role in Role], default=list(held), key=f"roles of {person}", disabled=not person
        )
    with give:
        st.button(
            "Set roles",
            key="roles set",
            disabled=not person or set(words) == set(held),
            width="stretch",
            on_click=partial(_set, state, person, tuple(words)),
        )
    if person and held and not words:
        quiet("Without a role this person is no longer let in.")


def _set(state: Working, person: str, words: tuple[str, ...]) -> None:
    def changed() -> None:
        stored = state.service.roles.change(person, words, state.user)
        now = f"{person}: {', '.join(stored)}." if stored else f"{person} has no role any more."
        state.notify(f"{now} It counts at the next click.")

    if said := attempt(changed):
        state.notify(said)
    state.drop(f"roles of {person}")
    state.drop("roles person")
    state.drop("roles new")


def _signed_in(one: PersonRoles) -> str:
    if not one.since:
        return "never seen here"
    return f"signed out {when(one.since)[:16]}" if one.signed_out else f"signed in {when(one.since)[:16]}"


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
