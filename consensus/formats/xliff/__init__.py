"""XLIFF: source and target beside each other, with a state."""

from consensus.formats.xliff.format import FORMAT

__all__ = ["FORMAT"]
