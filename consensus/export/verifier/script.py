"""The command: ``python verify_export.py FILE [--key house.pub]``. Exit status 0, or 2 for a file that is refused."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from consensus.export.verifier.files import Verified, verify
from consensus.export.verifier.reading import Refused, need

CERTIFICATE, SIGNATURE = ".certificate.json", ".intoto.jsonl"
_LONGEST = 2000


def verify_path(path: Path, keys: Sequence[Path] = (), last_digest: str | None = None) -> Verified:
    """Compute an exported file again, with what stands beside it. Raises Refused where one cannot be read, or is
    empty."""
    content, beside, envelope = _read(path), _read_beside(path, CERTIFICATE), _read_beside(path, SIGNATURE)
    need(content.strip() or beside is not None, "file", f"{path} is empty.")
    return verify(content, beside, envelope, {str(key): _read(key) for key in keys}, last_digest)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except (OSError, ValueError) as error:
        told = getattr(error, "strerror", None) or "this is no path"
        raise Refused("file", f"cannot read {path}: {told}.") from None


def _read_beside(path: Path, end: str) -> bytes | None:
    beside = Path(f"{path}{end}")
    try:
        return beside.read_bytes()
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        return _read(beside)


def lines_of(name: str, found: Verified) -> str:
    """The result in plain words, a line for each."""
    counts = [f"  {units:>8,}  {verification}" for verification, units in found.classes.items() if units]
    if found.problem:
        return _harmless([f"{name}: REFUSED ({found.point}): {found.problem}", "Rely on nothing in it."])
    certificate = found.certificate[:1].upper() + found.certificate[1:]
    return _harmless(
        [
            f"{name}: {found.units:,} units, and nothing in it contradicts the rest.",
            *counts,
            certificate if certificate.endswith(".") else f"{certificate}.",
            *([f"Signed by the key in {found.signed_by}, with its certificate."] if found.signed_by else []),
            *([f"Last digest: {found.last_digest}"] if found.last_digest else []),
            f"SHA-256: {found.sha256}",
            *dict.fromkeys(found.notes),
        ]
    )


def _harmless(lines: Sequence[str]) -> str:
    """What a file says must not command the terminal."""
    cut = (line if len(line) <= _LONGEST else f"{line[:_LONGEST]}..." for line in lines)
    return "\n".join("".join(ch if ch.isprintable() else "?" for ch in line) for line in cut)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit status."""
    parser = argparse.ArgumentParser(description="Compute an export of consensus-verifier again, from its files alone.")
    parser.add_argument(
        "file", type=Path, metavar="FILE", help="with FILE.certificate.json and FILE.intoto.jsonl beside"
    )
    key = "the house's public key, which you have from elsewhere than this file; once for each that you trust"
    parser.add_argument("--key", type=Path, action="append", default=[], metavar="HOUSE.pub", help=key)
    parser.add_argument("--last-digest", metavar="DIGEST", help="of the last line, kept apart when it was exported")
    options = parser.parse_args(argv)
    try:
        found = verify_path(options.file, options.key, options.last_digest)
    except Refused as refused:
        found = Verified(refused.why, refused.point)
    text = f"{lines_of(str(options.file), found)}\n"
    sys.stdout.buffer.write(text.encode(sys.stdout.encoding or "utf-8", "replace"))
    return 2 if found.problem else 0
