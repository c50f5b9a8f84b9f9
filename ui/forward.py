"""A second start of the same folder brings the first window forward."""

from __future__ import annotations

import time
from hashlib import sha256

from PySide6.QtCore import Qt
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtWidgets import QWidget

from app.paths import Paths

CALLS, CALL_MS = 20, 250


def _name(paths: Paths) -> str:
    return "wucha-" + sha256(str(paths.root.resolve()).encode()).hexdigest()[:24]


def listen(paths: Paths, window: QWidget) -> QLocalServer:
    """Come forward whenever a second start asks."""
    server = QLocalServer(window)
    QLocalServer.removeServer(_name(paths))
    server.listen(_name(paths))

    def come() -> None:
        caller = server.nextPendingConnection()
        if caller is not None:
            caller.close()
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()

    server.newConnection.connect(come)
    return server


def call_other(paths: Paths) -> bool:
    """Ask the window of this folder to come forward; whether there is one."""
    # It may still be opening its store: it is given a few seconds to listen.
    for _ in range(CALLS):
        socket = QLocalSocket()
        socket.connectToServer(_name(paths))
        if socket.waitForConnected(CALL_MS):
            return True
        time.sleep(CALL_MS / 1000)
    return False
