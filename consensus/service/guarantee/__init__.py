"""How guarantees are earned, followed and shown."""
