"""Baseline: the append-only commit log, streams, heads, conflicts, search."""

from __future__ import annotations

from sqlite_utils import Database

from db.migrations.registry import schema

TABLES = """
CREATE TABLE me(k TEXT PRIMARY KEY, v BLOB) STRICT;
CREATE TABLE stream(n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, scope TEXT NOT NULL,
  seq INTEGER NOT NULL DEFAULT 0, hash BLOB NOT NULL DEFAULT (zeroblob(32)),
  hlc INTEGER NOT NULL DEFAULT 0, closed_at INTEGER, role TEXT, pubkey BLOB) STRICT;
CREATE TABLE commit_log(cid INTEGER PRIMARY KEY, sn INTEGER NOT NULL, seq INTEGER NOT NULL,
  hash BLOB NOT NULL, hlc INTEGER NOT NULL, actor TEXT NOT NULL, grp TEXT NOT NULL,
  body BLOB NOT NULL, sig BLOB NOT NULL, got_ms INTEGER NOT NULL, via TEXT NOT NULL,
  UNIQUE(sn, seq, hash)) STRICT;
CREATE INDEX commit_log_grp ON commit_log(grp);
CREATE TRIGGER cl_u BEFORE UPDATE ON commit_log BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER cl_d BEFORE DELETE ON commit_log BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TABLE rec(n INTEGER PRIMARY KEY, rid BLOB NOT NULL UNIQUE, ent TEXT NOT NULL,
  scope TEXT NOT NULL, birth INTEGER, cid INTEGER NOT NULL) STRICT;
CREATE TABLE field(n INTEGER PRIMARY KEY, ent TEXT NOT NULL, name TEXT NOT NULL,
  UNIQUE(ent, name)) STRICT;
CREATE TABLE cell(rn INTEGER, fn INTEGER, dot INTEGER, cid INTEGER NOT NULL, hlc INTEGER NOT NULL,
  val TEXT, PRIMARY KEY(rn, fn, dot)) STRICT, WITHOUT ROWID;
CREATE TABLE early(dot INTEGER, rn INTEGER, fn INTEGER, PRIMARY KEY(rn, fn, dot)) STRICT, WITHOUT ROWID;
CREATE TABLE touch(rn INTEGER, cid INTEGER, PRIMARY KEY(rn, cid)) STRICT, WITHOUT ROWID;
CREATE TABLE conflict(rn INTEGER, fn INTEGER, n INTEGER NOT NULL, kind TEXT NOT NULL,
  PRIMARY KEY(rn, fn, kind)) STRICT, WITHOUT ROWID;
CREATE TABLE finding_state(rn INTEGER PRIMARY KEY, state TEXT NOT NULL) STRICT;
CREATE INDEX finding_state_state ON finding_state(state);
CREATE TABLE search_dirty(rn INTEGER PRIMARY KEY) STRICT;
CREATE VIRTUAL TABLE search USING fts5(grams, content='', contentless_delete=1, tokenize='ascii');
"""


@schema()
def m0001_log(db: Database) -> None:
    """Create the log and everything folded from it except the projected record tables."""
    for statement in _statements(TABLES):
        db.execute(statement)


def _statements(script: str) -> list[str]:
    """Split at lines ending a statement; executescript would commit in the middle of the step."""
    found, held = [], ""
    for line in script.strip().splitlines():
        held += f"{line}\n"
        if line.endswith(";"):
            found.append(held)
            held = ""
    return found
