"""Policies as YAML files: read, checked, written."""
