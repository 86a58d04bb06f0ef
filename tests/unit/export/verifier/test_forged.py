"""Forged exports: right before they were changed, every digest as it must be; each is refused for its own reason."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from consensus.domain import Seeds
from consensus.export.verifier.engine import drawn_name, most_wrong, spent
from consensus.export.verifier.files import NOT_SIGNED, verify
from tests.unit.export.verifier import deliveries
from tests.unit.export.verifier.deliveries import Delivery, delivery, lot_key, resolution

Change = Callable[[Delivery], Any]


@pytest.fixture(scope="module")
def earned() -> Delivery:
    return delivery(key=lot_key())


def of(told: Delivery) -> dict[str, Any]:
    assert told.certificate is not None
    return told.certificate


def guarantee(told: Delivery) -> dict[str, Any]:
    return dict.__getitem__(of(told), "guarantee")


def lot(told: Delivery) -> dict[str, Any]:
    return dict.__getitem__(of(told), "lot")


def sets(**changed: Any) -> Change:
    return lambda told: guarantee(told).update(changed)


def lot_sets(**changed: Any) -> Change:
    return lambda told: lot(told).update(changed)


def entry(at: int, **changed: Any) -> Change:
    return lambda told: guarantee(told)["log"][at].update(changed)


def unit(at: int, **changed: Any) -> Change:
    return lambda told: told.lines[at].update(copy.deepcopy(changed))


def verdict(at: int, **changed: Any) -> Change:
    return lambda told: told.lines[at]["verdict"].update(changed)


def all_of(*changes: Change) -> Change:
    def change(told: Delivery) -> None:
        for one in changes:
            one(told)

    return change


def lot_rewritten(audited: int, wrong: int, accepted: int = 100) -> Change:
    """Bound and sentence as these counts would give them."""

    def change(told: Delivery) -> None:
        left = most_wrong(accepted, audited, wrong, 0.05) - wrong
        before, part = lot(told)["words"], lot(told)
        counts = f"Of this delivery's {accepted} accepted units at most {left} {'is' if left == 1 else 'are'} still"
        words = before.replace(before[: before.index(" materially")], counts)
        words = re.sub(r"\d+ audited at random, \d+ wrong", f"{audited} audited at random, {wrong} wrong", words)
        shown = {"audited": audited, "wrong": wrong, "at_most_left": left}
        part.update(shown=shown, words=words, accepted=accepted)
        of(told)["words"] = of(told)["words"].replace(before, words)

    return change


def said(old: str, new: str) -> Change:
    """Other words, wherever they stand."""

    def change(told: Delivery) -> None:
        for part in (of(told), guarantee(told), lot(told)):
            part["words"] = part["words"].replace(old, new)

    return change


def wrong_one(told: Delivery) -> int:
    return next(at for at, line in enumerate(told.lines) if line["verification"] == "human-edited")


def mended_undone(told: Delivery) -> None:
    told.lines[wrong_one(told)].update(verification="auto", resolution=None, value="Close the valve, 3.5 bar")


def audit_left_out(told: Delivery) -> None:
    """The wrong one, from the list of this delivery's audits; everything else follows."""
    bad = next(one for one in lot(told)["drawn"] if one["judgement"] == "wrong")
    lot(told)["drawn"].remove(bad)
    lot_rewritten(49, 0)(told)


def audit_swapped(told: Delivery) -> None:
    """An awkward unit is hidden, another pushed in."""
    audit_left_out(told)
    drawn = {one["unit"] for one in lot(told)["drawn"]}
    bad = told.lines[wrong_one(told)]["unit"]
    free = next(name for name in deliveries.ACCEPTED if name not in drawn and name != bad)
    lot(told)["drawn"].append({**lot(told)["drawn"][0], "unit": free})
    names = set(lot(told)["names"]) - {drawn_name("job1", bad)} | {drawn_name("job1", free)}
    lot(told)["names"] = sorted(names)
    lot_rewritten(50, 0)(told)


def undrawn(told: Delivery) -> Iterator[str]:
    return (name for name in deliveries.ACCEPTED if drawn_name("job1", name) not in lot(told)["names"])


def without_key(change: Change) -> Change:
    return all_of(lot_sets(key=None), change)


def rejudged(told: Delivery) -> None:
    for one in lot(told)["drawn"]:
        one["judgement"] = "right"
    lot_rewritten(50, 0)(told)


