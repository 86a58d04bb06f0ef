"""Facade for whoever receives an export: is it whole, and what stands behind it. Needs the file's text alone."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeGuard

from consensus.certify import NOT_CERTIFIED, Certificate, LotCertificate, read_certificate, read_lot
from consensus.domain import Outcome, Rule, Verification
from consensus.errors import InputError, shown_value
from consensus.export import beside, first_break, read_line

#: What an export may promise: of its own lot, or of what its guarantee accepts.
Promise = LotCertificate | Certificate
#: What a file cannot show by itself; said with every result.
LIMITS = (
    "A chain shows changes to those who know its last digest: compare it with the one kept when the file was exported. "
    "Lines missing at the end, or a file written anew, show in nothing else."
)
FILE_LIMITS = "Whoever changes the file can change the one beside it: keep the SHA-256 apart when you export."
LOT_LIMITS = "The bound is recomputed from the counts; that the checks were made, and blind, no file can show."


@dataclass(frozen=True, slots=True)
class VerifiedExport:
    """lines: in the file. broken_line: number from 1, None when the chain is whole. problem: what is wrong, or "".

    classes: units by verification, empty where the chain is broken. last_digest: of the last line. lot: recomputed;
    None where the export is not certified. sha256: of a file whose certificate stands in a second one, else "".
    documents: of a table of several jobs, what was promised of each by its job's id.
    """

    lines: int
    broken_line: int | None
    problem: str
    classes: Mapping[str, int]
    last_digest: str
    lot: Promise | None
    sha256: str = ""
    documents: Mapping[str, Promise | None] = field(default_factory=dict)

    @property
    def whole(self) -> bool:
        return not self.problem

    @property
    def certificate(self) -> str:
        """The recomputed certificate's sentence, or "not certified"."""
        if self.documents and self.whole:
            certified = [f"{job}: {one.words}" for job, one in self.documents.items() if one]
            told = f"{len(certified)} of {len(self.documents)} documents are certified."
            return " ".join([told, *certified]) if certified else NOT_CERTIFIED
        return self.lot.words if self.lot and self.whole else NOT_CERTIFIED

    @property
    def limits(self) -> str:
        limits = FILE_LIMITS if self.sha256 else LIMITS
        return f"{limits} {LOT_LIMITS}" if self.lot or any(self.documents.values()) else limits

    def as_dict(self) -> dict[str, Any]:
        """The shape of ``verify-export --json``."""
        return {
            "whole": self.whole,
            "lines": self.lines,
            "broken_line": self.broken_line,
            "problem": self.problem or None,
            "classes": dict(self.classes),
            "last_digest": self.last_digest or None,
            "sha256": self.sha256 or None,
            "certificate": self.lot.as_dict() if self.lot and self.whole else NOT_CERTIFIED,
            "limits": self.limits,
            **({"documents": {job: _told(one) for job, one in self.documents.items()}} if self.documents else {}),
        }


def verify_export(content: bytes, expected: str | None = None) -> VerifiedExport:
    """Recompute the chain and, where one stands in it, the lot certificate. expected: the last digest kept apart.

    Raises InputError for an empty file; everything else is told in the result.
    """
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        return _broken(content.count(b"\n"), line, "is not UTF-8")
    if not text.strip():
        raise InputError("the file is empty.", do="Name a file of: consensus export JOB --format jsonl")
    count = len(text.removesuffix("\n").split("\n"))
    found = first_break(text)
    if found is not None:
        return _broken(count, found.line, found.why)
    units = [read_line(line) for line in text.removesuffix("\n").split("\n")]
    last = str(units[-1]["digest"])
    classes: Mapping[str, int] = {}
    lot = None
    try:
        classes = _classes(units)
        lot = _lot(units)
        if expected is not None and expected.strip().lower() != last:
            raise InputError("the last digest is not the expected one: lines are missing, or it is another file.")
    except InputError as error:
        return VerifiedExport(count, None, error.what, classes, last, lot)
    return VerifiedExport(count, None, "", classes, last, lot)


def certificate_path(path: Path) -> Path:
    """Where the certificate of a file stands that cannot hold it itself."""
    return beside(path)


