"""Undo and redo of the person's last actions."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject

from app.changes import Changes
from app.errors import AppError, Trouble
from app.services.undoing import redo, undo
from app.words import verb
from ui.desk import Desk
from ui.errors import words_for


def undo_last(desk: Desk, owner: QObject) -> None:
    """Take back the last action of this person."""
    _step(desk, owner, redoing=False)


def redo_last(desk: Desk, owner: QObject) -> None:
    """Take back the last undo."""
    _step(desk, owner, redoing=True)


def _step(desk: Desk, owner: QObject, *, redoing: bool) -> None:
    held = desk.session.redo if redoing else desk.session.undo
    other = desk.session.undo if redoing else desk.session.redo
    if not held:
        words = "没有可以重做的操作。" if redoing else "没有可以撤销的操作。"
        desk.bus.said.emit(QCoreApplication.translate("undo", words))
        return
    group, who = held.pop(), desk.who
    work = redo if redoing else undo
    told = "已重做：{what}" if redoing else "已撤销：{what}"

    def done(changes: Changes) -> None:
        desk.bus.saving.emit(False)
        other.append(changes.group)
        desk.bus.changed.emit(changes)
        desk.bus.said.emit(QCoreApplication.translate("undo", told).format(what=words))

    def failed(error: Exception) -> None:
        desk.bus.saving.emit(False)
        if not isinstance(error, AppError) or isinstance(error, Trouble):
            held.append(group)
        desk.bus.said.emit(words_for(error))

    versions = desk.store.group(group)
    words = verb(versions[0].verb) if versions else ""
    desk.bus.saving.emit(True)
    desk.tasks.run("write", lambda: work(desk.store, who, group), done, owner=owner, failed=failed)
