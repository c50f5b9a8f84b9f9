"""五查: parse arguments, build the parts, open the window or run a headless verb."""

from __future__ import annotations

import argparse
import gc
import json
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.commandline import DONE, REFUSED, folder_of, parser, read_mapping
from app.errors import AppError
from app.paths import Paths
from app.words import explain, say

if TYPE_CHECKING:
    from db.store import LocalStore

READING = {"list", "export-documents", "verify"}
Outcome = tuple[int, Any]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; the exit code is 0 done, 1 refused with reasons, 2 misuse."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    options = parser().parse_args(arguments)
    if options.verb is None:
        return _window(options)
    try:
        code, answer = _run_verb(options)
    except AppError as error:
        code, answer = REFUSED, {"error": error.code, "message": explain(error)}
        print(explain(error), file=sys.stderr)
    print(json.dumps(answer, ensure_ascii=False, indent=1))
    return code


def _run_verb(options: argparse.Namespace) -> Outcome:
    from app.services.single import held_lock
    from db.store import open_store

    # A verb is short and may hold 200,000 rows: walking through them for cycles frees nothing.
    gc.disable()
    paths = folder_of(options)
    if options.verb in READING and not paths.store.exists():
        raise AppError("cli.no_store", folder=str(paths.root))
    if options.verb == "import-institutions" and options.dry_run and not paths.store.exists():
        # A try leaves nothing behind, not even an empty store.
        with (
            tempfile.TemporaryDirectory(prefix="wucha-try-") as folder,
            closing(open_store(Paths(Path(folder)))) as store,
        ):
            return _import(options, store)
    with held_lock(paths, wanted=options.verb not in READING), closing(open_store(paths)) as store:
        return _VERBS[options.verb](options, store)


def _import(options: argparse.Namespace, store: LocalStore) -> Outcome:
    from app.services import importing
    from app.services.office import SYSTEM
    from db.workbooks import open_book

    seen = importing.look(open_book(options.file), store.reads(), options.sheet)
    if options.mapping:
        raw = read_mapping(options.mapping)
        seen = importing.with_mapping(seen, importing.mapping_of(seen, raw))
    made = importing.plan(seen, store.reads())
    if not options.dry_run:
        importing.commit(store, SYSTEM, made)
    told = importing.report(made)
    code = "cli.would_import" if options.dry_run else "cli.imported"
    counts = {key: len(v) if isinstance(v, list) else v for key, v in told.items()}
    print(say(code, **counts), file=sys.stderr)
    return DONE, told


def _list(options: argparse.Namespace, store: LocalStore) -> Outcome:
    from app.services.headless import line_of, listed

    rows = listed(store.reads(), options.what)
    print(say("cli.listed", count=len(rows)), file=sys.stderr)
    if not options.json:
        for row in rows:
            print(line_of(options.what, row), file=sys.stderr)
    return DONE, rows


def _demo(_options: argparse.Namespace, store: LocalStore) -> Outcome:
    from app.services import demo
    from app.services.office import today

    made = demo.fill(store, store.attachments, today())
    counts = {entity: len(rids) for entity, rids in made.touched.items()}
    print(say("cli.demo_filled"), file=sys.stderr)
    return DONE, {"filled": counts}


def _export(options: argparse.Namespace, store: LocalStore) -> Outcome:
    from app.services.headless import export_documents
    from db.trouble import translated

    with translated():
        options.out.mkdir(parents=True, exist_ok=True)
    written = export_documents(store.reads(), store.attachments, options.out, visit=options.visit)
    print(say("cli.exported", count=len(written), folder=str(options.out)), file=sys.stderr)
    return DONE, written


def _verify(_options: argparse.Namespace, store: LocalStore) -> Outcome:
    from db.verify import report

    answer = report(store)
    for flaw in answer["flaws"]:
        print(flaw["reason"], file=sys.stderr)
    if answer["ok"]:
        told = {"commits": answer["commits"], "files": answer["attachments"]}
        print(say("cli.verified", **told), file=sys.stderr)
    return (DONE if answer["ok"] else REFUSED), answer


_VERBS: dict[str, Callable[[argparse.Namespace, LocalStore], Outcome]] = {
    "import-institutions": _import, "list": _list, "demo": _demo, "export-documents": _export,
    "verify": _verify,
}  # fmt: skip


def _window(options: argparse.Namespace) -> int:
    asked = os.environ.get("QT_QPA_PLATFORM", "")
    if sys.platform.startswith("linux") and not asked:
        if not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
            print(say("cli.no_display"), file=sys.stderr)
            return REFUSED
    from db.doors import doors
    from ui.run import run_window

    if options.demo and not options.data_dir:
        # A throw-away folder: nothing of it stays.
        with tempfile.TemporaryDirectory(prefix="wucha-demo-") as folder:
            return run_window(Paths(Path(folder) / "data"), doors(), demo=True)
    return run_window(folder_of(options), doors(), demo=options.demo)


if __name__ == "__main__":
    sys.exit(main())
