"""The one banner of truth at the foot of the window."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout

from app.queries.home import Waiting
from ui.desk import Desk
from ui.errors import words_for
from ui.widgets.basic import Shortened, button, row_of

SAID_MS = 6000


class StatusBar(QFrame):
    """Saved or not, what is not exchanged, the last thing said, what waits for this person."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("foot")
        self._saving, self._failed = 0, ""
        self._unsaved: set[object] = set()
        self._state = button("", lambda: desk.go("settings", "data"), name="link")
        self._exchange = button("", lambda: desk.go("exchange", ""), name="link")
        self._waiting = button("", lambda: desk.go("home", ""), name="link")
        self._words = Shortened("hint")
        self._said = QTimer(self)
        self._said.setSingleShot(True)
        self._said.timeout.connect(self._tell)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 2, 10, 2)
        row.addLayout(row_of(self._state, self._exchange, 12))
        row.addWidget(self._words, 1)
        row.addWidget(self._waiting)
        desk.bus.saving.connect(self._on_saving)
        desk.bus.trouble.connect(self._on_trouble)
        desk.bus.unsaved.connect(self._on_unsaved)
        desk.bus.said.connect(self.say)
        self._tell()

    def show_waiting(self, waiting: Waiting) -> None:
        """Show what waits and what is not exchanged yet."""
        self._waiting.setText(self.tr("待我处理 {count}").format(count=waiting.mine))
        told = self.tr("未交换 {records} 条 / {files} 个文件 · 尚未交换过")
        self._exchange.setText(told.format(records=waiting.commits, files=waiting.files))

    def say(self, text: str) -> None:
        """Say something for a few seconds."""
        self._words.setText(text)
        self._said.start(SAID_MS)

    def _on_saving(self, begun: bool) -> None:
        self._saving += 1 if begun else -1
        if begun:
            self._failed = ""
        self._tell()

    @property
    def unsaved(self) -> bool:
        """Whether something typed is not on disk and cannot be put there as it is."""
        return bool(self._unsaved)

    def _on_unsaved(self, key: object, on: bool) -> None:
        (self._unsaved.add if on else self._unsaved.discard)(key)
        self._tell()

    def _on_trouble(self, error: Exception) -> None:
        self._failed = words_for(error)
        self._tell()
        self.say(self._failed)

    def _tell(self) -> None:
        if self._failed or self._unsaved:
            self._state.setText(self.tr("！有内容没有存上"))
        elif self._saving > 0:
            self._state.setText(self.tr("正在保存…"))
        else:
            self._state.setText(self.tr("已存本机 ✓"))
        if not self._said.isActive():
            self._words.setText(self._failed)
            self._words.setObjectName("bad" if self._failed else "hint")
            self._words.style().polish(self._words)
