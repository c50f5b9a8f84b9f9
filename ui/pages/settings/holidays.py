"""节假日表: the years working days are counted with; the office adds a year by file."""

from __future__ import annotations

import tomllib
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from app.changes import Changes
from app.domain.calendar import shipped_tables
from app.domain.office import HolidayTable
from app.errors import AppError
from app.services import office
from ui.desk import Desk
from ui.operations.perform import perform
from ui.widgets.basic import Card, button, clear, label, row_of

SAMPLE = """year = 2027
source = "国务院办公厅关于2027年部分节假日安排的通知"
days_off = ["2027-01-01", "2027-02-05/2027-02-11"]
working_days = ["2027-01-31"]"""


class HolidayTab(QWidget):
    """What tables there are, and the button that takes one in."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._lines = QVBoxLayout()
        card = Card(self.tr("节假日表"))
        hint = self.tr(
            "整改期限等按工作日计算。每年国务院办公厅公布放假安排后，导入一个文件（toml）。格式如下，日期以公布的为准："
        )
        card.body.addLayout(self._lines)
        card.body.addWidget(label(hint, "hint", wrap=True))
        card.body.addWidget(label(SAMPLE, "hint"))
        card.body.addLayout(
            row_of(button(self.tr("导入节假日表…"), self._pick, primary=True), None)
        )
        box = QVBoxLayout(self)
        box.addWidget(card)
        box.addStretch(1)

    def refresh(self) -> None:
        """Show what is on record."""
        clear(self._lines)
        added = {t.year: t.source for t in self._desk.store.reads().find(HolidayTable)}
        tables = {t.year: t.source for t in shipped_tables()}
        for year in sorted({*tables, *added} - {None}, key=str):
            mine = year in added
            source = added.get(year) or tables.get(year or 0, "")
            kind = self.tr("机关导入") if mine else self.tr("随程序提供")
            told = self.tr("{year} 年 · {kind} · {source}")
            self._lines.addWidget(
                label(told.format(year=year, kind=kind, source=source), wrap=True)
            )

    def _pick(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, self.tr("选择节假日表"), "", "TOML (*.toml)")
        if name:
            self.take(Path(name))

    def take(self, path: Path) -> None:
        """Take a table in."""
        store, who = self._desk.store, self._desk.who

        def work() -> Changes:
            try:
                raw = tomllib.loads(path.read_text(encoding="utf-8-sig"))
            except (OSError, ValueError) as error:
                raise AppError("calendar.bad_table", detail=path.name) from error
            return office.add_holidays(store, who, raw)

        perform(self._desk, work, owner=self, note=self.tr("节假日表已导入"))
