"""One start of a window, in a process of its own: ``python -m benchmarks.window bare|start|list [FOLDER]``.

Prints resident memory in KiB when the window can be used, then ends.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path


def resident() -> int:
    """Resident memory of this process in KiB."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1])
    return 0


def bare() -> None:
    """The least a PySide6 program can show."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QMainWindow

    app = QApplication([])
    window = QMainWindow()
    window.show()
    QTimer.singleShot(0, app.quit)
    app.exec()
    print(resident())


def ours(folder: Path, place: str) -> None:
    """Our window over a data folder, at a place, everything asked for shown."""
    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QShowEvent

    import ui.shell
    from app.paths import Paths
    from db.doors import doors
    from ui.run import run_window

    class Watched(ui.shell.Shell):
        def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
            super().showEvent(event)
            if place != "home":
                self.go(place, "")
            QTimer.singleShot(0, self._look)

        def _look(self) -> None:
            if self.desk.tasks.busy:
                QTimer.singleShot(1, self._look)
                return
            print(resident(), flush=True)
            # What happens after the window can be used is not measured.
            os._exit(0)

    ui.shell.Shell = Watched  # type: ignore[misc]
    run_window(Paths(folder), doors())


if __name__ == "__main__":
    if sys.argv[1] == "bare":
        bare()
        os._exit(0)
    ours(Path(sys.argv[2]), "home" if sys.argv[1] == "start" else "findings")
