"""What runs in a child process, because it hands what strangers made to native code.

Imports nothing of the product, so that a child starts in a moment; each module with a ``main`` reads one request from
standard input and writes one answer to standard output. ``consensus.formats.child`` starts them.
"""
