"""Reading records, heads and history from one connection."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from typing import Any, TypeVar

from app.domain.entity import Entity, Value, field_kinds, per_class
from app.domain.schema import ENTITIES
from app.errors import AppError
from app.ports import FieldVersion, Heads
from app.sync.clock import hlc_time
from app.sync.commit import FieldOp, Op, RawDot, decode, dot_text
from db.connection import Connection
from db.fold import unpack
from db.projection import defaults, from_column, to_column

E = TypeVar("E", bound=Entity)
BATCH = 500


class LocalReads:
    """`app.ports.Reads` over one connection."""

    def __init__(self, conn: Connection) -> None:
        self.conn = conn

    def get(self, kind: type[E], rid: str) -> E:
        """The record; AppError("record.missing") if there is none or it is deleted."""
        found = self.peek(kind, rid)
        if found is None:
            raise AppError("record.missing", entity=kind.entity)
        return found

    def peek(self, kind: type[E], rid: str) -> E | None:
        """The record, or None."""
        row = self.conn.execute(f"{_select(kind)} WHERE rid = ? AND _del = 0", (rid,)).fetchone()
        return None if row is None else _record(kind, row)

    def find(self, kind: type[E], /, **equal: Value) -> list[E]:
        """Records whose fields equal the given values, in order of `position` (if any), then age."""
        known = field_kinds(kind)
        tests, values = ["_del = 0"], []
        for name, value in equal.items():
            if name not in known:
                raise TypeError(f"{kind.entity} has no field {name}")
            tests.append(f'"{name}" IS ?')
            values.append(to_column(value))
        order = "position, rn" if "position" in known else "rn"
        sql = f"{_select(kind)} WHERE {' AND '.join(tests)} ORDER BY {order}"
        return [_record(kind, row) for row in self.conn.execute(sql, values)]

    def get_many(self, kind: type[E], rids: Iterable[str]) -> dict[str, E]:
        """The records that exist among `rids`, by rid."""
        found: dict[str, E] = {}
        wanted = list(rids)
        for start in range(0, len(wanted), BATCH):
            part = json.dumps(wanted[start : start + BATCH])
            sql = f"{_select(kind)} WHERE rid IN (SELECT value FROM json_each(?)) AND _del = 0"
            for row in self.conn.execute(sql, (part,)):
                found[row[0]] = _record(kind, row)
        return found

    def heads(self, rid: str) -> Heads:
        """Current versions of every field of the record."""
        rec = self.conn.execute(
            "SELECT n, ent, birth FROM rec WHERE rid = ?", (bytes.fromhex(rid),)
        ).fetchone()
        if rec is None:
            return {}
        streams = self._streams()
        found: dict[str, tuple[str, ...]] = {}
        if rec[2] is not None and rec[1] in ENTITIES:
            born = (dot_text(_raw(rec[2], streams)),)
            found = dict.fromkeys(defaults(ENTITIES[rec[1]]), born)
        cells: dict[str, list[str]] = {}
        for name, dot in self.conn.execute(
            "SELECT f.name, c.dot FROM cell c JOIN field f ON f.n = c.fn WHERE c.rn = ? ORDER BY c.dot",
            (rec[0],),
        ):
            cells.setdefault(name, []).append(dot_text(_raw(dot, streams)))
        return found | {name: tuple(dots) for name, dots in cells.items()}

    def conflicts(self, rid: str) -> frozenset[str]:
        """Names of the record's fields with undecided values."""
        return frozenset(
            row[0]
            for row in self.conn.execute(
                "SELECT f.name FROM conflict x JOIN field f ON f.n = x.fn JOIN rec r ON r.n = x.rn"
                " WHERE r.rid = ?",
                (bytes.fromhex(rid),),
            )
        )

    def history(self, rid: str) -> list[FieldVersion]:
        """Every version of every field, oldest first; a birth tells the fields it named."""
        rows = self.conn.execute(
            "SELECT l.body, l.via FROM touch t JOIN rec r ON r.n = t.rn JOIN commit_log l ON l.cid = t.cid"
            " WHERE r.rid = ? ORDER BY l.hlc, l.cid",
            (bytes.fromhex(rid),),
        ).fetchall()
        return [v for body, via in rows for v in _versions(body, via, rid) if v.field]

    def finding_state(self, rid: str) -> str:
        """`FindingState` of a finding."""
        row = self.conn.execute(
            "SELECT s.state FROM finding f JOIN finding_state s ON s.rn = f.rn WHERE f.rid = ?",
            (rid,),
        ).fetchone()
        return str(row[0]) if row else "draft"

    def group(self, group: str) -> list[FieldVersion]:
        """What an action wrote, in order; a new record is first told as one version of field ""."""
        rows = self.conn.execute(
            "SELECT body, via FROM commit_log WHERE grp = ? ORDER BY cid", (group,)
        ).fetchall()
        return [version for body, via in rows for version in _versions(body, via)]

    def hidden(self, kind: type[E]) -> list[E]:
        """Deleted records, which undo can show again."""
        sql = f"{_select(kind)} WHERE _del = 1 ORDER BY rn"
        return [_record(kind, row) for row in self.conn.execute(sql)]

    def _streams(self) -> dict[int, str]:
        return {n: bytes(sid).hex() for n, sid in self.conn.execute("SELECT n, id FROM stream")}


def _raw(dot: int, streams: dict[int, str]) -> RawDot:
    stream_no, seq, index = unpack(dot)
    return streams[stream_no], seq, index


def _versions(body: bytes, via: str, rid: str = "") -> Iterator[FieldVersion]:
    commit = decode(body)
    head = commit.header
    for index, op in enumerate(commit.ops):
        if rid and op.rid != rid:
            continue
        for name, value, shown, parents in _told(op):
            yield FieldVersion(
                dot_text((head.stream, head.seq, index)), op.entity, op.rid, name, value, shown,
                head.actor, hlc_time(head.hlc), head.verb, head.why, head.group, via,
                tuple(dot_text(p) for p in parents),
            )  # fmt: skip


def _told(op: Op) -> Iterator[tuple[str, Value, Value, Sequence[RawDot]]]:
    if isinstance(op, FieldOp):
        yield op.field, op.value, op.shown, op.parents
        return
    yield "", True, None, ()
    known = defaults(ENTITIES[op.entity]) if op.entity in ENTITIES else {}
    for name, value in op.values.items():
        yield name, value, known.get(name), ()


@per_class
def _select(kind: type[Entity]) -> str:
    names = ", ".join(f'"{field.name}"' for field in fields(kind))
    return f'SELECT {names} FROM "{kind.entity}"'


@per_class
def _converted(kind: type[Entity]) -> tuple[tuple[int, str], ...]:
    kinds = field_kinds(kind)
    return tuple(
        (i, kinds[f.name])
        for i, f in enumerate(fields(kind))
        if kinds.get(f.name) in {"list", "bool"}
    )


@per_class
def _names(kind: type[Entity]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _record(kind: type[E], row: Sequence[Any]) -> E:
    values = list(row)
    for i, how in _converted(kind):
        values[i] = from_column(values[i], how)  # type: ignore[arg-type]
    return kind(**dict(zip(_names(kind), values, strict=True)))
