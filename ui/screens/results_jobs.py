"""All jobs in a list, and several of them taken away at once: one table, or one archive."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from consensus.bootstrap import Service
from consensus.domain import JobLine
from consensus.service.jobs.take_away import MOST_BYTES, MOST_JOBS, Together, ended, take_away
from consensus.service.sign_in import Role
from ui.page import cell, job_words, quiet, table_height, when
from ui.state_pages import Working
from ui.widgets.safe_html import plain, show

_CHOSEN = "chosen jobs"
_FORMS = (
    (Together.CSV, "One table (CSV)"),
    (Together.XLSX, "One workbook (XLSX)"),
    (Together.JSON, "One file (JSON)"),
    (Together.ARCHIVE, "Archive (ZIP)"),
)


def all_jobs(state: Working, jobs: Sequence[JobLine]) -> None:
    """Draw the part. jobs: the newest first, at least one."""
    chosen = _choice(jobs)
    _taken_away(state, [job for job in jobs if job.id in chosen])
    rows = [
        {
            "document": cell(job.document),
            "languages": cell(job.languages),
            "state": job.state,
            "units": job.units,
            "✓ accepted": job.accepted,
            "? needs review": job.review,
            "✕ failed": job.failed,
            "decided": job.decided,
            "policy": job.policy,
            "task": job.task,
            "begun": when(job.created_at),
            "job": job.id,
        }
        for job in jobs
    ]

    def choose() -> None:
        at = st.session_state["table of jobs"].selection.rows
        st.session_state[_CHOSEN] = [jobs[row].id for row in at if jobs[row] in ended(jobs)]

    newest = f"The newest {len(jobs):,} job{'s' * (len(jobs) != 1)}."
    quiet(f"{newest} Choose rows to take them away together, or one to read its units.")
    st.dataframe(
        rows,
        key="table of jobs",
        hide_index=True,
        on_select=choose,
        selection_mode="multi-row",
        alt="Jobs",
        height=table_height(len(rows)),
    )


def _choice(jobs: Sequence[JobLine]) -> Sequence[str]:
    """Ids of the chosen jobs. The rows of the table choose too; here it is done by keyboard."""
    words = {job.id: job_words(job) for job in ended(jobs)}
    st.session_state[_CHOSEN] = [job_id for job_id in st.session_state.get(_CHOSEN, ()) if job_id in words]
    return st.multiselect(
        "Jobs to take away",
        list(words),
        format_func=words.__getitem__,
        key=_CHOSEN,
        max_selections=MOST_JOBS,
        placeholder="Choose jobs here, or rows below",
    )


def _taken_away(state: Working, chosen: Sequence[JobLine]) -> None:
    if not chosen:
        quiet(
            "Several jobs come as one table or one archive: the verified files and their evidence, each with its "
            f"certificate beside it, at most {MOST_BYTES // 1024**2} MB."
        )
        return
    units, open_ = sum(job.units for job in chosen), sum(job.review + job.failed - job.decided for job in chosen)
    left, *columns = st.columns([0.28, *(0.72 / (len(_FORMS) + 1) for _ in range(len(_FORMS) + 1))])
    with left:
        waiting = f", {max(0, open_):,} not verified" if open_ > 0 else ""
        these = f"{len(chosen):,} job{'s' * (len(chosen) != 1)}, {units:,} unit{'s' * (units != 1)}"
        show(plain(f"{these}{waiting}. A download closes their batches.", "quiet"))
    for column, (form, label) in zip(columns, _FORMS, strict=False):
        with column:
            # Made when it is asked for, and audited then.
            st.download_button(
                label,
                data=partial(_made, state.service, [job.id for job in chosen], form, state.user),
                file_name=f"jobs.{form.value}",
                key=f"take {form.value}",
                on_click="ignore",
                width="stretch",
            )
    with columns[-1]:
        st.button("Read its units", key="read units", disabled=len(chosen) != 1, width="stretch", on_click=_read_units)


def _read_units() -> None:
    """The units of the one job that is chosen."""
    (job_id,) = st.session_state[_CHOSEN]
    st.session_state["part"] = "Units"
    st.query_params.from_dict({"job": job_id})


def _made(service: Service, job_ids: Sequence[str], form: Together, user: str) -> bytes:
    """Runs when it is clicked, perhaps long after the page was drawn."""
    service.sign_in_service.require(user, Role.SUBMITTER)
    return take_away(service.jobs, job_ids, form, user)
