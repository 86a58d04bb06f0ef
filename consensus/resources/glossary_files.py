"""Glossaries as files that other programs read: CSV for spreadsheets, TBX-Basic (ISO 30042:2019) for term bases."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from consensus.normalize.spreadsheets import as_text
from consensus.resources.glossary import Term

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<tbx style="dca" type="TBX-Basic" xml:lang={lang} xmlns="urn:iso:std:iso:30042:ed-2">\n'
    "<tbxHeader><fileDesc><sourceDesc><p>consensus-verifier</p></sourceDesc></fileDesc></tbxHeader>\n<text><body>\n"
)
_STATUS = {"required": "preferredTerm-admn-sts", "forbidden": "deprecatedTerm-admn-sts"}


def glossary_csv(terms: Sequence[Term]) -> bytes:
    """With a byte-order mark, which spreadsheets want. What one would run as a formula has an apostrophe in front."""
    made = io.StringIO(newline="")
    writer = csv.writer(made)
    writer.writerow(("source", "target", "kind"))
    writer.writerows((as_text(source), as_text(target), kind) for source, target, kind in terms)
    return made.getvalue().encode("utf-8-sig")


def glossary_tbx(terms: Sequence[Term], source_lang: str, target_lang: str) -> bytes:
    """One concept a source term, all its targets in it. The languages are BCP 47."""
    by_source: dict[str, list[Term]] = {}
    for term in terms:
        by_source.setdefault(term[0], []).append(term)
    parts = [_HEAD.format(lang=quoteattr(source_lang))]
    for number, (source, targets) in enumerate(by_source.items(), 1):
        said = "".join(
            f'<termSec><term>{_xml(target)}</term><termNote type="administrativeStatus">{_STATUS[kind]}</termNote>'
            "</termSec>"
            for _, target, kind in targets
        )
        asked = f"<termSec><term>{_xml(source)}</term></termSec>"
        parts.append(
            f'<conceptEntry id="c{number}"><langSec xml:lang={quoteattr(source_lang)}>{asked}</langSec>'
            f"<langSec xml:lang={quoteattr(target_lang)}>{said}</langSec></conceptEntry>\n"
        )
    return "".join([*parts, "</body></text>\n</tbx>\n"]).encode()


def _xml(text: str) -> str:
    """Escaped; characters that XML does not allow are left out."""
    return escape("".join(char for char in text if char in "\t\n\r" or " " <= char <= "\ud7ff" or char >= "\ue000"))
