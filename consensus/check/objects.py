"""The object that would be delivered, judged as a whole: what breaks it, and which split its rules settle."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial
from itertools import product
from typing import Any, Final, NamedTuple

from consensus.check.base import CheckId
from consensus.check.rules import Tried, try_at
from consensus.check.whole import Problem, Whole, whole_of
from consensus.domain import Candidate, Field, Finding, Outcome, Policy, Rule, Severity
from consensus.domain.job import UnitRecord
from consensus.normalize.identity import ById
from consensus.schema import Invariant, from_json
from consensus.schema.expressions import Call

ID: Final = CheckId(
    "object_validity", "The whole object breaks the schema, one of its rules, or the pydantic model.", "veto"
)
#: Sentences that one cell is given at most; ways in which open cells are tried with what the members said.
_MOST_SENTENCES, _MOST_WAYS = 5, 64
#: A class and a schema with keywords above the leaf look at the whole object each time.
_MOST_WHOLE_WAYS = 8


class ObjectCheck(NamedTuple):
    """findings: cell path -> what the object breaks there. settled: cell path -> the sentence of the rule that settles
    its split for the majority."""

    findings: Mapping[str, tuple[Finding, ...]]
    settled: Mapping[str, str]


_NOTHING: Final = ObjectCheck({}, {})


def check_object(
    schema: Mapping[str, Any], records: Sequence[UnitRecord], policy: Policy, model: Any = None
) -> ObjectCheck:
    """What is wrong with the object that these decided cells make, as findings on the cells concerned.

    An open cell counts with its leading value, and where another value that a member gave for it mends the object, the
    accepted cells are left alone. model: the pydantic class that the user named.
    """
    whole = whole_of(ById(from_json(schema)), model)
    if whole.idle or all(record.verdict is None or record.verdict.outcome is Outcome.FAILED for record in records):
        return _NOTHING
    level = policy.checks.get(ID.name, ID.level)
    return _Judge(whole, records).check(level, settles=policy.extraction.rule_settles)


def has_rules(schema: Mapping[str, Any]) -> bool:
    """Whether cells of a schema are decided with a look at others."""
    return not whole_of(ById(from_json(schema))).idle


class _Judge:
    def __init__(self, whole: Whole, records: Sequence[UnitRecord]) -> None:
        self.whole = whole
        self.records = {record.unit.path: record for record in records if isinstance(record.unit, Field)}
        self.values = {path: _value(record) for path, record in self.records.items()}
        self.open = {path for path, record in self.records.items() if not _accepted(record)}
        self.tree = whole.tree(list(self.records))

    def check(self, level: str, *, settles: bool) -> ObjectCheck:
        found: dict[str, list[Finding]] = {}
        problems = self._problems() if level != "off" else []
        for problem, cells in problems:
            finding = Finding(ID.name, Severity.MAJOR, level == "veto", problem.sentence)
            for cell in cells:
                found.setdefault(cell, []).append(finding)
        # A rule says nothing for a value where it is broken elsewhere in the same cells.
        settled = dict(self._settled(set(found))) if settles else {}
        return ObjectCheck({cell: tuple(listed[:_MOST_SENTENCES]) for cell, listed in found.items()}, settled)

    def _problems(self) -> list[tuple[Problem, tuple[str, ...]]]:
        found = []
        for problem in self.whole.problems(self.values, self.tree):
            cells = tuple(cell for cell in problem.cells if cell in self.records)
            if problem.own and all(self._told(cell) for cell in cells):
                continue
            doubtful = tuple(cell for cell in cells if cell in self.open)
            if doubtful and len(doubtful) < len(cells) and self._mended(problem, doubtful):
                cells = doubtful
            found.append((problem, cells))
        return found

    def _told(self, cell: str) -> bool:
        """Whether the cell's own checks have said what its own schema forbids."""
        findings = self.records[cell].findings
        return cell in self.open or any(finding.check == "schema_validity" for finding in findings)

    def _mended(self, problem: Problem, doubtful: Sequence[str]) -> bool:
        """Whether another value that some member gave for the open cells makes the object right here."""
        others = [_given(self.records[cell]) for cell in doubtful]
        for number, ways in enumerate(product(*others)):
            if number >= (_MOST_WHOLE_WAYS if problem.wide else _MOST_WAYS):
                return False
            values = {**self.values, **dict(zip(doubtful, ways, strict=True))}
            if not self.whole.still(problem, values, self.tree):
                return True
        return False

    def _settled(self, broken: set[str]) -> Iterator[tuple[str, str]]:
        for rule, node, where in self.whole.placed(self.tree):
            # Only an equation of several fields speaks for a value; a bound merely speaks against one.
            if not isinstance(rule, Invariant) or not isinstance(rule.test, Call) or rule.test.name != "==":
                continue
            one = try_at(rule, node, self.values, where)
            doubtful = [cell for cell in one.cells if cell in self.open]
            if one.holds and len(doubtful) == 1 and len(one.cells) > 1 and not broken & set(one.cells):
                cell = doubtful[0]
                if self._decides(cell, partial(try_at, rule, node)):
                    sentence = f"{rule.test.text} holds with this value and with no other that was given."
                    yield cell, f"{where}: {sentence}" if where else sentence

    def _decides(self, cell: str, again: Callable[[Mapping[str, Any]], Tried]) -> bool:
        """Whether a rule is broken by every answer to a split cell but those of the largest group."""
        record = self.records[cell]
        if record.verdict is None or record.verdict.rule != Rule.SPLIT or record.agreement is None:
            return False
        first, *rest = record.agreement.clusters
        if not rest or len(first.families) <= max(len(one.families) for one in rest):
            return False
        if repr(first.value) != repr(self.values[cell]):
            return False
        others = [a for a in record.answers if isinstance(a, Candidate) and a.member not in first.members]
        return all(again({**self.values, cell: answer.value}).holds is False for answer in others)


def _accepted(record: UnitRecord) -> bool:
    return record.verdict is not None and record.verdict.outcome is Outcome.ACCEPTED


def _value(record: UnitRecord) -> Any:
    verdict = record.verdict
    if verdict is None:
        return None
    return verdict.value if verdict.outcome is Outcome.ACCEPTED else verdict.leading


def _given(record: UnitRecord) -> list[Any]:
    """What members said of a cell, each once, the best first."""
    return [cluster.value for cluster in record.agreement.clusters] if record.agreement else [None]


def object_errors(
    schema: Mapping[str, Any], values: Mapping[str, Any], waiting: Collection[str], model: Any = None
) -> list[str]:
    """What is wrong with an object as it is delivered, in sentences. values: every cell by its path.

    waiting: cells without a value yet, for which nothing is held against the object.
    """
    whole = whole_of(ById(from_json(schema)), model)
    problems = whole.problems(values, whole.tree(list(values)), everything=True)
    told = (problem.sentence for problem in problems if not set(problem.cells) & set(waiting))
    return list(dict.fromkeys(told))
