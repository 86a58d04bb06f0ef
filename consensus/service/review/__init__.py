"""What a reviewer does: claim, decide, undo, audit."""
