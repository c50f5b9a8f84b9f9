"""Opening the local database: encrypted, WAL, every commit on disk before it is confirmed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlcipher3 import dbapi2 as sqlite

if TYPE_CHECKING:
    # sqlcipher3 has the same interface and no type information of its own.
    import sqlite3

    Connection = sqlite3.Connection
else:
    Connection = sqlite.Connection

BUSY_MS = 5_000


def open_writer(path: Path, key: bytes) -> Connection:
    """The connection that writes; `key` is the raw 32-byte database key. May cross threads."""
    conn: Connection = sqlite.connect(str(path), isolation_level=None, check_same_thread=False)
    _configure(conn, key)
    # Large writes read back index pages; the default 2 MB cache decrypts each of them again.
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "cache_size = -65536",
                   "recursive_triggers = ON", "temp_store = MEMORY", "wal_autocheckpoint = 8000"):  # fmt: skip
        conn.execute(f"PRAGMA {pragma}")
    return conn


def open_reader(path: Path, key: bytes) -> Connection:
    """A connection that cannot write, for one thread (closed by whichever closes the store)."""
    conn: Connection = sqlite.connect(
        f"{path.resolve().as_uri()}?mode=ro",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
    )
    _configure(conn, key)
    # One per reading thread; lists are read once and windows of them are small.
    conn.execute("PRAGMA cache_size = -4096")
    conn.execute("PRAGMA query_only = ON")
    return conn


def _configure(conn: Connection, key: bytes) -> None:
    conn.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    conn.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
    # Touches the first page, so that a wrong key or a foreign file fails here and not later.
    conn.execute("SELECT count(*) FROM sqlite_master").fetchone()
