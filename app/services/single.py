"""One writer per data folder: whoever has the window open holds the lock file."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from app.errors import StoreLocked, Trouble
from app.paths import Paths


class FolderLock:
    """An advisory lock the system takes back when the process dies, however it dies."""

    def __init__(self, paths: Paths) -> None:
        try:
            paths.root.mkdir(parents=True, exist_ok=True)
            self._file: IO[str] = paths.lock.open("a+", encoding="ascii")
        except OSError as error:
            raise Trouble("disk.read_only") from error
        try:
            _lock(self._file)
        except OSError as error:
            self._file.close()
            raise StoreLocked("store.open_elsewhere", folder=str(paths.root)) from error

    def release(self) -> None:
        """Let the next one in."""
        self._file.close()


def _lock(file: IO[str]) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def held_lock(paths: Paths, *, wanted: bool = True) -> Iterator[None]:
    """Hold the lock for the block; StoreLocked("store.open_elsewhere") when a window has it."""
    lock = FolderLock(paths) if wanted else None
    try:
        yield
    finally:
        if lock:
            lock.release()
