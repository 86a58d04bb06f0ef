"""A certificate by itself: whether its own draw log shows what it promises, and gives the words that it says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from math import floor, isclose
from typing import Any

from consensus.export.verifier.engine import (
    Factor,
    alarm_of,
    caught_share,
    factor,
    first_proof,
    most_wrong,
    plan_of,
    spent,
)
from consensus.export.verifier.reading import (
    Refused,
    are_counts,
    canonical,
    fit,
    is_chance,
    is_count,
    is_day,
    is_digest,
    is_flag,
    is_number,
    is_share,
    is_text,
    need,
    sha256,
)

_TALLY = dict.fromkeys(("batches", "documents", "audits", "wrong", "pending"), is_count)
_BY_LEVEL = ("n", "delivered", "m", "wrong", "pending", "waiting")
_ENTRY = {
    "place": is_count,
    "day": is_day,
    "scheme": lambda value: value in ("placing", "census", "pps"),
    "q": is_chance,
    "r": is_chance,
    "operating": (is_count,),
    "accepting": is_flag,
    "documents": is_count,
    **dict.fromkeys(_BY_LEVEL, are_counts),
}
_GUARANTEE = {
    "id": is_text,
    "alpha": is_share,
    "levels": [{"floor": is_number, "coverage": is_chance}],
    "order": [is_count],
    "cap": lambda value: is_count(value) and value > 0,
    "attempt": lambda value: is_count(value) and value > 0,
    "level": is_count,
    "engine": {"alpha": is_chance, "delta": is_share},
    "proof": {"place": is_count, "log_e": is_number, "day": is_day},
    "tally": {"proof": _TALLY, "since": _TALLY},
    "guarantees": lambda value: is_count(value) and value > 0,
    "log": [_ENTRY],
    "words": is_text,
}
_LOT = {
    "batch": is_text,
    "place": is_count,
    "day": is_day,
    "commitment": is_digest,
    "key": (is_digest,),
    "repeated": is_flag,
    "plan": {"level": is_count, "r": is_chance, "m": is_count, "cap": is_count, "n": is_count, "delivered": is_count},
    "accepted": is_count,
    "elsewhere": is_count,
    "drawn": [
        {
            "unit": is_text,
            "judgement": lambda value: value in (None, "right", "style", "unsure", "wrong"),
            "day": lambda value: value == "" or is_day(value),
            "changed": is_count,
            "edited_before": is_flag,
        }
    ],
    "names": [is_text],
    "shown": ({"audited": is_count, "wrong": is_count, "at_most_left": is_count},),
    "words": is_text,
}
_CERTIFICATE = {
    "version": lambda value: value == 2,
    "policy": {"name": is_text, "version": is_count, "digest": is_text},
    "slice": is_text,
    "basis": is_text,
    "confidence": lambda value: is_share(value) and value >= 0.5,
    "catch": lambda value: is_share(value) or value == 1,
    "seeds": dict.fromkeys(("shown", "caught", "plain"), lambda value: is_count(value) and value <= 10**6),
    "guarantee": (_GUARANTEE,),
    "lot": _LOT,
    "words": is_text,
}


def check_certificate(told: Mapping[str, Any]) -> None:
    """Raises Refused for a certificate that its own numbers do not give."""
    fit(told, _CERTIFICATE, "the certificate")
    seeds, lot, guarantee = told["seeds"], told["lot"], told["guarantee"]
    fits = max(seeds["caught"], seeds["plain"]) <= seeds["shown"]
    need(fits, "counts", "its known errors cannot be: more were caught, or named by no check, than were shown.")
    words = []
    if guarantee is not None:
        _check_terms(told, guarantee)
        entries = guarantee["log"]
        for before, entry in zip([None, *entries], entries, strict=False):
            if why := _entry_fault(before, entry, guarantee):
                raise Refused("counts", f"batch {entry['place']} of its draw log {why}.")
        _check_proof(told, guarantee, lot)
        _check_tally(told, guarantee)
        need(
            guarantee["words"] == _guarantee_words(told), "words", "its sentence is not the one that its numbers give."
        )
        words.append(guarantee["words"])
    words += _check_lot(told, lot)
    need(words, "words", "it promises nothing at all.")
    need(told["words"] == " ".join(words), "words", "its words are not those of its parts.")


def _check_terms(told: Mapping[str, Any], given: Mapping[str, Any]) -> None:
    """Target, reviewers and attempt, and the name of the certificate."""
    delta, levels, order = round(1 - told["confidence"], 12), given["levels"], given["order"]
    fits = sorted(order) == list(range(len(levels))) and given["level"] < len(levels)
    falling = all(one["floor"] > two["floor"] for one, two in pairwise(levels))
    need(fits and falling, "counts", "its levels, their order and the one that it is about do not fit together.")
    share, from_seeds = caught_share(told["seeds"]["shown"], told["seeds"]["caught"], told["catch"], delta)
    alpha = given["alpha"] * share
    why = f"its target for what reviewers report is not {alpha:.6g}, which its target and its known errors give."
    need(isclose(given["engine"]["alpha"], alpha, rel_tol=1e-6, abs_tol=1e-12), "terms", why)
    left = spent(given["attempt"], delta) * (0.8 if from_seeds else 1)
    why = f"attempt {given['attempt']} may be wrong with a chance of {left:.6g}, and it takes another."
    need(isclose(given["engine"]["delta"], left, rel_tol=1e-9), "terms", why)
    named = ["certificate", told["policy"]["name"], told["slice"], told["basis"], given["attempt"], given["level"]]
    found = sha256(canonical(named))[:12]
    need(given["id"] == found, "match", "its id is not the one of its policy, slice, basis, attempt and level.")


def _entry_fault(before: Mapping[str, Any] | None, entry: Mapping[str, Any], given: Mapping[str, Any]) -> str:
    """What is wrong with one batch of the draw log, as a sentence's end, or ""."""
    if before is not None and (entry["place"] <= before["place"] or entry["day"] < before["day"]):
        return "stands out of order"
    cap, columns, pps, operating = (
        given["cap"],
        [entry[name] for name in _BY_LEVEL],
        entry["scheme"] == "pps",
        entry["operating"],
    )
    levels = len(given["levels"])
    if any(len(column) != levels for column in columns):
        return "does not count for each level"
    if pps != (operating is not None) or (operating or 0) >= levels or (entry["accepting"] and not pps):
        return "was not drawn as the level that operated asks"
    r, most = plan_of(entry["q"], cap) if pps else (0.0, 0)
    if pps and not isclose(entry["r"], r, rel_tol=1e-9):
        return "was drawn with another chance than its q"
    census = entry["scheme"] == "census"
    if any(column != sorted(column) for column in (columns if census else columns[:2])):
        return "has counts that cannot be: a wider level holds what a stricter one does"
    for n, delivered, m, wrong, pending, waiting in zip(*columns, strict=True):
        if not (n <= delivered <= cap and wrong + pending <= m <= n and waiting <= pending):
            return "has counts that cannot be"
        if m not in ((0, min(most, n)) if pps else (n if census else 0,)):
            return "has another number of audits than its scheme draws"
    return "has more documents than units" if entry["documents"] > entry["n"][-1] else ""


