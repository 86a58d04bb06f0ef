"""The names that ``import consensus`` promises: pinned with their signatures and types, and loaded on use.

A change here is a change for everybody who uses the product from Python: it goes into CHANGELOG.md and docs/python.md.
"""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import re
import subprocess
import sys
from collections.abc import Callable

import pytest

import consensus

PINNED = """
class AsyncVerifier
  async __aenter__(self) -> AsyncVerifier
  async cancel(self, job: JobReport | str) -> JobReport
  async close(self) -> None
  async enqueue(self,
      path: str | Path | File,
      *,
      policy: str | Policy,
      to: str | None = None,
      source: str | None = None,
      schema: Mapping[str, Any] | type | None = None,
      panel: str | Sequence[str] | None = None,
      batch: str | None = None) -> JobReport
  async evidence(self, job: JobReport | str) -> dict[str, Any]
  async export(self,
      job: JobReport | str,
      path: str | Path | None = None,
      *,
      form: str = 'source',
      force: bool = False) -> bytes | Path
  async resume(self, job: JobReport | str) -> JobReport
  async status(self, job: JobReport | str) -> JobReport
  async submit(self,
      path: str | Path | File,
      *,
      policy: str | Policy,
      to: str | None = None,
      source: str | None = None,
      schema: Mapping[str, Any] | type | None = None,
      panel: str | Sequence[str] | None = None,
      batch: str | None = None) -> JobReport
  async submit_all(self,
      paths: Sequence[str | Path | File],
      *,
      policy: str | Policy,
      to: str | None = None,
      source: str | None = None,
      schema: Mapping[str, Any] | type | None = None,
      panel: str | Sequence[str] | None = None,
      batch: str | None = None) -> list[JobReport]
  async wait(self, job: JobReport | str, on_progress: OnProgress | None = None) -> JobReport
class File
  .name: str
  .content: bytes | str
class Job
  .job: JobRecord
  .units: tuple[UnitRecord, ...]
  .totals: Totals
  .certificate: str
  .progress: Progress | None
  .batch: Batch | None
  .left: tuple[str, ...]
  .validated: Callable[[], Validity]
  __iter__(self) -> Iterator[UnitReport]
  accepted: tuple[UnitReport, ...]
  as_dict(self) -> dict[str, Any]
  count(self, outcome: Outcome) -> int
  document: Document
  id: str
  notices: tuple[str, ...]
  panel: Panel
  review: tuple[UnitReport, ...]
  state: str
  unanswered: Unanswered | None
  waits: str
class Policy
  from_yaml(text: str) -> Policy
  load(name: str | Path) -> Policy
  with_(self, **changes: Any) -> Policy
class Unit
  .id: str
  .source: str | None
  .path: str | None
  .value: Any
  .outcome: Outcome | None
  .rule: str
  .reasons: tuple[str, ...]
  .leading: Any
  .support: float
  .score: float
  .verification: Verification
  .findings: tuple[Finding, ...]
  .candidates: Mapping[str, Any]
  .abstentions: Mapping[str, str]
  as_dict(self) -> dict[str, Any]
class Verifier
  __enter__(self) -> Verifier
  cancel(self, job: JobReport | str) -> JobReport
  close(self) -> None
  enqueue(self,
      path: str | Path | File,
      *,
      policy: str | Policy,
      to: str | None = None,
      source: str | None = None,
      schema: Mapping[str, Any] | type | None = None,
      panel: str | Sequence[str] | None = None,
      batch: str | None = None) -> JobReport
  evidence(self, job: JobReport | str) -> dict[str, Any]
  export(self,
      job: JobReport | str,
      path: str | Path | None = None,
      *,
      form: str = 'source',
      force: bool = False) -> bytes | Path
  resume(self, job: JobReport | str) -> JobReport
  status(self, job: JobReport | str) -> JobReport
  submit(self,
      path: str | Path | File,
      *,
      policy: str | Policy,
      to: str | None = None,
      source: str | None = None,
      schema: Mapping[str, Any] | type | None = None,
      panel: str | Sequence[str] | None = None,
      batch: str | None = None) -> JobReport
  submit_all(self,
      paths: Sequence[str | Path | File],
      *,
      policy: str | Policy,
      to: str | None = None,
      source: str | None = None,
      schema: Mapping[str, Any] | type | None = None,
      panel: str | Sequence[str] | None = None,
      batch: str | None = None) -> list[JobReport]
  wait(self, job: JobReport | str, on_progress: OnProgress | None = None) -> JobReport
aopen(home: str | Path | None = None, *, database_url: str | None = None) -> AsyncVerifier
decide(text: str | Sequence[str],
      answers: Mapping[str, Any],
      /,
      *,
      policy: str | Policy,
      to: str | None = None,
      source: str | None = None,
      schema: Mapping[str, Any] | type | None = None) -> tuple[Unit, ...]
errors
open(home: str | Path | None = None, *, database_url: str | None = None) -> Verifier
"""

