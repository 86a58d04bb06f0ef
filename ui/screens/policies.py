"""Policies: a form with the file behind it, what a change voids, saving, trying on recorded answers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from consensus.domain import Policy, PolicyLine
from consensus.errors import PolicyError
from consensus.service.reports.policy_comparison import Changed, Effect, Trial
from ui.page import attempt, cell, percent, quiet, screen, section
from ui.screens.policy_form import Draft, policy_form
from ui.screens.stored_pane import stored
from ui.state_pages import Working
from ui.widgets.safe_html import plain, show, table

_UPLOAD = "A file to upload"
_MOST_CHANGES = 200


def render() -> None:
    """Draw the screen. ``?policy=`` in the address is the policy that is open."""
    with screen("Policies") as state:
        lines = state.service.policies.list()
        name = _choose(lines)
        if name is None:
            _list(lines)
            return
        left, right = st.columns([0.55, 0.45], gap="large")
        with left:
            text, edited = _edited(state, name)
        with right:
            _right(state, name, text, edited)
            stored(state, name)


def _choose(lines: Sequence[PolicyLine]) -> str | None:
    names = [line.name for line in lines]
    asked = st.query_params.get("policy", "")
    at = names.index(asked) if asked in names else None
    return st.selectbox("Policy", names, index=at, key="policy read", placeholder="Choose one to read or change it")


def _list(lines: Sequence[PolicyLine]) -> None:
    rows = [
        (line.name, str(line.version or ""), line.digest, cell(line.problem or line.description), cell(line.where))
        for line in lines
    ]
    show(table(("policy", "version", "digest", "what it is for", "where"), rows))


def _edited(state: Working, name: str) -> tuple[str, Policy | None]:
    """The form or the text, whichever is open, and what it makes of the policy; None while something is wrong."""
    draft = Draft(state, name, state.service.policies.text(name))
    view = st.segmented_control(
        "What is shown",
        ["Settings", "File"],
        default="Settings",
        required=True,
        key=f"policy view {name}",
        on_change=draft.keep,
        label_visibility="collapsed",
    )
    if view == "File":
        text = _file(draft)
        edited = _checked(state, name, text)
    else:
        text, edited = policy_form(draft)
    draft.make(text)
    back, save = st.columns(2)
    with back:
        changed = edited is None or text != draft.stored
        st.button("Undo all changes", key="undo all", disabled=not changed, width="stretch", on_click=draft.undo)
    with save:
        st.download_button(
            "Download the file", data=text, file_name=f"{name}.yaml", key="save", on_click="ignore", width="stretch"
        )
    return text, edited


def _file(draft: Draft) -> str:
    key = f"policy text {draft.name}"
    if not draft.state.has(key):
        draft.state.put(key, draft.text)
    return st.text_area("The policy's file", key=key, height=430) or ""


def _checked(state: Working, name: str, text: str) -> Policy | None:
    try:
        return state.service.policies.parse(text, name)
    except PolicyError as error:
        count = len(error.problems)
        show(plain(f"{count} mistake{'s' if count != 1 else ''}", "label"))
        show(*[plain(f"✕ {problem}", "veto") for problem in error.problems])
        return None


def _right(state: Working, name: str, text: str, edited: Policy | None) -> None:
    if edited is None:
        show(plain("Something is wrong", "head"))
        quiet("It is said where it stands. Until it is mended nothing can be saved or tried.")
        return
    show(
        plain(f"{edited.name}, version {edited.version}, digest {edited.digest}", "head"),
        plain(edited.description, "quiet"),
    )
    if text != state.service.policies.text(name):
        _keeping(state, name, text, edited)
    section("What it would change")
    quiet("On recorded answers, against the stored file. Nobody is asked.")
    source, content = _recorded(state)
    if st.button("Try it", key="try", disabled=source == _UPLOAD and content is None):
        state.try_out(None)
        with st.spinner("Deciding the recorded answers twice"):
            _try(state, name, edited, (text, source, content))
    if state.tried is not None:
        if state.tried[0] != name + text:
            quiet("The text changed since it was tried.")
        _trial(state.tried[1])


def _keeping(state: Working, name: str, text: str, edited: Policy) -> None:
    """What saving would change and void, said before it is done."""
    section("Save it")
    if not state.service.pages.fits.may(state.user):
        quiet("Only an admin saves policies here. You can download the file.")
        return
    target = (st.text_input("As your own policy", value=name, key=f"save as {name}") or "").strip() or name
    show(*(plain(sentence) for sentence in state.service.pages.forms.effects(name, edited, target)))
    _sent(state, name, edited)
    st.button(
        "Save the policy",
        key="save policy",
        type="primary",
        width="stretch",
        on_click=partial(_save, state, name, text, target),
    )


def _sent(state: Working, name: str, edited: Policy) -> None:
    """Where documents would go that the stored policy does not send them to, and panels that cannot be asked."""
    reaching = state.service.pages.reaching
    after = reaching.of(edited)
    try:
        before = set(map(str, reaching.of(state.service.policies.load(name)).places))
    except PolicyError:
        before = set()  # a broken file sends nothing anywhere
    for place in after.places:
        if str(place) not in before:
            show(plain(cell(f"Documents will be sent to {place}.")))
    for problem in after.problems:
        show(plain(f"! {problem}", "warning"))


def _save(state: Working, name: str, text: str, target: str) -> None:
    def kept() -> None:
        policy, where = state.service.pages.forms.keep(name, text, state.user, target)
        state.notify(f"Saved: {policy.name}, version {policy.version}, digest {policy.digest}, in {where}.")
        for one in (name, policy.name):
            Draft(state, one, "").undo()
        state.put("policy read", policy.name)
        st.query_params["policy"] = policy.name

    if said := attempt(kept):
        state.notify(said)


def _recorded(state: Working) -> tuple[str, bytes | None]:
    files = [*state.service.pages.trials.files(), _UPLOAD]
    chosen = str(st.selectbox("Recorded answers", files, key="recorded"))
    if chosen != _UPLOAD:
        return chosen, None
    file = st.file_uploader("Recorded answers (JSONL)", key="recorded file")
    quiet(f"Files in {state.service.pages.trials.folder} are offered in the list.")
    return (file.name, file.getvalue()) if file is not None else (_UPLOAD, None)


def _try(state: Working, name: str, edited: Policy, tried: tuple[str, str, bytes | None]) -> None:
    text, source, content = tried
    before = state.service.policies.load(name)
    state.try_out((name + text, state.service.pages.trials.compare(before, edited, source, content)))


def _trial(trial: Trial) -> None:
    rows = [_effect("stored", trial.before), _effect("edited", trial.after)]
    show(table(("text", "digest", "units", "coverage", "error among accepted"), rows))
    if not trial.after.error.n:
        quiet("The recorded answers have no labels, so nothing is known of errors.")
    quiet(f"{trial.certificate.capitalize()}. {' '.join(trial.notices)}")
    if not trial.changes:
        quiet("No verdict and no delivered value changes.")
        return
    count = len(trial.changes)
    section(f"{count:,} units change" if count > 1 else "One unit changes")
    head = ("unit", "stored", "edited", "delivered before", "delivered after")
    show(table(head, [_changed(one) for one in trial.changes[:_MOST_CHANGES]]))
    if len(trial.changes) > _MOST_CHANGES:
        quiet(f"The first {_MOST_CHANGES} are shown.")


def _changed(one: Changed) -> tuple[str, ...]:
    where = cell(f"{one.record} {one.path}".strip())
    return where, _verdict(one.before), _verdict(one.after), cell(one.value_before), cell(one.value_after)


def _verdict(word: str) -> str:
    return "needs review" if word == "review" else word


def _effect(which: str, effect: Effect) -> tuple[str, ...]:
    return which, effect.digest, f"{effect.units:,}", percent(effect.coverage), percent(effect.error)
