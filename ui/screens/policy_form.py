"""The few settings of a policy that people change, as a form that writes the policy's file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from consensus.domain import Policy
from consensus.errors import PolicyError
from consensus.service.policy_forms import LEVELS, checks_for, form_of, panel_choices, semantic_choices
from ui.page import quiet, section
from ui.state_pages import Working
from ui.widgets.safe_html import plain, show

_SHARES = (
    ("review.second_share", "Decisions that a blind second person repeats, share"),
    ("review.gold_share", "Known units mixed in, share"),
    ("review.spot_share", "Accepted units that a person looks at, share"),
)
_MONEY = (("budget.day", "US dollars a day, all jobs"), ("budget.document", "US dollars a job"))
#: Shares that thousandths matter of.
_FINE = ("guarantee.alpha", "guarantee.confidence")
_LABELS = {"veto": "Made a veto", "warning": "Only warn", "off": "Off"}


@dataclass(frozen=True, slots=True)
class Draft:
    """An edited policy that is not saved, in the session. stored: the text of its file."""

    state: Working
    name: str
    stored: str

    @property
    def text(self) -> str:
        """As it was when the form or the text was opened."""
        return self.state.typed(f"policy draft {self.name}") or self.stored

    def key(self, name: str) -> str:
        """Of a widget; another one after each change from outside, so that it shows what is there now."""
        return f"form {self.name} {self.state.typed(f'policy turn {self.name}')} {name}"

    def make(self, text: str) -> None:
        """What is open makes this text now."""
        self.state.put(f"policy made {self.name}", text)

    def keep(self) -> None:
        """The other view begins with what this one made."""
        self._begin(self.state.typed(f"policy made {self.name}"))

    def undo(self) -> None:
        """Back to the stored file."""
        self._begin("")

    def _begin(self, text: str) -> None:
        turn = self.state.typed(f"policy turn {self.name}")
        self.state.put(f"policy draft {self.name}", text)
        self.state.put(f"policy turn {self.name}", str(int(turn or 0) + 1))
        self.state.drop(f"policy text {self.name}")


def policy_form(draft: Draft) -> tuple[str, Policy | None]:
    """Draw the form. Returns the text that it makes, and the policy; None while something is wrong."""
    try:
        policy = draft.state.service.policies.parse(draft.text, draft.name)
    except PolicyError as error:
        quiet("The file has mistakes. Mend them under File; then its settings can be changed here.")
        show(*[plain(f"✕ {problem}", "veto") for problem in error.problems])
        return draft.text, None
    fields = _Fields(draft, form_of(policy))
    fields.draw(policy)
    filled = draft.state.service.pages.forms.fill(draft.name, draft.text, fields.form)
    for name, problems in filled.problems.items():
        with fields.places.get(name, st.container()):
            show(*(plain(f"✕ {problem}", "veto") for problem in problems))
    if not filled.comments:
        quiet("! This file is written in a way that is written anew: its comments are lost when it is saved.")
    return filled.text, filled.policy


@dataclass(frozen=True, slots=True)
class _Fields:
    """The fields. form: what stands in them. places: below each, for what is wrong with it."""

    draft: Draft
    before: Mapping[str, Any]
    form: dict[str, Any] = field(default_factory=dict)
    places: dict[str, Any] = field(default_factory=dict)

    def draw(self, policy: Policy) -> None:
        section("Who is asked")
        self._panel(policy)
        section("When something is accepted")
        left, right = st.columns(2)
        with left:
            self._number("quorum", "Families that must have answered", whole=True, least=2, most=20)
            if policy.task != "extract":
                self._number("translation.accept_share", "Accept the best share of a pair, 0 to 1", least=0.0, most=1.0)
        with right:
            self._number("support", "Share of them that must agree", least=0.51, most=1.0)
            options = list(semantic_choices(policy))
            at, key = options.index(self.before["semantic"]), self.draft.key("semantic")
            self.form["semantic"] = st.selectbox("Sentence model for comparing meanings", options, index=at, key=key)
            self._said("semantic")
        self._checks()
        self._guarantee()
        section("People and money")
        left, right = st.columns(2)
        with left:
            for name, label in _SHARES:
                self._number(name, label, least=0.0, most=1.0)
        with right:
            for name, label in _MONEY:
                self._text(name, label, "No ceiling")

    def _panel(self, policy: Policy) -> None:
        choices = panel_choices(policy)
        self._text("panel", "Panel", "auto, or models with a comma between")
        if len(choices) > 1:
            quiet(f"By name: {', '.join(choices)}.")
        self._text("judge", "Judge, of a family outside the panel", "None")
        if policy.task != "extract":
            now = self.before["glossary"]
            known = self.draft.state.service.pages.glossaries.names()
            options = list(dict.fromkeys(("", *known, now)))
            key, at = self.draft.key("glossary"), options.index(now)
            self.form["glossary"] = st.selectbox("Glossary", options, at, lambda name: name or "None", key)
            self._said("glossary")

    def _text(self, name: str, label: str, hint: str) -> None:
        key = self.draft.key(name)
        self.form[name] = st.text_input(label, value=self.before[name], key=key, placeholder=hint).strip()
        self._said(name)

    def _number(self, name: str, label: str, *, whole: bool = False, least: float = 0, most: float = 1) -> None:
        key, value = self.draft.key(name), self.before[name]
        if whole:
            given: Any = st.number_input(label, int(least), int(most), max(int(value), int(least)), 1, key=key)
        else:
            step, shown = (0.005, "%.3f") if name in _FINE else (0.05, "%.2f")
            given = st.number_input(label, least, most, float(value), step, format=shown, key=key)
        self.form[name] = value if given is None or given == value else given
        self._said(name)

    def _checks(self) -> None:
        section("Checks whose level is changed")
        columns = st.columns(len(LEVELS))
        for level, column in zip(LEVELS, columns, strict=True):
            name, label = f"checks.{level}", _LABELS[level]
            with column:
                key = self.draft.key(name)
                options = list(checks_for(level))
                self.form[name] = st.multiselect(label, options, default=self.before[name], key=key)
                self._said(name)
        named = [one for level in LEVELS for one in self.form[f"checks.{level}"]]
        words = {name: said for level in LEVELS for name, said in checks_for(level).items()}
        for name in dict.fromkeys(named):
            quiet(f"{name}: {words[name]}.")
        if not named:
            quiet("All checks have the levels of the catalogue (docs/checks.md).")

    def _guarantee(self) -> None:
        section("Guarantee")
        on = st.toggle(
            "Acceptance is earned from blind audits",
            value=self.before["guarantee"],
            key=self.draft.key("guarantee"),
        )
        self.form["guarantee"] = on
        self._said("guarantee")
        if not on:
            quiet("Without one, what is accepted is not certified.")
            return
        left, right = st.columns(2)
        with left:
            self._number("guarantee.alpha", "Wrong among accepted at most, share", least=0.001, most=0.5)
            self._number("guarantee.catch", "Errors that reviewers catch, share", least=0.01, most=1.0)
        with right:
            self._number("guarantee.confidence", "Confidence", least=0.5, most=0.999)
            cap = self.before["guarantee.cap"]
            given = st.number_input(
                "Most accepted units of a batch", 1, 100_000, cap, 1, key=self.draft.key("cap"), placeholder="Found out"
            )
            self.form["guarantee.cap"] = given
            self._said("guarantee.cap")

    def _said(self, name: str) -> None:
        self.places[name] = st.empty()
