"""Where a policy sends documents, which language pairs it has a level for, and learning one, which is for an admin."""

from __future__ import annotations

from functools import partial

import streamlit as st

from consensus.domain import Policy
from consensus.errors import PolicyError
from consensus.service.levels import FEWEST, Fit, levels_of, tables_of
from ui.page import attempt, cell, job_words, quiet, section
from ui.state_pages import Working
from ui.widgets.safe_html import plain, show, table


def stored(state: Working, name: str) -> None:
    """Draw where the stored policy of this name sends documents, and its levels; nothing for one that is broken."""
    try:
        policy: Policy = state.service.policies.load(name)
    except PolicyError:
        return
    _places(state, policy)
    if policy.task != "extract":
        _levels(state, name, policy)
        _tables(state, name, policy)


def _tables(state: Working, name: str, policy: Policy) -> None:
    """What the policy's reference tables are of; their numbers are for nobody to read or to edit."""
    held = tables_of(policy)
    if not held:
        return
    if not st.toggle("Show the reference tables", key=f"tables of {name}"):
        return
    section("Reference tables")
    rows = [
        (
            "all pairs together" if one.pair == "*" else cell(one.pair),
            "" if one.pair == "*" else _count(one.units),
            cell(", ".join(one.measures)),
            ", ".join(map(str, one.sizes)),
            "yes" if one.level else "no",
        )
        for one in held
    ]
    show(table(("pair", "learned from", "measures", "families", "own level"), rows))
    path = state.service.policies.tables(name)
    quiet(f"In {path}." if path else "In the policy's own file.")
    quiet("They are part of the digest. Learning a level writes them; nobody edits them by hand.")


def _places(state: Working, policy: Policy) -> None:
    section("Where documents are sent")
    reach = state.service.pages.reaching.of(policy)
    for place in reach.places:
        show(plain(cell(str(place))))
    if reach.idle:
        quiet(f"Not asked unless a panel names them: {', '.join(reach.idle)}.")
    for problem in reach.problems:
        show(plain(f"! {problem}", "warning"))


def _levels(state: Working, name: str, policy: Policy) -> None:
    share = policy.translation.accept_share
    section("Levels of language pairs")
    if not share:
        quiet("Near-identical answers alone are accepted, whatever the languages (accept_share is 0).")
        return
    quiet(
        f"What agrees as closely as the best {share:.0%} of a pair's own answers is accepted. Of a pair that is not "
        "listed near-identical answers alone are accepted."
    )
    known = [(cell(one.pair), _count(one.units), one.on or "not stated") for one in levels_of(policy)]
    if known:
        show(table(("pair", "learned from", "on"), known))
    else:
        quiet("No pair has a level yet.")
    if state.service.pages.fits.may(state.user):
        _learn(state, name)
    else:
        quiet("An admin can learn a level from finished jobs.")


def _learn(state: Working, name: str) -> None:
    fits = state.service.pages.fits
    found = fits.jobs()
    if not found:
        quiet(f"To learn one, translate first: {FEWEST} units of a pair that enough models answered are needed.")
        return
    pair = str(st.selectbox("Learn the level of", list(found), key="fit pair"))
    lines = {line.id: line for line in found[pair]}
    chosen = st.multiselect(
        "From the answers of these jobs",
        list(lines),
        default=list(lines),
        format_func=lambda job: f"{job_words(lines[job])} · {lines[job].units:,} units",
        key=f"fit jobs {pair}",
    )
    units = sum(lines[job].units for job in chosen)
    quiet(f"{units:,} units; {FEWEST} that enough models answered are needed. Nothing is asked anew.")
    if st.button("Learn the level", key="fit", disabled=not chosen, width="stretch"):
        state.fit(None)
        with st.spinner("Comparing the answers of these jobs"):
            state.fit((name, fits.fit(name, chosen, state.user)))
    if state.fitted is not None and state.fitted[0] == name:
        _fitted(state, name, state.fitted[1])


def _fitted(state: Working, name: str, fit: Fit) -> None:
    rows = [
        (cell(one.pair), f"{one.units:,}", _share(one.before, one.units), _share(one.after, one.units))
        for one in fit.pairs
    ]
    show(table(("pair", "units", "accepted before", "accepted with the level"), rows))
    quiet(
        "Of the same units, by checks and comparison alone. Not certified: how often what is accepted is wrong, only "
        "blind audits can tell. Learn it again when the panel changes."
    )
    if fit.unjudged:
        quiet(f"The policy's judge read too few units of {', '.join(fit.unjudged)}: nothing is accepted by it yet.")
    st.text_input("Save as your own policy", value=name, key="fit name")
    quiet(f"It is learned for {name} as it is stored; changes in the text beside are not in it.")
    st.button("Save", key="fit save", type="primary", width="stretch", on_click=partial(_save, state, name, fit))


def _save(state: Working, name: str, fit: Fit) -> None:
    def kept() -> None:
        wanted = state.typed("fit name").strip() or name
        policy, where = state.service.pages.fits.keep(fit, name, state.user, name=wanted)
        state.notify(f"Saved: {policy.name}, version {policy.version}, digest {policy.digest}, in {where}.")
        state.fit(None)
        state.drop(f"policy text {policy.name}")
        state.put("policy read", policy.name)
        st.query_params["policy"] = policy.name

    if said := attempt(kept):
        state.notify(said)


def _count(units: int | None) -> str:
    return "not stated" if units is None else f"{units:,} units"


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%} ({part:,} of n = {whole:,})"
