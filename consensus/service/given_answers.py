"""Answers that somebody has at hand, as records for the code that decides about recorded ones. Asks nobody."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any

from consensus.domain import Policy, StrategyName, Task, strict_json
from consensus.domain.secrets import looks_like_key
from consensus.errors import UsageError, in_plain_words, shown_value
from consensus.formats import RecordedFile, RecordedRecord, is_file_suffix

#: Members at most, characters of a segment or of a translation, of a document, and of an object as JSON: comparing
#: takes seconds then, and from there on grows with the square.
MOST_MEMBERS, LONGEST_SEGMENT, LONGEST_DOCUMENT, LONGEST_OBJECT = 100, 20_000, 20_000_000, 1_000_000
_LONGEST_NAME = 200


def given_records(
    task: Task,
    text: str | Sequence[str],
    answers: Mapping[str, Any],
    langs: tuple[str | None, str | None],
    schema: Mapping[str, Any] | None,
) -> RecordedFile:
    """One record for each text, in order. answers: member -> answer, or for a list of texts the list of its answers.

    Raises UsageError, which names the member and the place, for what cannot be an answer or a text.
    """
    members = member_names(answers)
    if task is Task.EXTRACT:
        document = _text(text, "the document", LONGEST_DOCUMENT)
        outputs = {name: _json(answers[name], name) for name in members}
        return RecordedFile(members, (RecordedRecord("1", task, document, outputs, schema=schema, lang=langs[0]),))
    texts, columns = _columns(text, answers)
    pair: Any = langs  # the source's language may be unknown, as it may be for a job
    return RecordedFile(
        members,
        tuple(
            RecordedRecord(str(at), task, one, {name: columns[name][at - 1] for name in members}, langs=pair)
            for at, one in enumerate(texts, 1)
        ),
    )


def task_of(policy: Policy, to: str | None, schema: object) -> Task:
    """What the answers are answers to. Raises UsageError for a call that lacks something or asks for two things."""
    is_extraction = policy.task == "extract" or (policy.task == "any" and schema is not None)
    where = f"policy {policy.name}"
    if is_extraction and schema is None:
        raise UsageError("extraction needs a schema", where=where, do="Give one with schema=.")
    if is_extraction and to is not None:
        raise UsageError("extraction has no target language", where=where, do="Leave out to=.")
    if not is_extraction and schema is not None:
        raise UsageError("translation reads no schema", where=where, do="Leave out schema=, or take another policy.")
    if not is_extraction and not to:
        raise UsageError("translation needs a target language", where=where, do='Give one with to=, as in to="de".')
    return Task.EXTRACT if is_extraction else Task.TRANSLATE


def refuse_readers(policy: Policy) -> None:
    """Raise UsageError for a policy by which another model has to read the answers before anything is accepted."""
    readers = {"a critic": policy.strategy == StrategyName.CRITIQUE, "a second opinion": policy.second_opinion != "off"}
    for reader, is_wanted in readers.items():
        if is_wanted:
            what = f"this policy asks {reader} before it accepts anything, and deciding on given answers asks nobody"
            do = 'Hand the document in with submit(), or take it out: policy.with_(second_opinion="off")'
            if reader == "a critic":
                do = do.replace('second_opinion="off"', 'strategy="independent", critic=None')
            raise UsageError(what, where=f"policy {policy.name}", do=do)


def member_names(answers: Mapping[str, Any]) -> tuple[str, ...]:
    """The members in the order given. Raises UsageError for none, too many, and names that are none or are alike."""
    do = 'Give answers by model, as in {"gpt-4o": "...", "claude": "..."}.'
    if not isinstance(answers, Mapping) or not answers:
        raise UsageError("there are no answers by member", where="answers", do=do)
    if len(answers) > MOST_MEMBERS:
        what = f"{len(answers):,} members are too many; {MOST_MEMBERS} are compared at most"
        raise UsageError(what, where="answers", do="Give the answers of fewer.")
    seen: dict[str, str] = {}
    for name in answers:
        if looks_like_key(name):
            what = "a member's name looks like an API key or an address with a password"
            raise UsageError(what, where="answers", do="Name the model instead, and revoke the key if it was logged.")
        if (
            not isinstance(name, str)
            or not name
            or name != name.strip()
            or not name.isprintable()
            or len(name) > _LONGEST_NAME
        ):
            raise UsageError(f"{shown_value(name)} is no name of a member", where="answers", do=do)
        alike = seen.setdefault(name.casefold(), name)
        if alike != name:
            what = f"{shown_value(alike)} and {shown_value(name)} are the same name"
            raise UsageError(what, where="answers", do="Keep one; a copy adds no vote.")
    return tuple(answers)


def _columns(text: Any, answers: Mapping[str, Any]) -> tuple[list[str], dict[str, list[str | None]]]:
    """The segments, and every member's answers to them."""
    if isinstance(text, str):
        return [_text(text, "the source", LONGEST_SEGMENT)], {name: [_answer(a, name)] for name, a in answers.items()}
    if not isinstance(text, list | tuple):
        _text(text, "the source", 0)
    if not text:
        raise UsageError("there are no segments", where="source", do="Hand in the texts that were answered.")
    columns = {}
    for name, given in answers.items():
        if given is None:
            given = [None] * len(text)
        if not isinstance(given, list | tuple) or len(given) != len(text):
            told = f"{len(given):,}" if isinstance(given, list | tuple) else "no list of"
            what = f"there are {len(text):,} segments and {told} answers by {shown_value(name)}"
            raise UsageError(what, where="answers", do="Give an answer for each segment, None for one that is missing.")
        columns[name] = [_answer(one, name, f", segment {at}") for at, one in enumerate(given, 1)]
    return [_text(one, f"segment {at}", LONGEST_SEGMENT) for at, one in enumerate(text, 1)], columns


