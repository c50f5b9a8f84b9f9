"""Bringing a store to the schema of this program: refuse newer, copy, migrate, check."""

from __future__ import annotations

from pathlib import Path

from app.errors import StoreTooNew, Trouble
from db.connection import Connection

SCHEMA = 1
"""Number of migration steps; kept as `user_version` so that an up-to-date store opens quickly."""


def upgrade(conn: Connection, backups: Path) -> None:
    """Apply the pending steps. StoreTooNew if a newer program wrote the store."""
    found = int(conn.execute("PRAGMA user_version").fetchone()[0])
    if found > SCHEMA:
        raise StoreTooNew("store.too_new", found=found, known=SCHEMA)
    if found < SCHEMA:
        _migrate(conn, found, backups)


def _migrate(conn: Connection, found: int, backups: Path) -> None:
    # Imported here: sqlite-utils costs a third of a second that an up-to-date store need not pay.
    from sqlite_utils import Database

    from db.migrations import schema

    db = Database(conn, execute_plugins=False)
    known = {step.name for step in schema.pending(Database(memory=True))}
    done = {step.name for step in schema.applied(db)}
    if done - known:
        raise StoreTooNew("store.too_new", found=found, known=SCHEMA)
    if done:
        backups.mkdir(parents=True, exist_ok=True)
        copy = backups / f"before-upgrade-{found}-to-{SCHEMA}.db"
        copy.unlink(missing_ok=True)
        conn.execute("VACUUM INTO ?", (str(copy),))
    schema.apply(db)
    if conn.execute("PRAGMA foreign_key_check").fetchall():
        raise Trouble("store.upgrade_failed", found=found, known=SCHEMA)
    conn.execute(f"PRAGMA user_version = {SCHEMA}")
