"""Small real models on this machine's processor."""
