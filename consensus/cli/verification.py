"""Commands for exports that are passed on: verify-export, signing-key new."""

from __future__ import annotations

import argparse
from pathlib import Path

from consensus.cli.reports import Command, print_json

_DONE, _REFUSED = 0, 2


def add(command: Command) -> None:
    """Register the commands of this module."""
    verify = command("verify-export", _verify, "Compute an export and its certificate again, from the files alone.")
    beside = "an exported file; FILE.certificate.json and FILE.intoto.jsonl are read where they stand beside it"
    verify.add_argument("file", type=Path, metavar="FILE", help=beside)
    trusted = "the house's public key, from elsewhere than the file; once for each key that is trusted"
    verify.add_argument("--key", type=Path, action="append", default=[], metavar="HOUSE.pub", help=trusted)
    verify.add_argument("--last-digest", metavar="DIGEST", help="of the last line, kept apart when it was exported")
    verify.add_argument("--json", action="store_true")
    keys = command("signing-key", _new, "The key that signs exports.")
    actions = keys.add_subparsers(dest="action", metavar="new", required=True)
    actions.add_parser("new", help="make one in this home; exports are signed from then on")


def _verify(options: argparse.Namespace) -> int:
    from consensus.service.reports.verify_export import as_dict, verify_export, words_of

    found = verify_export(options.file, options.key, options.last_digest)
    if options.json:
        print_json(as_dict(found))
    else:
        print(words_of(options.file, found))
    return _REFUSED if found.problem else _DONE


def _new(_: argparse.Namespace) -> int:
    from consensus.bootstrap import new_signing_key
    from consensus.settings import Settings

    public, name = new_signing_key(Settings.read())
    print(f"Made a signing key, {name}. Every export to a file is signed from now on.")
    print(f"Give receivers its public half, by another way than the exports: {public}")
    print(f"They check with it: python verify_export.py FILE --key {public.name}")
    print(f"or, where this program is installed: consensus verify-export FILE --key {public.name}")
    return _DONE
