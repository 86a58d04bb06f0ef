"""Blocks that Markdown dialects add to CommonMark, as rules of markdown-it: MkDocs, Docusaurus, VitePress, MyST, Hugo,
Jekyll, Pandoc, MDX. Their marks are tokens without text, their titles and bodies are text like any other.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock, html_block

_TEMPLATE = r"\{%(?:(?!%\}).)*%\}|\{\{(?:(?!\}\}).)*\}\}\}?"
_VALUE = r"(?:\"[^\"]*\"|'[^']*'|[^\s\"'{}]+)"
_ATTRIBUTE = rf"(?:[.#][\w:-]+|[\w-]+={_VALUE})"
#: {: .x #id}, {#id}, { .annotate title="x" }: attributes of the element that they follow.
ATTRIBUTES = rf"\{{(?::[^{{}}\n]*|[ \t]*{_ATTRIBUTE}(?:[ \t]+{_ATTRIBUTE})*[ \t]*)\}}"
_FIXED_LINE = re.compile(
    rf"(?:(?:{_TEMPLATE})[ \t]*)+|{ATTRIBUTES}|\{{::[^{{}}]*\}}|\[TOC\]|\[\[_?toc_?\]\]|-+8<-+.*|///"
    r"|\([\w:.-]+\)=|<<<[ \t].*|@\[\w+\]\(.*\)|\{/\*.*\*/\}",
    re.IGNORECASE,
)
_ADMONITION = re.compile(
    r"(?:(?:!!!|\?\?\?\+?)[ \t]*[\w-]+(?:[ \t]+[\w-]+)*|(?:!!!|\?\?\?\+?|===[!+]?))(?:[ \t]+\"(?P<title>.*)\")?[ \t]*"
)
_DIRECTIVE = re.compile(r"(?P<marks>:{3,})[ \t]*(?P<name>[\w-]+|\{[\w:-]+\})?(?P<rest>.*)")
_BRACKETED = re.compile(rf"\[(?P<title>.*)\][ \t]*(?:{ATTRIBUTES})?[ \t]*")
_PLAIN_TITLE = re.compile(rf"[ \t]+(?P<title>[^\[{{\s].*?)(?:[ \t]*{ATTRIBUTES})?[ \t]*")
_LEAF = re.compile(rf"::[A-Za-z][\w-]*(?:\[(?P<title>[^\[\]]*)\])?(?:{ATTRIBUTES}|\{{[^{{}}]*\}})?[ \t]*")
_SLASHED = re.compile(r"/{3,}[ \t]*[\w-]+(?:[ \t]*\|[ \t]*(?P<title>.+?))?[ \t]*")
_OPTION = re.compile(r":[\w-]+:(?:[ \t].*)?")
#: Directives of MyST whose argument people read; that of others is a file, a language, a name.
_MYST_TITLED = re.compile(
    r"\{(?:admonition|attention|caution|card|danger|dropdown|error|grid-item-card|hint|important|note|seealso|sidebar"
    r"|tab-item|tip|topic|warning)\}"
)
_MYST_CODE = re.compile(r"\{(?:code|code-block|code-cell|eval-rst|literalinclude|math|mermaid|raw|sourcecode)\}")
_IMPORT = re.compile(r"import\s+(?:[\w*{][^;'\"]*\sfrom\s+)?(?:'[^']+'|\"[^\"]+\")\s*;?\s*")
_EXPORT = re.compile(r"export\s+(?:const|let|var|default|function|async|class|\*|\{)")
_CODE_TAG = re.compile(r"\{[{%][<%-]*\s*(?P<name>raw|highlight|comment|mermaid|verbatim|math)\b")
_JSX = re.compile(r"<[A-Za-z][\w.:-]*(?:[ \t][^>]*)?")
COMMENT_FIRST = re.compile(r"(?:<!--(?:(?!-->).)*-->[ \t]*)+(?=[^\s<])")
_MARKER = re.compile(r":[ \t]+(?=\S)|\[\^[^\]\s]+\]:[ \t]*|\*\[[^\]]+\]:[ \t]*(?=\S)")
#: Longer than this, in lines, no such block is; its opener stands alone.
_LONGEST = 400


def with_dialects(parser: MarkdownIt) -> MarkdownIt:
    """The parser, reading these blocks too. They may follow a paragraph without a blank line between."""
    may_follow: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    parser.block.ruler.before("table", "opaque", _opaque, may_follow)
    parser.block.ruler.before("table", "module", _module, {"alt": []})
    parser.block.ruler.before("table", "admonition", _admonition, may_follow)
    parser.block.ruler.before("table", "directive", _directive, may_follow)
    parser.block.ruler.before("table", "fixed_line", _fixed_line, may_follow)
    parser.block.ruler.before("table", "marked", _marked, may_follow)
    parser.block.ruler.at("html_block", _html_block, {"alt": ["paragraph", "reference", "blockquote"]})
    return parser


def _html_block(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """As CommonMark has it, but a comment before words on the same line is a mark in a paragraph."""
    return not COMMENT_FIRST.match(_line(state, line)) and html_block(state, line, end, silent)


def _line(state: StateBlock, line: int) -> str:
    """A line without its indentation and its containers' marks."""
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _fixed(state: StateBlock, first: int, last: int, silent: bool, kind: str = "fixed") -> bool:
    """Lines first to last as one token that is kept as it stands."""
    if not silent:
        token = state.push(kind, "", 0)
        token.map = [first, last + 1]
        token.content = "\n".join(_line(state, line) for line in range(first, last + 1))
        state.line = last + 1
    return True


