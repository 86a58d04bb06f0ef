"""No screen hands text from outside to a renderer that reads Markdown or HTML. Read from the syntax trees."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import ui

ROOT = Path(ui.__file__).parent
#: Read Markdown or HTML in their text: never called, whatever stands in it, but by ``safe_html``.
READ_MARKUP = frozenset(
    """
    markdown write write_stream caption title header subheader table html iframe info warning error success toast
    badge metric latex json exception expander popover tabs status dialog echo help divider logo image video audio pdf
    """.split()  # noqa: SIM905
)
#: Their label is Markdown: it must be ours.
LABELLED = frozenset(
    """
    button download_button link_button form_submit_button text_area text_input number_input selectbox multiselect radio
    checkbox toggle slider select_slider segmented_control pills date_input time_input file_uploader color_picker
    chat_input data_editor spinner progress page_link Page
    """.split()  # noqa: SIM905
)
#: Their choices are Markdown too.
MARKED_CHOICES = frozenset({"radio", "pills", "segmented_control"})
#: Keywords that are Markdown or take HTML.
MARKUP_KEYWORDS = frozenset({"help", "unsafe_allow_html", "unsafe_allow_javascript", "icon", "captions"})


def files() -> list[Path]:
    return sorted(ROOT.rglob("*.py"))


def problems(source: str, ours: bool = False) -> list[str]:
    """What a file does that it must not. ours: it is ``safe_html``, which may call ``st.html``."""
    tree = ast.parse(source)
    return [
        *(f"st.{name}" for name in _streamlit_names(tree) if name in READ_MARKUP and not (ours and name == "html")),
        *(f"{word.arg}=" for word in _keywords(tree) if word.arg in MARKUP_KEYWORDS),
        *(f"{name}({ast.unparse(label)})" for name, label in _labels(tree) if not _literal(label, tree)),
    ]


def _streamlit_names(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and ast.unparse(node).startswith("st."):
            yield ast.unparse(node).removeprefix("st.")


def _keywords(tree: ast.AST) -> Iterator[ast.keyword]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.keyword))


def _labels(tree: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        name = node.func.attr
        if ast.unparse(node.func.value) != "st" or name not in LABELLED:
            continue
        words = [word.value for word in node.keywords if word.arg in ("label", "title", "text")]
        own_label = name not in ("page_link", "Page", "progress")
        yield from ((name, label) for label in (*(node.args[:1] if own_label else ()), *words))
        if name in MARKED_CHOICES:
            yield name, node.args[1]


def _literal(label: ast.expr, tree: ast.AST) -> bool:
    """Made of constants of the file, or a name that a loop over the file's constants binds."""
    match label:
        case ast.Constant():
            return True
        case ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.JoinedStr(values=parts):
            return all(_literal(part, tree) for part in parts)
        case ast.FormattedValue(format_spec=ast.JoinedStr(values=[ast.Constant(value=",")])):
            return True  # a number: a text cannot be written so
        case ast.FormattedValue(value=inner):
            return _literal(inner, tree)
        case ast.ListComp(
            elt=ast.Attribute(attr="value"), generators=[ast.comprehension(iter=ast.Name(id="Severity"))]
        ):
            return True
        case ast.Name(id=name):
            return name == "label" or name.isupper() or name.lstrip("_").isupper()
        case ast.Attribute():
            return ast.unparse(label) in ("letter.letter", "view.reject_reasons")
    return False


@pytest.mark.parametrize("path", files(), ids=lambda path: str(path.relative_to(ROOT)))
def test_text_from_outside_stays_text(path: Path) -> None:
    assert problems(path.read_text("utf-8"), ours=path.name == "safe_html.py") == []


@pytest.mark.parametrize(
    ("source", "meaning"),
    [
        ("st.markdown(text)", "Markdown"),
        ("st.write(value)", "whatever it is"),
        ("st.table(rows)", "cells are Markdown"),
        ("st.html(answer)", "HTML outside the one module"),
        ("st.button(document.name)", "a label is Markdown"),
        ("st.button(f'Take {name}')", "a label put together"),
        ("st.radio('Which', names)", "choices of a radio are Markdown"),
        ("st.text_input('x', help=text)", "a help text is Markdown"),
        ("st.progress(0.5, text=words)", "the words of a bar are Markdown"),
        ("st.page_link(page, label=name)", "a link's label is Markdown"),
        ("st.Page(draw, title=f'Review {name}')", "a title is Markdown"),
        ("draw = st.markdown", "by another name"),
    ],
)
def test_a_planted_renderer_is_caught(source: str, meaning: str) -> None:
    assert problems(source), meaning


@pytest.mark.parametrize(
    "source",
    [
        "st.text(answer)",
        "st.code(answer)",
        "st.dataframe(rows)",
        "st.button('Save')",
        "st.Page(draw, title=f'Review ({n:,})')",
    ],
)
def test_what_is_inert_passes(source: str) -> None:
    assert problems(source) == []
