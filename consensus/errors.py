"""Every error a caller may meet, in one tree.

ConsensusError                what went wrong, where, and what to do; never a stack trace for a user
├── UsageError                the command or call was put wrongly                      (exit 2)
│   └── VetoError             a check forbids what a reviewer chose; asked once, then counted
├── InputError                something handed in cannot be used                       (exit 2)
│   ├── DocumentError         a document cannot be read
│   ├── SchemaError           a schema is not a JSON Schema we can walk
│   ├── PolicyError           a policy file has mistakes, all of them listed
│   ├── PanelError            the panel names no usable models
│   └── RecordedError         a file of recorded answers cannot be read
├── NotFoundError             a job, unit or item that does not exist                  (exit 2)
├── StoreError                the database cannot be used                              (exit 2)
├── ConflictError             somebody else decided or holds this item
│   └── TooSoonError          a key pressed before the item could be seen
└── CallError                 one call to a model failed; becomes an abstention, never ends a job
"""

from __future__ import annotations

from enum import StrEnum


class ConsensusError(Exception):
    """Something went wrong; the message says what, where and what to do."""

    def __init__(self, what: str, *, where: str = "", do: str = "") -> None:
        super().__init__(what)
        self.what, self.where, self.do = what, where, do

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        what = self.what.rstrip()
        # A message of the system or of a provider ends as it likes; the advice behind it is a sentence of its own.
        end = "" if not self.do or self.do.startswith("\n") or what.endswith((".", "!", "?", ":", "…")) else "."
        return f"{place}{what}{end}{f' {self.do}' if self.do else ''}"

    def as_dict(self) -> dict[str, str]:
        """The shape printed under ``{"error": ...}`` by ``--json``."""
        return {"what": self.what, "where": self.where, "do": self.do}


class UsageError(ConsensusError):
    """The command was put wrongly; see ``consensus COMMAND --help``."""


class VetoError(UsageError):
    """A check forbids this answer; decide again to take it all the same.

    checks: their names. letter, answer: what was chosen, and its text. asked_at: ISO 8601. Hand it back to decide
    again.
    """

    def __init__(self, checks: tuple[str, ...], sentences: tuple[str, ...], letter: str, answer: str, asked_at: str):
        why = f"a check forbids this answer: {' '.join(sentences)}"
        super().__init__(why, do="Decide again to take it all the same.")
        self.checks, self.sentences = checks, sentences
        self.letter, self.answer, self.asked_at = letter, answer, asked_at


class InputError(ConsensusError):
    """Something handed in cannot be used; mend it and submit it again."""


class DocumentError(InputError):
    """The document cannot be read; convert or mend it and submit it again."""


class SchemaError(InputError):
    """The schema is not one we can walk; give a JSON Schema of type object or a pydantic model."""


class PanelError(InputError):
    """The panel names no usable models; see ``consensus doctor``."""


class RecordedError(InputError):
    """The recorded answers cannot be read; one JSON object a line with "id", "outputs" and "source" or "text"."""


class PolicyError(InputError):
    """The policy file has mistakes; mend every line listed and run ``consensus policies check FILE``."""

    def __init__(self, problems: list[str], *, where: str = "") -> None:
        count = f"{len(problems)} mistake{'s' if len(problems) != 1 else ''} in the policy"
        listed = "".join(f"\n  - {problem}" for problem in problems)
        super().__init__(f"{count}:{listed}", where=where, do="\nMend them, then run: consensus policies check FILE")
        self.problems = tuple(problems)


class NotFoundError(ConsensusError):
    """There is no such job, unit or item; list them with ``consensus status``."""


class StoreError(ConsensusError):
    """The database cannot be used; run ``consensus doctor``."""


class ReadOnlyError(StoreError):
    """The database can be read, but not written by this user or on this medium."""


class ConflictError(ConsensusError):
    """Somebody else holds or has decided this item; take the next one."""


class TooSoonError(ConflictError):
    """The item had only just appeared; look at it and decide again."""


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

    def __init__(self, fault: CallFault, what: str, *, where: str = "", do: str = "", retry_after: float | None = None):
        super().__init__(what, where=where, do=do)
        self.fault, self.retry_after = fault, retry_after

    @property
    def retryable(self) -> bool:
        return self.fault in (CallFault.RATE_LIMITED, CallFault.UNAVAILABLE)
