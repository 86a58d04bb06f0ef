"""Answers from several language models that people can trust."""
