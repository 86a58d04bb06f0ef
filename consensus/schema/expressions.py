"""The small language of ``x-rule`` and ``x-when``: paths, numbers, arithmetic, comparison. Parsed, never executed.

or   := and ("or" and)*               unit := "-" unit | number | 'text' | true | false | call | path | "(" or ")"
and  := not ("and" not)*              call := sum count min max abs round "(" side ("," side)* ")"
side := term (("+" | "-") term)*      path := name "[]"? ("." name "[]"?)*
term := unit (("*" | "/") unit)*      name := letters, digits, _  |  `any text in backticks`
not  := "not" not | side (OP side ("+-" number)?)?, where OP is one of == != < <= > >=
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Final, NamedTuple, NoReturn

#: What makes one value of a list, and what works on each value.
AGGREGATES: Final = ("sum", "count", "min", "max")
FUNCTIONS: Final = (*AGGREGATES, "abs", "round")
COMPARISONS: Final = ("==", "!=", "<=", ">=", "<", ">")
_LONGEST, _DEEPEST = 1000, 40

_TOKEN: Final = re.compile(
    r"""\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<text>'[^']*'|"[^"]*")|(?P<quoted>`[^`]+`)|(?P<name>[^\W\d]\w*)"""
    r"""|(?P<sign>\+-|±|\[\]|==|!=|<=|>=|[-+*/()<>.,]))"""
)


class Literal(NamedTuple):
    """A number, text, true or false. text: as written."""

    value: Decimal | str | bool
    text: str


class Path(NamedTuple):
    """Where values stand, from the object that has the rule. steps: names of keys; None stands for "each of a list"."""

    steps: tuple[str | None, ...]
    text: str


class Call(NamedTuple):
    """A function or an operator (``neg`` is the sign). tolerance: of a comparison."""

    name: str
    args: tuple[Expression, ...]
    text: str
    tolerance: Decimal = Decimal(0)


Expression = Literal | Path | Call


class ExpressionError(ValueError):
    """The text is no expression; the message says where it ends to be one and what to write."""


class _Token(NamedTuple):
    kind: str
    text: str
    start: int
    end: int


def parse(text: str) -> Expression:
    """The expression that a text writes. Raises ExpressionError."""
    if len(text) > _LONGEST:
        raise ExpressionError(f"it is longer than {_LONGEST} characters; write several rules")
    parser = _Parser(text)
    found = parser.either()
    if parser.here.kind != "end":
        parser.fail("expected an operator or the end")
    return found


def parse_path(text: str) -> Path:
    """A path alone, as in ``items[].id``. Raises ExpressionError."""
    found = parse(text)
    if not isinstance(found, Path):
        raise ExpressionError(f"{text} is not the path of a field, as in total or items[].id")
    return found


def paths(expression: Expression) -> Iterator[Path]:
    """Every path in an expression, in order."""
    if isinstance(expression, Path):
        yield expression
    elif isinstance(expression, Call):
        for one in expression.args:
            yield from paths(one)


class _Tokens:
    """The words and signs of a text, taken one after the other."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = list(self._tokens())
        self.at = 0

    def _tokens(self) -> Iterator[_Token]:
        at, whole = 0, len(self.text.rstrip())
        while at < whole:
            match = _TOKEN.match(self.text, at)
            if match is None or match.lastgroup is None:
                rest = self.text[at:].lstrip()
                hint = "; write == to compare" if rest.startswith("=") else ""
                raise ExpressionError(f"“{rest[:20]}” is not understood{hint}")
            kind = match.lastgroup
            yield _Token(kind, match[kind], match.start(kind), match.end())
            at = match.end()
        yield _Token("end", "", whole, whole)

    @property
    def here(self) -> _Token:
        return self.tokens[self.at]

    def fail(self, wanted: str) -> NoReturn:
        found = f"“{self.here.text}”" if self.here.text else "the end"
        before = self.text[: self.here.start].rstrip()
        raise ExpressionError(f"{wanted}, found {found}{f' after “{before[-40:]}”' if before else ''}")

    def took(self, *words: str) -> str:
        """The next token's text when it is one of these signs or words, else ""."""
        token = self.here
        if token.kind in ("sign", "name") and token.text in words:
            self.at += 1
            return token.text
        return ""

    def since(self, start: int) -> str:
        return self.text[start : self.tokens[self.at - 1].end].strip()


