"""Which texts a workbook compares with, by name or by value: translated, its formulas would give other results."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase

from consensus.formats.xlsx.workbook import Workbook

_STRING = re.compile(r'"((?:[^"]|"")*)"')
_BRACKETS = re.compile(r"\[((?:[^\[\]']|'.)*)\]")
_TICKED = re.compile("'(.)")
_OPERATOR = re.compile(r"^(?:<>|<=|>=|=|<|>)")
#: What makes a text a pattern, where it is not alone.
_WILD = re.compile(r"(?<!~)[*?]")


class Compared:
    """exact: texts, folded. patterns: with * and ?. names: of table columns that formulas name, folded."""

    def __init__(self, workbook: Workbook) -> None:
        self.exact: set[str] = set()
        self.names: set[str] = set()
        self._patterns: set[str] = set()
        for text in _strings(self._formulas(workbook)):
            bare = _OPERATOR.sub("", text).strip().casefold()
            if _WILD.search(bare):
                if bare.strip("*? "):
                    self._patterns.add(bare.replace("[", "[[]"))
            elif bare:
                self.exact.add(bare)

    def holds(self, text: str) -> bool:
        """Whether some formula, condition, list or filter names this text."""
        bare = text.strip().casefold()
        return bare in self.exact or any(fnmatchcase(bare, pattern) for pattern in self._patterns)

    def _formulas(self, workbook: Workbook) -> Iterator[str]:
        texts = [node.words() for node in workbook.workbook.walk("definedName")]
        for sheet in workbook.sheets:
            read = workbook.cells(sheet)
            texts += read.formulas
            texts += read.compared
            for part in workbook.package.related(sheet.part, "table"):
                walk = workbook.package.xml(part).root.walk("calculatedColumnFormula", "totalsRowFormula")
                texts += [node.words() for node in walk]
                texts += [
                    f'"{node.get("val")}"' for node in workbook.package.xml(part).root.walk("filter", "customFilter")
                ]
        for text in texts:
            if "[" in text:
                self.names |= {
                    _TICKED.sub(r"\1", one).strip().lstrip("@").casefold() for one in _BRACKETS.findall(text)
                }
        yield from texts


def _strings(formulas: Iterable[str]) -> Iterator[str]:
    for formula in formulas:
        if '"' not in formula:
            continue
        whole = formula.strip()
        for found in _STRING.finditer(formula):
            text = found[1].replace('""', '"')
            # A list of a validation is one string: "Yes,No,Maybe".
            yield from text.split(",") if found[0] == whole else [text]
