"""The shipped examples as documents to hand in, and what comes of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any

from consensus.errors import StoreError, UsageError
from consensus.service.jobs.export import file_name, is_marked
from consensus.service.jobs.report import JobReport
from consensus.service.jobs.requests import SubmitRequest
from consensus.service.jobs.service import Jobs

#: Folders that are looked at for a free one; where the last is taken too, the error says by what.
_TRIED = 20


def requests(examples: Path, schema: Callable[[str], Any], panel: str) -> Sequence[SubmitRequest]:
    """Pages to translate and business documents to extract from. schema: reads the schema of a path.

    The embedded models are asked under the policy ``unproven``: they agree on wrong values, so a person decides.
    """
    unproven = str(examples / "unproven.yaml") if panel == "embedded" else None
    pages, forms = ["manual.md"], [("order_confirmation.txt", "order_confirmation"), ("invoice.txt", "invoice")]
    if panel == "recorded":  # the answers to a Word file and to a PDF, which is read where its extra is installed
        pages.append("delivery_note.docx")
        forms += [("purchase.pdf", "invoice")] if find_spec("pypdfium2") is not None else []
    translations = [
        SubmitRequest((examples / name,), unproven or "translation", "en", "de", None, panel) for name in pages
    ]
    shapes = {shape: schema(str(examples / f"{shape}.schema.json")) for _, shape in forms}
    extractions = [
        SubmitRequest((examples / name,), unproven or "extraction", "en", None, shapes[shape], panel)
        for name, shape in forms
    ]
    return [*translations, *extractions]


def exports(jobs: Jobs, folder: Path, reports: Sequence[JobReport]) -> None:
    """Write each example's verified file and its evidence into a folder. Raises StoreError.

    Where somebody changed or put a file there, it is the folder of that name with ``-2`` after it, and so on.
    """
    name = folder.name
    for number in count(1):
        folder = folder.with_name(name if number == 1 else f"{name}-{number}")
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            do = "Set CONSENSUS_HOME to a folder that you may write to."
            raise StoreError(f"the folder cannot be made: {error.strerror}", where=str(folder), do=do) from error
        places = [(report.id, form, path) for report in reports for form, path in _places(report, folder)]
        if number == _TRIED or not _taken(jobs, places):
            break
    for job_id, form, path in places:
        jobs.files.write(jobs.export(job_id, form).files(path), [job_id], any_job=True)


def _places(report: JobReport, folder: Path) -> Sequence[tuple[str, Path]]:
    document = report.document
    forms = ("source", "jsonl", "pdf") if is_marked(document.name) and not document.target_lang else ("source", "jsonl")
    return [(form, folder / file_name(document.name, document.target_lang, form)) for form in forms]


def _taken(jobs: Jobs, places: Sequence[tuple[str, str, Path]]) -> bool:
    try:
        for job_id, _, path in places:
            jobs.files.refuse_overwriting(jobs.files.paths(path), [job_id], any_job=True)
    except UsageError:
        return True
    return False
