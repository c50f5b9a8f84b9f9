"""Folding whole commits in order: into a fresh database to prove the state, later into a received one."""

from __future__ import annotations

from collections.abc import Iterator

from sqlcipher3 import dbapi2 as sqlite

from app.domain.entity import DELETED
from app.domain.schema import ENTITIES
from app.sync.commit import BirthOp, Commit, Op, decode
from db import derived, projection
from db.connection import Connection
from db.fold import Folder, Stamp
from db.projection import defaults


def fold_commit(conn: Connection, folder: Folder, commit: Commit, at: Stamp) -> None:
    """Fold every operation of one commit; runs of plain births go the quick way."""
    run: list[BirthOp] = []
    start = 0
    for index, op in enumerate(commit.ops):
        if isinstance(op, BirthOp) and _is_plain(conn, op):
            start = index if not run else start
            run.append(op)
            continue
        if run:
            folder.births(run, start, at)
            run = []
        folder.apply(op, index, at)
    if run:
        folder.births(run, start, at)


def _is_plain(conn: Connection, op: Op) -> bool:
    kind = ENTITIES.get(op.entity)
    if (
        kind is None
        or not isinstance(op, BirthOp)
        or any(f not in defaults(kind) for f in op.values)
    ):
        return False
    rid = bytes.fromhex(op.rid)
    return conn.execute("SELECT 1 FROM rec WHERE rid = ?", (rid,)).fetchone() is None


def refolded(log: Connection) -> Connection:
    """A database in memory with the state that the log of `log` folds to. The caller closes it."""
    from sqlite_utils import (
        Database,
    )  # costs a third of a second, used only here and in upgrades

    from db.migrations import schema

    conn: Connection = sqlite.connect(":memory:", isolation_level=None)
    schema.apply(Database(conn, execute_plugins=False))
    projection.ensure(conn)
    conn.execute("BEGIN")
    folder = Folder(conn)
    for stream, scope, cid, seq, digest, hlc, body in _commits(log):
        number = folder.stream_number(bytes(stream).hex(), scope)
        fold_commit(conn, folder, decode(bytes(body)), Stamp(number, seq, cid, hlc, scope))
        conn.execute(
            "UPDATE stream SET seq = ?, hash = ?, hlc = ? WHERE n = ?",
            (seq, digest, hlc, number),
        )
        # Heads born here ask the log for their stamp.
        conn.execute(
            "INSERT INTO commit_log VALUES (?, ?, ?, ?, ?, '', '', x'', x'', 0, '')",
            (cid, number, seq, digest, hlc),
        )
    derived.refresh_all(conn)
    conn.execute("COMMIT")
    return conn


def _commits(
    log: Connection,
) -> Iterator[tuple[bytes, str, int, int, bytes, int, bytes]]:
    yield from log.execute(
        "SELECT s.id, s.scope, l.cid, l.seq, l.hash, l.hlc, l.body FROM commit_log l"
        " JOIN stream s ON s.n = l.sn ORDER BY l.cid"
    )


def state_rows(conn: Connection, entity: str) -> dict[str, tuple[object, ...]]:
    """The projected rows of one kind by rid, for comparing two databases."""
    names = ", ".join(f'"{name}"' for name, _ in projection.columns(ENTITIES[entity]))
    return {row[0]: tuple(row[1:]) for row in conn.execute(f'SELECT rid, {names} FROM "{entity}"')}


def head_rows(conn: Connection) -> set[tuple[object, ...]]:
    """Explicit heads by what they mean, independent of local numbering."""
    return {
        tuple(row)
        for row in conn.execute(
            "SELECT r.rid, f.name, s.id, (c.dot >> 12) & 0xFFFFFFFF, c.dot & 4095, c.val FROM cell c"
            " JOIN rec r ON r.n = c.rn JOIN field f ON f.n = c.fn JOIN stream s ON s.n = c.dot >> 44"
        )
    }


def conflict_rows(conn: Connection) -> set[tuple[object, ...]]:
    """Undecided fields by record and name."""
    return {
        tuple(row)
        for row in conn.execute(
            "SELECT r.rid, f.name, x.n, x.kind FROM conflict x JOIN rec r ON r.n = x.rn"
            " JOIN field f ON f.n = x.fn"
        )
    }


def finding_states(conn: Connection) -> dict[str, str]:
    """Derived states of live findings."""
    return dict(
        conn.execute(
            "SELECT f.rid, s.state FROM finding_state s JOIN finding f ON f.rn = s.rn"
            f" WHERE f.{DELETED} = 0"
        ).fetchall()
    )
