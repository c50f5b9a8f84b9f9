"""The office's records on this machine: one writer, readers per thread, one action at a time."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from app.changes import Changes
from app.domain.entity import Value
from app.domain.office import Role
from app.errors import StoreDamaged
from app.paths import Paths
from app.ports import FieldVersion, Hit, ListQuery, Who
from app.queries.home import Waiting
from app.sync.signing import SigningKey
from db import derived, projection, search
from db.action import Device, LocalAction, Purpose, new_stream
from db.attachments import LocalAttachments
from db.connection import Connection, open_reader, open_writer
from db.fold import Folder
from db.hits import find_hits
from db.keys import create_slots, derive, read_slots
from db.reading import LocalReads
from db.rows import listing
from db.trouble import translated
from db.upgrade import upgrade

Clock = Callable[[], int]
"""Milliseconds since 1970, UTC."""
REVIEWING = {Role.SUPERVISOR, Role.HEAD}
LOCAL_SCOPE = "local"
"""The district of every record until the office is enrolled in an exchange."""
INDEX_AT_ONCE = 2000
"""An action touching more records than this is indexed with it, not at the next search."""


def wall_clock() -> int:
    """The machine's clock in milliseconds."""
    return time.time_ns() // 1_000_000


class LocalStore:
    """`app.ports.Store`; made by `open_store`. Close it when done."""

    def __init__(self, paths: Paths, clock: Clock) -> None:
        self.paths = paths
        self._clock = clock
        self._keys = derive(_data_key(paths))
        self.attachments = LocalAttachments(paths.attachments, self._keys)
        self._lane = threading.RLock()
        self._readers = threading.local()
        self._open_readers: list[Connection] = []
        self._writer = open_writer(paths.store, self._keys.database)
        try:
            upgrade(self._writer, paths.backups)
            self._prepare()
        except BaseException:
            self._writer.close()
            raise

    def _prepare(self) -> None:
        conn = self._writer
        with _transaction(conn):
            projection.ensure_current(conn)
            self._folder = Folder(conn)
            self._device = _device(conn)

    def reads(self) -> LocalReads:
        """A reader for the calling thread, seeing everything committed so far."""
        return LocalReads(self._reader())

    @contextmanager
    def action(
        self, verb: str, who: Who, *, why: str = "", undoes: str = "", redoes: str = ""
    ) -> Iterator[LocalAction]:
        """Write one user action; durable when the block has ended, nothing at all if it raised."""
        purpose = Purpose(verb, why, undoes, redoes)
        with self._lane, translated():
            try:
                with _transaction(self._writer):
                    act = LocalAction(
                        self._writer,
                        self._folder,
                        self._device,
                        who,
                        purpose,
                        now_ms=self._clock(),
                    )
                    yield act
                    self._settle(act.finish())
            except BaseException:
                self._folder.forget()
                raise

    def _settle(self, changes: Changes) -> None:
        derived.refresh(self._writer, changes)
        if sum(map(len, changes.touched.values())) > INDEX_AT_ONCE:
            search.flush(self._writer)

    def group(self, group: str) -> list[FieldVersion]:
        """Every field version an action wrote, in order."""
        return self.reads().group(group)

    def ids(self, query: ListQuery) -> list[str]:
        """All rids of a list, in order."""
        self._index_waiting(query.text)
        sql, values = listing.ids_sql(query)
        with translated():
            return [row[0] for row in self._reader().execute(sql, values)]

    def count(self, query: ListQuery) -> int:
        """How many rids `ids` would give."""
        self._index_waiting(query.text)
        sql, values = listing.ids_sql(query, counting=True)
        with translated():
            return int(self._reader().execute(sql, values).fetchone()[0])

    def source(self, name: str) -> ListSource:
        """The cells of a list."""
        return ListSource(self._reader, name)

    def search(self, text: str, *, limit: int = 50) -> list[Hit]:
        """Records whose words, codes, numbers or pinyin initials contain every word of `text`."""
        self._index_waiting(text)
        with translated():
            return find_hits(self._reader(), text, limit)

    def rows(self, name: str, *values: Value) -> list[tuple[Any, ...]]:
        """The rows of a registered read-side query."""
        with translated():
            return self._reader().execute(listing.query_sql(name), values).fetchall()

    def waiting(self, who: Who) -> Waiting:
        """What waits for a person."""
        (row,) = self.rows("waiting", who.rid)
        review, returned, commits, files = row
        mine = review if who.role in REVIEWING else returned
        return Waiting(review, returned, mine, commits, files)

    def writer(self) -> Connection:
        """The writing connection, for checks and upgrades inside `db` that hold the lane."""
        return self._writer

    def close(self) -> None:
        """Let a running action finish, then close every connection."""
        with self._lane:
            for conn in self._open_readers:
                conn.close()
            self._open_readers.clear()
            self._writer.close()

    def _index_waiting(self, text: str) -> None:
        if not text or not search.is_stale(self._reader()):
            return
        with self._lane, translated(), _transaction(self._writer):
            search.flush(self._writer)

    def _reader(self) -> Connection:
        conn: Connection | None = getattr(self._readers, "conn", None)
        if conn is None:
            with translated():
                conn = open_reader(self.paths.store, self._keys.database)
            self._readers.conn = conn
            self._open_readers.append(conn)
        return conn


