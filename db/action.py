"""One user action: operations folded as they are written, signed and logged when it ends."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from app.changes import Changes, changes_of
from app.domain.calendar import OFFICE_TIME
from app.domain.entity import DELETED, Entity, Value, checked, field_kinds
from app.domain.ids import new_rid
from app.errors import AppError
from app.ports import Heads, Who
from app.sync.clock import next_hlc
from app.sync.commit import (
    MAX_OPS,
    BirthOp,
    FieldOp,
    Header,
    Op,
    body_hash,
    encode,
    raw_dot,
)
from app.sync.signing import SigningKey
from db.connection import Connection
from db.fold import Folder, Stamp
from db.projection import defaults
from db.reading import LocalReads


@dataclass(slots=True)
class Device:
    """Who signs on this machine: its stream and key; `scope` is the district."""

    stream: str
    scope: str
    key: SigningKey


@dataclass(frozen=True, slots=True)
class Purpose:
    """What the action says of itself in every commit."""

    verb: str
    why: str = ""
    undoes: str = ""
    redoes: str = ""


class LocalAction(LocalReads):
    """`app.ports.Action`; lives inside one BEGIN IMMEDIATE … COMMIT held by the store."""

    def __init__(
        self,
        conn: Connection,
        folder: Folder,
        device: Device,
        who: Who,
        purpose: Purpose,
        *,
        now_ms: int,
    ) -> None:
        super().__init__(conn)
        self.who = who
        self.now = datetime.fromtimestamp(now_ms / 1000, UTC)
        self._folder = folder
        self._device = device
        self._purpose = purpose
        self._now_ms = now_ms
        self._group = new_rid(now_ms)
        self._ops: list[Op] = []
        self._written: list[tuple[str, str]] = []
        self._begin_commit()

    @property
    def today(self) -> date:
        """The date in the office."""
        return self.now.astimezone(OFFICE_TIME).date()

    @property
    def changes(self) -> Changes:
        """What the action wrote so far; complete once its `with` block has ended."""
        return changes_of(self._written, self._group if self._written else "")

    def create(self, record: Entity) -> str:
        """Write a new record and return its rid; an existing rid gets the differing fields."""
        rid = record.rid or new_rid(self._now_ms)
        if record.rid and self._exists(rid):
            self._rewrite(type(record), rid, record)
            return rid
        op = _birth(record, rid)
        self._folder.apply(op, len(self._ops), self._stamp)
        self._push(op)
        return rid

    def create_many(self, records: Iterable[Entity]) -> list[str]:
        """`create` for many records at once; rids that exist take the slow way."""
        rids: list[str] = []
        fresh: list[BirthOp] = []
        for record in records:
            if record.rid and self._exists(record.rid):
                rids.append(self.create(record))
                continue
            op = _birth(record, record.rid or new_rid(self._now_ms))
            rids.append(op.rid)
            fresh.append(op)
        while fresh:
            room = MAX_OPS - len(self._ops)
            part, fresh = fresh[:room], fresh[room:]
            self._folder.births(part, len(self._ops), self._stamp)
            self._ops.extend(part)
            self._written.extend((op.entity, op.rid) for op in part)
            if len(self._ops) == MAX_OPS:
                self._end_commit()
        return rids

    def change(
        self,
        kind: type[Entity],
        rid: str,
        values: Mapping[str, Value],
        *,
        seen: Heads | None = None,
    ) -> bool:
        """Write the fields whose value differs; False when none did."""
        before = self.get(kind, rid)
        heads = self.heads(rid)
        wrote = False
        for name, value in values.items():
            checked(kind, name, value)
            shown = getattr(before, name)
            if shown == value and len(heads.get(name, ())) <= 1:
                continue
            loaded = heads.get(name, ()) if seen is None else seen.get(name, ())
            self._write(FieldOp(rid, kind.entity, name, value, tuple(map(raw_dot, loaded)), shown))
            wrote = True
        return wrote

    def delete(self, kind: type[Entity], rid: str) -> None:
        """Hide the record."""
        self.get(kind, rid)
        self._mark(kind, rid, deleted=True)

    def restore(self, kind: type[Entity], rid: str) -> None:
        """Show a hidden record again."""
        if not self._exists(rid):
            raise AppError("record.missing", entity=kind.entity)
        self._mark(kind, rid, deleted=False)

    def finish(self) -> Changes:
        """Sign and log what is left; called by the store before COMMIT."""
        if self._ops:
            self._end_commit()
        return self.changes

    def _mark(self, kind: type[Entity], rid: str, *, deleted: bool) -> None:
        heads = self.heads(rid)
        parents = tuple(map(raw_dot, heads.get(DELETED, ())))
        every = tuple(sorted({raw_dot(dot) for dots in heads.values() for dot in dots}))
        op = FieldOp(rid, kind.entity, DELETED, deleted, parents, not deleted, every)
        self._write(op if deleted else replace(op, seen=()))

    def _rewrite(self, kind: type[Entity], rid: str, record: Entity) -> None:
        if self.peek(kind, rid) is None:
            self._mark(kind, rid, deleted=False)
        self.change(kind, rid, {name: getattr(record, name) for name in field_kinds(kind)})

    def _write(self, op: FieldOp) -> None:
        self._folder.apply(op, len(self._ops), self._stamp)
        self._push(op)

    def _push(self, op: Op) -> None:
        self._ops.append(op)
        self._written.append((op.entity, op.rid))
        if len(self._ops) == MAX_OPS:
            self._end_commit()

    def _exists(self, rid: str) -> bool:
        row = self.conn.execute("SELECT 1 FROM rec WHERE rid = ?", (bytes.fromhex(rid),)).fetchone()
        return row is not None

    def _begin_commit(self) -> None:
        stream_no = self._folder.stream_number(self._device.stream, self._device.scope)
        seq, previous, last = self.conn.execute(
            "SELECT seq, hash, hlc FROM stream WHERE n = ?", (stream_no,)
        ).fetchone()
        cid = (self.conn.execute("SELECT max(cid) FROM commit_log").fetchone()[0] or 0) + 1
        self._previous = bytes(previous)
        hlc = next_hlc(last, self._now_ms)
        self._stamp = Stamp(stream_no, seq + 1, cid, hlc, self._device.scope)

    def _end_commit(self) -> None:
        at, purpose = self._stamp, self._purpose
        body = encode(
            Header(
                self._device.stream, at.seq, self._previous, at.hlc, self.who.rid, at.scope,
                purpose.verb, self._group, purpose.why, purpose.undoes, purpose.redoes,
            ),
            self._ops,
        )  # fmt: skip
        digest = body_hash(body)
        self.conn.execute(
            "INSERT INTO commit_log VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'local')",
            (at.cid, at.stream_no, at.seq, digest, at.hlc, self.who.rid, self._group, body,
             self._device.key.sign(digest), self._now_ms),
        )  # fmt: skip
        self.conn.execute(
            "UPDATE stream SET seq = ?, hash = ?, hlc = ? WHERE n = ?",
            (at.seq, digest, at.hlc, at.stream_no),
        )
        self._ops = []
        self._begin_commit()


def _birth(record: Entity, rid: str) -> BirthOp:
    kind = type(record)
    base = defaults(kind)
    values = {name: checked(kind, name, getattr(record, name)) for name in field_kinds(kind)}
    return BirthOp(
        rid,
        kind.entity,
        {n: v for n, v in values.items() if v != base[n] or type(v) is not type(base[n])},
    )


def new_stream() -> str:
    """A fresh stream id, 32 hex digits."""
    return secrets.token_hex(16)
