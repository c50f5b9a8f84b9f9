"""The projected tables: one per record class, columns from its fields, always rebuildable.

A newer program that adds a field gets the column here; versions of it that an older program kept
as unknown cells are folded in at the same moment.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import MISSING, fields
from hashlib import sha256

from app.domain.entity import DELETED, Entity, FieldKind, Value, field_kinds, per_class
from app.domain.schema import ENTITIES
from db.connection import Connection

INDEXES = {
    "agreement": ("institution",),
    "institution": ("fixmedins_code", "uscc", "fixmedins_name", "merged_into"),
    "visit": ("round", "institution", "state"),
    "casefile": ("visit",),
    "fivecheck": ("casefile", "visit"),
    "finding": ("visit", "casefile", "violation"),
    "finding_item": ("finding",),
    "evidence": ("owner", "visit"),
    "review": ("finding",),
    "handling": ("visit",),
    "deduction": ("handling",),
    "penalty": ("handling",),
    "document": ("visit", "kind", "series", "number"),
    "import_profile": ("signature",),
    "preference": ("owner",),
}
_TYPES = {
    "text": "TEXT NOT NULL DEFAULT ''",
    "int": "INTEGER",
    "bool": "INTEGER NOT NULL DEFAULT 0",
    "list": "TEXT NOT NULL DEFAULT '[]'",
}


@per_class
def columns(kind: type[Entity]) -> tuple[tuple[str, FieldKind], ...]:
    """The projected fields of a record class in order, `_del` last."""
    return (*field_kinds(kind).items(), (DELETED, "bool"))


@per_class
def defaults(kind: type[Entity]) -> dict[str, Value]:
    """What a field holds that nobody wrote."""
    found: dict[str, Value] = {DELETED: False}
    for field in fields(kind):
        if field.name != "rid":
            found[field.name] = None if field.default is MISSING else field.default
    return found


def to_column(value: Value) -> str | int | None:
    """A field value as SQLite keeps it."""
    if isinstance(value, tuple):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return (
        int(value) if isinstance(value, bool) else str(value) if isinstance(value, str) else value
    )


def from_column(raw: str | int | None, kind: FieldKind) -> Value:
    """The field value a column holds."""
    if kind == "list":
        return tuple(json.loads(raw)) if isinstance(raw, str) and raw != "[]" else ()
    return bool(raw) if kind == "bool" else raw


def ensure_current(conn: Connection) -> None:
    """`ensure`, skipped when the record classes are those the store was last opened with."""
    wanted = sha256(
        repr([(n, columns(k)) for n, k in ENTITIES.items()] + [INDEXES]).encode()
    ).digest()
    held = conn.execute("SELECT v FROM me WHERE k = 'projection'").fetchone()
    if held is None or bytes(held[0]) != wanted:
        ensure(conn)
        conn.execute("INSERT INTO me VALUES ('projection', ?) ON CONFLICT(k) DO UPDATE SET v = excluded.v",
                     (wanted,))  # fmt: skip


def ensure(conn: Connection) -> None:
    """Create what is missing: tables, columns (filled from kept cells), indexes."""
    for name, kind in ENTITIES.items():
        present = {row[1] for row in conn.execute(f'PRAGMA table_info("{name}")')}
        if not present:
            _create(conn, name, kind)
            continue
        missing = [(c, k) for c, k in columns(kind) if c not in present]
        for column, column_kind in missing:
            conn.execute(
                f'ALTER TABLE "{name}" ADD COLUMN "{column}" {_declaration(kind, column, column_kind)}'
            )
            _fill(conn, name, column, column_kind)
        _index(conn, name)


def _create(conn: Connection, name: str, kind: type[Entity]) -> None:
    parts = ["rn INTEGER PRIMARY KEY", "rid TEXT NOT NULL UNIQUE"]
    parts += [f'"{column}" {_declaration(kind, column, k)}' for column, k in columns(kind)]
    conn.execute(f'CREATE TABLE "{name}"({", ".join(parts)}) STRICT')
    _index(conn, name)


def _declaration(kind: type[Entity], column: str, column_kind: FieldKind) -> str:
    default = to_column(defaults(kind)[column])
    if column_kind == "text" and default:
        quoted = str(default).replace("'", "''")
        return f"TEXT NOT NULL DEFAULT '{quoted}'"
    if column_kind == "bool" and default:
        return "INTEGER NOT NULL DEFAULT 1"
    return _TYPES[column_kind]


def _index(conn: Connection, name: str) -> None:
    for column in INDEXES.get(name, ()):
        conn.execute(f'CREATE INDEX IF NOT EXISTS "{name}_{column}" ON "{name}"("{column}")')


def _fill(conn: Connection, name: str, column: str, kind: FieldKind) -> None:
    rows: Iterable[tuple[int, str]] = conn.execute(
        "SELECT c.rn, c.val FROM cell c JOIN field f ON f.n = c.fn WHERE f.ent = ? AND f.name = ?"
        " ORDER BY c.rn, c.hlc, c.dot", (name, column)).fetchall()  # fmt: skip
    for rn, raw in rows:
        value = json.loads(raw)
        stored = to_column(tuple(value) if kind == "list" else value)
        conn.execute(f'UPDATE "{name}" SET "{column}" = ? WHERE rn = ?', (stored, rn))
