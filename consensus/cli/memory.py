"""Commands on translation memory: import and export TMX, list and forget what was imported."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from consensus.cli import files
from consensus.cli.reports import Command, print_json
from consensus.settings import Settings

if TYPE_CHECKING:
    from consensus.service.memories import Memories

_DONE = 0


def add(command: Command) -> None:
    """Register the commands of this module."""
    parser = command("memory", _list, "Translation memories: import and export TMX (docs/memory.md).")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    actions = parser.add_subparsers(dest="action", metavar="list | import | export | forget", parser_class=type(parser))
    listed = actions.add_parser("list", help="the memories that were imported")
    listed.set_defaults(run=_list)
    taken = actions.add_parser("import", help="take the pairs of a TMX file, in place of an earlier one of its name")
    taken.add_argument("file", type=Path, metavar="FILE.tmx")
    _add_languages(taken)
    taken.add_argument("--data-class", metavar="NAME", default="", help="use it for documents of this class alone")
    taken.set_defaults(run=_import)
    made = actions.add_parser("export", help="write what was verified here as TMX")
    _add_languages(made)
    made.add_argument("-o", "--output", type=Path, required=True, metavar="FILE.tmx")
    made.add_argument("--force", action="store_true", help=files.FORCE)
    made.set_defaults(run=_export)
    gone = actions.add_parser("forget", help="remove a memory that was imported")
    gone.add_argument("name", metavar="NAME", help="as `consensus memory list` shows it")
    gone.set_defaults(run=_forget)
    for sub in (listed, taken, made, gone):
        sub.add_argument("--json", action="store_true", default=argparse.SUPPRESS)


def _add_languages(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--from", dest="source_lang", metavar="LANG", required=True, help="source language, as in en")
    parser.add_argument("--to", dest="target_lang", metavar="LANG", required=True, help="target language, as in de")


def _list(options: argparse.Namespace) -> int:
    found = _memories().memories()
    if options.json:
        print_json({"memories": [asdict(one) for one in found]})
    for one in () if options.json else found:
        of_class = f", data class {one.data_class}" if one.data_class else ""
        print(f"{one.origin}: {_pairs(one.entries)}, {one.source_lang} to {one.target_lang}{of_class}")
    if not options.json and not found:
        print("No memory was imported. What was verified here is remembered without it.")
    return _DONE


def _import(options: argparse.Namespace) -> int:
    langs = (options.source_lang, options.target_lang)
    taken, left, replaced = _memories().import_tmx(options.file, *langs, options.data_class, Settings.read().user)
    if options.json:
        print_json({"memory": options.file.name, "pairs": taken, "left": left, "replaced": replaced})
    else:
        others = f" Left out, because they lack one of the two languages: {left:,}." if left else ""
        instead = " They replace those of the memory of that name." if replaced else ""
        print(f"{options.file.name}: {_pairs(taken)} taken.{instead}{others}")
    return _DONE


def _export(options: argparse.Namespace) -> int:
    files.refuse_overwriting(options.output, force=options.force)
    content, pairs = _memories().export_tmx(options.source_lang, options.target_lang)
    files.write(options.output, content.decode())
    if options.json:
        print_json({"file": str(options.output), "pairs": pairs})
    else:
        print(f"{options.output}: {_pairs(pairs)}, verified here.")
    return _DONE


def _forget(options: argparse.Namespace) -> int:
    gone = _memories().forget(options.name, Settings.read().user)
    if options.json:
        print_json({"memory": options.name, "pairs": gone})
    else:
        print(f"{options.name}: {_pairs(gone)} forgotten. Jobs keep what they were given.")
    return _DONE


def _pairs(number: int) -> str:
    return f"{number:,} pair{'s' * (number != 1)}"


def _memories() -> Memories:
    from consensus.bootstrap import memories

    return memories(Settings.read())
