"""Every error a caller may meet, in one tree, with its code and HTTP status (docs/errors.md lists them).

ConsensusError                what went wrong, where, and what to do; never a stack trace for a user
├── UsageError                the command or call was put wrongly                      (exit 2)
│   ├── ForbiddenError        the person has no role for this
│   └── VetoError             a check forbids what a reviewer chose; asked once, then counted
├── AuthenticationError       a program came without a key that is in force
├── TooLargeError             more was sent than is taken
├── MediaTypeError            what was sent is of a kind that is not read
├── TooManyRequestsError      a program asks more often than it may
├── InputError                something handed in cannot be used                       (exit 2)
│   ├── DocumentError         a document cannot be read
│   ├── SchemaError           a schema is not a JSON Schema we can walk
│   ├── PolicyError           a policy file has mistakes, all of them listed
│   ├── PanelError            the panel names no usable models
│   └── RecordedError         a file of recorded answers cannot be read
├── NotFoundError             a job, unit or item that does not exist                  (exit 2)
├── StoreError                the database cannot be used                              (exit 2)
│   └── ReadOnlyError         the database can be read, not written
├── ConflictError             somebody else decided or holds this item
│   ├── TooSoonError          a key pressed before the item could be seen
│   └── LostJobError          this process works on the job no more
└── CallError                 one call to a model failed; becomes an abstention, never ends a job
"""

from __future__ import annotations

import json
import re
from enum import StrEnum
from typing import Any, ClassVar, Self

#: The end of a sentence, also behind a closing quotation mark; a colon introduces what follows.
_ENDED = re.compile(r"(?:[.!?…:。！？؟।]|[.!?…][\"'”’»`)])$")
#: Two ends in a row: a message of the system that was a sentence already. Three full stops are meant.
_DOUBLED = re.compile(r"(?:(?<![.])\.\.|([!?…:。！？])\.)(?=\s|$)")
#: A command, path or address at the end of an advice ("Run: consensus doctor"); a full stop would be copied with it.
_TO_COPY = re.compile(r":\s+\S[^.!?,]*(?:[.!?,]\S[^.!?,]*)*$")
#: How Python writes a text among its values; what stands inside a word is an apostrophe.
_REPR = re.compile(r"(?<!\w)'((?:[^'\\]|\\.)*)'(?!\w)")
_LONGEST_QUOTE = 80


class ConsensusError(Exception):
    """Something went wrong; the message says what, where and what to do.

    code: stable name of the class for programs, in kebab-case. http_status: what an HTTP interface answers, 400 to 599.
    """

    code: ClassVar[str] = "error"
    http_status: ClassVar[int] = 500

    def __init__(self, what: str, *, where: str = "", do: str = "") -> None:
        super().__init__(what)
        self.what, self.where, self.do = what, where, do

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        what, do = as_sentence(self.what), _advice(self.do)
        return f"{place}{what}{'' if not do or do.startswith(chr(10)) else ' '}{do}"

    def as_dict(self) -> dict[str, str]:
        """The shape printed under ``{"error": ...}`` by ``--json``."""
        return {"code": self.code, "what": as_sentence(self.what), "where": self.where, "do": _advice(self.do)}

    def changed(self, *, where: str | None = None, do: str | None = None) -> Self:
        """The same error at another place or with other advice; to be raised ``from`` this one."""
        new = type(self).__new__(type(self), *self.args)
        new.__dict__.update(self.__dict__)
        new.where = self.where if where is None else where
        new.do = self.do if do is None else do
        return new


def as_sentence(text: str) -> str:
    """The text with one full stop where it has no end, never two. Lists of lines stay as they are."""
    if "\n" in text:
        return text.rstrip()
    text = _DOUBLED.sub(lambda found: found[1] or ".", text.strip(" "))
    return text if not text or _ENDED.search(text) else f"{text.rstrip(' ,;')}."


