"""Finding states kept beside the records, so that a queue of 100,000 findings opens at once."""

from __future__ import annotations

from app.changes import Changes
from app.domain.finding import Evidence, Finding, FindingItem
from app.domain.review import Review
from app.domain.reviewing import basis_of, finding_state
from app.domain.visit import Visit, VisitState
from db.connection import Connection
from db.reading import LocalReads

MANY = 500
"""Above this many findings in one action, those without reviews are settled in one statement."""


def refresh(conn: Connection, changes: Changes) -> None:
    """Recompute the state of every finding the action may have moved."""
    numbers = _affected(conn, changes)
    if len(numbers) > MANY:
        numbers = _settle_unreviewed(conn, numbers)
    reads = LocalReads(conn)
    for rid in numbers:
        _refresh_one(reads, rid)


def refresh_all(conn: Connection) -> None:
    """Recompute every state (after a refold)."""
    rids = [row[0] for row in conn.execute("SELECT rid FROM finding WHERE _del = 0")]
    refresh(conn, Changes({"finding": frozenset(rids)}))


def _affected(conn: Connection, changes: Changes) -> set[str]:
    found = set(changes.of("finding"))
    owners = {"review": "finding", "finding_item": "finding", "evidence": "owner"}
    for entity, owner in owners.items():
        for rid in changes.of(entity):
            row = conn.execute(f'SELECT "{owner}" FROM "{entity}" WHERE rid = ?', (rid,)).fetchone()
            if row and row[0]:
                found.add(row[0])
    for visit in changes.of("visit"):
        found.update(
            row[0] for row in conn.execute("SELECT rid FROM finding WHERE visit = ?", (visit,))
        )
    return found


def _settle_unreviewed(conn: Connection, rids: set[str]) -> set[str]:
    reviewed = {
        row[0]
        for row in conn.execute(
            "SELECT DISTINCT finding FROM review UNION SELECT r.rid FROM conflict x JOIN rec b"
            " ON b.n = x.rn JOIN finding r ON r.rn = x.rn"
        )
    }
    plain = [(rid, str(VisitState.SUBMITTED)) for rid in rids - reviewed]
    conn.executemany(
        "INSERT OR REPLACE INTO finding_state SELECT f.rn, CASE WHEN v.state = ?2 THEN 'waiting'"
        " ELSE 'draft' END FROM finding f LEFT JOIN visit v ON v.rid = f.visit WHERE f.rid = ?1",
        plain,
    )
    return rids & reviewed


def _refresh_one(reads: LocalReads, rid: str) -> None:
    finding = reads.peek(Finding, rid)
    if finding is None:
        reads.conn.execute(
            "DELETE FROM finding_state WHERE rn = (SELECT rn FROM finding WHERE rid = ?)",
            (rid,),
        )
        return
    visit = reads.peek(Visit, finding.visit)
    reviews = reads.find(Review, finding=rid)
    basis: tuple[str, ...] = ()
    if reviews:
        parts = [
            *reads.find(FindingItem, finding=rid),
            *reads.find(Evidence, owner=rid),
        ]
        basis = basis_of(reads.heads(rid), [reads.heads(part.rid) for part in parts])
    state = finding_state(
        visit.state if visit else "",
        reviews,
        basis,
        conflicted=bool(reads.conflicts(rid)),
    )
    reads.conn.execute(
        "INSERT OR REPLACE INTO finding_state SELECT rn, ? FROM finding WHERE rid = ?",
        (state, rid),
    )
