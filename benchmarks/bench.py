"""The numbers of stage 1 as ratios against peers in one run: ``python -m benchmarks.bench``."""

from __future__ import annotations

import os
import platform
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from app.domain.finding import Finding
from app.services.office import SYSTEM
from benchmarks import import_xlsx, make_store
from db.store import LocalStore

ROUNDS = 7
ENV = {**os.environ, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
Row = tuple[str, str, str, float, str]


def median_of(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Median seconds of a piece of work."""
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def child(*arguments: str) -> int:
    """Run `benchmarks.window` and give the memory it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.window", *arguments],
        capture_output=True, text=True, check=True, env=ENV,
    )  # fmt: skip
    return int(done.stdout.split()[-1])


def start(folder: Path) -> Row:
    """Cold start to a usable window."""
    bare, ours = [], []
    for _ in range(ROUNDS):
        bare.append(median_of(lambda: child("bare"), 1))
        ours.append(median_of(lambda: child("start", str(folder)), 1))
    ours_s, bare_s = statistics.median(ours), statistics.median(bare)
    return "cold start, 100k findings", f"{ours_s:.2f} s", f"{bare_s:.2f} s", ours_s / bare_s, "≤ 2"


def memory(folder: Path) -> Row:
    """Resident memory with the list of findings open."""
    bare = statistics.median(child("bare") for _ in range(3))
    ours = statistics.median(child("list", str(folder)) for _ in range(3))
    return (
        "memory, 100k findings open", f"{ours / 1024:.0f} MB", f"{bare / 1024:.0f} MB", ours / bare, "≤ 1.8",
    )  # fmt: skip


def save(store: LocalStore, folder: Path) -> Row:
    """One field, durable, against one raw insert and commit on the same disk."""
    raw = sqlite3.connect(folder / "raw.db", isolation_level=None)
    raw.execute("PRAGMA journal_mode = WAL")
    raw.execute("PRAGMA synchronous = FULL")
    raw.execute("CREATE TABLE t(id INTEGER PRIMARY KEY, v TEXT)")
    rid = store.reads().find(Finding, position=1)[0].rid
    counter = iter(range(10**9))

    def one() -> None:
        with store.action("bench.save", SYSTEM) as act:
            act.change(Finding, rid, {"amount_fen": next(counter)})

    def plain() -> None:
        raw.execute("BEGIN IMMEDIATE")
        raw.execute("INSERT INTO t(v) VALUES (?)", ("x" * 200,))
        raw.execute("COMMIT")

    for work in (one, plain):
        median_of(work, 50)
    ours, theirs = median_of(one, 400), median_of(plain, 400)
    raw.close()
    return (
        "durable save of one field",
        f"{ours * 1e3:.2f} ms",
        f"{theirs * 1e3:.2f} ms",
        ours / theirs,
        "≤ 1.5",
    )


def search(store: LocalStore) -> Row:
    """Two characters among 100,000 findings against a LIKE scan of the same store."""
    conn = store.reads().conn
    chance = random.Random(3)
    words = ["".join(chance.choices(make_store.SIGNS, k=2)) for _ in range(15)]
    ours = statistics.median(median_of(lambda w=w: store.search(w), 3) for w in words)  # type: ignore[misc]
    scan = statistics.median(
        median_of(
            lambda w=w: conn.execute(  # type: ignore[misc]
                "SELECT rid FROM finding WHERE fact_text LIKE ? AND _del = 0", (f"%{w}%",)
            ).fetchall(), 2,
        )
        for w in words
    )  # fmt: skip
    return (
        "two-character search",
        f"{ours * 1e3:.1f} ms",
        f"{scan * 1e3:.1f} ms",
        scan / ours,
        "≥ 20 ×",
    )


def imported() -> Row:
    """A 200,000-row workbook."""
    ratio = import_xlsx.main(200_000)
    return "import of 200k rows", "read+map+check", "openpyxl reads", ratio, "≥ 4 ×"


def notice(folder: Path) -> Row:
    """A penalty notice, second in the process, against bare reportlab with the same text and fonts."""
    from datetime import date

    from app.documents.options import Options
    from app.documents.paper import texts_of
    from app.domain.document import Document, PaperKind
    from app.paths import Paths
    from app.services import demo, issuing
    from db.store import open_store

    store = open_store(Paths(folder))
    demo.fill(store, store.attachments, date(2026, 11, 23))
    paper = next(d for d in store.reads().find(Document) if d.kind == PaperKind.PENALTY_NOTICE)
    options = Options(dated_on="2026-11-23")
    drawn = issuing.draft(store.reads(), paper.kind, paper.visit, options=options).paper
    texts = [text for text in texts_of(drawn) if text]
    issuing.pdf_of(drawn)
    ours = median_of(lambda: issuing.pdf_of(drawn), 25)
    theirs = median_of(lambda: _bare_pdf(texts), 25)
    store.close()
    return (
        "notice PDF, second",
        f"{ours * 1e3:.0f} ms",
        f"{theirs * 1e3:.0f} ms",
        ours / theirs,
        "≤ 1.5",
    )


def _bare_pdf(texts: list[str]) -> bytes:
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    style = ParagraphStyle("x", fontName="wucha-body", fontSize=16, leading=28, wordWrap="CJK")
    out = BytesIO()
    SimpleDocTemplate(out, invariant=1).build([Paragraph(text, style) for text in texts])
    return out.getvalue()


def main() -> None:
    """Everything, as one table."""
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        begun = time.perf_counter()
        store = make_store.make(folder / "big", 100_000)
        print(f"(store of 100,000 findings made in {time.perf_counter() - begun:.0f} s)")
        rows = [save(store, folder), search(store)]
        store.close()
        rows += [start(folder / "big"), memory(folder / "big"), notice(folder / "demo"), imported()]
    print(f"\n{'what':<28}{'ours':>16}{'peer':>16}{'ratio':>9}   wanted")
    for what, ours, peer, ratio, wanted in rows:
        print(f"{what:<28}{ours:>16}{peer:>16}{ratio:>9.2f}   {wanted}")


if __name__ == "__main__":
    main()