def shown_value(value: Any) -> str:
    """A value of somebody else inside a message: as JSON writes it, on one line, cut when long."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _LONGEST_QUOTE else f"{text[:_LONGEST_QUOTE]}…"


def in_plain_words(error: object) -> str:
    """The first line of a message of Python or a library, with its values as JSON would quote them."""
    lines = str(error).strip().splitlines()
    return _REPR.sub(r'"\1"', lines[0]).rstrip(".") if lines else "no reason is given"


def _advice(text: str) -> str:
    text = text.rstrip() if text.startswith("\n") else text.strip()
    return text if _TO_COPY.search(text) else as_sentence(text)


class UsageError(ConsensusError):
    """The command was put wrongly; see ``consensus COMMAND --help``."""

    code = "usage"
    http_status = 400


class ForbiddenError(UsageError):
    """The person has no role for this; an admin gives roles with ``consensus roles set``."""

    code = "forbidden"
    http_status = 403


class AuthenticationError(ConsensusError):
    """A program came without a key, or with one that is not in force; see ``consensus keys``."""

    code = "key"
    http_status = 401


class TooLargeError(ConsensusError):
    """More was sent than is taken; send less."""

    code = "too-large"
    http_status = 413


class MediaTypeError(ConsensusError):
    """What was sent is of a kind that is not read here."""

    code = "media-type"
    http_status = 415


class TooManyRequestsError(ConsensusError):
    """A program asks more often than it may. retry_after: seconds to wait."""

    code = "too-many-requests"
    http_status = 429

    def __init__(self, what: str, *, where: str = "", do: str = "", retry_after: float = 1.0) -> None:
        super().__init__(what, where=where, do=do)
        self.retry_after = retry_after


class VetoError(UsageError):
    """A check forbids this answer; decide again to take it all the same.

    checks: their names. letter, answer: what was chosen, and its text. asked_at: ISO 8601. Hand it back to decide
    again.
    """

    code = "veto"
    http_status = 409

    def __init__(self, checks: tuple[str, ...], sentences: tuple[str, ...], letter: str, answer: str, asked_at: str):
        why = f"a check forbids this answer: {' '.join(sentences)}"
        super().__init__(why, do="Decide again to take it all the same.")
        self.checks, self.sentences = checks, sentences
        self.letter, self.answer, self.asked_at = letter, answer, asked_at


class InputError(ConsensusError):
    """Something handed in cannot be used; mend it and submit it again."""

    code = "input"
    http_status = 422


class DocumentError(InputError):
    """The document cannot be read; convert or mend it and submit it again."""

    code = "document"


class SchemaError(InputError):
    """The schema is not one we can walk; give a JSON Schema of type object or a pydantic model."""

    code = "schema"


class PanelError(InputError):
    """The panel names no usable models; see ``consensus doctor``."""

    code = "panel"


class RecordedError(InputError):
    """The recorded answers cannot be read; one JSON object a line with "id", "outputs" and "source" or "text"."""

    code = "recorded-answers"


class PolicyError(InputError):
    """The policy file has mistakes; mend every line listed and run ``consensus policies check FILE``."""

    code = "policy"

    def __init__(self, problems: list[str], *, where: str = "") -> None:
        count = f"{len(problems)} mistake{'s' if len(problems) != 1 else ''} in the policy"
        listed = "".join(f"\n  - {problem}" for problem in problems)
        super().__init__(f"{count}:{listed}", where=where, do="\nMend them, then run: consensus policies check FILE")
        self.problems = tuple(problems)


class NotFoundError(ConsensusError):
    """There is no such job, unit or item; list them with ``consensus status``."""

    code = "not-found"
    http_status = 404


class StoreError(ConsensusError):
    """The database cannot be used; run ``consensus doctor``."""

    code = "store"
    http_status = 503


class ReadOnlyError(StoreError):
    """The database can be read, but not written by this user or on this medium."""

    code = "read-only"


class ConflictError(ConsensusError):
    """Somebody else holds or has decided this item; take the next one."""

    code = "conflict"
    http_status = 409


class TooSoonError(ConflictError):
    """The item had only just appeared; look at it and decide again."""

    code = "too-soon"


class LostJobError(ConflictError):
    """The job was cancelled or taken over, so this process sends and writes nothing more about it."""

    code = "lost-job"


class CallFault(StrEnum):
    """Why one call failed; decides whether it is tried again and what the abstention says."""

    RATE_LIMITED = "rate_limited"  #: 429; tried again after Retry-After or a jittered wait.
    UNAVAILABLE = "unavailable"  #: 5xx or a connection reset or refused; tried again.
    TIMEOUT = "timeout"  #: The deadline of the call passed; not tried again on the same member.
    KEY_REFUSED = "key_refused"  #: 401 or 403; never tried again.
    QUOTA = "quota"  #: 402 or an exhausted quota; never tried again.
    BAD_REQUEST = "bad_request"  #: 400, 404, 422, or a context that is too long; never tried again.
    CANCELLED = "cancelled"  #: Given up because another request for the same was quicker; may have been billed.
    NOT_A_MODEL = "not_a_model"  #: The address answers, but not with a model's reply (an HTML page, say).


class CallError(ConsensusError):
    """One call to a model failed; the member abstains and the unit goes on with the others."""

    code = "call"
    http_status = 502

    def __init__(self, fault: CallFault, what: str, *, where: str = "", do: str = "", retry_after: float | None = None):
        super().__init__(what, where=where, do=do)
        self.fault, self.retry_after = fault, retry_after

    @property
    def retryable(self) -> bool:
        return self.fault in (CallFault.RATE_LIMITED, CallFault.UNAVAILABLE)
