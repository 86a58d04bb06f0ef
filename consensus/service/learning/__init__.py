"""What the product learns from its own use, shown as figures and proposals."""
