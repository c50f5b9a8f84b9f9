"""Whatever arrives in whatever order: the heads are the versions nobody names (sync.md §4)."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from contextlib import contextmanager

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlcipher3 import dbapi2 as sqlite
from sqlite_utils import Database

from app.domain.institution import Institution
from app.sync.commit import BirthOp, Commit, FieldOp, Header, RawDot
from db import projection
from db.connection import Connection
from db.fold import Folder, Stamp
from db.migrations import schema
from db.reading import LocalReads
from db.refold import fold_commit

STREAMS = ("aa" * 16, "bb" * 16, "cc" * 16)
RIDS = ("11" * 16, "22" * 16)
FIELDS = ("beds", "fixmedins_name", "unheard_of")


@st.composite
def commits(draw: st.DrawFn) -> list[Commit]:
    """Commits of three devices; parents are any earlier versions of the same field."""
    made: list[Commit] = []
    versions: dict[tuple[str, str], list[RawDot]] = {}
    born: set[str] = set()
    seqs = dict.fromkeys(STREAMS, 0)
    for _ in range(draw(st.integers(1, 14))):
        stream = draw(st.sampled_from(STREAMS))
        seqs[stream] += 1
        rid = draw(st.sampled_from(RIDS))
        dot = (stream, seqs[stream], 0)
        if (rid not in born or draw(st.integers(0, 9)) == 0) and draw(st.booleans()):
            born.add(rid)
            values = {"beds": draw(st.integers(0, 3)), "fixmedins_name": "院"}
            op: BirthOp | FieldOp = BirthOp(rid, "institution", values)
            for name in projection.defaults(Institution):
                versions.setdefault((rid, name), []).append(dot)
        else:
            name = draw(st.sampled_from(FIELDS))
            known = versions.setdefault((rid, name), [])
            parents = tuple(draw(st.sets(st.sampled_from(known)))) if known else ()
            value = draw(st.integers(0, 3)) if name == "beds" else draw(st.sampled_from("甲乙丙"))
            op = FieldOp(rid, "institution", name, value, parents)
            known.append(dot)
        header = Header(stream, seqs[stream], b"", draw(st.integers(1, 50)), "", "s", "v", "g")
        made.append(Commit(header, (op,)))
    return made


def oracle(made: list[Commit]) -> dict[tuple[str, str], dict[RawDot, object]]:
    """Heads by definition, in plain Python."""
    every: dict[tuple[str, str], dict[RawDot, object]] = {}
    named: dict[tuple[str, str], set[RawDot]] = {}
    for commit in made:
        dot = (commit.header.stream, commit.header.seq, 0)
        op = commit.ops[0]
        if isinstance(op, BirthOp):
            for name, default in projection.defaults(Institution).items():
                every.setdefault((op.rid, name), {})[dot] = op.values.get(name, default)
        else:
            every.setdefault((op.rid, op.field), {})[dot] = op.value
            named.setdefault((op.rid, op.field), set()).update(op.parents)
    return {
        key: {dot: value for dot, value in found.items() if dot not in named.get(key, set())}
        for key, found in every.items()
    }


@contextmanager
def empty() -> Iterator[Connection]:
    conn: Connection = sqlite.connect(":memory:", isolation_level=None)
    schema.apply(Database(conn, execute_plugins=False))
    projection.ensure(conn)
    try:
        yield conn
    finally:
        conn.close()


def folded(conn: Connection, delivered: list[Commit]) -> None:
    """Fold each stream in its own order, streams mixed as delivered (gaps never fold)."""
    folder = Folder(conn)
    queues: dict[str, list[Commit]] = {}
    for commit in sorted(delivered, key=lambda c: c.header.seq):
        queues.setdefault(commit.header.stream, []).append(commit)
    for cid, arrived in enumerate(delivered, 1):
        commit = queues[arrived.header.stream].pop(0)
        head = commit.header
        number = folder.stream_number(head.stream, "s")
        conn.execute(
            "INSERT INTO commit_log VALUES (?, ?, ?, ?, ?, '', '', x'', x'', 0, '')",
            (cid, number, head.seq, bytes([cid % 256]) * 32, head.hlc),
        )
        fold_commit(conn, folder, commit, Stamp(number, head.seq, cid, head.hlc, "s"))
        conn.execute("UPDATE stream SET seq = ? WHERE n = ?", (head.seq, number))


def told(conn: Connection) -> dict[tuple[str, str], set[str]]:
    reads = LocalReads(conn)
    return {(rid, name): set(dots) for rid in RIDS for name, dots in reads.heads(rid).items()}


@settings(max_examples=200, deadline=None)
@given(commits(), st.randoms(use_true_random=False))
def test_heads_conflicts_and_shown_values_follow_from_the_set(
    made: list[Commit], luck: random.Random
) -> None:
    wanted = oracle(made)
    shuffled = list(made)
    luck.shuffle(shuffled)
    with empty() as conn, empty() as other:
        folded(conn, made)
        folded(other, shuffled)
        expected = {
            key: {f"{d[0]}:{d[1]}:{d[2]}" for d in heads} for key, heads in wanted.items() if heads
        }
        assert told(conn) == expected
        assert told(other) == expected
        for rid in RIDS:
            clashing = {
                name for (r, name), heads in wanted.items()
                if r == rid and len({json.dumps(v) for v in heads.values()}) > 1
            }  # fmt: skip
            assert LocalReads(conn).conflicts(rid) == clashing
            assert LocalReads(other).conflicts(rid) == clashing
        _same_values(conn, other, made, wanted)


def _same_values(
    conn: Connection,
    other: Connection,
    made: list[Commit],
    wanted: dict[tuple[str, str], dict[RawDot, object]],
) -> None:
    stamp = {(c.header.stream, c.header.seq, 0): c.header.hlc for c in made}
    for rid in RIDS:
        rows = [
            c.execute(
                "SELECT beds, fixmedins_name FROM institution WHERE rid = ?", (rid,)
            ).fetchone()
            for c in (conn, other)
        ]
        for column, name in enumerate(("beds", "fixmedins_name")):
            heads = wanted.get((rid, name))
            if not heads:
                continue
            newest = max(heads, key=lambda dot: (stamp[dot], *dot))
            assert rows[0][column] == rows[1][column] == heads[newest]
