"""Driver errors translated at the border: nothing above `db` sees a database exception."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from sqlcipher3 import dbapi2 as sqlite

from app.errors import StoreDamaged, Trouble

_BY_CODE = {
    sqlite.SQLITE_FULL: "disk.full",
    sqlite.SQLITE_READONLY: "disk.read_only",
    sqlite.SQLITE_CANTOPEN: "disk.cannot_open",
    sqlite.SQLITE_BUSY: "store.busy",
    sqlite.SQLITE_LOCKED: "store.busy",
    sqlite.SQLITE_IOERR: "disk.error",
    sqlite.SQLITE_PERM: "disk.read_only",
}
_DAMAGED = {sqlite.SQLITE_CORRUPT, sqlite.SQLITE_NOTADB, sqlite.SQLITE_FORMAT}
_BY_ERRNO = {
    errno.ENOSPC: "disk.full",
    errno.EDQUOT: "disk.full",
    errno.EFBIG: "disk.full",
    errno.EROFS: "disk.read_only",
    errno.EACCES: "disk.read_only",
    errno.EPERM: "disk.read_only",
}


@contextmanager
def translated() -> Iterator[None]:
    """Turn database and file errors of the block into `Trouble` with a code the user understands."""
    try:
        yield
    except sqlite.Error as error:
        primary = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if primary in _DAMAGED:
            raise StoreDamaged("store.damaged", detail=str(error)) from error
        if primary in _BY_CODE:
            raise Trouble(_BY_CODE[primary]) from error
        raise
    except OSError as error:
        raise file_trouble(error) from error


def file_trouble(error: OSError) -> Trouble:
    """The plain-words error for a file operation that failed."""
    return Trouble(_BY_ERRNO.get(error.errno or 0, "disk.error"))
