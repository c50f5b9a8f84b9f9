"""Proving a store: chain, signatures, state equal to the refolded log, attachments' hashes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from app.domain.schema import ENTITIES
from app.errors import AppError, Trouble
from app.sync.commit import NO_HASH, BadCommit, body_hash, decode
from app.sync.signing import VerifyKey
from app.words import say
from db import refold
from db.connection import Connection
from db.store import LocalStore

SHOWN = 20
"""More flaws of one kind than this are told as a number."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something wrong: a code with words in `resources/words/store.toml`, and where."""

    code: str
    params: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was looked at, and what was found wrong."""

    commits: int
    records: int
    attachments: int
    flaws: tuple[Flaw, ...]


def verify(store: LocalStore, progress: Callable[[str], None] = lambda _: None) -> Verdict:
    """Check the whole store; nothing is changed. Takes seconds per 100,000 records."""
    conn = store.reads().conn
    flaws: list[Flaw] = []
    try:
        progress("pages")
        flaws += _pages(conn)
        progress("log")
        flaws += _log(conn)
        progress("state")
        if not flaws:
            flaws += _state(conn)
        progress("attachments")
        shas = _named_files(conn)
        flaws += _files(store, shas)
        commits, records = (
            int(conn.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
            for table in ("commit_log", "rec")
        )
    except sqlite.Error as error:
        flaws.append(Flaw("verify.unreadable", {"detail": str(error)}))
        commits = records = 0
        shas = []
    return Verdict(commits, records, len(shas), tuple(flaws))


def report(store: LocalStore) -> dict[str, Any]:
    """`verify` as the headless verb prints it."""
    found = verify(store)
    flaws = [{"code": f.code, "reason": say(f.code, **f.params), **f.params} for f in found.flaws]
    return {
        "ok": not flaws, "commits": found.commits, "records": found.records,
        "attachments": found.attachments, "flaws": flaws,
    }  # fmt: skip


def told(store: LocalStore) -> tuple[list[str], str]:
    """`verify` in sentences: every flaw, and what was looked at."""
    found = verify(store)
    flaws = [say(flaw.code, **flaw.params) for flaw in found.flaws]
    return flaws, say("cli.verified", commits=found.commits, files=found.attachments)


def _pages(conn: Connection) -> Iterator[Flaw]:
    for pragma in ("cipher_integrity_check", "quick_check"):
        for (line,) in conn.execute(f"PRAGMA {pragma}").fetchall()[:SHOWN]:
            if line != "ok":
                yield Flaw("verify.page", {"detail": line})


def _log(conn: Connection) -> Iterator[Flaw]:
    streams = conn.execute("SELECT n, id, pubkey, seq, hash FROM stream ORDER BY n").fetchall()
    known = {n for n, *_ in streams}
    for (foreign,) in conn.execute("SELECT DISTINCT sn FROM commit_log").fetchall():
        if foreign not in known:
            yield Flaw("verify.stream", {"stream": foreign})
    for number, stream, public, seq, digest in streams:
        yield from _chain(
            conn,
            number,
            bytes(stream).hex(),
            bytes(public or b""),
            (seq, bytes(digest)),
        )


def _chain(
    conn: Connection, number: int, stream: str, public: bytes, end: tuple[int, bytes]
) -> Iterator[Flaw]:
    if len(public) != len(NO_HASH):
        yield Flaw("verify.stream", {"stream": stream})
        return
    key, previous, expected = VerifyKey(public), NO_HASH, 1
    rows = conn.execute(
        "SELECT seq, hash, hlc, actor, grp, body, sig FROM commit_log WHERE sn = ? ORDER BY seq",
        (number,),
    )
    for seq, digest, hlc, actor, group, body, sig in rows:
        where = {"stream": stream[:8], "seq": seq}
        if seq != expected:
            yield Flaw("verify.gap", where | {"expected": expected})
            return
        if body_hash(bytes(body)) != bytes(digest):
            yield Flaw("verify.hash", where)
            return
        if not key.holds(bytes(sig), bytes(digest)):
            yield Flaw("verify.signature", where)
        yield from _header(bytes(body), (stream, seq, previous, hlc, actor, group), where)
        previous, expected = bytes(digest), seq + 1
    if (expected - 1, previous) != end:
        yield Flaw(
            "verify.end",
            {"stream": stream[:8], "seq": expected - 1, "expected": end[0]},
        )


def _header(body: bytes, wanted: tuple[object, ...], where: dict[str, object]) -> Iterator[Flaw]:
    try:
        head = decode(body).header
    except BadCommit:
        yield Flaw("verify.shape", where)
        return
    if head.previous != wanted[2]:
        yield Flaw("verify.chain", where)
    if (head.stream, head.seq, head.hlc, head.actor, head.group) != (
        *wanted[:2],
        *wanted[3:],
    ):
        yield Flaw("verify.columns", where)


def _state(conn: Connection) -> Iterator[Flaw]:
    again = refold.refolded(conn)
    try:
        for entity in ENTITIES:
            held, wanted = (
                refold.state_rows(conn, entity),
                refold.state_rows(again, entity),
            )
            different = [
                rid for rid in held.keys() | wanted.keys() if held.get(rid) != wanted.get(rid)
            ]
            for rid in sorted(different)[:SHOWN]:
                yield Flaw(
                    "verify.state",
                    {"entity": entity, "rid": rid, "count": len(different)},
                )
        for name, told in (
            ("heads", refold.head_rows),
            ("conflicts", refold.conflict_rows),
            ("finding_states", lambda c: set(refold.finding_states(c).items())),
        ):
            count = len(told(conn) ^ told(again))
            if count:
                yield Flaw("verify.derived", {"part": name, "count": count})
    finally:
        again.close()


def _named_files(conn: Connection) -> list[str]:
    return [
        row[0]
        for row in conn.execute(
            "SELECT sha256 FROM evidence WHERE sha256 <> '' UNION SELECT sha256 FROM document"
            " WHERE sha256 <> ''"
        )
    ]


def _files(store: LocalStore, shas: list[str]) -> Iterator[Flaw]:
    for sha in shas:
        try:
            store.attachments.check(sha)
        except Trouble as error:
            yield Flaw("verify.attachment", {"sha256": sha, "why": error.code})
        except (AppError, ValueError, OSError) as error:
            yield Flaw("verify.attachment", {"sha256": sha, "why": type(error).__name__})
