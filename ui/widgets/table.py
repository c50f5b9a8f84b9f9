"""A long list: search, sticky header, rows of 32 pixels, Enter opens."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from ui.models.row_model import RowModel
from ui.override import override

ROW = 32


class RowTable(QTableView):
    """A table over a `RowModel`.

    Signals:
        opened: rid of the row that was double-clicked or entered.
        chosen: rid of the current row.
    """

    opened = Signal(str)
    chosen = Signal(str)

    def __init__(
        self, model: RowModel, widths: Sequence[int], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._model = model
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        upright = self.verticalHeader()
        upright.hide()
        upright.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        upright.setDefaultSectionSize(ROW)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setStretchLastSection(False)
        for column, width in enumerate(widths):
            if width:
                self.setColumnWidth(column, width)
            else:
                header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self.doubleClicked.connect(lambda index: self.opened.emit(model.rid(index.row())))
        self.selectionModel().currentRowChanged.connect(
            lambda now, _before: self.chosen.emit(model.rid(now.row()))
        )

    def selected(self) -> list[str]:
        """Records of the selected rows."""
        return [self._model.rid(i.row()) for i in self.selectionModel().selectedRows()]

    def select(self, rid: str) -> None:
        """Make a record the current row."""
        row = self._model.row_of(rid)
        if row >= 0:
            self.setCurrentIndex(self._model.index(row, 0))

    @override
    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        # Whole rows are chosen: Home and End mean the first and the last of them.
        ends = {
            QAbstractItemView.CursorAction.MoveHome: 0,
            QAbstractItemView.CursorAction.MoveEnd: self._model.rowCount() - 1,
        }
        if action in ends:
            return self._model.index(ends[action], max(self.currentIndex().column(), 0))
        return super().moveCursor(action, modifiers)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text() in {"\r", "\n"} and self.currentIndex().isValid():
            self.opened.emit(self._model.rid(self.currentIndex().row()))
            return
        super().keyPressEvent(event)
