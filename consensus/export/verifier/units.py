"""The units of an export, line by line: what each says of itself, and whether its certificate is about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from consensus.export.verifier.certificate import is_wrong
from consensus.export.verifier.engine import drawn_at, drawn_name
from consensus.export.verifier.reading import NOT_CERTIFIED, Refused, is_number, need, sha256

CLASSES = ("auto", "human-accepted", "human-edited", "second-review", "reused", "kept", "unverified")
#: Rules that deliver a unit without asking anybody; named like their verification.
_UNASKED = ("reused", "kept")
#: What a person did -> how its unit is verified.
_BY_ACTION = {
    "chosen": "human-accepted",
    "edited": "human-edited",
    "rewritten": "human-edited",
    "rejected": "unverified",
}
#: The same on every line.
_HEAD = ("job", "document", "task", "policy", "slice", "basis", "certificate")
Unit = Mapping[str, Any]


def part(unit: Unit, name: str) -> Mapping[str, Any]:
    """A part of a line; an empty one where it is none."""
    found = unit.get(name)
    return found if isinstance(found, Mapping) else {}


def count_units(units: Sequence[Unit]) -> Mapping[str, int]:
    """Units by verification, every class present. Raises Refused where a unit is none, stands twice, or says something
    of its verification that does not follow from its verdict and resolution."""
    seen: dict[str, int] = {}
    for number, unit in enumerate(units, 1):
        name, where = unit.get("unit"), f"line {number}"
        need(
            unit.get("verification") in CLASSES and isinstance(name, str), "units", f"{where} is no unit of an export."
        )
        again = f"{where} holds unit {name} once more, which stands on line {seen.get(str(name))}."
        need(seen.setdefault(str(name), number) == number, "units", again)
        odd = next((key for key in _HEAD if unit.get(key) != units[0].get(key)), "")
        need(not odd, "units", f"{where} names another {odd} than line 1.")
        _check_verification(unit, f"{where} (unit {name})")
        _check_places(unit, f"{where} (unit {name})")
    counts = Counter(unit["verification"] for unit in units)
    return {name: counts[name] for name in CLASSES}


def whole(counts: Mapping[str, Any]) -> dict[str, Any]:
    """Counts by verification, with the class that files written before it was there do not name."""
    return {"kept": 0, **counts}


def is_accepted(unit: Unit) -> bool:
    """Whether agreement accepted it; what was verified earlier, or kept as it was, is another matter."""
    verdict = part(unit, "verdict")
    return verdict.get("outcome") == "accepted" and verdict.get("rule") not in _UNASKED


def _check_verification(unit: Unit, where: str) -> None:
    verdict, resolution, said = part(unit, "verdict"), unit.get("resolution"), unit["verification"]
    accepted, value = verdict.get("outcome") == "accepted", unit.get("value")
    if resolution is None:
        unasked = next((rule for rule in _UNASKED if verdict.get("rule") == rule), "auto")
        follows = unasked if accepted else "unverified"
    else:
        told = part(unit, "resolution")
        follows = _BY_ACTION.get(str(told.get("action")), "")
        need(follows, "verification", f"{where} has a resolution that is none.")
        need(
            told.get("reviewer") and isinstance(told["reviewer"], str),
            "verification",
            f"{where} was decided by nobody.",
        )
        others = told.get("seconded_by")
        need(isinstance(others, list), "verification", f"{where} does not say who confirmed it.")
        if others and follows != "unverified":
            follows = "second-review"
            second = any(isinstance(one, str) and one and one != told["reviewer"] for one in others or ())
            need(second, "verification", f"{where} had no second person.")
        if follows != "unverified":
            need(value == told.get("value"), "verification", f"{where} holds another value than a person decided.")
    need(said == follows, "verification", f"{where} says {said}, and its verdict and resolution give {follows}.")
    if said == "unverified":
        need(value is None, "verification", f"{where} is not verified and has a value.")
    elif said in ("auto", *_UNASKED):
        clusters = part(unit, "agreement").get("clusters")
        null = isinstance(clusters, list) and any(isinstance(one, Mapping) and one.get("null") for one in clusters)
        absent = "path" in unit and null  # members agreed that the document says nothing of it
        need(value is not None or absent, "verification", f"{where} was accepted without a value.")
        answers = unit.get("candidates")
        if said == "kept":
            same = part(unit, "filled").get("value") == value
            need(same, "verification", f"{where} is kept, and its file did not hold that.")
        if said == "auto" and isinstance(answers, list):
            answers = [*answers, unit.get("filled")]  # members agreed on what the file held, and its own words stay
            given = any(isinstance(one, Mapping) and one.get("value") == value for one in answers)
            need(given, "verification", f"{where} was accepted with a value that no member gave.")


def _check_places(unit: Unit, where: str) -> None:
    """Raises Refused where the places of a value cannot be those of a text, or of its pages."""
    places = unit.get("places", [])
    need(isinstance(places, list), "places", f"{where} has places that are no list.")
    last = part(unit, "document").get("pages")
    for place in places:
        need(isinstance(place, Mapping), "places", f"{where} has a place that is none.")
        start, end, boxes = place.get("start"), place.get("end"), place.get("boxes", [])
        in_text = _is_count(start) and _is_count(end) and start < end and _is_count(place.get("line"))
        need(in_text, "places", f"{where} has a place that is no stretch of a text.")
        need(isinstance(boxes, list), "places", f"{where} has boxes that are no list.")
        for box in boxes:
            need(_is_box(box), "places", f"{where} has a box that is none.")
            on_page = not _is_count(last) or box["page"] <= last
            need(on_page, "places", f"{where} has a box on page {box['page']} of {last}.")
        if boxes:
            need(place.get("page") == boxes[0]["page"], "places", f"{where} has a box on another page than it says.")


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_box(box: Any) -> bool:
    sides: list[Any] = [box.get(side) for side in ("x0", "y0", "x1", "y1")] if isinstance(box, Mapping) else []
    if not sides or not all(map(is_number, sides)) or not _is_count(box.get("page")):
        return False
    return bool(0 <= sides[0] <= sides[2] and 0 <= sides[1] <= sides[3] and box["page"] > 0)


def check_units(told: Mapping[str, Any], units: Sequence[Unit]) -> None:
    """Raises Refused where a certificate is about other units than these."""
    for name in ("slice", "basis"):
        why = f"its certificate is of {name} {told[name]}, and its units are of {units[0].get(name)}."
        need(units[0].get(name) == told[name], "match", why)
    policy = units[0].get("policy")
    why = (
        f"its certificate was earned with policy {told['policy']['name']} v{told['policy']['version']}, not its units'."
    )
    need(policy == told["policy"], "match", why)
    _check_languages(told["slice"], part(units[0], "document"))
    guarantee, lot = told["guarantee"], told["lot"]
    accepted = {unit["unit"]: unit for unit in units if is_accepted(unit)}
    why = f"its certificate is about {lot['accepted']} accepted units, and the file holds {len(accepted)}."
    need(len(accepted) == lot["accepted"], "units", why)
    for name, unit in accepted.items():
        verdict = part(unit, "verdict")
        said = verdict.get("certificate")
        expected = guarantee["id"] if guarantee is not None else NOT_CERTIFIED
        need(said == expected, "match", f"unit {name} was accepted under certificate {said}, not under {expected}.")
        if guarantee is not None:
            floor, score = guarantee["levels"][guarantee["level"]]["floor"], verdict.get("score")
            reaches = is_number(score) and score >= floor
            need(reaches, "level", f"unit {name} was accepted with score {score}, below its level, {floor:.6g}.")
    for audit in lot["drawn"]:
        unit = accepted.get(audit["unit"], {})
        need(unit, "units", f"unit {audit['unit']} was audited, and is not among the accepted units of the file.")
        mended = not is_wrong(audit) or unit.get("verification") != "auto"
        need(mended, "units", f"unit {audit['unit']} was found wrong, and stands in the file as it was.")
    check_draws(lot, str(units[0].get("job")), frozenset(accepted))


def _check_languages(slice_: str, document: Mapping[str, Any]) -> None:
    """The slice of a translation is named by its languages."""
    pair = [document.get("source_lang"), document.get("target_lang")]
    if document.get("target_lang") is None:
        return
    for said, tag in zip(slice_.split(" to "), pair, strict=False):
        language = str(tag).split("-")[0].lower() if tag else "any"
        same = said.split("-")[0].lower() == {"no": "nb"}.get(language, language)
        need(same, "match", f"its certificate is of {slice_}, and its document of {pair[0]} to {pair[1]}.")


def check_draws(lot: Mapping[str, Any], job: str, accepted: frozenset[str] | None) -> None:
    """The draw of a delivery, as far as its key is told. accepted: of its units; None where the file names none."""
    plan, names, key = lot["plan"], frozenset(lot["names"]), None
    if lot["key"] is not None:
        key = bytes.fromhex(lot["key"])
        need(sha256(key) == lot["commitment"], "draws", "the key of its draws is not the one that was committed to.")
        drawn = drawn_at(key, "batch", "") < plan["r"] * plan["delivered"] / plan["cap"]
        due = min(plan["m"], plan["n"]) if drawn else 0
        need(len(names) >= due, "draws", f"{due} units of its batch had to be audited, and {len(names)} are listed.")
        need(len(names) <= due, "draws", f"{len(names)} units are listed as drawn, and {due} of its batch were.")
    if lot["repeated"] or accepted is None:
        return
    here = {drawn_name(job, unit): unit for unit in accepted}
    listed = {drawn_name(job, audit["unit"]) for audit in lot["drawn"]}
    for name in sorted(listed - names):
        raise Refused("draws", f"unit {here.get(name, name)} is listed among its audits, and was not drawn.")
    for name in sorted((names & here.keys()) - listed):
        raise Refused("draws", f"unit {here[name]} had to be audited, and is not listed.")
    foreign = len(names - here.keys()) <= lot["elsewhere"]
    need(foreign, "draws", "units are listed as drawn that its batch does not hold.")
    if key is not None and names:
        last = max((drawn_at(key, "audit", name), name) for name in names)
        for name in sorted(here.keys() - names):
            before = (drawn_at(key, "audit", name), name) < last
            need(not before, "draws", f"unit {here[name]} had to be audited, and is not listed.")
