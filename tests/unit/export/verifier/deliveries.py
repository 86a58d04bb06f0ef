"""A delivery under a guarantee that was really earned, and what it takes to write its files anew."""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from consensus import certify
from consensus.domain import (
    Audit,
    Batch,
    BatchEntry,
    BatchJob,
    Claim,
    GuaranteeRecord,
    GuaranteeSnapshot,
    Judgement,
    Level,
    Scheme,
    Seeds,
)
from consensus.export.chain import chained
from consensus.export.verifier.files import CLASSES, Verified, verify
from consensus.export.verifier.reading import canonical, sha256
from consensus.export.verifier.units import is_accepted

CAP, Q, JOB, LEVELS = 100, 0.5, "job1", 3
POLICY = {"name": "contracts", "version": 7, "digest": "0123456789ab"}
SEEDS = Seeds(13, 12, 0)
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
PROVED = "2026-05-01T08:00:00+00:00"
ACCEPTED = tuple(f"u{number:03}" for number in range(100))


def key_that(drawn: bool, r: float = 1.0) -> bytes:
    """A lot key by which a full batch is drawn from, or is not."""
    keys = (certify.lot_key(b"secret of the house", f"batch {number}") for number in range(99))
    return next(key for key in keys if (certify.keyed_draw(key)("batch", "") < r) is drawn)


def record(**changed: Any) -> GuaranteeRecord:
    levels = (Level(0.9, 0.45), Level(0.8, 0.6), Level(0.7, 0.75))
    claim = Claim(0.1, 0.95, 0.8, levels, (1, 2, 0), CAP)
    told = GuaranteeRecord("contracts", "de to en", "basis1234567", POLICY["digest"], 7, 0.1, 0.95, 0.8)
    return replace(told, claim=claim, certified_at=(PROVED,) * LEVELS, **changed)


def census(place: int, wrong: int = 0) -> BatchEntry:
    n = (40, 70, 100)
    none, bad = (0, 0, 0), tuple(min(wrong, one) for one in n)
    day = f"2026-04-{1 + place // 10:02}T08:00:00+00:00"
    return BatchEntry(place, f"b{place}", day, Scheme.CENSUS, 1.0, 0.5, None, False, 5, n, n, n, bad, none, none)


def operated(place: int, wrong: int = 0, pending: int = 0, waiting: int = 0) -> BatchEntry:
    """A batch from which audits were drawn while the widest level operated."""
    n, m = (40, 70, 100), (0, 0, 50)
    rest = ((0, 0, wrong), (0, 0, pending), (0, 0, waiting))
    day = "2026-05-10T08:00:00+00:00"
    return BatchEntry(place, f"b{place}", day, Scheme.PPS, Q, 1.0, 2, True, 5, n, n, m, *rest)


@dataclass
class Delivery:
    """certificate: None where nothing is promised. lines: one for each unit."""

    certificate: dict[str, Any] | None
    lines: list[dict[str, Any]]
    form: str = "jsonl"
    job: str = JOB

    def files(self) -> tuple[bytes, bytes]:
        """Export and certificate file, with every digest as it must be."""
        name = "not certified" if self.certificate is None else sha256(canonical(self.certificate))
        lines = [{**line, "certificate": name} for line in copy.deepcopy(self.lines)]
        content = chained(lines).encode() if self.form == "jsonl" else b"Ventil schliessen"
        return content, json.dumps(self.told(content)).encode()

    def told(self, content: bytes) -> dict[str, Any]:
        found = [line["verification"] for line in self.lines]
        return {
            "form": self.form,
            "sha256": sha256(content),
            "job": self.job,
            "document": "manual.md",
            "policy": POLICY,
            "units": len(self.lines),
            "accepted": sum(map(is_accepted, self.lines)),
            "verification": {name: found.count(name) for name in CLASSES},
            "certificate": "not certified" if self.certificate is None else self.certificate,
        }

    def verified(self, **more: Any) -> Verified:
        return verify(*self.files(), **more)


def lot_key() -> bytes:
    return key_that(True)


def log() -> list[BatchEntry]:
    return [*map(census, range(11, 111)), *map(operated, range(111, 120)), operated(120, wrong=1)]


