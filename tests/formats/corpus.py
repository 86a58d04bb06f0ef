"""What the formats keep of real files: python -m tests.formats.corpus FOLDER

Reads every file below FOLDER whose suffix a format has, and prints by format how many were read and what held of them;
then each file that failed, and each line that was told of a file that is not read. Ends with 1 where something failed.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from consensus.formats.registry import of_suffix
from tests.formats.contract import Told, check

_COLUMNS = ("files", "read", "refused", "failed", "pieces", "with codes", "letters", "reached", "seconds")


def told_of(paths: Iterable[Path]) -> list[tuple[Told, float]]:
    """What is told of each file, and the seconds that it took."""
    found = []
    for path in paths:
        began = time.perf_counter()
        form = of_suffix(path.suffix)
        try:
            told = check(path.name, path.read_bytes(), form)
        except Exception as error:  # noqa: BLE001  # any file of the world: whatever a format raises is what is looked for
            told = Told(path.name, form.name if form else "", failed=[f"{type(error).__name__}: {error}"[:200]])
        found.append((told, time.perf_counter() - began))
    return found


def files_in(folder: Path) -> list[Path]:
    """Every file below a folder whose suffix a format has."""
    return sorted(path for path in folder.rglob("*") if path.is_file() and of_suffix(path.suffix) is not None)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--format", help="only files of this one")
    parser.add_argument("--most", type=int, help="so many of each format, drawn with a fixed seed")
    options = parser.parse_args(arguments)
    paths: dict[str, list[Path]] = defaultdict(list)
    for path in files_in(options.folder):
        form = of_suffix(path.suffix)
        if form is not None and options.format in (None, form.name):
            paths[form.name].append(path)
    print("  ".join(f"{name:>10}" for name in ("format", *_COLUMNS)))
    failed = []
    for name, some in sorted(paths.items()):
        if options.most and len(some) > options.most:
            some = sorted(random.Random(1).sample(some, options.most))
        lines = told_of(some)
        files = [told for told, _ in lines]
        row = (
            len(files),
            sum(not told.refused for told in files),
            sum(bool(told.refused) for told in files),
            sum(bool(told.failed) for told in files),
            sum(told.pieces for told in files),
            sum(told.coded for told in files),
            sum(told.letters for told in files),
            sum(told.reached for told in files),
            round(sum(seconds for _, seconds in lines), 1),
        )
        print("  ".join(f"{cell!s:>10}" for cell in (name, *row)), flush=True)
        failed += [told for told in files if told.failed]
        for told in files:
            if told.refused:
                print(f"    not read: {told.name}: {told.refused[:150]}")
    for told in failed:
        print(f"  FAILED {told.format} {told.name}: {told.failed[0][:250]}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