def factors_of(given: Mapping[str, Any], level: int) -> Iterator[Factor]:
    """What the draw log says of a level, in draw order."""
    return (one for entry in given["log"] if (one := factor(entry, level, given["cap"])))


def _check_proof(told: Mapping[str, Any], given: Mapping[str, Any], lot: Mapping[str, Any]) -> None:
    """The draw log shows the target at the level, and at those before it; the delivery came after."""
    alpha, delta, level, said = given["engine"]["alpha"], given["engine"]["delta"], given["level"], given["proof"]
    for one in given["order"][: given["order"].index(level) + 1]:
        found = first_proof(factors_of(given, one), alpha, delta)
        which = "" if one == level else f" at level {one}, which comes before"
        need(found, "proof", f"the batches in it do not show what it promises{which}.")
        if found and one == level:
            same = found.place == said["place"] and isclose(found.log_e, said["log_e"], rel_tol=1e-6, abs_tol=1e-6)
            need(same, "proof", f"its target is shown after batch {found.place}, with log E {found.log_e:.6f}.")
    entries = {entry["place"]: entry for entry in given["log"]}
    need(
        entries[said["place"]]["day"] <= said["day"], "level", "the day of its proof is before that of its last batch."
    )
    entry = entries.get(lot["place"])
    fits = entry is not None and entry["accepting"] and entry["operating"] == level and entry["day"] == lot["day"]
    need(fits, "level", "the batch of this delivery is not in its draw log as one that was accepted at its level.")
    late = lot["place"] > said["place"] and lot["day"] >= said["day"]
    need(late, "level", "this delivery was accepted before the target was shown.")
    plan = lot["plan"]
    if entry is not None:
        drawn = (level, entry["r"], plan_of(entry["q"], given["cap"])[1], given["cap"])
        same = (plan["level"], plan["r"], plan["m"], plan["cap"]) == drawn
        same = same and (plan["n"], plan["delivered"]) == (entry["n"][level], entry["delivered"][level])
        need(same, "counts", "the draw of this delivery is another than in the draw log.")
        need(
            len(lot["names"]) == entry["m"][level],
            "counts",
            "its list of drawn units is not as long as its draw log says.",
        )