def verify_file(content: bytes, told: bytes) -> VerifiedExport:
    """The same for a file in the source's format or CSV. told: its certificate file. Raises InputError for no JSON."""
    try:
        words = read_line(told.decode("utf-8"))
    except ValueError as error:
        raise InputError("the certificate file is not one JSON object.", do="Export the file again.") from error
    found = hashlib.sha256(content).hexdigest()
    jobs = words.get("jobs", [words])
    classes, units = words.get("verification") or {}, words.get("units")
    if not _accounts(jobs, classes, units):
        return VerifiedExport(
            0, None, "the certificate file does not say what became of every unit.", {}, "", None, found
        )
    total, lots = int(units or 0), []
    try:
        if found != words.get("sha256"):
            raise InputError("the file is not the one that was exported: its SHA-256 is another.")
        for one in jobs:
            lots.append(_certificate(one.get("certificate"), one.get("policy"), int(one.get("accepted") or 0)))
    except InputError as error:
        return VerifiedExport(total, None, error.what, classes, "", None, found)
    if "jobs" not in words:
        return VerifiedExport(total, None, "", classes, "", lots[0], found)
    documents = {str(one.get("job")): lot for one, lot in zip(jobs, lots, strict=True)}
    return VerifiedExport(total, None, "", classes, "", None, found, documents)


def _accounts(jobs: object, classes: object, units: object) -> TypeGuard[Sequence[Mapping[str, Any]]]:
    """Whether every unit of every job has become something, and the sums are those of the whole file."""
    known = sorted(one.value for one in Verification)
    if not isinstance(jobs, list) or not all(isinstance(one, Mapping) for one in jobs):
        return False
    for counts, total in ((classes, units), *((one.get("verification"), one.get("units")) for one in jobs)):
        if not isinstance(counts, Mapping) or sorted(counts) != known:
            return False
        if not all(isinstance(count, int) for count in counts.values()) or sum(counts.values()) != total:
            return False
    summed: Counter[str] = Counter()
    for one in jobs:
        summed.update(one["verification"])
    return all(summed[name] == count for name, count in dict(classes).items())  # type: ignore[call-overload]


def _told(lot: Promise | None) -> Any:
    return lot.as_dict() if lot else NOT_CERTIFIED


def _broken(lines: int, number: int, why: str) -> VerifiedExport:
    return VerifiedExport(lines, number, f"line {number} {why}.", {}, "", None)


def _classes(units: Sequence[Mapping[str, Any]]) -> Mapping[str, int]:
    """Units by verification, every class present."""
    known = [one.value for one in Verification]
    seen: dict[str, int] = {}
    for number, unit in enumerate(units, 1):
        name, verification = str(unit.get("unit")), unit.get("verification")
        if verification not in known:
            raise InputError(f"line {number} is no unit of an export: its verification is {shown_value(verification)}.")
        if seen.setdefault(name, number) != number:
            raise InputError(f"line {number} holds unit {name} once more, which stands on line {seen[name]}.")
    counts = Counter(unit["verification"] for unit in units)
    return {name: counts[name] for name in known}


def _lot(units: Sequence[Mapping[str, Any]]) -> Promise | None:
    for name in ("certificate", "policy", "job"):
        odd = next((n for n, unit in enumerate(units, 1) if unit.get(name) != units[0].get(name)), None)
        if odd is not None:
            raise InputError(f"line {odd} names another {name} than line 1.")
    accepted = sum(1 for unit in units if _accepted(unit))
    return _certificate(units[0].get("certificate"), units[0].get("policy"), accepted)


def _certificate(told: object, policy: object, accepted: int) -> Promise | None:
    """What the metadata promise, computed again; None for "not certified"."""
    if told == NOT_CERTIFIED:
        return None
    if not isinstance(told, Mapping):
        raise InputError("the certificate is not in a form that can be recomputed.")
    if told.get("kind") == "guarantee":
        return read_certificate(told)
    guarantee = told.get("guarantee")
    if guarantee is not None:
        read_certificate(guarantee if isinstance(guarantee, Mapping) else {})
    lot = read_lot(told, accepted)
    digest = policy.get("digest") if isinstance(policy, Mapping) else None
    if lot.digest != digest:
        raise InputError(f"the certificate was earned with policy {lot.digest}, and the units by {digest}.")
    return lot


def _accepted(unit: Mapping[str, Any]) -> bool:
    """As ``export.accepted_here``."""
    verdict = unit.get("verdict")
    told = verdict if isinstance(verdict, Mapping) else {}
    return bool(told.get("outcome") == Outcome.ACCEPTED.value and told.get("rule") != Rule.REUSED)