def _text(value: Any, what: str, longest: int) -> str:
    """A source text. Raises UsageError for anything else, and for a path in its place."""
    if not isinstance(value, str):
        do = "Hand in the text itself, as str; read a file with Path(...).read_text(encoding='utf-8')."
        raise UsageError(f"{what} is no text", where="source", do=do)
    if not value.strip():
        raise UsageError(f"{what} is empty", where="source", do="Hand in the text that was answered.")
    if what == "the source" and is_file_suffix(PurePath(value).suffix) and not any(map(str.isspace, value)):
        do = f"Hand in the text of the file. Where these words are the text itself, write [{shown_value(value)}]."
        raise UsageError(f"{shown_value(value)} is the name of a file, not its text", where="source", do=do)
    if len(value) > longest:
        do = "Cut it into segments, and hand in the list." if longest == LONGEST_SEGMENT else "Cut it into parts."
        raise UsageError(f"{what} has {len(value):,} characters; {longest:,} at most", where="source", do=do)
    _refuse_unwritable(value, what, "source")
    return value


def _answer(value: Any, name: str, place: str = "") -> str | None:
    where = f"answers, {shown_value(name)}{place}"
    if value is not None and not isinstance(value, str):
        do = "Give a text, or None for an answer that is missing."
        raise UsageError("this answer is no text", where=where, do=do)
    if value is not None and len(value) > LONGEST_SEGMENT:
        what = f"the answer has {len(value):,} characters; {LONGEST_SEGMENT:,} at most"
        raise UsageError(what, where=where, do="Give None for an answer that cannot be used.")
    if value is not None:
        _refuse_unwritable(value, "the answer", where)
    return value


def _json(value: Any, name: str) -> Any:
    """The answer as JSON has it. A text stays one: it is read as a model's reply is."""
    where, do = f"answers, {shown_value(name)}", "Give what json.loads() gives, or None for an answer that is missing."
    try:
        written = json.dumps(value, ensure_ascii=False)
        written.encode()
        if len(written) <= LONGEST_OBJECT:
            return strict_json.loads(written)
    except (TypeError, ValueError, RecursionError) as error:
        why = "it holds a broken character" if isinstance(error, UnicodeError) else in_plain_words(error)
        why = "it holds a value that JSON does not have" if isinstance(error, TypeError) else why
        raise UsageError(f"the answer is not JSON: {why}", where=where, do=do) from None
    raise UsageError(f"the answer has {len(written):,} characters; {LONGEST_OBJECT:,} at most", where=where, do=do)


def _refuse_unwritable(value: str, what: str, where: str) -> None:
    try:
        value.encode()
    except UnicodeEncodeError as error:
        broken = f"{what} holds half of a character at {error.start}, which no file can hold"
        raise UsageError(broken, where=where, do="Read it again as UTF-8.") from None
    if "\0" in value:
        raise UsageError(f"{what} is not a text: it holds a NUL character", where=where, do="Hand in plain text.")
