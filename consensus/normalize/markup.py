"""Text of documents, models and people as HTML: every character escaped, unseen ones named, language and direction."""

from __future__ import annotations

import html
import re

from consensus.normalize.languages import with_trait

#: Characters that no eye sees and that change what the eye sees: controls, direction overrides, zero-width space.
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_LANG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}")
_RIGHT_TO_LEFT = with_trait("right_to_left")
_RIGHT_TO_LEFT_SCRIPTS = frozenset({"adlm", "arab", "hebr", "nkoo", "syrc", "thaa"})


def clean(text: str) -> str:
    """The text with what UTF-8 cannot carry (lone halves of a surrogate pair) replaced."""
    return text.encode("utf-8", "replace").decode("utf-8")


def escaped(text: str) -> str:
    """A text as the content of an HTML element; the only markup in it is ours, so it is not for attributes."""
    return _UNSEEN.sub(lambda found: f"<ins>U+{ord(found.group()):04X}</ins>", html.escape(clean(text)))


def reading(lang: str | None) -> str:
    """The attributes for language and direction; a tag that is none is left out, and the text speaks for itself."""
    if not lang or not _LANG.fullmatch(lang):
        return 'dir="auto"'
    language, *rest = lang.lower().split("-")
    scripts = [part for part in rest if len(part) == 4 and part.isalpha()]
    mirrored = scripts[0] in _RIGHT_TO_LEFT_SCRIPTS if scripts else language in _RIGHT_TO_LEFT
    # The first strong letter would turn an Arabic text that begins with a Latin name.
    return f'lang="{lang}" dir="{"rtl" if mirrored else "auto"}"'
