"""The shipped examples as documents to hand in, and what comes of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from consensus.errors import StoreError
from consensus.service.jobs import Jobs
from consensus.service.reports import JobReport
from consensus.service.requests import SubmitRequest


def requests(examples: Path, schema: Callable[[str], Any], panel: str) -> Sequence[SubmitRequest]:
    """One page to translate, two business documents to extract from. schema: reads the schema of a path.

    The embedded models are asked under the policy ``unproven``: they agree on wrong values, so a person decides.
    """
    unproven = str(examples / "unproven.yaml") if panel == "embedded" else None
    page = SubmitRequest((examples / "manual.md",), unproven or "translation", "en", "de", None, panel)
    forms = [(examples / f"{name}.txt", examples / f"{name}.schema.json") for name in ("order_confirmation", "invoice")]
    return [
        page,
        *(
            SubmitRequest((text,), unproven or "extraction", "en", None, schema(str(shape)), panel)
            for text, shape in forms
        ),
    ]


def exports(jobs: Jobs, folder: Path, reports: Sequence[JobReport]) -> None:
    """Write each example's verified file and its evidence into a folder. Raises StoreError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        do = "Set CONSENSUS_HOME to a folder that you may write to."
        raise StoreError(f"the folder cannot be made: {error.strerror}", where=str(folder), do=do) from error
    for report in reports:
        stem, suffix = Path(report.document.name).stem, Path(report.document.name).suffix
        name = f"{stem}.de{suffix}" if report.document.target_lang else f"{stem}.json"
        for form, path in (("source", folder / name), ("jsonl", folder / f"{stem}.evidence.jsonl")):
            path.write_bytes(jobs.export(report.id, form).text.encode("utf-8"))
