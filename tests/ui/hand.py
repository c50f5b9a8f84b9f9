"""A person's hand on the window: waits for work to be done, finds widgets by what they say."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget

if TYPE_CHECKING:
    from ui.desk import Desk

W = TypeVar("W", bound=QWidget)
PATIENCE = 60


class Hand:
    """Everything goes through the real widgets."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def settle(self) -> None:
        """Let everything that was begun come to its end."""
        limit = time.monotonic() + PATIENCE
        calm = 0
        while calm < 3:
            QApplication.processEvents()
            calm = 0 if self.desk.tasks.busy else calm + 1
            assert time.monotonic() < limit, "the program did not come to rest"

    def click(self, widget: QWidget) -> None:
        """Press the left button in the middle of a widget."""
        assert widget.isEnabled(), getattr(widget, "text", lambda: "")()
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
        self.settle()

    def press(self, within: QWidget, words: str) -> None:
        """Click the visible button that says these words."""
        self.click(self.button(within, words))

    def button(self, within: QWidget, words: str) -> QPushButton:
        """The visible button that says these words."""
        seen = [b for b in within.findChildren(QPushButton) if b.isVisibleTo(within)]
        found = [b for b in seen if words in b.text()]
        assert found, f"no button {words!r} among {[b.text() for b in seen]}"
        return found[0]

    def fill(self, line: QWidget, text: str) -> None:
        """Type into a field, replacing what it held, and leave it."""
        line.window().activateWindow()
        QApplication.processEvents()
        line.setFocus()
        if isinstance(line, QLineEdit):
            line.selectAll()
        QTest.keyClicks(line, text) if text else QTest.keyClick(line, Qt.Key.Key_Delete)
        QTest.keyClick(line, Qt.Key.Key_Tab)
        self.settle()

    def key(self, widget: QWidget, key: Qt.Key, *, ctrl: bool = False) -> None:
        """Press a key."""
        widget.window().activateWindow()
        widget.setFocus()
        QApplication.processEvents()
        held = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
        QTest.keyClick(widget, key, held)
        self.settle()

    def dialog(self, kind: type[W]) -> W:
        """The open dialog of this kind."""
        found = [w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()]
        assert found, f"no {kind.__name__} is open"
        return found[-1]
