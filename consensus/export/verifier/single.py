"""One file out of these modules: what a receiver of exports runs, and may read, without this program."""

from __future__ import annotations

import re
from importlib.resources import files

#: In the order in which each needs the ones before.
MODULES = ("reading", "engine", "certificate", "units", "signature", "files", "script")
_HEAD = '''"""Computes an export of consensus-verifier again, from its files alone.

usage: python verify_export.py FILE [--key HOUSE.pub] [--last-digest DIGEST]
It needs Python 3.11, and with --key the package cryptography; nothing of the program that wrote the export.
Exit status: 0, or 2 for a file that is refused.
"""

from __future__ import annotations

'''
_OWN = re.compile(r"^from consensus\.export\.verifier\.\w+ import (?:\([^)]*\)|[^\n]*)\n", re.MULTILINE)
_FUTURE = "from __future__ import annotations\n"
_DOCSTRING = re.compile(r'\A"""(.*?)"""\n', re.DOTALL)


def verifier_source() -> str:
    """The source of ``verify_export.py``."""
    parts = [_HEAD]
    for name in MODULES:
        text = files("consensus.export.verifier").joinpath(f"{name}.py").read_text("utf-8")
        about = _DOCSTRING.match(text)
        said = "\n".join(f"# {line}".rstrip() for line in (about[1] if about else "").strip().split("\n"))
        body = _OWN.sub("", _DOCSTRING.sub("", text).replace(_FUTURE, "", 1)).strip()
        parts.append(f"{said}\n\n{body}\n\n\n")
    return "".join(parts) + 'if __name__ == "__main__":\n    sys.exit(main())\n'
