"""Every user action that writes, and every look-up, goes through here."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject

from app.changes import Changes
from app.errors import Trouble
from ui.desk import Desk

T = TypeVar("T")


def perform(
    desk: Desk,
    work: Callable[[], Changes],
    *,
    owner: QObject,
    done: Callable[[Changes], object] | None = None,
    failed: Callable[[Exception], object] | None = None,
    note: str = "",
) -> None:
    """Run a use case in the write lane; tell everybody, remember it for undo, say `note`."""

    def told(changes: Changes) -> None:
        desk.bus.saving.emit(False)
        if changes.group:
            desk.session.did(changes.group)
        if changes:
            desk.bus.changed.emit(changes)
        if note and changes:
            desk.bus.said.emit(note)
        if done:
            done(changes)

    def refused(error: Exception) -> None:
        desk.bus.saving.emit(False)
        if failed:
            failed(error)
        # What the disk refused is not saved anywhere: the banner must not say it is.
        if not failed or isinstance(error, Trouble):
            desk.bus.trouble.emit(error)

    desk.bus.saving.emit(True)
    desk.tasks.run("write", work, told, owner=owner, failed=refused)


def look_up(
    desk: Desk, work: Callable[[], T], done: Callable[[T], None], *, owner: QObject
) -> None:
    """Read something in the background."""
    desk.tasks.run("read", work, done, owner=owner, failed=desk.bus.trouble.emit)
