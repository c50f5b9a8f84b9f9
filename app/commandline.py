"""What may be typed after `main.py`, and what is said when it is typed wrongly."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any, NoReturn

from app.errors import AppError
from app.paths import Paths
from app.version import VERSION
from app.words import say

DONE, REFUSED, MISUSE = 0, 1, 2
"""Exit codes: done, refused with reasons, misuse."""


class _Parser(argparse.ArgumentParser):
    """Misuse in the user's language, exit 2."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(MISUSE, say("cli.misuse", detail=message) + "\n")


def _folder(text: str) -> Path:
    """A folder that was named; an unset variable of a script is not the current folder."""
    if not text.strip():
        raise argparse.ArgumentTypeError(say("cli.no_folder"))
    return Path(text)


def parser() -> argparse.ArgumentParser:
    """Every option and verb of the program."""
    parser = _Parser(prog="main.py", description=say("cli.about"))
    parser.add_argument("--data-dir", type=_folder, help=say("cli.data_dir"))
    parser.add_argument("--demo", action="store_true", help=say("cli.demo"))
    parser.add_argument("--version", action="version", version=f"WuCha {VERSION}")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", parser_class=_Parser)
    common = _Parser(add_help=False)
    common.add_argument(
        "--data-dir", type=_folder, default=argparse.SUPPRESS, help=say("cli.data_dir")
    )

    def verb(name: str) -> argparse.ArgumentParser:
        made: argparse.ArgumentParser = verbs.add_parser(
            name, parents=[common], help=say(f"cli.{name}"), description=say(f"cli.{name}")
        )
        return made

    importing = verb("import-institutions")
    importing.add_argument("file", type=Path, metavar="FILE")
    importing.add_argument("--sheet", default="", help=say("cli.sheet"))
    importing.add_argument("--mapping", type=Path, help=say("cli.mapping"))
    importing.add_argument("--dry-run", action="store_true", help=say("cli.dry_run"))
    listing = verb("list")
    listing.add_argument(
        "what", choices=["institutions", "rounds", "visits", "findings", "documents"]
    )
    listing.add_argument("--json", action="store_true", help=say("cli.json"))
    verb("demo")
    export = verb("export-documents")
    export.add_argument("--out", type=Path, required=True, help=say("cli.out"))
    chosen = export.add_mutually_exclusive_group(required=True)
    chosen.add_argument("--visit", default="", help=say("cli.visit"))
    chosen.add_argument("--all", action="store_true", help=say("cli.all"))
    verb("verify")
    return parser


def folder_of(options: argparse.Namespace) -> Paths:
    """The data folder asked for, else the system's place for it."""
    if options.data_dir:
        return Paths(options.data_dir.expanduser().resolve())
    from platformdirs import user_data_path

    return Paths(user_data_path("WuCha", appauthor=False))


def read_mapping(path: Path) -> dict[str, Any]:
    """A mapping file; AppError("import.bad_mapping") when it is no JSON object."""
    try:
        raw = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise AppError("import.bad_mapping", name=path.name) from error
    if not isinstance(raw, dict):
        raise AppError("import.bad_mapping", name=path.name)
    return raw
