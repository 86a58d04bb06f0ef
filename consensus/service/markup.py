"""What the screens escape texts by; reports are made by the same."""

from consensus.normalize.markup import clean, escaped, reading

__all__ = ["clean", "escaped", "reading"]
