"""SubRip subtitles."""

from __future__ import annotations

from consensus.formats.base import Format
from consensus.formats.subtitles import Srt

FORMAT: Format = Srt()