def _check_tally(told: Mapping[str, Any], given: Mapping[str, Any]) -> None:
    """What it counts is what its log holds, and that does not speak against it."""
    level, place, said = given["level"], given["proof"]["place"], given["tally"]
    for name, due_only in (("proof", False), ("since", True)):
        sums = dict.fromkeys(_TALLY, 0)
        for entry in given["log"]:
            left = entry["waiting"][level] if due_only else 0
            drawn = entry["m"][level] - left
            if drawn > 0 and (entry["place"] > place) == due_only:
                pending, wrong = entry["pending"][level] - left, entry["wrong"][level]
                counts = (1, entry["documents"], drawn, wrong, pending)
                sums = {key: total + count for (key, total), count in zip(sums.items(), counts, strict=True)}
        need(sums == said[name], "counts", f"its tally ({name}) is not the sum of its draw log.")
    heard = (
        factor(entry, entry["operating"], given["cap"])
        for entry in given["log"]
        if entry["operating"] is not None and not entry["waiting"][entry["operating"]]
    )
    delta = round(1 - told["confidence"], 12)
    why = alarm_of((one for one in heard if one), given["engine"]["alpha"], delta)
    need(not why, "alarm", f"it is refuted by its own draw log: {why}.")


def _check_lot(told: Mapping[str, Any], lot: Mapping[str, Any]) -> list[str]:
    """The delivery's own audits. Returns its words, if there are any."""
    plan, drawn, names, shown = lot["plan"], lot["drawn"], lot["names"], lot["shown"]
    once = len({one["unit"] for one in drawn}) == len(drawn) and len(set(names)) == len(names)
    need(once, "units", "a unit stands twice among its audits.")
    fits = len(drawn) <= len(names) <= min(plan["m"], plan["n"]) and plan["n"] <= plan["delivered"] <= plan["cap"]
    need(fits, "counts", "its batch has counts that cannot be.")
    adds = lot["accepted"] + lot["elsewhere"] == plan["delivered"]
    need(adds, "units", "this delivery and the rest of its batch are not as many units as its batch has.")
    need(not (lot["repeated"] and drawn), "draws", "audits are listed of a copy, which is never drawn itself.")
    if shown is None:
        need(not lot["words"], "words", "it says something of this delivery that no audits give.")
        return []
    made = drawn and all(one["judgement"] or one["edited_before"] for one in drawn)
    need(made, "counts", "it speaks of this delivery while audits of it are not made.")
    delta, accepted = round(1 - told["confidence"], 12), lot["accepted"]
    share, from_seeds = caught_share(told["seeds"]["shown"], told["seeds"]["caught"], told["catch"], delta)
    need(not from_seeds, "terms", "known errors speak against what it assumes of reviewers.")
    wrong = sum(map(is_wrong, drawn))
    need(len(drawn) <= accepted, "units", "more of its units were audited than accepted.")
    left = most_wrong(accepted, len(drawn), wrong, delta) - wrong
    found = {"audited": len(drawn), "wrong": wrong, "at_most_left": left}
    need(shown == found, "counts", f"its audits give {left} at most still wrong, with {wrong} wrong of {len(drawn)}.")
    words = (
        f"Of this delivery's {accepted} accepted units at most {left} {'is' if left == 1 else 'are'} still "
        f"materially wrong ({100 * told['confidence']:g}% confidence; {len(drawn)} audited at random, {wrong} "
        f"wrong and mended). This assumes that reviewers catch at least {floor(100 * share + 1e-9)}% of errors. "
        f"Policy {told['policy']['name']} v{told['policy']['version']}."
    )
    need(lot["words"] == words, "words", "its sentence on this delivery is not the one that its numbers give.")
    return [words]


