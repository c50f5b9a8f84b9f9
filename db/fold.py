"""The fold: applying operations to the state tables. The result depends only on the set of commits.

`cell` holds the current heads of every field written after its record's birth. A record made by one
operation and not changed since has no cells: its birth is the head of all its fields (so a list of
100,000 imported rows costs 100,000 rows, not a million).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.entity import Value
from app.domain.schema import ENTITIES
from app.sync.commit import BirthOp, FieldOp, Op, RawDot
from db.connection import Connection
from db.projection import columns, defaults, to_column

INDEX_BITS = 12
STREAM_BITS = 44
SEQ_MASK = (1 << (STREAM_BITS - INDEX_BITS)) - 1


def pack(stream_no: int, seq: int, index: int) -> int:
    """A dot as one integer, local to this store."""
    return stream_no << STREAM_BITS | seq << INDEX_BITS | index


def unpack(dot: int) -> tuple[int, int, int]:
    """Stream number, sequence number, operation index."""
    return dot >> STREAM_BITS, dot >> INDEX_BITS & SEQ_MASK, dot & (1 << INDEX_BITS) - 1


@dataclass(frozen=True, slots=True)
class Stamp:
    """Where the operation being folded stands."""

    stream_no: int
    seq: int
    cid: int
    hlc: int
    scope: str


@dataclass(frozen=True, slots=True)
class Head:
    """A version nobody names as parent."""

    dot: int
    cid: int
    hlc: int
    value: str  # JSON


class Folder:
    """Applies operations on one connection, inside the caller's transaction."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn
        self._fields: dict[tuple[str, str], int] = {}
        self._names: dict[int, str] = {}
        self._streams: dict[str, int] = {}

    def forget(self) -> None:
        """Drop cached numbers after a rollback: rows they name may never have existed."""
        self._fields.clear()
        self._names.clear()
        self._streams.clear()

    def apply(self, op: Op, index: int, at: Stamp) -> int:
        """Fold one operation; the local number of the record it wrote."""
        dot = pack(at.stream_no, at.seq, index)
        if isinstance(op, BirthOp):
            return self._birth(op, dot, at)
        return self._field(op, dot, at)

    def births(self, ops: Sequence[BirthOp], first_index: int, at: Stamp) -> list[int]:
        """Fold operations that each make a record known to be new, quickly."""
        conn = self._conn
        start = (conn.execute("SELECT max(n) FROM rec").fetchone()[0] or 0) + 1
        numbers = list(range(start, start + len(ops)))
        conn.executemany(
            "INSERT INTO rec(n, rid, ent, scope, birth, cid) VALUES (?, ?, ?, ?, ?, ?)",
            [(n, bytes.fromhex(op.rid), op.entity, at.scope,
              pack(at.stream_no, at.seq, first_index + i), at.cid)
             for i, (n, op) in enumerate(zip(numbers, ops, strict=True))],
        )  # fmt: skip
        conn.executemany("INSERT INTO touch(rn, cid) VALUES (?, ?)", [(n, at.cid) for n in numbers])
        conn.executemany("INSERT INTO search_dirty(rn) VALUES (?)", [(n,) for n in numbers])
        by_entity: dict[str, list[tuple[int, BirthOp]]] = {}
        for n, op in zip(numbers, ops, strict=True):
            by_entity.setdefault(op.entity, []).append((n, op))
        for entity, rows in by_entity.items():
            self._project_births(entity, rows)
        return numbers

    def _project_births(self, entity: str, rows: list[tuple[int, BirthOp]]) -> None:
        kind = ENTITIES[entity]
        names = [name for name, _ in columns(kind)]
        base = {name: to_column(value) for name, value in defaults(kind).items()}
        marks = ", ".join("?" * (len(names) + 2))
        quoted = ", ".join(f'"{name}"' for name in names)
        self._conn.executemany(
            f'INSERT INTO "{entity}"(rn, rid, {quoted}) VALUES ({marks})',
            [
                (
                    n,
                    op.rid,
                    *(to_column(op.values[c]) if c in op.values else base[c] for c in names),
                )
                for n, op in rows
            ],
        )

    def _birth(self, op: BirthOp, dot: int, at: Stamp) -> int:
        found = self._record(op.rid)
        known = ENTITIES.get(op.entity)
        if found is None and known is not None and all(f in defaults(known) for f in op.values):
            return self.births([op], dot & (1 << INDEX_BITS) - 1, at)[0]
        return self._birth_by_fields(op, dot, at)

    def _birth_by_fields(self, op: BirthOp, dot: int, at: Stamp) -> int:
        """The record exists already (a second birth, or a child came first), or has unknown fields."""
        rn = self._ensure_record(op.rid, op.entity, at)
        base = defaults(ENTITIES[op.entity]) if op.entity in ENTITIES else {}
        for field in base.keys() | op.values.keys():
            value = op.values[field] if field in op.values else base[field]
            self._put(rn, op.entity, field, Head(dot, at.cid, at.hlc, _json(value)), ())
        self._touch(rn, at.cid)
        return rn

    def _field(self, op: FieldOp, dot: int, at: Stamp) -> int:
        rn = self._ensure_record(op.rid, op.entity, at)
        parents = tuple(self._local(parent, at.scope) for parent in op.parents)
        self._put(rn, op.entity, op.field, Head(dot, at.cid, at.hlc, _json(op.value)), parents)
        self._touch(rn, at.cid)
        return rn

    def _touch(self, rn: int, cid: int) -> None:
        self._conn.execute("INSERT OR IGNORE INTO touch(rn, cid) VALUES (?, ?)", (rn, cid))
        self._conn.execute("INSERT OR IGNORE INTO search_dirty(rn) VALUES (?)", (rn,))

    def _put(self, rn: int, entity: str, field: str, head: Head, parents: Sequence[int]) -> None:
        fn = self.field_number(entity, field)
        held = self.heads_of(rn, entity, field)
        gone = {h.dot for h in held} & set(parents)
        for parent in parents:
            if parent not in gone and not self._folded(parent):
                self._conn.execute("INSERT OR IGNORE INTO early VALUES (?, ?, ?)", (parent, rn, fn))
        kept = [h for h in held if h.dot not in gone]
        late = self._conn.execute(
            "DELETE FROM early WHERE rn = ? AND fn = ? AND dot = ? RETURNING dot",
            (rn, fn, head.dot),
        ).fetchall()
        if not late:
            kept.append(head)
        self._write_heads(rn, fn, held, kept)
        self._project(rn, entity, field, kept)

    def _write_heads(self, rn: int, fn: int, held: Sequence[Head], kept: Sequence[Head]) -> None:
        conn = self._conn
        for head in held:
            if head not in kept:
                conn.execute(
                    "DELETE FROM cell WHERE rn = ? AND fn = ? AND dot = ?",
                    (rn, fn, head.dot),
                )
        conn.executemany(
            "INSERT OR IGNORE INTO cell(rn, fn, dot, cid, hlc, val) VALUES (?, ?, ?, ?, ?, ?)",
            [(rn, fn, h.dot, h.cid, h.hlc, h.value) for h in kept],
        )
        values = {h.value for h in kept}
        if len(values) > 1:
            conn.execute(
                "DELETE FROM conflict WHERE rn = ? AND fn = ? AND kind = 'value'",
                (rn, fn),
            )
            conn.execute("INSERT INTO conflict VALUES (?, ?, ?, 'value')", (rn, fn, len(values)))
        elif len(held) > 1:
            conn.execute(
                "DELETE FROM conflict WHERE rn = ? AND fn = ? AND kind = 'value'",
                (rn, fn),
            )

    def _project(self, rn: int, entity: str, field: str, heads: Sequence[Head]) -> None:
        kind = ENTITIES.get(entity)
        if kind is None or field not in defaults(kind) or not heads:
            return
        newest = heads[0] if len(heads) == 1 else max(heads, key=self._rank)
        shown = json.loads(newest.value)
        value = to_column(tuple(shown) if isinstance(shown, list) else shown)
        self._conn.execute(f'UPDATE "{entity}" SET "{field}" = ? WHERE rn = ?', (value, rn))

    def _rank(self, head: Head) -> tuple[int, bytes, int]:
        """Which of several heads is shown, undecided: by stamp, then by what every laptop knows."""
        stream_no, seq, index = unpack(head.dot)
        row = self._conn.execute("SELECT id FROM stream WHERE n = ?", (stream_no,)).fetchone()
        return head.hlc, bytes(row[0]), seq << INDEX_BITS | index

    def heads_of(self, rn: int, entity: str, field: str) -> list[Head]:
        """Current heads of one field; the birth where nothing was written since."""
        fn = self.field_number(entity, field)
        rows = self._conn.execute(
            "SELECT dot, cid, hlc, val FROM cell WHERE rn = ? AND fn = ? ORDER BY dot",
            (rn, fn),
        ).fetchall()
        return [Head(*row) for row in rows] if rows else self._born(rn, entity, field)

    def _born(self, rn: int, entity: str, field: str) -> list[Head]:
        born = self._conn.execute("SELECT birth, cid FROM rec WHERE n = ?", (rn,)).fetchone()
        kind = ENTITIES.get(entity)
        if not born or born[0] is None or kind is None or field not in defaults(kind):
            return []
        hlc = self._conn.execute("SELECT hlc FROM commit_log WHERE cid = ?", (born[1],)).fetchone()
        raw = self._conn.execute(f'SELECT "{field}" FROM "{entity}" WHERE rn = ?', (rn,)).fetchone()
        is_list = dict(columns(kind))[field] == "list"
        is_bool = dict(columns(kind))[field] == "bool"
        text = raw[0] if is_list else _json(bool(raw[0]) if is_bool else raw[0])
        return [Head(born[0], born[1], hlc[0] if hlc else 0, text)]

    def _record(self, rid: str) -> int | None:
        row = self._conn.execute(
            "SELECT n FROM rec WHERE rid = ?", (bytes.fromhex(rid),)
        ).fetchone()
        return None if row is None else int(row[0])

    def _ensure_record(self, rid: str, entity: str, at: Stamp) -> int:
        found = self._record(rid)
        if found is not None:
            return found
        cursor = self._conn.execute(
            "INSERT INTO rec(rid, ent, scope, cid) VALUES (?, ?, ?, ?)",
            (bytes.fromhex(rid), entity, at.scope, at.cid),
        )
        rn = int(cursor.lastrowid or 0)
        if entity in ENTITIES:
            self._conn.execute(f'INSERT INTO "{entity}"(rn, rid) VALUES (?, ?)', (rn, rid))
        return rn

    def field_number(self, entity: str, field: str) -> int:
        """The local number of a field name, given on first use."""
        known = self._fields.get((entity, field))
        if known is None:
            self._conn.execute(
                "INSERT OR IGNORE INTO field(ent, name) VALUES (?, ?)", (entity, field)
            )
            row = self._conn.execute(
                "SELECT n FROM field WHERE ent = ? AND name = ?", (entity, field)
            ).fetchone()
            known = self._fields[entity, field] = int(row[0])
        return known

    def stream_number(self, stream: str, scope: str) -> int:
        """The local number of a stream, given on first use."""
        known = self._streams.get(stream)
        if known is None:
            sid = bytes.fromhex(stream)
            self._conn.execute(
                "INSERT OR IGNORE INTO stream(id, scope) VALUES (?, ?)", (sid, scope)
            )
            known = int(
                self._conn.execute("SELECT n FROM stream WHERE id = ?", (sid,)).fetchone()[0]
            )
            self._streams[stream] = known
        return known

    def _local(self, dot: RawDot, scope: str) -> int:
        return pack(self.stream_number(dot[0], scope), dot[1], dot[2])

    def _folded(self, dot: int) -> bool:
        stream_no, seq, _ = unpack(dot)
        row = self._conn.execute("SELECT seq FROM stream WHERE n = ?", (stream_no,)).fetchone()
        return row is not None and seq <= row[0]


def _json(value: Value) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
