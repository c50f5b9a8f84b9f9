"""The table of the item grid: keys, editors that save themselves while one is still typing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QWidget,
)

from ui.override import override
from ui.widgets.form import SAVE_AFTER_MS

COLUMNS = ("hilist_code", "hilist_name", "occurred_on", "quantity", "unit_price", "amount_fen")
RIGHT = {"quantity", "unit_price", "amount_fen"}
RID = Qt.ItemDataRole.UserRole
ROW = 30


class ItemTable(QTableWidget):
    """Ctrl+V pastes rows, Delete takes the selected ones out, typing starts editing."""

    def __init__(self, paste: Callable[[], object], remove: Callable[[], object]) -> None:
        super().__init__(0, len(COLUMNS))
        self._paste, self._remove = paste, remove
        self.setItemDelegate(_Delegate(self))
        self.setHorizontalHeaderLabels(
            [
                self.tr("项目编码"), self.tr("项目"), self.tr("日期"), self.tr("数量"),
                self.tr("单价"), self.tr("金额"),
            ]
        )  # fmt: skip
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW)
        for column, width in enumerate((120, 0, 104, 80, 90, 100)):
            if width:
                self.setColumnWidth(column, width)
        self.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.setTabKeyNavigation(True)

    def typing_in(self, row: int) -> bool:
        """Whether an editor is open in a row."""
        editing = self.state() == QTableWidget.State.EditingState
        return editing and self.currentRow() == row

    @override
    def event(self, event: QEvent) -> bool:
        # The digits 1, 2, 3 are typed here, not answers of the check.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            plain = event.modifiers() in {
                Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier,
            }  # fmt: skip
            if plain and event.text().isprintable() and event.text():
                event.accept()
                return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self._paste()
        elif event.key() == Qt.Key.Key_Delete:
            self._remove()
        else:
            super().keyPressEvent(event)


class _Delegate(QStyledItemDelegate):
    """Hands over what is typed one second after the last key, with the editor left open."""

    @override
    def createEditor(
        self,
        parent: QWidget,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> QWidget:
        editor = super().createEditor(parent, option, index)
        if isinstance(editor, QLineEdit):
            timer = QTimer(editor)
            timer.setSingleShot(True)
            timer.setInterval(SAVE_AFTER_MS)
            timer.timeout.connect(lambda: self.commitData.emit(editor))
            editor.textEdited.connect(lambda _text: timer.start())
        return editor
