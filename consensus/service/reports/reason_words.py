"""Why a unit was not accepted, in words for people who know no names of rules."""

from __future__ import annotations

from collections.abc import Mapping

from consensus.check import CATALOGUE
from consensus.domain import Rule

#: Of rules that send to a person or fail, and of gates of the comparison.
_RULES: Mapping[str, str] = {
    Rule.FILLED: "the translation in the file differs",
    Rule.SPLIT: "too few families agree",
    Rule.QUORUM: "too few families answered",
    Rule.NO_ANSWER: "nobody answered",
    Rule.OMITTED: "whoever answered left the field out",
    Rule.VETO: "a check forbids the answer",
    Rule.PRIMARY: "the member to deliver gave no usable answer",
    Rule.CRITIQUE: "the critic found a mistake",
    Rule.JUDGE: "the judge found a critical error",
    Rule.NO_JUDGEMENT: "the judge did not read the answer",
    Rule.SECOND_OPINION: "the second opinion objects",
    Rule.NO_SECOND_OPINION: "there was no second opinion",
    Rule.DAMAGED_CODES: "no answer has the inline codes whole",
    Rule.CODE_PLACEMENT: "families differ on where a code stands",
    Rule.STRUCTURE: "it cannot be written back into its file",
    Rule.GUARANTEE: "the guarantee does not let it pass",
    Rule.OPEN_BATCH: "its batch is not closed yet",
    Rule.ALARM: "taken back by an alarm",
    Rule.HARD_FACT: "answers differ in a number, date or denial",
    Rule.ROW_COUNT: "answers have different numbers of rows",
    Rule.ROW_ABSENT: "a row is missing in some answers",
    Rule.TOTAL_ROW: "a row may be a total",
    Rule.BLANK_ZERO: "a 0 may be a blank",
    Rule.COLUMN_DISPUTE: "answers differ elsewhere in the column",
    Rule.UNLOCATED: "the value stands nowhere in the document",
    Rule.UNLOCATED_TEXT: "the words stand nowhere in the document",
    Rule.AMBIGUOUS_DATE: "the date can be read in two ways",
    Rule.SCALE: "the number may be in thousands",
    Rule.CHECKBOX: "another box may be the crossed one",
    Rule.SECOND_DOCUMENT: "the file may hold a second document",
    Rule.LOST_ROW: "a row of the document may be lost",
    Rule.SCATTERED_ROW: "a row may be put together of several",
    Rule.UNKNOWN_KEY: "an answer has a key that the schema lacks",
    Rule.ONLY_OCR: "only text recognition read the value",
}


def rule_words(name: str) -> str:
    """Why a unit went to a person: the name of a rule or a gate in a few words, without a stop."""
    return _RULES.get(name) or name.replace("_", " ")


def check_words(name: str) -> str:
    """What a check finds, in one sentence without its stop; of a finding that no check declares, its name in words."""
    found = CATALOGUE.get(name)
    if found is None:
        return rule_words(name)
    said = found.description.rstrip(".")
    return said[:1].lower() + said[1:] if said[1:2].islower() or said[1:2] == " " else said
