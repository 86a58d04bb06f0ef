"""One text at a time for other programs: a question becomes a job, its verdict an answer, accepted or held."""

from __future__ import annotations

import asyncio
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from weakref import WeakValueDictionary

from consensus.domain import JobOwner, Policy
from consensus.domain.completion import Completion
from consensus.domain.file import File
from consensus.domain.job import JobState
from consensus.errors import ConflictError, NotFoundError, UsageError, shown_value
from consensus.normalize.digests import digest
from consensus.ports.runtime import INTERACTIVE
from consensus.ports.storage import CompletionStore
from consensus.service.answers import Answers, GivenAnswer
from consensus.service.jobs.dispatch import wait_elsewhere
from consensus.service.jobs.plan import choose
from consensus.service.jobs.requests import read, rules_of
from consensus.service.jobs.retry import failed_units
from consensus.service.jobs.service import Jobs, SubmitRequest

#: A policy is named as it stands in a list; a path would read files of the server.
POLICY_NAME = re.compile(r"[\w-]{1,100}")
#: A target language begins at a hyphen with a language code in small letters; regions are written in capitals.
_TARGET = re.compile(r"-(?=[a-z]{2,3}(?:-|$))")
#: Questions that are looked at for one whose job still counts.
_LOOKED_AT = 20


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked. policy: its name. source_lang, target_lang: for a translation, else "". schema: a JSON Schema, for
    an extraction. batch: as in ``SubmitRequest``; "" joins what the same key asks within a day."""

    text: str
    policy: str
    source_lang: str = ""
    target_lang: str = ""
    schema: Mapping[str, Any] | None = None
    batch: str = ""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks. tenant: who alone reads the answer. key_id: of the API key, or ""."""

    tenant: str
    key_id: str = ""


@dataclass(frozen=True, slots=True)
class _Read:
    """A question that was read and checked. digest: the same for the same text, languages or schema, policy, panel."""

    request: SubmitRequest
    policy: Policy
    digest: str


class Completions:
    """Asks, and waits for answers. answers: reads them."""

    def __init__(self, jobs: Jobs, questions: CompletionStore) -> None:
        self._jobs, self._questions, self.answers = jobs, questions, Answers(jobs, questions)
        self._asking: WeakValueDictionary[tuple[str, str], asyncio.Lock] = WeakValueDictionary()

    async def ask(self, question: Question, asker: Asker, model: str) -> Completion:
        """Begin to answer; ``settled`` waits for the verdict. model: as the program named it.

        A question of the same tenant whose job is under way joins it, and one within the policy's cache days gets its
        answer without a call. Raises UsageError, InputError, NotFoundError and StoreError before anybody is asked.
        """
        found = await asyncio.to_thread(self._read, question)
        key = (asker.tenant, found.digest)
        lock = self._asking.get(key) or self._asking.setdefault(key, asyncio.Lock())
        async with lock:
            return await asyncio.to_thread(self._enter, found, asker, model)

    async def settled(self, completion: Completion) -> GivenAnswer:
        """The answer once every unit has its verdict. Where this is cancelled the job goes on.

        Raises what ended the job, ConflictError where it was cancelled.
        """
        if not await asyncio.to_thread(self._is_settled, completion.job_id):
            await self._ended(completion.job_id)
        return await asyncio.to_thread(self.answers.to, completion)

    async def _ended(self, job_id: str) -> None:
        """Work on a job, or wait for the process that does: another one may have been asked the same."""
        store, dispatch = self._jobs.outside.store, self._jobs.dispatch
        await dispatch.enqueue(job_id, INTERACTIVE)
        try:
            await dispatch.wait(job_id)
        except ConflictError:
            await wait_elsewhere(store, job_id)

    def _read(self, question: Question) -> _Read:
        outside = self._jobs.outside
        if not POLICY_NAME.fullmatch(question.policy):
            do = "Name it as GET /v1/models lists it."
            raise UsageError(f"{shown_value(question.policy)} is no name of a policy", where="model", do=do)
        if not question.text.strip():
            raise UsageError("there is no text in it", where="messages", do="Give the text to be translated or read.")
        langs = (question.source_lang or None, question.target_lang or None)
        file = File("message.txt", question.text)
        request = SubmitRequest((file,), question.policy, *langs, question.schema, batch=question.batch or None)
        policy = rules_of(request, outside)
        _refuse_mismatch(policy, question)
        chosen = choose(outside, read(file, request, policy), request, policy)
        names = [member.name for member in chosen.panel.members]
        return _Read(request, policy, digest(chosen.document.id, policy.digest, names))

    def _enter(self, found: _Read, asker: Asker, model: str) -> Completion:
        now = self._jobs.outside.clock.now()
        with self._jobs.outside.store.alone(f"question {asker.tenant} {found.digest}"):
            job_id = self._known(found, asker, now)
            if job_id is None:
                (job,) = self._jobs.enter(replace(found.request, owner=JobOwner(asker.tenant, asker.key_id)))
                job_id = job.id
            completion_id = f"chatcmpl-{secrets.token_hex(16)}"
            made = Completion(completion_id, job_id, asker.tenant, asker.key_id, found.digest, model, now.isoformat())
            self._questions.save_completion(made)
        return made

    def _known(self, found: _Read, asker: Asker, now: datetime) -> str | None:
        """The job of the same question that answers this one too: under way, or within the policy's cache days."""
        since = (now - timedelta(days=found.policy.asking.cache_days)).isoformat()
        for earlier in self._questions.completions_to(found.digest, asker.tenant, _LOOKED_AT):
            try:
                job = self._jobs.outside.store.job(earlier.job_id)
            except NotFoundError:
                continue  # deleted just now
            if job.state != JobState.DONE or job.created_at > since:
                return job.id
        return None

    def _is_settled(self, job_id: str) -> bool:
        """Whether there is nothing left to be asked."""
        store = self._jobs.outside.store
        job = store.job(job_id)
        return job.state == JobState.DONE and not failed_units(store, job)


def language_pair(pair: str) -> tuple[str, str]:
    """Source and target language of a text like ``en-de``. Raises UsageError where they cannot be told apart."""
    places = [found.start() for found in _TARGET.finditer(pair)]
    if len(places) != 1 or not places[0]:
        what = f"source and target language cannot be told apart in {shown_value(pair)}"
        do = 'Write them as in "en-de" or "pt-BR-de", regions in capitals.'
        raise UsageError(what, where="languages", do=do)
    return pair[: places[0]], pair[places[0] + 1 :]


def _refuse_mismatch(policy: Policy, question: Question) -> None:
    """Raise UsageError for a policy that needs something that is not given, or could not use what is."""
    where, has_schema, has_langs = f"policy {policy.name}", question.schema is not None, bool(question.target_lang)
    if policy.task == "translate" and has_schema:
        do = "Leave response_format and tools out, or take a policy for extraction."
        raise UsageError("it translates, so it reads no schema", where=where, do=do)
    if policy.task == "extract" and not has_schema:
        do = "Give a JSON Schema as response_format, or one tool with its parameters."
        raise UsageError("it extracts, so it needs a schema", where=where, do=do)
    if has_schema and has_langs:
        do = "Name the model without languages, and leave them out of metadata."
        raise UsageError("an extraction has no target language", where=where, do=do)
    if not has_schema and not (has_langs and question.source_lang):
        do = f'Name the model "consensus/{policy.name}:en-de", or give metadata: {{"from": "en", "to": "de"}}.'
        raise UsageError("a translation needs its languages", where=where, do=do)
