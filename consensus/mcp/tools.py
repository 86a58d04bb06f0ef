"""What an assistant may do: hand in a text or a file, ask how a job stands, fetch a verified result."""

from __future__ import annotations

import asyncio
import base64
import binascii
from collections.abc import Coroutine
from contextlib import suppress
from pathlib import Path
from typing import Any

from consensus.bootstrap import Service
from consensus.domain import OWN_TENANT, Verification
from consensus.domain.file import File
from consensus.domain.job import JobState
from consensus.errors import ForbiddenError, NotFoundError, TooLargeError, UsageError, shown_value
from consensus.mcp import results
from consensus.mcp.results import ToolResult
from consensus.ports.runtime import INTERACTIVE
from consensus.service.answers import AnswerStatus
from consensus.service.completions import POLICY_NAME, Asker, Question, language_pair
from consensus.service.jobs.service import SubmitRequest

#: Seconds that a call waits for the models before it says that they have not all answered; clients give up after 60.
WAIT_SECONDS = 45.0
_MOST_BYTES = 20 * 1024 * 1024
_ANSWER = "chatcmpl-"


class Tools:
    """For one installation. root: files are read and written below it; None where no paths are taken."""

    def __init__(self, service: Service, root: Path | None = None) -> None:
        self._service, self._root = service, None if root is None else root.resolve()
        self._asker = Asker(OWN_TENANT)

    async def submit_text(
        self,
        text: str,
        policy: str,
        languages: str = "",
        schema: dict[str, Any] | None = None,
        batch: str = "",
    ) -> ToolResult:
        """Have one text translated or read by several models; gives the verified result once they agree.

        policy: a name of list_policies. languages: for a translation, source and target, as in "en-de".
        schema: for an extraction, a JSON Schema of type object. batch: a name for texts that may be wrong together,
        where the policy has a guarantee. An error means that there is no verified result: say so, and do not make up
        one. Its id leads to the result once a person has decided (get_result).
        """
        pair = language_pair(languages) if languages else ("", "")
        question = Question(text, policy, *pair, schema, batch)
        completion = await self._service.completions.ask(question, self._asker, policy)
        await _patiently(self._service.completions.settled(completion))
        return await self._answer(completion.id)

    async def submit_file(
        self,
        path: str,
        policy: str,
        languages: str = "",
        schema: dict[str, Any] | None = None,
        batch: str = "",
        content_base64: str = "",
    ) -> ToolResult:
        """Hand in a document and begin; returns the job's id without waiting (job_status, get_result).

        path: below the folder that the server was started with, or with content_base64 the file's name alone.
        The rest is as in submit_text.
        """
        if not POLICY_NAME.fullmatch(policy):
            raise UsageError(f"{shown_value(policy)} is no name of a policy", where="policy", do="See: list_policies")
        source, target = language_pair(languages) if languages else ("", "")
        given: File | Path
        given = File(path, _decoded(content_base64)) if content_base64 else await asyncio.to_thread(self._below, path)
        request = SubmitRequest((given,), policy, source or None, target or None, schema, batch=batch or None)
        (job,) = await asyncio.to_thread(self._service.jobs.enter, request)
        await self._service.jobs.dispatch.enqueue(job.id, INTERACTIVE)
        return await self.job_status(job.id)

    async def job_status(self, job_id: str) -> ToolResult:
        """How a document's job stands: its units by verdict, and how many people have decided since."""
        known = await self._service.jobs.dispatch.status(job_id)
        (line,) = await asyncio.to_thread(self._service.jobs.outside.store.job_lines, None, known.job_id)
        counts = {"total": line.units, "accepted": line.accepted, "review": line.review, "failed": line.failed}
        units = counts | {"decided": line.decided}
        data = {"id": known.job_id, "document": line.document, "status": known.standing, "units": units}
        return results.listed(data | ({"error": known.error} if known.error else {}))

    async def get_result(self, id: str, save_as: str = "") -> ToolResult:
        """The verified result of submit_text or submit_file, by the id that it gave.

        save_as: write a document's file there, below the folder that the server was started with. An error means that
        there is no verified result yet, and says what is open.
        """
        if id.startswith(_ANSWER):
            return await self._answer(id)
        return await self._document(id, save_as)

    async def list_policies(self) -> ToolResult:
        """The policies: what each is for, and what it does."""
        found = await asyncio.to_thread(self._service.policies.list)
        sound = [line for line in found if not line.problem]
        return results.listed({"policies": [{"name": one.name, "description": one.description} for one in sound]})

    async def _answer(self, completion_id: str) -> ToolResult:
        answers = self._service.completions.answers
        found = await asyncio.to_thread(answers.get, completion_id, OWN_TENANT)
        if found.status is AnswerStatus.PENDING:
            await _patiently(self._service.completions.settled(found.completion))
            found = await asyncio.to_thread(answers.get, completion_id, OWN_TENANT)
        return results.of_answer(found)

    async def _document(self, job_id: str, save_as: str) -> ToolResult:
        jobs = self._service.jobs
        known = await jobs.dispatch.status(job_id)
        if known.is_under_way:
            await _patiently(jobs.dispatch.wait(known.job_id))
        report = await asyncio.to_thread(jobs.status, known.job_id)
        if report.job.state != JobState.DONE:
            return results.of_running_job(report.id)
        if report.batch is not None:
            return results.of_open_job(report, report.waits or "Its batch is open.")
        if any(record.result.verification is Verification.UNVERIFIED for record in report.units):
            return results.of_open_job(report, "A person has to decide some of it.")
        if broken := (await asyncio.to_thread(report.validated)).words:
            return results.of_open_job(report, broken)
        exported = await asyncio.to_thread(jobs.export, report.id, "source", self._service.settings.user)
        if not save_as:
            return results.of_export(report.id, exported)
        path = self._inside(save_as)
        await asyncio.to_thread(jobs.files.write, exported.files(path), [report.id])
        return ToolResult(f"Written: {save_as}", {"id": report.id, "status": "accepted", "path": save_as})

    def _below(self, path: str) -> Path:
        found = self._inside(path)
        if not found.is_file():
            raise NotFoundError(
                f"there is no file {shown_value(path)}", where="path", do="Name a file below the folder."
            )
        if found.stat().st_size > _MOST_BYTES:
            raise TooLargeError("the file has more than 20 MB", where=path, do="Hand it in with: consensus submit")
        return found

    def _inside(self, path: str) -> Path:
        """The place below the root; links that lead out of it are followed, and refused."""
        if self._root is None:
            do = "Start the server with --root FOLDER, or send content_base64."
            raise ForbiddenError("this server takes no paths", where="path", do=do)
        try:
            found = (self._root / path).resolve()
        except (OSError, ValueError):
            raise UsageError(f"{shown_value(path)} is no path", where="path", do="Name a file.") from None
        if not found.is_relative_to(self._root) or found == self._root:
            do = "Name a file below the folder that the server was started with."
            raise ForbiddenError(f"{shown_value(path)} is outside", where="path", do=do)
        return found


async def _patiently(work: Coroutine[Any, Any, object]) -> None:
    """Wait for the models as long as a client does; the job goes on afterwards."""
    with suppress(TimeoutError):
        async with asyncio.timeout(WAIT_SECONDS):
            await work


def _decoded(content: str) -> bytes:
    if len(content) > _MOST_BYTES * 4 // 3 + 4:
        raise TooLargeError(
            "the file has more than 20 MB", where="content_base64", do="Hand it in with: consensus submit"
        )
    try:
        return base64.b64decode(content, validate=True)
    except (binascii.Error, ValueError):
        raise UsageError("this is no base64", where="content_base64", do="Encode the file's bytes.") from None
