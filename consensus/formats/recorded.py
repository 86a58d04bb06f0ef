"""Recorded answers of models: one JSON object a line, the product's interchange format."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from consensus.domain import Task, strict_json
from consensus.errors import RecordedError, UsageError, as_sentence, shown_value
from consensus.normalize.language_tags import normalize_pair, normalize_tag, pair_cuts
from consensus.normalize.mqm import Errors, from_json


@dataclass(frozen=True, slots=True)
class RecordedLabel:
    """What a person said of a unit. value: delivered; rejected: that no answer is right. right: by name.

    chance: with which the unit came before a person, 0..1, None where nobody knows; drawn: how.
    """

    value: Any
    rejected: bool = False
    right: Mapping[str, bool] = field(default_factory=dict)
    drawn: str = ""
    chance: float | None = None


@dataclass(frozen=True, slots=True)
class RecordedRecord:
    """One unit with the answers that models gave.

    text: the source, None when it is not at hand. outputs: name to answer; None is an abstention. gold: the right
    object or text. lang: of an extraction's text, as a tag. human: name to a person's rating, in the units of
    ``protocol`` ("ESA" 0..100, "MQM" 0 is best).
    labels: of people, by field ("" for a segment), whether or not the record has a gold object. half: "learning" or
    "judging", where the documents are halved.
    judgements: name to the errors that ``judge`` found in its answer, or where only their total is known, that: 0..25.
    """

    id: str
    task: Task
    text: str | None
    outputs: Mapping[str, Any]
    langs: tuple[str, str] | None = None
    schema: Mapping[str, Any] | None = None
    doc_id: str | None = None
    domain: str | None = None
    gold: Any | None = None
    lang: str | None = None
    human: Mapping[str, float] | None = None
    protocol: str | None = None
    judge: str | None = None
    judgements: Mapping[str, Errors | float] = field(default_factory=dict)
    labels: Mapping[str, RecordedLabel] = field(default_factory=dict)
    half: str | None = None


@dataclass(frozen=True, slots=True)
class RecordedFile:
    """All records of a file. names: every answer's name over the whole file, in order of appearance.

    note: what the file says of itself in a first line ``{"about": "..."}``, else "".
    """

    names: tuple[str, ...]
    records: tuple[RecordedRecord, ...]
    note: str = field(default="")


def read_recorded(path: Path) -> RecordedFile:
    """Records with "source" are translation, with "text" or "schema" extraction.

    Raises RecordedError, with the line, for a file or a line that cannot be used.
    """
    where = str(path)
    try:
        with path.open(encoding="utf-8-sig", newline="\n") as lines:
            records, note = _records(lines, where)
    except OSError as error:
        raise RecordedError(f"cannot be read: {error.strerror}.", where=where, do="Check the path.") from error
    except UnicodeDecodeError as error:
        raise RecordedError(f"not UTF-8 at byte {error.start}.", where=where, do="Save it as UTF-8.") from error
    if not records:
        raise RecordedError("no records in it.", where=where, do=_shape())
    names = dict.fromkeys(name for record in records for name in record.outputs)
    return RecordedFile(tuple(names), tuple(records), note)


def _records(lines: Iterable[str], where: str) -> tuple[list[RecordedRecord], str]:
    records: list[RecordedRecord] = []
    note = ""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        place = f"{where}, line {number}"
        found = _object(line, place)
        if "about" in found and "outputs" not in found:
            note = note or str(found["about"])
        else:
            records.append(_record(found, place))
    return records, note


def _object(line: str, place: str) -> dict[str, Any]:
    try:
        found = strict_json.loads(line)
    except ValueError as error:
        raise RecordedError(f"not JSON: {error}.", where=place, do=_shape()) from error
    if not isinstance(found, dict):
        raise RecordedError("not a JSON object.", where=place, do=_shape())
    return found


def _record(found: Mapping[str, Any], place: str) -> RecordedRecord:
    outputs, schema = found.get("outputs"), found.get("schema")
    if not isinstance(outputs, dict):
        raise RecordedError('no "outputs" object.', where=place, do=_shape())
    if found.get("id") in (None, ""):
        raise RecordedError('no "id".', where=place, do=_shape())
    if schema is not None and not isinstance(schema, dict):
        raise RecordedError(
            '"schema" is not an object.', where=place, do="Write the JSON Schema itself into the record."
        )
    task = _task(found)
    text = found.get("source" if task is Task.TRANSLATE else "text")
    if text is not None and not isinstance(text, str):
        raise RecordedError("its text is not a string.", where=place, do=_shape())
    return RecordedRecord(
        id=str(found["id"]),
        task=task,
        text=text,
        outputs=outputs,
        langs=_langs(found.get("langs"), place),
        schema=schema,
        doc_id=_name(found.get("doc_id")),
        domain=_name(found.get("domain")),
        gold=found.get("gold"),
        lang=_lang(found.get("lang"), place),
        human=_ratings(found.get("human"), place),
        protocol=_name(found.get("human_protocol")),
        judge=_name(found.get("judge")),
        judgements=_judgements(found.get("judgements"), place),
        labels=_labels(found.get("labels"), place),
        half=_name(found.get("half")),
    )


def _task(found: Mapping[str, Any]) -> Task:
    """By the source's key; a record that lost its source is told by its schema, or by answers that are objects."""
    if "source" in found and "schema" not in found:
        return Task.TRANSLATE
    if "text" in found or "schema" in found or any(isinstance(v, dict) for v in found["outputs"].values()):
        return Task.EXTRACT
    return Task.TRANSLATE


