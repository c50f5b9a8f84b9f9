"""A small form asked once: new record, reason, dates; it stays open while the answer is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QGridLayout, QVBoxLayout, QWidget

from app.changes import Changes
from app.domain.entity import Value
from app.errors import AppError
from ui.desk import Desk
from ui.errors import words_for
from ui.operations.perform import perform
from ui.widgets.basic import button, label, row_of
from ui.widgets.form import Entry

Answers = Mapping[str, Value]


class Ask(QDialog):
    """Shows entries; the primary button hands what was typed to `work` in the write lane."""

    def __init__(
        self,
        parent: QWidget,
        desk: Desk,
        title: str,
        entries: Sequence[Entry],
        work: Callable[[Answers], Changes],
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk, self._work = desk, work
        self._entries = entries
        self._done: Callable[[Changes], object] = lambda _changes: None
        self._again = False
        self.setWindowTitle(title)
        self.setMinimumWidth(480)
        self._hint = label("", "hint", wrap=True)
        self._hint.hide()
        self._told = label("", "bad", wrap=True)
        self._told.hide()
        self._ok = button(self.tr("确定"), self.answer, primary=True)
        self._ok.setDefault(True)
        self._more = button(self.tr("确定并继续添加"), lambda: self.answer(again=True))
        self._more.hide()
        self._lay_out()
        QShortcut(QKeySequence("Ctrl+Return"), self, self.answer)

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setColumnStretch(1, 1)
        for row, entry in enumerate(self._entries):
            entry.field.widget.setObjectName(entry.name)
            named = label(entry.words, "hint")
            named.setBuddy(entry.field.widget)
            grid.addWidget(named, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(entry.field.widget, row, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 14)
        box.setSpacing(10)
        box.addWidget(self._hint)
        box.addLayout(grid)
        box.addWidget(self._told)
        box.addLayout(row_of(None, button(self.tr("取消"), self.reject), self._more, self._ok))
        if self._entries:
            QWidget.setTabOrder(self._entries[-1].field.widget, self._ok)

    def ask(
        self,
        done: Callable[[Changes], object] = lambda _changes: None,
        *,
        ok: str = "",
        hint: str = "",
        again: bool = False,
    ) -> None:
        """Open; `done` is called with what was written. `again` offers to go on adding."""
        self._done = done
        if ok:
            self._ok.setText(ok)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self._more.setVisible(again)
        self.open()
        if self._entries:
            self._entries[0].field.widget.setFocus()

    def answer(self, *, again: bool = False) -> None:
        """Take what was typed, once."""
        if not self._ok.isEnabled():
            return
        try:
            values = {entry.name: entry.field.get() for entry in self._entries}
        except AppError as error:
            self._say(error)
            return
        self._again = again
        self._ok.setEnabled(False)
        perform(
            self._desk, lambda: self._work(values), owner=self, done=self._written, failed=self._say
        )

    def _written(self, changes: Changes) -> None:
        self._ok.setEnabled(True)
        self._told.hide()
        self._done(changes)
        if not self._again:
            self.accept()
            return
        for entry in self._entries:
            entry.field.put("")
        self._entries[0].field.widget.setFocus()

    def _say(self, error: Exception) -> None:
        self._ok.setEnabled(True)
        self._told.setText(words_for(error))
        self._told.show()


def born(changes: Changes, entity: str) -> str:
    """The record a creating action made."""
    return next(iter(changes.of(entity)), "")
