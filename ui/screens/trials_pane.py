"""Insights on models on trial, for admins: who is better, and how sure that is."""

from __future__ import annotations

import streamlit as st

from consensus.domain.trial import Trial, TrialState
from consensus.service.learning.trial_report import facts_of, slice_row
from ui.page import cell, quiet, section
from ui.state_pages import Working
from ui.widgets.safe_html import plain, show, table

_HEAD = ("part", "documents", "better", "at 95%", "score", "at 95%", "same answers", "compared", "failed")
#: Trials that are listed, the newest first.
_MOST = 10


def trials(state: Working) -> None:
    """The section; nothing for who is no admin, and nothing where there was never a trial."""
    service = state.service.trials
    found = list(service.all())[::-1][:_MOST] if service.may_see(state.user) else []
    if not found:
        return
    section("Models on trial")
    for trial in found:
        _trial(state, trial)


def _trial(state: Working, trial: Trial) -> None:
    share = f"{100 * trial.share:g}% drawn, ${trial.spent:.4f} of ${trial.budget}"
    words = f"{trial.name}: {trial.candidate} beside the panel of {trial.policy}, {trial.state.value}; {share}"
    show(plain(cell(words), "text"))
    runs = trial.state is TrialState.RUNNING
    if runs:
        quiet("Who compares answers should not know who leads. Stop it with: consensus trial stop")
        if not st.toggle("Show figures while it runs", key=f"trial figures {trial.name}"):
            return
    report = state.service.trials.report_for(state.user, trial.name)
    show(plain(cell(report.words), "text"))
    show(table(_HEAD, [[cell(part) for part in slice_row(one)] for one in report.slices]))
    for line in facts_of(report):
        quiet(cell(line))
