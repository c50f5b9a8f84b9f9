"""The institutions of a round and how far each visit is."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from app.services import planning
from ui.desk import Desk
from ui.operations.perform import perform
from ui.words import VISIT_STATES

MARKS = {"planned": "○", "ongoing": "▸", "submitted": "✓"}


class VisitList(QTableWidget):
    """Enter or double click opens a visit, Delete takes one out that was not begun."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(0, 6)
        self._desk = desk
        self._rids: list[str] = []
        self.setHorizontalHeaderLabels(
            [
                self.tr("机构"), self.tr("编码"), self.tr("状态"), self.tr("计划日期"),
                self.tr("病例"), self.tr("问题"),
            ]
        )  # fmt: skip
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(34)
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column, width in enumerate((0, 126, 92, 104, 56, 56)):
            if width:
                self.setColumnWidth(column, width)
        self.cellDoubleClicked.connect(lambda row, _column: self.open_row(row))

    def show_round(self, rid: str) -> None:
        """Show a round's institutions."""
        rows = self._desk.store.rows("round_visits", rid)
        at = self.currentRow()
        self.setRowCount(len(rows))
        self._rids = [row[0] for row in rows]
        for number, row in enumerate(rows):
            self._fill(number, row)
        if rows:
            self.setCurrentCell(min(max(at, 0), len(rows) - 1), 0)

    def _fill(self, number: int, row: tuple[Any, ...]) -> None:
        _rid, name, code, state, planned, cases, findings, _institution = row
        words = f"{MARKS.get(state, '')} {VISIT_STATES.get(state, (state, ''))[0]}"
        for column, text in enumerate((name, code, words, planned, cases or "", findings or "")):
            item = QTableWidgetItem(str(text))
            if column >= 4:
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.setItem(number, column, item)

    def open_row(self, row: int) -> None:
        """Go to a visit."""
        if 0 <= row < len(self._rids):
            self._desk.go("visit", self._rids[row])

    def keyPressEvent(self, event: Any) -> None:
        """Enter opens, Delete takes out."""
        row = self.currentRow()
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.open_row(row)
        elif event.key() == Qt.Key.Key_Delete and 0 <= row < len(self._rids):
            store, who, rid = self._desk.store, self._desk.who, self._rids[row]
            perform(
                self._desk, lambda: planning.remove_institution(store, who, rid), owner=self,
                note=self.tr("已移出本轮次，按 Ctrl+Z 撤销"),
            )  # fmt: skip
        else:
            super().keyPressEvent(event)