#: What was forged, the point that it breaks, and what the refusal says. The first 12 are those of version 1.
FORGED: dict[str, tuple[Change, str, str]] = {
    "unit left out, lot rewritten": (
        lambda told: (told.lines.pop(91), lot_rewritten(50, 1, 99)(told)),
        "units", "not as many units as its batch has",
    ),
    "lot: all audited, none wrong": (lot_rewritten(100, 0), "counts", "its audits give"),
    "guarantee invented: 0.1% at 99%": (
        lambda told: (
            of(told).update(confidence=0.99),
            guarantee(told).update(alpha=0.001, engine={"alpha": 0.0008, "delta": spent(1, 0.01)}),
        ),
        "proof", "do not show what it promises at level 1",
    ),
    "guarantee of another slice": (lambda told: of(told).update(slice="fr to ja"), "match", "its id is not"),
    "guarantee of another policy": (
        lambda told: of(told)["policy"].update(name="another", version=9), "match", "its id is not",
    ),
    "tally says 380 of 412 wrong": (
        lambda told: guarantee(told)["tally"]["since"].update(audits=412, wrong=380), "counts", "not the sum",
    ),
    "attempt 7 spends what attempt 1 may": (sets(attempt=7), "terms", "with a chance of 0.000238"),
    "0 of 20 known errors caught, target not tightened": (
        lambda told: of(told)["seeds"].update(shown=20, caught=0), "terms", "for what reviewers report",
    ),
    "human-accepted without a resolution": (
        unit(0, verification="human-accepted"), "verification", "verdict and resolution give auto",
    ),
    "verdict review, verification auto": (
        verdict(0, outcome="review"), "verification", "verdict and resolution give unverified",
    ),
    "the unit's own certificate is another": (verdict(0, certificate="0123456789ab"), "match", "u000 was accepted"),
    "auto without a value": (unit(0, value=None), "verification", "accepted without a value"),
    # 1: what the log shows
    "the proof's batches were wrong": (
        lambda told: [one.update(wrong=[4, 7, 10]) for one in guarantee(told)["log"][:100]], "proof", "do not show",
    ),
    "one audit of the proof is taken back": (entry(0, wrong=[1, 1, 1]), "proof", "shown after batch"),
    "a proof that stands earlier": (
        lambda told: guarantee(told)["proof"].update(place=20), "proof", "shown after batch 59",
    ),
    "a level before it was never shown": (
        lambda told: [one.update(wrong=[0, 7, 7]) for one in guarantee(told)["log"][:100]], "proof", "at level 1",
    ),
    "a chance of its own": (
        lambda told: guarantee(told)["engine"].update(delta=0.05), "terms", "may be wrong with a chance of 0.04",
    ),
    "a target of its own for reviewers": (
        lambda told: guarantee(told)["engine"].update(alpha=0.1), "terms", "is not 0.08",
    ),
    "reviewers who see everything": (lambda told: of(told).update(catch=1), "terms", "for what reviewers report"),
    "a higher confidence": (lambda told: of(told).update(confidence=0.99), "terms", "may be wrong"),
    # 2: counts
    "more wrong than audited": (entry(108, wrong=[0, 0, 51]), "counts", "counts that cannot be"),
    "more units than the cap": (sets(cap=90), "counts", "counts that cannot be"),
    "fewer in a wider level": (entry(3, n=[80, 70, 100]), "counts", "counts that cannot be"),
    "wrong ones that no audit found": (entry(3, m=[0, 0, 0]), "counts", "another number of audits"),
    "fewer audits than drawn": (entry(105, m=[0, 0, 10]), "counts", "another number of audits"),
    "another chance of a draw": (entry(105, r=0.1), "counts", "another chance than its q"),
    "places out of order": (entry(5, place=3), "counts", "out of order"),
    "days out of order": (entry(5, day="2020-01-01"), "counts", "out of order"),
    "an awkward entry left out": (lambda told: guarantee(told)["log"].pop(102), "counts", "not the sum"),
    "a tally that raises the alarm": (
        lambda told: (
            [one.update(wrong=[0, 0, 20]) for one in guarantee(told)["log"][100:109]],
            guarantee(told)["tally"]["since"].update(wrong=181),
        ),
        "alarm", "refuted by its own draw log",
    ),
    "unmade audits that raise the alarm": (
        lambda told: (
            [one.update(pending=[0, 0, 20]) for one in guarantee(told)["log"][100:109]],
            guarantee(told)["tally"]["since"].update(pending=180),
        ),
        "alarm", "refuted by its own draw log",
    ),
    "a level that is none": (sets(level=7), "counts", "do not fit together"),
    "an order that is none": (sets(order=[2, 2, 0]), "counts", "do not fit together"),
    "more known errors caught than shown": (lambda told: of(told)["seeds"].update(caught=14), "counts", "cannot be"),
    # 3: other units
    "units of another slice": (
        lambda told: [one.update(slice="fr to ja") for one in told.lines], "match", "of slice de to en",
    ),
    "units of other languages": (
        lambda told: [one["document"].update(source_lang="fr") for one in told.lines], "match", "document of fr to en",
    ),
    "units of another basis": (lambda told: [one.update(basis="ffff") for one in told.lines], "match", "of basis"),
    "a policy of another text": (lambda told: of(told)["policy"].update(digest="ffff"), "match", "earned with policy"),
    "a policy of another version": (lambda told: of(told)["policy"].update(version=9), "words", "not the one"),
    "an id of its own": (sets(id="0123456789ab"), "match", "its id is not"),
    "accepted under no certificate": (verdict(0, certificate="not certified"), "match", "not certified, not under"),
    # 4: verification
    "auto that a person changed": (
        unit(0, resolution=resolution("edited", "Other"), value="Other"), "verification", "give human-edited",
    ),
    "decided by nobody": (
        unit(100, resolution=resolution("chosen", "Valve", reviewer="")), "verification", "decided by nobody",
    ),
    "second review by the first": (
        unit(102, resolution=resolution("chosen", "Valve", seconded_by=["ana"])), "verification", "no second person",
    ),
    "second review by nobody": (
        unit(102, resolution=resolution("chosen", "Valve")), "verification", "give human-accepted",
    ),
    "another value than the person's": (unit(100, value="Other"), "verification", "than a person decided"),
    "another value than the members'": (unit(0, value="Other"), "verification", "no member gave"),
    "a value that nobody verified": (unit(104, value="Valve"), "verification", "is not verified and has a value"),
    "reused that was not": (unit(0, verification="reused"), "verification", "give auto"),
    "kept that was not": (unit(0, verification="kept"), "verification", "give auto"),
    "kept, and its file held something else": (
        all_of(verdict(100, outcome="accepted", rule="kept"), unit(
            100, verification="kept", value="Other", resolution=None, filled={"value": "Valve"})),
        "verification", "its file did not hold that",
    ),
    "a resolution in words": (unit(0, resolution="chosen"), "verification", "a resolution that is none"),
    # 5: level and day
    "accepted below the floor": (verdict(0, score=0.69), "level", "below its level, 0.7"),
    "accepted without a score": (verdict(0, score=None), "level", "below its level"),
    "a batch from before the proof": (
        lambda told: (lot(told).update(place=15), guarantee(told)["log"][4].update(scheme="pps")), "counts", "",
    ),
    "a day before the proof": (
        lambda told: guarantee(told)["proof"].update(day="2026-05-11"), "level", "before the target was shown",
    ),
    "a proof before its own batches": (
        lambda told: guarantee(told)["proof"].update(day="2026-04-01"), "level", "before that of its last batch",
    ),
    "a batch that accepted nothing": (entry(109, accepting=False), "level", "not in its draw log as one"),
    # 6: the delivery
    "a wrong unit that was not mended": (mended_undone, "units", "found wrong, and stands in the file as it was"),
    "a unit twice": (lambda told: told.lines.append(told.lines[3]), "units", "holds unit u003 once more"),
    "a unit missing": (lambda told: told.lines.pop(95), "units", "and the file holds 99"),
    "a unit more": (lambda told: told.lines.append({**told.lines[0], "unit": "u100"}), "units", "the file holds 101"),
    "an audited unit that is not there": (unit(0, unit="x"), "units", ""),
    "a bound that its counts do not give": (
        lambda told: lot(told)["shown"].update(at_most_left=1), "counts", "its audits give 6",
    ),
    "better judgements, other words kept": (
        lambda told: [one.update(judgement="right") for one in lot(told)["drawn"]], "counts", "its audits give",
    ),
    "words on the guarantee": (said("10.0%", "1.0%"), "words", "not the one that its numbers give"),
    "words on the delivery": (said("at most 6", "at most 0"), "words", "on this delivery"),
    "words on the house": (sets(guarantees=1), "words", "not the one that its numbers give"),
    "words above": (lambda told: of(told).update(words="Nothing is wrong."), "words", "not those of its parts"),
    "a delivery judged while audits wait": (
        lambda told: lot(told)["drawn"][7].update(judgement=None), "counts", "audits of it are not made",
    ),
    # 7: the draw
    "an audit left out": (audit_left_out, "draws", "had to be audited, and is not listed"),
    "an audit left out, key not told": (without_key(audit_left_out), "draws", "had to be audited, and is not listed"),
    "a unit hidden, another pushed in": (audit_swapped, "draws", "had to be audited, and is not listed"),
    "a unit that was not drawn": (
        lambda told: lot(told)["drawn"][0].update(unit=next(undrawn(told))),
        "draws", "was not drawn",
    ),
    "names of nobody": (
        lambda told: lot(told).update(names=["f" * 32, *lot(told)["names"][1:]]), "draws", "",
    ),
    "another key": (lot_sets(key="00" * 32), "draws", "not the one that was committed to"),
    "another commitment": (lot_sets(commitment="00" * 32), "draws", "not the one that was committed to"),
}  # fmt: skip


