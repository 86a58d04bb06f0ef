"""The parser of the command line: wrong use is raised, with what was probably meant."""

from __future__ import annotations

import argparse
import difflib
import re
from collections.abc import Callable, Coroutine
from typing import Any, NoReturn

from consensus.errors import UsageError, in_plain_words

#: Runs a command and gives its exit code; where it asks models or waits, what is left of it to be awaited.
Run = Callable[[argparse.Namespace], int | Coroutine[Any, Any, int]]


class Parser(argparse.ArgumentParser):
    """Raises instead of exiting, so that --json can report wrong use too."""

    def error(self, message: str) -> NoReturn:
        where = self.prog.removeprefix("consensus").strip()
        raise UsageError(_said(message), where=where, do=f"{self._meant(message)}See: {self.prog} --help")

    def _meant(self, message: str) -> str:
        """What is written almost like the command or option that is not known."""
        unknown = _UNKNOWN.search(message)
        if unknown is None:
            return ""
        known = self.options() if unknown[2] else [str(one) for one in self._choices()]
        near = difflib.get_close_matches(unknown[1] or unknown[2], known, n=1)
        return f"Did you mean {near[0]}? " if near else ""

    def options(self) -> set[str]:
        """Of this command and of those below it."""
        known = {option for action in self._actions for option in action.option_strings}
        for action in self._actions:
            if isinstance(action.choices, dict):
                known = known.union(*(sub.options() for sub in action.choices.values() if isinstance(sub, Parser)))
        return known

    def _choices(self) -> list[Any]:
        return [one for action in self._actions for one in action.choices or ()]


def _said(message: str) -> str:
    """What argparse says, without Python's names of types and its spelling of values."""
    message = re.sub(r"invalid int value: (.*)$", r"\1 is not a whole number", message)
    return in_plain_words(message.replace("unrecognized arguments", "not known here"))


#: How argparse names what it does not know.
_UNKNOWN = re.compile(r"invalid choice: '([^']*)'|unrecognized arguments: (\S+)")
