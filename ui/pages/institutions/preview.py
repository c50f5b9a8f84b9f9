"""What an import has understood: the mapping above the first rows, and the doubtful rows."""

from __future__ import annotations

from itertools import islice

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHeaderView, QTableWidget, QTableWidgetItem

from app.domain.cells import clean, text_of
from app.domain.sheets import fields
from app.services.importing import Look, Plan, told
from app.words import say

SHOWN_ROWS = 40
SHOWN_DOUBTS = 2000
COLUMN = 150


class MappingTable(QTableWidget):
    """Every column of the file with the field it fills in its first row.

    Signals:
        changed: the user chose another field for a column.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setAlternatingRowColors(True)
        self.verticalHeader().setDefaultSectionSize(32)
        self.setWordWrap(False)

    def show_look(self, seen: Look) -> None:
        """Show a sheet."""
        headings = seen.header.headings
        rows = list(islice(seen.rows, seen.header.first, seen.header.first + SHOWN_ROWS))
        self.clear()
        self.setColumnCount(len(headings))
        self.setRowCount(len(rows) + 1)
        self.setHorizontalHeaderLabels([h.text or self.tr("（无标题）") for h in headings])
        first = seen.header.first + 1
        self.setVerticalHeaderLabels(
            [self.tr("导入为"), *(str(first + n) for n in range(len(rows)))]
        )
        for column, heading in enumerate(headings):
            choice = self._choice(seen.mapping.get(heading.index, ""))
            self.setCellWidget(0, column, choice)
            self.setColumnWidth(column, COLUMN)
            for number, row in enumerate(rows, 1):
                text = clean(text_of(row[heading.index])) if heading.index < len(row) else ""
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.setItem(number, column, item)
        self.setRowHeight(0, 40)
        self._indexes = [heading.index for heading in headings]

    def _choice(self, name: str) -> QComboBox:
        choice = QComboBox()
        choice.addItem(self.tr("不导入"), "")
        for field in fields():
            choice.addItem(say(f"field.{field}"), field)
        choice.setCurrentIndex(max(0, choice.findData(name)))
        choice.activated.connect(lambda _index: self.changed.emit())
        return choice

    def mapping(self) -> dict[int, str]:
        """Column index → field as chosen now."""
        found = {}
        for column, index in enumerate(self._indexes):
            choice = self.cellWidget(0, column)
            if isinstance(choice, QComboBox) and choice.currentData():
                found[index] = str(choice.currentData())
        return found


class DoubtTable(QTableWidget):
    """Every row to be looked at, with its reason in words."""

    def __init__(self) -> None:
        super().__init__(0, 5)
        heads = (self.tr("行"), self.tr("处理"), self.tr("内容"), self.tr("原值"), self.tr("原因"))
        self.setHorizontalHeaderLabels(heads)
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setAlternatingRowColors(True)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(32)
        for column, width in enumerate((60, 90, 120, 200)):
            self.setColumnWidth(column, width)
        self.horizontalHeader().setSectionResizeMode(4, QHeaderView.ResizeMode.Stretch)

    def show_plan(self, plan: Plan) -> None:
        """Show doubts, refused rows and rows left out."""
        kinds = (
            (self.tr("不能导入"), plan.rejected),
            (self.tr("导入，存疑"), plan.doubtful),
            (self.tr("略过"), plan.ignored),
        )
        rows = [(words, told(doubt)) for words, doubts in kinds for doubt in doubts][:SHOWN_DOUBTS]
        self.setRowCount(len(rows))
        for number, (words, doubt) in enumerate(rows):
            name = str(doubt["field"])
            cells = (
                str(doubt["row"]), words, say(f"field.{name}") if name else "",
                str(doubt["value"]), str(doubt["reason"]),
            )  # fmt: skip
            for column, text in enumerate(cells):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                if column == 0:
                    item.setTextAlignment(
                        Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                    )
                self.setItem(number, column, item)