def _titled(state: StateBlock, line: int, found: re.Match[str] | None) -> None:
    """A line whose title is text and whose rest is kept."""
    text = _line(state, line)
    title = (found["title"] or "") if found else ""
    end = len(text) - (found.end("title") if found and title else 0)
    token = state.push("fixed", "", 0)
    token.map = [line, line + 1]
    token.content = f"{text[: len(text) - end - len(title)]}\n{text[len(text) - end :]}" if title else text
    if title.strip():
        token = state.push("title", "", 0)
        token.map, token.content, token.meta = [line, line + 1], title, {"after": end}
    state.line = line + 1


def _fixed_line(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    if state.is_code_block(line) or not _FIXED_LINE.fullmatch(_line(state, line).rstrip()):
        return False
    return _fixed(state, line, line, silent)


def _opaque(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """Formulas, code of templates, tags and comments of MDX over several lines: from an opener to its closer."""
    text = _line(state, line).rstrip()
    if state.is_code_block(line) or text[:1] not in ("$", "\\", "{", "<"):
        return False
    closer, kind = _closer(text), "fixed"
    if closer is None and _JSX.fullmatch(text) and "paragraph" not in state.parentType:
        closer, kind = re.compile(r".*>"), "html_block"
    if closer is None:
        return False
    if kind == "fixed" and len(text) > 3 and closer.fullmatch(text[2:]):
        return _fixed(state, line, line, silent)
    last = _find(state, line + 1, end, closer, stop=r"" if kind == "html_block" else None)
    return last is not None and _fixed(state, line, last, silent, kind)


def _closer(text: str) -> re.Pattern[str] | None:
    """What the last line of the block that this line opens looks like."""
    if text.startswith("$$"):
        return re.compile(r"[^$]*\$\$[ \t]*(?:\([\w:.-]+\)|\{#[^{}]*\})?")
    if text == "\\[":
        return re.compile(r"\\\]")
    if found := re.match(r"\\begin\{(\w+\*?)\}", text):
        return re.compile(rf".*\\end\{{{re.escape(found[1])}\}}")
    if found := _CODE_TAG.match(text):
        return re.compile(rf".*\{{[{{%][<%-]*\s*/?\s*(?:end)?{found['name']}\b.*" if "/" in text else _end_tag(found))
    return re.compile(r".*\*/\}") if text.startswith("{/*") else None


def _end_tag(found: re.Match[str]) -> str:
    return rf".*\{{[{{%][<%-]*\s*(?:end|/\s*){found['name']}\b.*"


def _find(state: StateBlock, first: int, end: int, wanted: re.Pattern[str], stop: str | None) -> int | None:
    """The first line that is wanted; stop: a line that ends the search, within the same container."""
    for line in range(first, min(end, first + _LONGEST)):
        text = _line(state, line).rstrip()
        if text and state.sCount[line] < state.blkIndent:
            return None
        if wanted.fullmatch(text):
            return line
        if text == stop:
            return None
    return None


def _module(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """import and export of MDX."""
    text = _line(state, line)
    if state.level or state.sCount[line] or not text.startswith(("import", "export")):
        return False
    last, lines = line, [text]
    while last + 1 < min(end, line + _LONGEST) and (_open(lines) or not state.isEmpty(last + 1)):
        if text.startswith("import") and _IMPORT.fullmatch("\n".join(lines)):
            break
        last += 1
        lines.append(_line(state, last))
    whole = "\n".join(lines)
    known = _IMPORT.fullmatch(whole) if text.startswith("import") else _EXPORT.match(whole)
    return known is not None and _fixed(state, line, last, silent)


def _open(lines: list[str]) -> bool:
    whole = "".join(lines)
    return any(whole.count(a) > whole.count(b) for a, b in ("()", "[]", "{}"))


def _admonition(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """``!!! note "Title"``, ``??? note``, ``=== "Tab"`` with an indented body."""
    if state.is_code_block(line) or not _line(state, line).startswith(("!!!", "???", "===")):
        return False
    found = _ADMONITION.fullmatch(_line(state, line))
    if found is None or (found["title"] is None and not re.match(r"(?:!!!|\?\?\?)", found.group())):
        return False
    if silent:
        return True
    last = line
    for below in range(line + 1, end):
        if not state.isEmpty(below):
            if state.sCount[below] < state.blkIndent + 4:
                break
            last = below
    state.push("admonition_open", "", 1)
    _titled(state, line, found)
    kept = state.parentType, state.lineMax
    state.parentType, state.lineMax = "admonition", last + 1
    state.blkIndent += 4
    state.md.block.tokenize(state, line + 1, last + 1)
    state.blkIndent -= 4
    state.parentType, state.lineMax = kept
    state.push("admonition_close", "", -1)
    state.line = last + 1
    return True


def _directive(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """``:::tip Title``, ``:::{note} Title``, ``::leaf[Text]``, ``/// note | Title``, and the lines that close them."""
    text = _line(state, line)
    if state.is_code_block(line) or not text.startswith(("::", "///")):
        return False
    found = _DIRECTIVE.fullmatch(text)
    if found is None:
        title = _LEAF.fullmatch(text) or _SLASHED.fullmatch(text)
        if title is None:
            return False
        if not silent:
            _titled(state, line, title)
        return True
    if silent:
        return True
    name, rest = found["name"] or "", found.start("rest")
    if _MYST_CODE.fullmatch(name):
        last = _find(state, line + 1, end, re.compile(rf":{{{len(found['marks'])},}}"), None)
        if last is not None:
            return _fixed(state, line, last, silent)
    title = None
    if _MYST_TITLED.fullmatch(name) or (name and not name.startswith("{")):
        title = _BRACKETED.fullmatch(text, rest) or _PLAIN_TITLE.fullmatch(text, rest)
    _titled(state, line, title)
    while name.startswith("{") and state.line < end and _OPTION.fullmatch(_line(state, state.line)):
        _fixed(state, state.line, state.line, silent)
    return True


def _marked(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """``: text`` of a definition, ``[^1]: text`` of a footnote, ``*[HTML]: text``: blocks behind a mark."""
    if state.is_code_block(line):
        return False
    start = state.bMarks[line] + state.tShift[line]
    found = _MARKER.match(state.src, start, state.eMarks[line])
    if found is None:
        return False
    if silent:
        return True
    kept = state.bMarks[line], state.tShift[line], state.sCount[line], state.parentType
    token = state.push("marked_open", "", 1)
    token.content = found.group().strip()
    token.map = [line, line + 1] if found.end() == state.eMarks[line] else None
    state.bMarks[line], state.tShift[line] = found.end(), 0  # nothing, where the text begins on the line below
    state.blkIndent += 4
    state.sCount[line] = state.blkIndent
    state.parentType = "marked"
    state.md.block.tokenize(state, line, end)
    state.blkIndent -= 4
    state.bMarks[line], state.tShift[line], state.sCount[line], state.parentType = kept
    state.push("marked_close", "", -1)
    return True