def is_wrong(audit: Mapping[str, Any]) -> bool:
    """Whether an audit says that its unit was wrong, or somebody edited the unit before."""
    return audit["edited_before"] or audit["judgement"] in ("wrong", "unsure")


def _guarantee_words(told: Mapping[str, Any]) -> str:
    given, policy, seeds = told["guarantee"], told["policy"], told["seeds"]
    share, _ = caught_share(seeds["shown"], seeds["caught"], told["catch"], round(1 - told["confidence"], 12))
    proof, since, known = given["tally"]["proof"], given["tally"]["since"], ""
    if seeds["shown"]:
        only = ", hard facts only" if 3 * seeds["plain"] < seeds["shown"] else ""
        known = f" ({seeds['caught']} of {_counted(seeds['shown'], 'known error', raw=True)} caught{only})"
    parts = [
        f"At most {_percent(given['alpha'])} of the units accepted automatically are materially wrong "
        f"({round(100 * told['confidence'], 10):g}% confidence).",
        f"Shown by {_counted(proof['audits'], 'blind audit')} in {_counted(proof['documents'], 'document')} of "
        f"{_counted(proof['batches'], 'batch', 'batches')}: {_found(proof)}.",
        f"Since then {_counted(since['audits'], 'audit')} in {_counted(since['batches'], 'batch', 'batches')}: "
        f"{_found(since)}."
        if since["audits"]
        else "",
        f"Policy {policy['name']} v{policy['version']}; {told['slice']}.",
        f"This assumes that reviewers catch at least {floor(100 * share + 1e-9)}% of errors{known}.",
        "Valid while documents resemble these.",
        f"One of {given['guarantees']:,} guarantees of this house."
        if given["guarantees"] > 1
        else "The only guarantee of this house.",
    ]
    return " ".join(filter(None, parts))


def _found(tally: Mapping[str, int]) -> str:
    late = f", {tally['pending']:,} not made and counted as wrong" if tally["pending"] else ""
    return f"{tally['wrong']:,} wrong{late}"


def _counted(number: int, one: str, many: str = "", *, raw: bool = False) -> str:
    return f"{number if raw else format(number, ',')} {one if number == 1 else many or one + 's'}"


def _percent(alpha: float) -> str:
    rounded = f"{100 * alpha:.1f}%"
    return rounded if abs(float(rounded[:-1]) - 100 * alpha) < 1e-9 else f"{100 * alpha:g}%"
