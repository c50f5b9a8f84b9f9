"""The search box: hits of every kind with a title and a line that tells them apart."""

from __future__ import annotations

from app.domain.masking import masked_name
from app.ports import Hit
from app.queries.searching import SEARCHED
from db.connection import Connection
from db.rows.lists import MASKED_FACT
from db.search import matching, query

_VISIT = (
    "LEFT JOIN visit v ON v.rid = t.visit LEFT JOIN institution i ON i.rid = v.institution"
    " LEFT JOIN round r ON r.rid = v.round"
)
_SQL = {
    "institution": ("t.fixmedins_name", "t.fixmedins_code || ' ' || t.district", ""),
    "round": ("t.name", "t.begin_on || ' ' || t.end_on", ""),
    "document": (
        "t.title || ' ' || t.number",
        "coalesce(i.fixmedins_name, '')",
        _VISIT,
    ),
    "finding": (
        f"substr({MASKED_FACT}, 1, 60)",
        "coalesce(i.fixmedins_name, '') || ' ' || coalesce(r.name, '')",
        f"{_VISIT} LEFT JOIN casefile c ON c.rid = t.casefile",
    ),
    "casefile": (
        "t.psn_name",
        "t.medcasno || ' ' || coalesce(i.fixmedins_name, '')",
        _VISIT,
    ),
}


def find_hits(conn: Connection, text: str, limit: int) -> list[Hit]:
    """The newest hits of each kind, kinds in the order of `SEARCHED`, at most `limit` together."""
    wanted = query(text)
    if not wanted:
        return []
    each = max(5, limit // len(SEARCHED))
    found: list[Hit] = []
    for entity in SEARCHED:
        title, detail, joins = _SQL[entity]
        rows = conn.execute(
            f'SELECT t.rid, {title}, {detail} FROM "{entity}" t {joins}'
            f" WHERE t.rn IN ({matching(entity)} ORDER BY rowid DESC LIMIT ?) AND t._del = 0"
            " ORDER BY t.rn DESC",
            (wanted, each),
        ).fetchall()
        for rid, name, line in rows:
            shown = masked_name(name) if entity == "casefile" else name
            found.append(Hit(entity, rid, shown, line.strip()))
    return found[:limit]
