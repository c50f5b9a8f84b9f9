"""Pasting a list of cases from Excel, Word or a chat window, with what was understood below."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHeaderView,
    QPlainTextEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from app.domain.casefile import CaseFile
from app.domain.pasting import case_files
from app.words import say
from ui.widgets.basic import button, label, row_of

FIELDS = ("medcasno", "psn_name", "gend", "age", "ward", "bed_no", "adm_on", "diagnosis")


class PasteCases(QDialog):
    """The clipboard's text is taken over when it looks like a list."""

    def __init__(self, parent: QWidget, take: Callable[[list[CaseFile]], object]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("粘贴病例名单"))
        self.resize(860, 560)
        self._take = take
        self._cases: list[CaseFile] = []
        self.text = QPlainTextEdit()
        self.text.setPlaceholderText(
            self.tr(
                "从 Excel 或 Word 复制病例名单，粘贴到这里。有没有表头都可以：住院号、姓名、性别、年龄、床号、入院日期、诊断…"
            )
        )
        self.table = QTableWidget(0, len(FIELDS))
        self.table.setHorizontalHeaderLabels(
            [
                self.tr("住院号"), self.tr("姓名"), self.tr("性别"), self.tr("年龄"),
                self.tr("科室"), self.tr("床号"), self.tr("入院"), self.tr("诊断"),
            ]
        )  # fmt: skip
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.horizontalHeader().setSectionResizeMode(7, QHeaderView.ResizeMode.Stretch)
        self._told = label("", "warn", wrap=True)
        self.ok = button(self.tr("加入"), self._finish, primary=True)
        box = QVBoxLayout(self)
        box.addWidget(self.text, 2)
        box.addWidget(self.table, 3)
        box.addWidget(self._told)
        box.addLayout(row_of(None, button(self.tr("取消"), self.reject), self.ok))
        self.text.textChanged.connect(self._read)
        board = QApplication.clipboard().text()
        if "\n" in board.strip() or "\t" in board:
            self.text.setPlainText(board)
        self._read()

    def _read(self) -> None:
        self._cases, doubts = case_files(self.text.toPlainText())
        self.table.setRowCount(len(self._cases))
        sexes = {"1": self.tr("男"), "2": self.tr("女")}
        for number, case in enumerate(self._cases):
            for column, name in enumerate(FIELDS):
                value = getattr(case, name)
                text = sexes.get(value, "") if name == "gend" else str(value or "")
                self.table.setItem(number, column, QTableWidgetItem(text))
        lines = [
            self.tr("第 {line} 行“{text}”：{reason}").format(
                line=doubt.line, text=doubt.text[:30], reason=say(doubt.code, text=doubt.text[:30])
            )
            for doubt in doubts[:5]
        ]
        if len(doubts) > len(lines):
            lines.append(self.tr("另有 {count} 处").format(count=len(doubts) - len(lines)))
        self._told.setText("\n".join(lines))
        self.ok.setText(self.tr("加入 {count} 个病例").format(count=len(self._cases)))
        self.ok.setEnabled(bool(self._cases))

    def _finish(self) -> None:
        self._take(self._cases)
        self.accept()
