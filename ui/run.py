"""Opening the window: one per data folder, first-run questions, then the shell."""

from __future__ import annotations

import sys

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from app.domain.office import Role
from app.errors import AppError, StoreLocked
from app.logs import start_log
from app.paths import Paths
from app.ports import Doors, Who
from app.services.office import SYSTEM, office_of, users_of
from app.services.single import FolderLock
from app.version import VERSION
from app.words import explain, say
from ui.bus import Bus
from ui.desk import Desk, Session
from ui.errors import catch_everything, words_for
from ui.tasks import TaskRunner
from ui.theme import dress

REFUSED = 1
WIDE = 1500
"""On screens up to this width the window takes all of it."""


def run_window(paths: Paths, doors: Doors, *, demo: bool = False) -> int:
    """Open the window on a data folder; the exit code."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)  # noqa: S101 - tells mypy
    app.setApplicationName("WuCha")
    app.setApplicationVersion(VERSION)
    dress(app)
    try:
        lock = FolderLock(paths)
    except StoreLocked as error:
        from ui.forward import call_other

        if call_other(paths):
            return 0
        return _refuse(error)
    except AppError as error:
        return _refuse(error)
    try:
        start_log(paths)
        return _with_store(app, paths, doors, demo=demo)
    except AppError as error:
        return _refuse(error)
    finally:
        lock.release()


def _with_store(app: QApplication, paths: Paths, doors: Doors, *, demo: bool) -> int:
    store = doors.open_store(paths)
    bus = Bus()
    tasks = TaskRunner(bus.trouble.emit)
    desk = Desk(store, store.attachments, tasks, bus, paths, Session(SYSTEM), doors)
    try:
        if not _prepared(desk, demo=demo):
            return 0
        users = users_of(store.reads())
        first = next((user for user in users if user.role == Role.INSPECTOR), users[0])
        desk.session.who = Who(first.rid, first.name, first.role)
        return _shell(app, paths, desk)
    finally:
        tasks.shut_down()
        store.close()


def _prepared(desk: Desk, *, demo: bool) -> bool:
    """Whether the office is known; the first-run questions make it so, or the demo county."""
    reads = desk.store.reads()
    if users_of(reads) and office_of(reads).bureau_name:
        return True
    from ui.dialogs.welcome import Welcome, fill_demo

    if demo:
        fill_demo(desk)
        return True
    return Welcome(desk).ask()


def _shell(app: QApplication, paths: Paths, desk: Desk) -> int:
    from ui.shell import Shell

    window = Shell(desk)
    catch_everything(lambda told: desk.bus.said.emit(say("ui.bug", told=told)))
    window.go("home", "")
    narrow = app.primaryScreen().availableGeometry().width() <= WIDE
    (window.showMaximized if narrow else window.show)()
    QTimer.singleShot(0, lambda: _listen(paths, window))
    return app.exec()


def _listen(paths: Paths, window: QWidget) -> None:
    # Only now: the network module is not needed for the window to be used.
    from ui.forward import listen

    listen(paths, window)


def _refuse(error: AppError) -> int:
    print(explain(error), file=sys.stderr)  # noqa: T201 - the terminal that started us
    box = QMessageBox(QMessageBox.Icon.Warning, "五查", words_for(error))
    box.addButton(say("ui.close"), QMessageBox.ButtonRole.AcceptRole)
    box.exec()
    return REFUSED
