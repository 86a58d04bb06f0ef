"""The one list of what a text holds for programs: placeholders, entities, formulas and other verbatim syntax.

The prompt names its examples, the check compares what it finds, and a text is never cut inside of it.
"""

from __future__ import annotations

import re
from html.entities import html5
from typing import NamedTuple

from consensus.normalize.icu import IcuArgument, icu_arguments
from consensus.normalize.tokens import blank, matches

#: Names that programs give to variables: ``__name__`` is one, ``__not__`` is a word in bold.
_VARIABLES = (
    "name|first_?name|last_?name|user|user_?name|count|number|num|value|date|time|year|email|mail|url|link|id|title|"
    "total|amount|price|file|file_?name|path|type|key|version|domain|host|site|language|lang|code|size|page|item"
)
_CONVERSION = (
    r"(?:\(\w+\)|\d+\$)?[-+0#']*(?:\d+|\*)?(?:\.(?:\d+|\*))?(?:hh?|ll?|I64|[Lqjzt])?[diouxXeEfFgGcCsSpaAn@]"
    r"(?:(?=(?:ms|px|kb|mb|gb|fps|min|sec)\b)|(?![A-Za-z]{2}))"
)
#: kind -> pattern, most specific first, in ASCII, since Chinese letters may touch a name on both sides. Every match
#: begins with one of the characters of ``_LEAD``; every repetition is bounded, so that no text takes long.
_SYNTAXES: dict[str, str] = {
    "math": r"\$\$[^$]{1,300}\$\$|\\\(.{1,300}?\\\)|\\\[.{1,300}?\\\]"
    r"|(?<![\w$\\])\$(?=[^\s${])(?=[^$\n]{1,200}?[\\^_=]|[A-Za-z](?:\s?[-+*/<>]\s?[A-Za-z0-9]){0,6}['′]?\$)"
    r"[^$\n]{1,200}?(?<=[^\s\\])\$(?![\w$])",
    "nesting": r"\$t\([^()\n]{1,200}\)|@(?:\.[a-z]{1,20})?:(?:\([\w.-]{1,80}\)|[A-Za-z_][\w.-]{0,80}\w)",
    "server": r"<%.{0,200}?%>|<\?(?:php\b|=).{0,200}?\?>|\[%.{0,200}?%\]",
    "jinja": r"\{%.{0,200}?%\}|\{#.{1,200}?#\}",
    "mustache": r"\{\{\{?[^{}]{0,200}\}?\}\}",
    "dollar": r"[$#%@]\{[^{}]{0,200}\}",
    "fluent": r"\{\s{0,4}[$-][A-Za-z][\w.-]{0,80}(?:\([^(){}]{0,80}\))?\s{0,4}\}"
    r"|\{\s{0,4}[A-Z]{2,20}\([^(){}]{1,120}\)\s{0,4}\}",
    "format": r"\{\s{0,4}\w+\s{0,4},\s{0,4}(?:number|date|time|spellout|ordinal|duration)\b[^{}]{0,80}\}",
    "brace": r"\{[\w.\[\]-]{0,80}(?:![rsa])?(?:,-?\d{1,3})?(?::[^{}\s]{0,20})?\}"
    r"|\{\d{1,2}(?:,-?\d{1,3})?:[^{}\n]{0,40}\}|\{:[A-Za-z_]\w{0,80}\}",
    "bracket": r"\[\[[\w.|:-]{1,80}\]\]|\[[A-Z][A-Z0-9]*(?:[_-][A-Z0-9]+)+\](?![(\[])|\[%\w{1,80}%\]|\[\^[\w-]{1,40}\]",
    "percent_name": r"(?<![\d%])%{1,2}[A-Za-z_]\w{1,80}%{1,2}",
    "printf": rf"(?<![\d%])%{_CONVERSION}",
    "percent_escape": r"(?<!%)%%(?![\w%])",
    "numbered": r"(?<![\w%])%L?[1-9]\d?(?![\w%]|[.,]\d)",
    "environment": r"\$[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|(?<![\w$])\$[A-Za-z_][\w.-]{0,60}\$(?![\w$])",
    "fenced_name": r"(?<![\w@])@@\w{1,80}@@|(?<!\w)#[A-Z][A-Z0-9_]{1,80}#(?!\w)"
    r"|(?<!\w)__(?:[A-Z][A-Z0-9_]{0,60}?|[A-Za-z][A-Za-z0-9]{0,40}(?:_[A-Za-z0-9]{1,40}){1,6}"
    rf"|[a-z]{{1,40}}(?:[A-Z][a-z0-9]{{0,40}}){{1,6}}|{_VARIABLES})__(?!\w)",
    "task_mark": r"(?:(?<![^\n])|(?<=^[-*+] )|(?<=\n[-*+] ))\[[ xX]\](?=[ \t])",
    "directive": r"(?<![^\n]):{3,8}[ \t]?[A-Za-z][\w-]{0,40}",
    "emoji": r"(?<![\w:]):[a-z][a-z0-9_+-]{1,40}:(?![\w:])",
    "colon": r"(?<![^\s(\[\"'“„«>=]):[a-z][a-z0-9]*(?:_[a-z0-9]+)*(?![\w:-])",
    "entity": r"(?<!\w)&[A-Za-z][\w.-]{1,60};",
    "escape": r"\\[nrt](?!abla|eq\b|u\b|ot\b|imes|ext|heta|au\b|o\b|ho\b|ight)",
}
#: What prompts and documentation show of them.
EXAMPLES = ("{name}", "%s", "%1", "${x}", "{{x}}", "$t(key)", "<%= x %>", "[FIRST_NAME]", ":count", "&name;", "\\n")
_LEAD = re.compile(r"[{$#%@<\[\\_:&]")


