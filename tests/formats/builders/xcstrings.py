"""Xcode string catalogues put together by hand."""

import json
from typing import Any


def _unit(value: str, state: str = "translated") -> dict[str, Any]:
    return {"stringUnit": {"state": state, "value": value}}


STRINGS: dict[str, Any] = {
    "": {},
    "About the pump": {},
    "Blocked": {"shouldTranslate": False},
    "Done": {"comment": "On the button", "localizations": {"de": _unit("Fertig"), "fr": _unit("Fini")}},
    "Gone": {"extractionState": "stale"},
    "Reviewed": {"localizations": {"de": _unit("Alt", "needs_review")}},
    "With <g1> in it": {"comment": "A <x2/> is no code"},
    "greeting": {"localizations": {"en": _unit('Say "hello" to\nall 😀'), "fr": _unit("Bonjour")}},
    "files": {
        "localizations": {
            "en": {"variations": {"plural": {"one": _unit("%lld file"), "other": _unit("%lld files")}}},
            "fr": {"variations": {"plural": {"one": _unit("%lld fichier"), "other": _unit("%lld fichiers")}}},
        }
    },
    "tap": {
        "localizations": {"en": {"variations": {"device": {"iphone": _unit("Tap it"), "mac": _unit("Click it")}}}},
    },
    "substituted": {"localizations": {"en": {**_unit("%#@a@"), "substitutions": {"a": {"argNum": 1}}}}},
    "none": {"localizations": {}},
}
ROOT = {"sourceLanguage": "en", "strings": STRINGS, "version": "1.0"}


def _written(value: Any, level: int = 0) -> str:
    """As Xcode does."""
    if not isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    pad = "  " * level
    parts = [f"{pad}  {json.dumps(k, ensure_ascii=False)} : {_written(v, level + 1)}" for k, v in value.items()]
    return "{\n" + (",\n".join(parts) if parts else "") + f"\n{pad}}}"


def rich() -> dict[str, bytes]:
    full = _written(ROOT)
    return {
        "full.xcstrings": full.encode(),
        "crlf.xcstrings": full.replace("\n", "\r\n").encode(),
        "compact.xcstrings": json.dumps(ROOT, separators=(",", ":")).encode(),
        "bom.xcstrings": b"\xef\xbb\xbf" + full.encode() + b"\n",
    }


def hostile() -> dict[str, bytes]:
    return {
        "empty.xcstrings": b"",
        "cut.xcstrings": _written(ROOT).encode()[:200],
        "no_strings.xcstrings": b'{"sourceLanguage" : "en"}',
        "list.xcstrings": b"[1, 2]",
        "deep.xcstrings": b'{"strings" : ' + b'{"a" : ' * 20000 + b"1" + b"}" * 20001,
    }