def test_each_was_right_before(earned: Delivery) -> None:
    found = earned.verified()
    assert (found.problem, found.units, found.certificate) == ("", 105, of(earned)["words"])
    assert NOT_SIGNED in found.notes


@pytest.mark.parametrize("name", FORGED)
def test_forged(earned: Delivery, name: str) -> None:
    told = copy.deepcopy(earned)
    change, point, why = FORGED[name]
    change(told)
    found = told.verified()
    assert (found.point, found.certificate) == (point, "not certified"), found.problem
    assert why in found.problem


def test_a_file_written_anew_is_only_not_signed(earned: Delivery) -> None:
    """Consistent in all of it: nothing but a signature can show it, and the result says so."""
    told = copy.deepcopy(earned)
    rejudged(told)
    found = told.verified()
    assert (found.problem, found.signed_by, found.notes[0]) == ("", "", NOT_SIGNED)


def test_perfect_seeds_change_nothing_and_bad_ones_end_it() -> None:
    assert delivery(seeds=Seeds(20, 20, 20)).verified().problem == ""
    assert delivery(seeds=Seeds(20, 2, 0)).certificate is None


# --- any single field ------------------------------------------------------------------------------------------------


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else None
    if inner is None:
        yield path
    for key, one in inner or ():
        if path[-1:] != ("log",) or key in (0, 60, 105, 109):  # of each kind of entry one
            yield from leaves(one, (*path, key))


