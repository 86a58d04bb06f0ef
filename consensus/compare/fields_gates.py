"""Gates of the comparison: why a cell on which all agree is still shown to a person."""

from __future__ import annotations

import re
from typing import Final

#: Words by which a field's own description says that nothing printed is not 0.
_MAY_BE_BLANK: Final = re.compile(
    r"\b(blank|omit(ted)?|empty|absent|missing|null|leave out|if (not|none|any)|when not|not (shown|printed|present|"
    r"stated|given)|leer|weglassen|fehlt|vide|absente?|omis|vac[ií]o|omitir|vuoto|vuota|leeg|weglaten|puste|pust[ay])\b",
    re.IGNORECASE,
)

#: Gates that no policy can lift.
ALWAYS: Final = frozenset({"unknown_key"})


def may_be_blank(description: str) -> bool:
    """Whether a field's own words allow it to be blank or left out."""
    return bool(_MAY_BE_BLANK.search(description))