def delivery(
    entries: list[BatchEntry] | None = None,
    *,
    seeds: Seeds = SEEDS,
    key: bytes | None = None,
    told: GuaranteeRecord | None = None,
    judged: bool = True,
) -> Delivery:
    """100 accepted units, of which 50 were audited and one was wrong, and ten that people decided."""
    guarantee, secret = told or record(), lot_key()
    entries = log() if entries is None else entries
    heard = next(one for one in entries if one.place == 120)
    names = {certify.unit_name(JOB, unit): unit for unit in ACCEPTED}
    plan = certify.DrawPlan(Scheme.PPS, heard.r, 50, CAP, (2,), LEVELS)
    levels = {name: 0 if number < 40 else 1 if number < 70 else 2 for number, name in enumerate(names)}
    drawn = certify.drawn_for(levels, heard.delivered, plan, certify.keyed_draw(secret))
    batch = Batch(
        "batch120", "b", *guarantee.key, guarantee.digest, "2026-05-09T08:00:00+00:00", certify.commitment(secret),
        closed_at=heard.closed_at, place=120, attempt=guarantee.attempt, scheme=Scheme.PPS, q=Q, r=heard.r, m=50,
        cap=CAP, operating=2, accepting=True, documents=5, sizes=heard.n, delivered=heard.delivered,
        certificate=certify.certificate_id(guarantee, 2),
    )  # fmt: skip
    bad = sorted(drawn)[0]
    audits = [
        Audit(
            f"i{name}", JOB, names[name], *guarantee.key, guarantee.digest, batch="batch120", level=levels[name],
            drawn_for=bits, drawn_at=heard.closed_at, due_at="2026-05-17T08:00:00+00:00",
            judgement=(Judgement.WRONG if name == bad else Judgement.RIGHT) if judged else None,
            judged_at="2026-05-12T08:00:00+00:00" if judged else "", reviewer="ana",
        )
        for name, bits in drawn.items()
    ]  # fmt: skip
    snapshot = GuaranteeSnapshot(
        guarantee, tuple(entries), seeds, last_judged="2026-05-30T08:00:00+00:00", guarantees=3
    )
    standing = certify.evaluate(snapshot, NOW)
    lot = certify.LotDraws(batch, BatchJob(JOB, "batch120", "d1"), frozenset(ACCEPTED), audits, key, 7)
    certificate = certify.certificate_of(snapshot, standing, entries, lot)
    wrong = names[bad] if judged else ""
    return Delivery(certificate, [line(unit, batch.certificate, unit == wrong) for unit in ACCEPTED] + waiting())


def line(unit: str, certificate: str, mended: bool = False) -> dict[str, Any]:
    told = {
        **head(),
        "unit": unit,
        "value": "Close the valve, 3.6 bar" if mended else "Close the valve, 3.5 bar",
        "verification": "human-edited" if mended else "auto",
        "candidates": [{"member": name, "value": "Close the valve, 3.5 bar"} for name in ("m1", "m2")],
        "agreement": {"clusters": [{"members": ["m1", "m2"], "null": False}]},
        "verdict": {"outcome": "accepted", "rule": "near_identity", "score": 0.95, "certificate": certificate},
        "resolution": None,
    }
    return told | ({"resolution": resolution("edited", "Close the valve, 3.6 bar")} if mended else {})


def head() -> dict[str, Any]:
    document = {"name": "manual.md", "source_lang": "de", "target_lang": "en"}
    told = {"job": JOB, "document": document, "task": "translate", "policy": POLICY}
    return told | {"slice": "de to en", "basis": "basis1234567"}


def resolution(action: str, value: Any, **changed: Any) -> dict[str, Any]:
    return {"action": action, "value": value, "reviewer": "ana", "seconded_by": []} | changed


def waiting() -> list[dict[str, Any]]:
    """Units that no agreement accepted: one of each kind."""
    told = {**head(), "verdict": {"outcome": "review", "rule": "split", "score": 0.2, "certificate": "not certified"}}
    decided = [
        ("human-accepted", resolution("chosen", "Valve")),
        ("human-edited", resolution("rewritten", "Valve")),
        ("second-review", resolution("chosen", "Valve", seconded_by=["bo"])),
        ("unverified", resolution("rejected", "Valve")),
        ("unverified", None),
    ]
    return [
        {**told, "unit": f"w{at}", "verification": how, "value": None if how == "unverified" else "Valve"}
        | {"resolution": what}
        for at, (how, what) in enumerate(decided)
    ]