def other(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if value is None:
        return 1
    return value + 1 if isinstance(value, int) else value * 0.5 if isinstance(value, float) else f"{value}x"


def changed(told: Delivery, path: tuple[Any, ...]) -> Delivery:
    told = copy.deepcopy(told)
    part: Any = told.certificate
    for key in path[:-1]:
        part = part[key]
    part[path[-1]] = other(part[path[-1]])
    return told


def test_any_single_field_changed_is_refused(earned: Delivery) -> None:
    content, beside = earned.files()
    for path in leaves(earned.certificate):
        told = json.loads(beside) | {"certificate": changed(earned, path).certificate}
        assert verify(content, json.dumps(told).encode()).problem, path


#: What a file that is written anew may say otherwise, and nothing in it contradicts: parts that enter neither the
#: proof at its level, nor its tally, nor its words.
FREE = {
    "coverage", "floor", "delivered", "q", "r", "wrong", "pending", "accepting", "batch", "changed", "plain",
    "edited_before",
}  # fmt: skip


def test_other_fields_are_refused_in_a_file_written_anew(earned: Delivery) -> None:
    paths = list(leaves(earned.certificate))
    passed = {path for path in paths if not changed(earned, path).verified().problem}
    assert {next(key for key in reversed(path) if isinstance(key, str)) for path in passed} <= FREE
    assert len(passed) - 50 < len(paths) / 4, "nearly all of them are refused; 50 say how often an audit was changed"
    levels = {path[-1] for path in passed if path[:2] == ("guarantee", "log") and path[-2] in ("wrong", "pending")}
    assert levels <= {0, 1}, "what was wrong at the level that it is about cannot be changed"