class _Parser(_Tokens):
    """One method for each line of the grammar above."""

    depth = 0

    def either(self) -> Expression:
        return self._joined(("or",), self.both)

    def both(self) -> Expression:
        return self._joined(("and",), self.negated)

    def negated(self) -> Expression:
        start = self.here.start
        if self.took("not"):
            return self.nested(lambda: Call("not", (self.negated(),), self.since(start)))
        return self.comparison()

    def comparison(self) -> Expression:
        start, left = self.here.start, self.side()
        sign = self.took(*COMPARISONS)
        if not sign:
            return left
        right, tolerance = self.side(), Decimal(0)
        if self.took("+-", "±"):
            if self.here.kind != "number":
                self.fail("expected the tolerance, a number")
            tolerance = Decimal(self.here.text)
            self.at += 1
        if self.here.kind == "sign" and self.here.text in COMPARISONS:
            self.fail("one comparison at a time: join two by “and”")
        return Call(sign, (left, right), self.since(start), tolerance)

    def side(self) -> Expression:
        return self._joined(("+", "-"), self.term)

    def term(self) -> Expression:
        return self._joined(("*", "/"), self.unit)

    def unit(self) -> Expression:
        token = self.here
        if self.took("-"):
            return self.nested(lambda: Call("neg", (self.unit(),), self.since(token.start)))
        if self.took("("):
            inner = self.nested(self.either)
            if not self.took(")"):
                self.fail("expected )")
            return inner
        if token.kind in ("number", "text"):
            self.at += 1
            value = Decimal(token.text) if token.kind == "number" else token.text[1:-1]
            return Literal(value, token.text)
        if token.kind == "name" and token.text in ("true", "false"):
            self.at += 1
            return Literal(token.text == "true", token.text)
        if token.kind in ("name", "quoted") and token.text not in ("and", "or", "not"):
            return self.call() if token.kind == "name" and self.tokens[self.at + 1].text == "(" else self.path()
        return self.fail("expected a field, a number or a text in quotes")

    def call(self) -> Expression:
        token = self.here
        if token.text not in FUNCTIONS:
            raise ExpressionError(f"there is no function {token.text}; there are {', '.join(FUNCTIONS)}")
        self.at += 2
        args = [self.nested(self.side)]
        while self.took(","):
            args.append(self.nested(self.side))
        if not self.took(")"):
            self.fail("expected )")
        fits = len(args) in {"round": (1, 2), "min": range(1, 20), "max": range(1, 20)}.get(token.text, (1,))
        if not fits or (token.text == "round" and len(args) == 2 and not isinstance(args[1], Literal)):
            raise ExpressionError(f"{self.since(token.start)}: {token.text} does not take that")
        return Call(token.text, tuple(args), self.since(token.start))

    def path(self) -> Path:
        start, steps = self.here.start, list[str | None]()
        while True:
            if self.here.kind not in ("name", "quoted"):
                self.fail("expected the name of a field")
            steps.append(self.here.text.strip("`"))
            self.at += 1
            if self.took("[]"):
                steps.append(None)
            if not self.took("."):
                return Path(tuple(steps), self.since(start))

    def nested(self, what: Callable[[], Expression]) -> Expression:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise ExpressionError("it is nested too deeply")
        found = what()
        self.depth -= 1
        return found

    def _joined(self, signs: tuple[str, ...], below: Callable[[], Expression]) -> Expression:
        start, found, count = self.here.start, below(), 0
        while sign := self.took(*signs):
            count += 1
            if count > _DEEPEST:
                raise ExpressionError(f"more than {_DEEPEST} parts are joined; write several rules, or sum() of a list")
            found = Call(sign, (found, below()), self.since(start))
        return found