def may_hold(more: str = "") -> re.Pattern[str]:
    """Finds a character of ``_LEAD`` but the colon with what may follow, or one of ``more``: most texts hold neither.

    One class of characters is searched for many times faster than alternatives are.
    """
    alone = f"(?<=[{more}])|" if more else ""
    return re.compile(
        rf"[{more}{{%$<\[\\&@#_](?:{alone}(?<=\{{)|(?<=%)[\w(+#*.@'%-]|(?<=\$)[^\s\d.,)]|(?<=<)[%?]"
        r"|(?<=\[)[\[A-Z%^ x]"
        r"|(?<=\\)[(\[nrt]|(?<=&)[A-Za-z]|(?<=@)[@.:{]|(?<=#)[A-Z{]|(?<=_)_)"
    )


_MAY_HOLD = may_hold()
_COLON = re.compile(r":(?:[a-z]|::)")


def may_hold_colon(text: str) -> bool:
    """Whether a colon stands in front of a letter or more colons: the one mark of placeholders frequent in prose."""
    return ":" in text and _COLON.search(text) is not None


_PATTERN = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _SYNTAXES.items()), re.DOTALL | re.ASCII)
#: A place that a person fills in, whose words may be translated: its brackets alone are counted.
_SLOT = re.compile(r"\[[A-Z]{2,}(?: [A-Z]{2,}){0,5}\](?![(\[])|\{[^\W\d_][^{}\n:;\"]{0,60}\}")
_MATH_WORDS = re.compile(r"\\(?:text|textrm|mbox)\{[^{}]*\}|\s+")
#: Filled in by position: their order is their meaning.
_BY_POSITION = re.compile(r"%[^$(]*|\{\}")


class Placeholder(NamedTuple):
    """One placeholder. text: what must survive, verbatim but for blanks without meaning. kind: one of the syntaxes."""

    start: int
    end: int
    text: str
    kind: str

    @property
    def by_position(self) -> bool:
        """Whether programs fill it in by its place among the others."""
        return self.kind in ("printf", "brace") and _BY_POSITION.fullmatch(self.text) is not None and self.text != "%n"


class Placeholders(NamedTuple):
    """All of a text: plain ones outside ICU arguments, ICU arguments, and what stands inside their cases.

    slots: how many places it has for a person to fill in ("[NAME]", "{First name}").
    """

    plain: tuple[Placeholder, ...] = ()
    icu: tuple[IcuArgument, ...] = ()
    nested: frozenset[str] = frozenset()
    slots: int = 0


NO_PLACEHOLDERS = Placeholders()


def scan_placeholders(text: str) -> Placeholders:
    """Every placeholder of a text. ICU arguments are read with balanced braces, their insides as a set."""
    if not _MAY_HOLD.search(text) and not may_hold_colon(text):
        return NO_PLACEHOLDERS
    icu = icu_arguments(text) if "{" in text else []
    plain = [_placeholder(m) for m in verbatim(text)]
    nested = {inner.text for argument in icu for _, body in argument.cases for inner in scan_placeholders(body).plain}
    outer = tuple(p for p in plain if not any(a.start < p.end and p.start < a.end for a in icu))
    slots = 0
    if not icu and ("[" in text or "{" in text):
        slots = len(_SLOT.findall(blank(text, [(p.start, p.end) for p in plain])))
    return Placeholders(outer, tuple(icu), frozenset(nested), slots) if outer or icu or slots else NO_PLACEHOLDERS


def verbatim(text: str) -> list[re.Match[str]]:
    """Every stretch that a program reads, by the list above."""
    found = matches(_LEAD, _PATTERN, text)
    return [m for m in found if m.lastgroup != "entity" or m.group()[1:] not in html5]


def without_verbatim(text: str) -> str:
    """The text with blanks in place of everything that a program reads, offsets unchanged."""
    if not _MAY_HOLD.search(text) and not may_hold_colon(text):
        return text
    return blank(text, (found.span() for found in verbatim(text)))


def _placeholder(match: re.Match[str]) -> Placeholder:
    kind, text = str(match.lastgroup), match.group()
    if kind == "fluent":
        text = "".join(text.split("(")[0].rstrip("}").split()) + "}" if "-" in text[:4] else "".join(text.split())
    elif kind == "math":
        text = _MATH_WORDS.sub("", text)
    return Placeholder(match.start(), match.end(), text, kind)