def _langs(value: Any, place: str) -> tuple[str, str] | None:
    """``en-cs``, ``pt-BR-en``, ``en-zh-Hant``, ``english-german`` or ``["en", "cs"]``, as normalised tags."""
    if value is None:
        return None
    cuts = (
        pair_cuts(value) if isinstance(value, str) else [value] if isinstance(value, list) and len(value) == 2 else []
    )
    wrong = f'"langs" is {shown_value(value)}.'
    for source, target in cuts:
        if not (isinstance(source, str) and isinstance(target, str) and source and target):
            continue
        try:
            return _pair(source, target)
        except UsageError as error:
            wrong = f'"langs" is {shown_value(value)}: {as_sentence(error.what)} {error.do}'
    raise RecordedError(wrong, where=place, do='Write it as "en-cs": source, then target.')


def _lang(value: Any, place: str) -> str | None:
    try:
        return None if value is None else normalize_tag(str(value))
    except UsageError as error:
        raise RecordedError(
            f'"lang" is {shown_value(value)}: {as_sentence(error.what)} {error.do}', where=place, do='Write it as "en".'
        ) from None


@lru_cache(maxsize=512)
def _pair(source: str, target: str) -> tuple[str, str]:
    first, second = normalize_pair(source, target)
    return first or source, second or target


def _ratings(value: Any, place: str) -> Mapping[str, float] | None:
    if value is None:
        return None
    if not isinstance(value, dict) or not all(v is None or isinstance(v, int | float) for v in value.values()):
        raise RecordedError('"human" is not an object of numbers.', where=place, do="Write it as {name: rating}.")
    return {name: float(rating) for name, rating in value.items() if rating is not None}


def _judgements(value: Any, place: str) -> Mapping[str, Errors | float]:
    """``{name: {"errors": [...]}}`` or ``{name: {"score": -5}}``; null is no judgement."""
    if value is None:
        return {}
    given = value if isinstance(value, dict) else {"": value}
    judged = {name: from_json(one) for name, one in given.items() if one is not None}
    if not isinstance(value, dict) or any(one is None for one in judged.values()):
        wrong = next((name for name, one in judged.items() if one is None), "")
        raise RecordedError(
            f'"judgements" cannot be used{f" for {shown_value(wrong)}" if wrong else ""}.',
            where=place,
            do='Write {name: {"errors": [{"category": "...", "severity": "minor, major, critical", "quote": "..."}]}},'
            ' or {name: {"score": 0 to -25}} where only the total is known.',
        )
    return {name: one for name, one in judged.items() if one is not None}


def _labels(value: Any, place: str) -> Mapping[str, RecordedLabel]:
    given = {} if value is None else value
    if not isinstance(given, dict) or not all(isinstance(one, dict) and "value" in one for one in given.values()):
        do = 'Write it as {path: {"value": ..., "chance": 0 to 1 or null}}, as consensus record --labelled does.'
        raise RecordedError('"labels" cannot be used.', where=place, do=do)
    return {path: _label(one, place) for path, one in given.items()}


def _label(found: Mapping[str, Any], place: str) -> RecordedLabel:
    chance, right = found.get("chance"), found.get("right") or {}
    number = None if isinstance(chance, bool) or not isinstance(chance, int | float) else float(chance)
    known = number is not None and 0 < number <= 1
    if not (chance is None or known) or not isinstance(right, dict):
        do = "A chance is above 0 and at most 1, or null where nobody knows it."
        raise RecordedError(f'"chance" is {shown_value(chance)}.', where=place, do=do)
    told = {str(name): one is True for name, one in right.items() if isinstance(one, bool)}
    drawn = str(found.get("drawn") or "")
    return RecordedLabel(found["value"], found.get("rejected") is True, told, drawn, number)


def _name(value: Any) -> str | None:
    return None if value is None else str(value)


def _shape() -> str:
    return (
        'One JSON object a line: "id", "outputs", and "source" for translation, or "text" and "schema" for extraction.'
    )
