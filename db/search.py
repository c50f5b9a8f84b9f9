"""The search index: pairs of characters in FTS5, filled from records marked dirty by the fold."""

from __future__ import annotations

from app.queries.searching import SEARCHED, grams, match
from db.connection import Connection

KIND_BITS = 40
KINDS = {entity: number for number, entity in enumerate(SEARCHED, 1)}
BATCH = 5000


def slot(entity: str, rn: int) -> int:
    """The index row of a record: kinds lie apart, so that one kind is a range."""
    return KINDS[entity] << KIND_BITS | rn


def matching(entity: str) -> str:
    """SQL giving the record numbers of one kind that match the bound full-text query."""
    base = KINDS[entity] << KIND_BITS
    return (
        f"SELECT rowid - {base} FROM search WHERE search MATCH ?"
        f" AND rowid BETWEEN {base} AND {base + (1 << KIND_BITS) - 1}"
    )


def query(text: str) -> str:
    """The bound parameter for `matching`; empty when the text has nothing to search for."""
    return match(text)


def is_stale(conn: Connection) -> bool:
    """Whether records wait to be indexed."""
    return conn.execute("SELECT 1 FROM search_dirty LIMIT 1").fetchone() is not None


def flush(conn: Connection) -> None:
    """Index the waiting records; inside the caller's transaction."""
    while True:
        rows = conn.execute(
            "SELECT d.rn, r.ent FROM search_dirty d JOIN rec r ON r.n = d.rn ORDER BY d.rn LIMIT ?",
            (BATCH,),
        ).fetchall()
        if not rows:
            conn.execute("DELETE FROM search_dirty")
            return
        by_entity: dict[str, list[int]] = {}
        for rn, entity in rows:
            by_entity.setdefault(entity, []).append(rn)
        for entity, numbers in by_entity.items():
            if entity in SEARCHED:
                _index(conn, entity, numbers)
        conn.execute("DELETE FROM search_dirty WHERE rn <= ?", (rows[-1][0],))


def _index(conn: Connection, entity: str, numbers: list[int]) -> None:
    first, last = min(numbers), max(numbers)
    wanted = set(numbers)
    fields = ", ".join(f'"{field}"' for field in SEARCHED[entity])
    rows = conn.execute(
        f'SELECT rn, _del, {fields} FROM "{entity}" WHERE rn BETWEEN ? AND ?',
        (first, last),
    ).fetchall()
    rows = [row for row in rows if row[0] in wanted]
    conn.executemany("DELETE FROM search WHERE rowid = ?", [(slot(entity, r[0]),) for r in rows])
    conn.executemany(
        "INSERT INTO search(rowid, grams) VALUES (?, ?)",
        [(slot(entity, r[0]), grams("\n".join(r[2:]))) for r in rows if not r[1]],
    )