#: Programs read these.
CODES = """
call 502 CallError
conflict 409 ConflictError
document 422 DocumentError
error 500 ConsensusError
forbidden 403 ForbiddenError
input 422 InputError
key 401 AuthenticationError
lost-job 409 LostJobError
media-type 415 MediaTypeError
not-found 404 NotFoundError
panel 422 PanelError
policy 422 PolicyError
read-only 503 ReadOnlyError
recorded-answers 422 RecordedError
schema 422 SchemaError
store 503 StoreError
too-large 413 TooLargeError
too-many-requests 429 TooManyRequestsError
too-soon 409 TooSoonError
usage 400 UsageError
veto 409 VetoError
"""


def _described(name: str) -> list[str]:
    """One line for a function, a class, and each of a class's public methods, properties and fields."""
    found = getattr(consensus, name)
    if inspect.isfunction(found):
        return [f"{name}{_signature(found)}"]
    if inspect.ismodule(found):
        return [name]
    lines = [f"class {name}{_made_with(found)}"]
    own = {key: value for base in reversed(_own_classes(found)) for key, value in vars(base).items()}
    for key, value in sorted(own.items()):
        if key.startswith("_") and key not in ("__iter__", "__enter__", "__aenter__"):
            continue
        if isinstance(value, property):
            lines.append(f"  {key}: {value.fget.__annotations__['return']}")  # type: ignore[union-attr]
        elif isinstance(value, classmethod):
            lines.append(f"  {key}{_signature(getattr(found, key))}")
        elif inspect.isfunction(value):
            lines.append(f"  {'async ' * inspect.iscoroutinefunction(value)}{key}{_signature(value)}")
    return lines


def _signature(found: Callable[..., object]) -> str:
    """As it is written, without the quotes of postponed annotations; a long one has a parameter a line."""
    signature = inspect.signature(found)
    written = re.sub(r"(?<=: |> )'([^']*)'", r"\1", str(signature))
    if len(written) < 90:
        return written
    return re.sub(r", (?=\w+:|/|\*)", ",\n      ", written)


def _own_classes(found: type) -> list[type]:
    """The class and what it inherits of ours; a policy's keys are docs/policies.md's to promise."""
    return [base for base in found.__mro__ if base.__module__ == found.__module__]


def _made_with(found: type) -> str:
    """How a value is made, where users make it; else its fields."""
    if dataclasses.is_dataclass(found):
        return "".join(f"\n  .{field.name}: {field.type}" for field in dataclasses.fields(found))
    return ""


def test_the_public_names_are_pinned() -> None:
    described = "\n".join(line for name in sorted(consensus.__all__) for line in _described(name))
    assert described == PINNED.strip("\n"), described


def test_the_codes_of_errors_are_pinned() -> None:
    kinds = [kind for kind in vars(consensus.errors).values() if inspect.isclass(kind) and hasattr(kind, "code")]
    lines = sorted(f"{kind.code} {kind.http_status} {kind.__name__}" for kind in kinds)
    assert "\n".join(lines) == CODES.strip("\n")


def test_importing_the_package_loads_none_of_it() -> None:
    code = "import sys, consensus; print(sorted(name for name in sys.modules if name.startswith('consensus')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['consensus']"


@pytest.mark.parametrize("name", consensus.__all__)
def test_every_name_is_there_and_explained(name: str) -> None:
    found = getattr(consensus, name)
    assert inspect.getdoc(found)
    assert getattr(consensus, name) is found, "the same each time"


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="'consensus' has no attribute 'opne'"):
        consensus.opne  # noqa: B018


def test_decide_stays_a_function_when_the_package_of_rules_is_imported() -> None:
    rules = importlib.import_module("consensus.decide")
    assert inspect.ismodule(rules)
    assert inspect.isfunction(consensus.decide)
    code = "import consensus.decide; assert callable(consensus.decide); from consensus.decide import verdicts"
    subprocess.run([sys.executable, "-c", code], check=True)
