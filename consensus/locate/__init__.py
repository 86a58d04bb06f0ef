"""Where a value stands in a document: its places with exact offsets, and which of several is meant."""