class ListSource:
    """`app.ports.RowSource` over one list."""

    def __init__(self, reader: Callable[[], Connection], name: str) -> None:
        self._reader = reader
        self._sql = listing.rows_sql(name)
        self.columns: Sequence[str] = tuple(listing.spec_of(name).columns)

    def rows(self, rids: Sequence[str]) -> Mapping[str, tuple[object, ...]]:
        """Cells of the rows that still exist, by rid."""
        with translated():
            found = self._reader().execute(self._sql, listing.wanted(rids)).fetchall()
        return {row[0]: tuple(row[1:]) for row in found}


def open_store(paths: Paths, clock: Clock = wall_clock) -> LocalStore:
    """Open the store of a data folder, making it if there is none.

    Raises StoreTooNew, StoreDamaged ("store.damaged", "store.key_missing", "store.key_damaged") or
    Trouble ("disk.read_only", "disk.full") with nothing changed on disk.
    """
    with translated():
        paths.root.mkdir(parents=True, exist_ok=True)
        return LocalStore(paths, clock)


def _data_key(paths: Paths) -> bytes:
    if paths.slots.exists() or not paths.store.exists():
        return read_slots(paths.slots) if paths.slots.exists() else create_slots(paths.slots)
    raise StoreDamaged("store.key_missing", path=str(paths.slots))


@contextmanager
def _transaction(conn: Connection) -> Iterator[None]:
    """Take the write lock now; commit, or roll everything back."""
    conn.execute("BEGIN IMMEDIATE")
    try:
        yield
        conn.execute("COMMIT")
    except BaseException:
        if conn.in_transaction:
            conn.execute("ROLLBACK")
        raise


def _device(conn: Connection) -> Device:
    """This machine's stream and signing key, made at first use in the same transaction."""
    held = dict(conn.execute("SELECT k, v FROM me WHERE k IN ('stream', 'seed')").fetchall())
    if not held:
        held = {"stream": bytes.fromhex(new_stream()), "seed": secrets.token_bytes(32)}
        conn.executemany("INSERT INTO me(k, v) VALUES (?, ?)", list(held.items()))
    key = SigningKey(bytes(held["seed"]))
    stream = bytes(held["stream"])
    conn.execute(
        "INSERT OR IGNORE INTO stream(id, scope, pubkey) VALUES (?, ?, ?)",
        (stream, LOCAL_SCOPE, key.public),
    )
    return Device(stream.hex(), LOCAL_SCOPE, key)
