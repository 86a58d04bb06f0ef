"""One static style sheet: compact enough for three answers on a small laptop, in light and dark."""

from __future__ import annotations

from ui.widgets import safe_html

_CSS = """
.stMainBlockContainer, .block-container {padding: 0.7rem 1.6rem 0.5rem 1.6rem; max-width: 1500px;}
[data-testid="stHeader"] {height: 0; min-height: 0; visibility: hidden;}
[data-testid="stVerticalBlock"] {gap: 0.4rem;}
[data-testid="stHtml"] {margin-bottom: 0;}
.c-text, .c-source, .c-context, .c-earlier {font-family: "Source Sans", system-ui, "Noto Sans", "Noto Sans Arabic",
    "Noto Sans Hebrew", "Noto Sans Devanagari", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif;}
:lang(ja) {font-family: "Source Sans", system-ui, "Noto Sans CJK JP", "Hiragino Sans", "Yu Gothic", sans-serif;}
:lang(ko) {font-family: "Source Sans", system-ui, "Noto Sans CJK KR", "Malgun Gothic", sans-serif;}
:lang(ar), :lang(fa), :lang(ur), :lang(hi), :lang(mr), :lang(ne) {line-height: 1.7;}
[dir="rtl"] {text-align: right;}
.c-text, .c-source {white-space: pre-wrap; overflow-wrap: anywhere; font-size: 0.95rem; line-height: 1.42;}
.c-source {font-size: 1rem;}
.c-document {white-space: pre-wrap; overflow-wrap: anywhere; font-family: monospace; font-size: 0.85rem;}
.c-pane, .c-doc, .c-fieldpane, .c-sheetpane {overflow: auto; border: 1px solid light-dark(#c3cad5, #465163);
    border-radius: 0.4rem; padding: 0.7rem 0.9rem; animation: c-find 0.4s;}
.c-pane, .c-doc {max-height: max(12rem, calc(100vh - 16.5rem));}
.c-fieldpane {height: 285px;}
.c-sheetpane {height: 190px; margin-top: 0.4rem; padding-top: 0.3rem;}
.c-doc {padding: 0;}
.c-line, .c-line-here, .c-line-read, .c-line-away {padding: 0.3rem 0.9rem 0.35rem 0.9rem;
    border-bottom: 1px solid light-dark(#dde2ea, #333c4a); border-left: 4px solid transparent;}
.c-line-here {border-left: 4px solid light-dark(#1f5f9e, #7fb2e5); background: rgba(31, 95, 158, 0.07);
    scroll-snap-align: center;}
.c-line-away {border-left: 4px solid light-dark(#1f5f9e, #7fb2e5);}
.c-line-read {outline: 2px dashed light-dark(#1f5f9e, #7fb2e5); outline-offset: -2px; scroll-snap-align: center;}
.c-linesource, .c-linetext {white-space: pre-wrap; overflow-wrap: anywhere; line-height: 1.35;}
.c-linesource {font-size: 0.8rem; color: light-dark(#5a6474, #a5afbd);}
.c-linetext {font-size: 0.9rem; color: light-dark(#3c4552, #c4ccd8);}
.c-state {font-size: 0.7rem; color: light-dark(#5a6474, #a5afbd);}
[class*="st-key-documentbar"] {gap: 0 0.7rem;}
[class*="st-key-documentbar"] button {min-height: 1.7rem; padding: 0 0.1rem;}
[class*="st-key-documentbar"] button p, [class*="st-key-documentbar"] kbd {font-size: 0.78rem;}
.c-told-middle {text-align: center; margin: 0.3rem 0;}
.c-told {max-height: 3.9rem; overflow: auto;}
.c-progress {display: flex; gap: 0.6rem; align-items: center;}
.c-progress .c-quiet {white-space: nowrap; overflow-wrap: normal;}
.c-bar {flex: 1 1 4rem; min-width: 3rem; height: 0.45rem; accent-color: #1f5f9e;}
.c-hints {margin-top: 0.4rem;}
@media (max-width: 640px) {
  .c-pane, .c-doc {max-height: 30vh;}
  .c-hints {display: none;}
  [class*="st-key-cardlong"] > [data-testid="stLayoutWrapper"] > [data-testid="stHorizontalBlock"] {
      flex-direction: column-reverse; flex-wrap: nowrap;}
}
/* For a moment the pane may rest only where a value stands; then it scrolls freely. */
@keyframes c-find {from, to {scroll-snap-type: y mandatory;}}
.c-fieldpane .c-document > mark:first-of-type {display: inline-block; scroll-snap-align: center;}
.c-talk {max-height: 190px; overflow: auto; overflow-wrap: anywhere; white-space: pre-wrap;}
.c-letter {font-size: 0.95rem; font-weight: 700; line-height: 1.2;}
[class*="st-key-card"] {padding: 0.55rem 0.9rem;}
[class*="st-key-cardremark"] {padding: 0;}
.c-chip {font-size: 0.68em; font-weight: 600; border: 1px solid light-dark(#7b8798, #8b97a8); border-radius: 0.5rem;
    padding: 0 0.28rem; margin: 0 0.08rem; vertical-align: 0.12em; user-select: none;
    color: light-dark(#1f5f9e, #7fb2e5);}
.c-bold {font-weight: 700;} .c-italic {font-style: italic;} .c-underline {text-decoration: underline;}
.c-strike {text-decoration: line-through;}
.c-superscript {vertical-align: super; font-size: 0.75em;} .c-subscript {vertical-align: sub; font-size: 0.75em;}
.c-context {white-space: pre-wrap; overflow-wrap: anywhere; font-size: 0.85rem; line-height: 1.35;
    color: light-dark(#5a6474, #a5afbd);}
.c-label {font-size: 0.72rem; letter-spacing: 0.05em; text-transform: uppercase; margin-top: 0.1rem;
    color: light-dark(#5a6474, #a5afbd);}
.c-headline {display: flex; justify-content: space-between; align-items: baseline; gap: 1rem;}
h1.c-head, .c-head {font-size: 0.95rem; font-weight: 600; padding: 0; margin: 0; overflow-wrap: anywhere;}
.c-quiet {font-size: 0.8rem; color: light-dark(#5a6474, #a5afbd); overflow-wrap: anywhere;}
.c-right {font-size: 0.85rem; color: light-dark(#5a6474, #a5afbd); text-align: right;}
.c-reason {font-size: 0.9rem; border-left: 3px solid #d99a00; padding: 0.1rem 0 0.1rem 0.6rem; overflow-wrap: anywhere;}
.c-earlier {font-size: 0.9rem; border-left: 3px solid light-dark(#1f5f9e, #7fb2e5); padding: 0.1rem 0 0.1rem 0.6rem;
    overflow-wrap: anywhere;}
.c-veto {font-size: 0.82rem; color: light-dark(#b3261e, #ff9d94); overflow-wrap: anywhere;}
.c-warning {font-size: 0.82rem; color: light-dark(#7a5000, #ffca66); overflow-wrap: anywhere;}
.c-notice {font-size: 0.9rem; background: rgba(217, 154, 0, 0.16); border-radius: 0.4rem; padding: 0.3rem 0.7rem;}
.c-empty {font-size: 1.5rem; font-weight: 600; text-align: center; margin-top: 22vh;}
.c-middle {text-align: center; color: light-dark(#5a6474, #a5afbd);}
.c-none {font-size: 0.95rem; font-style: italic; color: light-dark(#5a6474, #a5afbd);}
.c-table {border-collapse: collapse; width: 100%; font-size: 0.82rem;}
.c-table th, .c-table td {border-bottom: 1px solid light-dark(#dde2ea, #333c4a); padding: 0.15rem 0.5rem 0.15rem 0;
    text-align: start; vertical-align: top; overflow-wrap: anywhere;}
[data-testid="stBaseButton-primary"] {background: #1f5f9e; border-color: #1f5f9e; color: #fff;}
button:focus-visible, textarea:focus-visible, .c-pane:focus-visible, .c-doc:focus-visible, .c-told:focus-visible,
    .c-fieldpane:focus-visible, .c-sheetpane:focus-visible, .c-talk:focus-visible {
    outline: 3px solid light-dark(#1f5f9e, #7fb2e5); outline-offset: 2px;}
button kbd {color: light-dark(#4a5462, #b9c2cf) !important; opacity: 1 !important;}
[data-testid="stBaseButton-primary"] kbd {color: #fff !important;}
mark {background: rgba(255, 190, 0, 0.32); color: inherit; border-radius: 0.15rem; border-bottom: 2px solid #b97f00;}
ins {font-size: 0.7em; border: 1px solid; border-radius: 0.2rem; padding: 0 0.15rem; text-decoration: none;}
@media (prefers-reduced-motion: no-preference) {.c-notice {animation: c-notice 0.2s;}}
@keyframes c-notice {from {opacity: 0.2;}}
"""


def apply() -> None:
    """Call once at the top of a page."""
    safe_html.style(_CSS)
