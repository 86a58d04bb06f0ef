"""What an export and the files beside it say together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from consensus.export.verifier.certificate import check_certificate, is_wrong
from consensus.export.verifier.reading import (
    NOT_CERTIFIED,
    Refused,
    canonical,
    chain,
    is_count,
    is_digest,
    need,
    read_line,
    sha256,
)
from consensus.export.verifier.signature import signed_predicate
from consensus.export.verifier.units import CLASSES, check_draws, check_units, count_units, is_accepted, part, whole

NOT_SIGNED = "Not signed: this shows accidents, not tampering. Whoever wrote the file could have written all of it."
NO_KEY = (
    "Signed, and the signature was not checked: that takes the house's public key (--key). Without it this shows "
    "accidents, not tampering. Whoever wrote the file could have written all of it."
)
VERSION_1 = "Its certificate is of version 1, which is no longer relied on: not certified."
NO_LINES = (
    "This form does not list its units: who decided each, its score and whether it had to be audited are in the export "
    "as JSON Lines, and cannot be checked here."
)
SECRET_DRAW = "The key of its draw is not told yet: which units had to be audited cannot be computed."
LIMITS = "No file can show that the audits were made as it says, blind and by people."


@dataclass(slots=True)
class Verified:
    """problem: why the file is refused, as a sentence's end, or "". point: the same in one word, or "".

    units: of the file. classes: units by verification. certificates: what is promised of each job. notes: what the
    reader has to know of this result. signed_by: the key that signed it, or "". broken_line: number from 1 of the first
    that does not continue the chain.
    """

    problem: str = ""
    point: str = ""
    units: int = 0
    classes: Mapping[str, int] = field(default_factory=dict)
    certificates: dict[str, str] = field(default_factory=dict)
    last_digest: str = ""
    sha256: str = ""
    signed_by: str = ""
    broken_line: int | None = None
    notes: list[str] = field(default_factory=list)

    @property
    def certificate(self) -> str:
        """What is promised of the accepted units, or "not certified"."""
        told = {job: words for job, words in self.certificates.items() if words != NOT_CERTIFIED}
        if self.problem or not told:
            return NOT_CERTIFIED
        if len(self.certificates) == 1:
            return next(iter(told.values()))
        each = [f"{job}: {words}" for job, words in told.items()]
        return " ".join([f"{len(told)} of {len(self.certificates)} documents are certified.", *each])


def verify(
    content: bytes,
    beside: bytes | None = None,
    envelope: bytes | None = None,
    keys: Mapping[str, bytes] | None = None,
    last_digest: str | None = None,
) -> Verified:
    """Compute an export again. Raises nothing, whatever the files hold.

    beside: its certificate file, envelope: its signature file, None where they are not there. keys: the reader's public
    keys as PEM, by where they come from. last_digest: of the last line, kept apart when it was exported.
    """
    found = Verified(sha256=sha256(content))
    try:
        _verify(found, content, beside, envelope, keys or {})
        if last_digest is not None:
            same = last_digest.strip().lower() == found.last_digest
            need(same, "file", "its last digest is not the expected one: lines are missing, or it is another file.")
    except Refused as refused:
        found.problem, found.point, found.broken_line = refused.why, refused.point, refused.line
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError):
        # Whatever is forgotten above must not end in a stack trace, and must not pass.
        found.problem, found.point = "it holds what no export holds.", "form"
    found.signed_by = "" if found.problem else found.signed_by
    return found


def _verify(
    found: Verified, content: bytes, beside: bytes | None, envelope: bytes | None, keys: Mapping[str, bytes]
) -> None:
    predicate = None
    if keys:
        need(envelope is not None, "signature", "a key was given, and there is no signature file beside it.")
        need(beside is not None, "signature", "a key was given, and there is no certificate file beside it.")
        predicate, found.signed_by = signed_predicate(envelope or b"", [content, beside or b""], keys)
    else:
        found.notes.append(NOT_SIGNED if envelope is None else NO_KEY)
    told = _beside(beside)
    if told is not None:
        need(
            told.get("sha256") == found.sha256, "file", "it is not the file that was exported: its SHA-256 is another."
        )
    lines = None
    if told is None or told.get("form") == "jsonl":
        lines = _lines(found, content, told)
    else:
        _accounted(found, told)
    if predicate is not None:
        jobs = [one.get("certificate") for one in _jobs(told)]
        signed = (predicate.get("certificate"), predicate.get("last_digest"), predicate.get("lines"))
        same = signed == (jobs[0] if len(jobs) == 1 else jobs, found.last_digest or None, lines)
        need(same, "signature", "what was signed names another certificate, last line or number of lines.")
    if found.certificate != NOT_CERTIFIED:
        found.notes.append(LIMITS)


def _beside(content: bytes | None) -> dict[str, Any] | None:
    if content is None:
        return None
    try:
        return read_line(content.decode("utf-8"))
    except (ValueError, RecursionError):
        raise Refused("form", "its certificate file is not one JSON object.") from None


def _jobs(told: Mapping[str, Any] | None) -> Sequence[Mapping[str, Any]]:
    jobs = [told or {}] if told is None or "jobs" not in told else told["jobs"]
    need(isinstance(jobs, list) and all(isinstance(one, Mapping) for one in jobs), "form", "its jobs are none.")
    return list(jobs)


def _lines(found: Verified, content: bytes, told: Mapping[str, Any] | None) -> int:
    """JSON Lines: every unit, and the certificate that its lines name. Returns the number of lines."""
    need(told is not None or content.strip(), "file", "it is empty.")
    units = list(chain(content))
    found.units, found.last_digest = len(units), units[-1]["digest"] if units else ""
    found.classes = count_units(units)
    first = units[0] if units else {}
    named, job = first.get("certificate", NOT_CERTIFIED), str(first.get("job", ""))
    if told is not None:
        fits = (told.get("units"), whole(part(told, "verification"))) == (len(units), found.classes)
        need(fits, "units", "its certificate file counts other units than it holds.")
        need(
            told.get("accepted") == sum(map(is_accepted, units)),
            "units",
            "its certificate file counts other accepted ones.",
        )
        need(not units or told.get("job") == first.get("job"), "match", "its certificate file is of another job.")
    certificate = told.get("certificate") if told is not None else named
    if told is None and is_digest(named):
        raise Refused("file", "its lines name a certificate, and there is no FILE.certificate.json beside it.")
    words = _promised(found, certificate, part(first, "policy"))
    if words != NOT_CERTIFIED and isinstance(certificate, dict):
        same = named == sha256(canonical(certificate))
        need(same, "match", "its lines name another certificate than the one beside it.")
        check_units(certificate, units)
    elif is_digest(named):
        raise Refused("match", "its lines name a certificate, and the file beside it holds none.")
    elif named == NOT_CERTIFIED:
        claimed = next((u["unit"] for u in units if part(u, "verdict").get("certificate", named) != named), None)
        need(claimed is None, "match", f"unit {claimed} names a certificate, and the file has none.")
    found.certificates[job] = words
    return len(units)


def _accounted(found: Verified, told: Mapping[str, Any]) -> None:
    """Any other form: what its certificate file says of it."""
    jobs = _jobs(told)
    for one in (told, *jobs):
        counts, units = whole(part(one, "verification")), one.get("units")
        adds = sorted(counts) == sorted(CLASSES) and all(map(is_count, counts.values()))
        adds = adds and is_count(units) and sum(counts.values()) == units
        need(adds, "units", "its certificate file does not say what became of every unit.")
    summed: Counter[str] = Counter()
    for one in jobs:
        summed.update(one["verification"])
        accepted, counts = one.get("accepted"), whole(one["verification"])
        unasked = counts["reused"] + counts["kept"]
        fits = is_count(accepted) and counts["auto"] <= accepted <= one["units"] - unasked
        need(fits, "units", "its certificate file counts accepted units that its verification does not give.")
    same = all(summed[name] == count for name, count in told["verification"].items())
    need(same, "units", "its certificate file does not say what became of every unit.")
    found.units, found.classes = told["units"], told["verification"]
    found.notes.append(NO_LINES)
    for one in jobs:
        certificate = one.get("certificate")
        words = _promised(found, certificate, part(one, "policy"))
        if words != NOT_CERTIFIED and isinstance(certificate, dict):
            lot, accepted = certificate["lot"], one["accepted"]
            why = f"its certificate is about {lot['accepted']} accepted units, and its file about {accepted}."
            need(lot["accepted"] == accepted, "units", why)
            left = accepted - sum(map(is_wrong, lot["drawn"]))
            need(
                one["verification"]["auto"] <= left,
                "units",
                "a unit was found wrong, and stands in the file as it was.",
            )
            check_draws(lot, str(one.get("job")), None)
        found.certificates[str(one.get("job"))] = words


def _promised(found: Verified, certificate: object, policy: Mapping[str, Any]) -> str:
    """The words of a certificate that its own numbers give, or "not certified"."""
    if certificate == NOT_CERTIFIED:
        return NOT_CERTIFIED
    need(isinstance(certificate, dict), "form", "its certificate is none.")
    told = dict(certificate) if isinstance(certificate, dict) else {}
    if "version" not in told:
        found.notes.append(VERSION_1)
        return NOT_CERTIFIED
    check_certificate(told)
    why = (
        f"its certificate was earned with policy {told['policy']['name']} v{told['policy']['version']}, not its units'."
    )
    need(policy == told["policy"], "match", why)
    if told["lot"]["key"] is None:
        found.notes.append(SECRET_DRAW)
    return str(told["words"])
