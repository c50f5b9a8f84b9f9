"""The grid of items a problem is made of: typed, or pasted from Excel."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QTableWidgetItem, QVBoxLayout, QWidget

from app.domain.amounts import items_total
from app.domain.dates import iso_date
from app.domain.finding import FindingItem
from app.domain.money import parse_decimal, parse_yuan, yuan
from app.domain.pasting import finding_items, with_amount
from app.errors import AppError
from app.words import say
from ui.errors import words_for
from ui.override import override
from ui.pages.visit.itemtable import COLUMNS, RID, RIGHT, ROW, ItemTable
from ui.shown import yuan_sign
from ui.widgets.basic import button, label, row_of

BAD = QColor("#FDE7E7")
MOST_SHOWN = 8
FACTORS, AMOUNT = {3, 4}, 5
"""Columns of quantity and price, and of their product."""


class ItemGrid(QWidget):
    """Saves whole rows; a cell that cannot be understood turns red and stays as typed."""

    def __init__(self, save: Callable[[str, Sequence[FindingItem]], object]) -> None:
        super().__init__()
        self._save = save
        self._finding, self._locked, self._dirty = "", False, False
        self._touched: dict[int, int] = {}  # row → the column typed last
        self._kept: dict[str, list[tuple[str, ...]]] = {}  # finding → rows as typed
        self._pasted = ""
        self.table = ItemTable(self.paste, self.remove_rows)
        self.table.itemChanged.connect(self._on_changed)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self.leave)
        self._told = label("", "bad", wrap=True)
        self._told.hide()
        self._sum = label("", "hint")
        self._paste = button(self.tr("从 Excel 粘贴"), self.paste)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        head = label(self.tr("涉及项目"), "hint")
        box.addLayout(row_of(head, self._paste, None, self._sum))
        box.addWidget(self.table)
        box.addWidget(self._told)

    def show_items(
        self, finding: str, items: Sequence[FindingItem], *, fresh: bool, locked: bool
    ) -> None:
        """Show a finding's items; rows being typed are left alone."""
        if finding != self._finding:
            self._turn_to(finding)
            fresh = True
        self._locked = locked
        if self._dirty and not fresh:
            return
        self._dirty = False
        self._touched.clear()
        self.table.blockSignals(True)
        self.table.setRowCount(len(items) + (0 if locked else 1))
        for row in range(self.table.rowCount()):
            self._fill(row, items[row] if row < len(items) else FindingItem())
        self.table.blockSignals(False)
        self._show_told(self._pasted)
        kept = self._kept.pop(finding, None)
        if kept is not None and not locked:
            self._put_back(kept)
        self._paste.setEnabled(not locked)
        shown = min(max(self.table.rowCount(), 2), MOST_SHOWN)
        head = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(head + ROW * shown + 4)
        self._sum.setText(self.tr("小计 {money}").format(money=yuan_sign(items_total(items))))

    def _turn_to(self, finding: str) -> None:
        """Rows that could not be saved wait until their finding is shown again."""
        self.leave()
        if self._dirty and self._finding:
            self._kept[self._finding] = [
                (self._rid(row), *self._texts(row)) for row in range(self.table.rowCount())
            ]
        self._finding, self._dirty, self._pasted = finding, False, ""

    def _put_back(self, rows: Sequence[tuple[str, ...]]) -> None:
        self.table.blockSignals(True)
        self.table.setRowCount(len(rows))
        for row, (rid, *texts) in enumerate(rows):
            self._fill(row, FindingItem(rid=rid))
            for column, text in enumerate(texts):
                cell = self.table.item(row, column)
                if cell is not None:
                    cell.setText(text)
        self.table.blockSignals(False)
        self._dirty = True
        self.leave()

    def _fill(self, row: int, item: FindingItem) -> None:
        being_typed = self.table.typing_in(row)
        for column, name in enumerate(COLUMNS):
            cell = self.table.item(row, column)
            if cell is None:
                cell = QTableWidgetItem()
                self.table.setItem(row, column, cell)
            if column == 0:
                cell.setData(RID, item.rid)
            if being_typed:
                # Touching a cell would throw away what stands in its open editor.
                continue
            value = getattr(item, name)
            text = yuan(value) if name == "amount_fen" and value is not None else str(value or "")
            cell.setText(text)
            cell.setToolTip("")
            cell.setData(Qt.ItemDataRole.BackgroundRole, None)
            if name in RIGHT:
                cell.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
            cell.setFlags(flags if self._locked else flags | Qt.ItemFlag.ItemIsEditable)

    def _on_changed(self, item: QTableWidgetItem) -> None:
        self._dirty = True
        self._pasted = ""
        self._touched[item.row()] = item.column()
        self._timer.start()

    def leave(self) -> None:
        """Save what was typed, if all of it can be understood."""
        self._timer.stop()
        if not self._dirty or self._locked or not self._finding:
            return
        bad: list[str] = []
        rows = self._rows(range(self.table.rowCount()), bad)
        self._show_told("；".join(bad[:3]))
        if not bad:
            self._dirty = False
            self._save(self._finding, rows)

    def refused(self, error: Exception) -> None:
        """The save was refused: the rows stay as typed."""
        self._dirty = True
        self._show_told(words_for(error))

    def _show_told(self, text: str) -> None:
        self._told.setText(text)
        self._told.setVisible(bool(text))

    def _rows(self, numbers: Sequence[int], bad: list[str]) -> list[FindingItem]:
        self.table.blockSignals(True)
        found = [item for row in numbers if (item := self._read(row, bad)) is not None]
        self.table.blockSignals(False)
        return found

    def _read(self, row: int, bad: list[str]) -> FindingItem | None:
        texts = self._texts(row)
        if not any(texts):
            return None
        item = FindingItem(rid=self._rid(row), hilist_code=texts[0], hilist_name=texts[1])
        for column, name in enumerate(COLUMNS[2:], 2):
            cell = self.table.item(row, column)
            try:
                item = _with(item, name, texts[column])
                if cell is not None:
                    cell.setData(Qt.ItemDataRole.BackgroundRole, None)
            except AppError as error:
                told = words_for(error)
                bad.append(self.tr("第 {row} 行：{why}").format(row=row + 1, why=told))
                if cell is not None:
                    cell.setBackground(BAD)
                    cell.setToolTip(told)
        product = with_amount(replace(item, amount_fen=None))
        # Quantity or price was typed last: the amount follows them.
        if self._touched.get(row) in FACTORS and product.amount_fen is not None:
            return product
        return with_amount(item)

    def _texts(self, row: int) -> list[str]:
        cells = [self.table.item(row, column) for column in range(len(COLUMNS))]
        return [cell.text().strip() if cell else "" for cell in cells]

    def _rid(self, row: int) -> str:
        cell = self.table.item(row, 0)
        return str(cell.data(RID) or "") if cell else ""

    def paste(self) -> None:
        """Put the clipboard's rows after the ones there are."""
        if self._locked:
            return
        found, doubts = finding_items(QApplication.clipboard().text())
        if not found and not doubts:
            self._show_told(self.tr("剪贴板里没有表格内容。请先在 Excel 里选中几行并复制。"))
            return
        bad: list[str] = []
        rows = self._rows(range(self.table.rowCount()), bad)
        if bad:
            self._show_told(self.tr("请先改正标红的格子，再粘贴。"))
            return
        told = [
            self.tr("第 {line} 行“{text}”：{why}").format(
                line=d.line, text=d.text[:20], why=say(d.code, text=d.text[:20])
            )
            for d in doubts[:3]
        ]
        self._dirty = False
        self._pasted = "；".join(told)
        self._save(self._finding, [*rows, *found])
        self._show_told(self._pasted)

    def remove_rows(self) -> None:
        """Take the selected rows out."""
        gone = {index.row() for index in self.table.selectedIndexes()}
        if self._locked or not gone:
            return
        bad: list[str] = []
        rows = self._rows([n for n in range(self.table.rowCount()) if n not in gone], bad)
        if bad:
            self._show_told(self.tr("请先改正标红的格子，再删除别的行。"))
            return
        self._dirty = False
        self._touched.clear()
        self._save(self._finding, rows)

    @override
    def setFocus(self) -> None:  # type: ignore[override]
        self.table.setFocus()


def _with(item: FindingItem, name: str, text: str) -> FindingItem:
    if name == "amount_fen":
        return replace(item, amount_fen=parse_yuan(text) if text else None)
    if name == "occurred_on":
        if text and not iso_date(text):
            raise AppError("field.not_a_date", text=text[:20])
        return replace(item, occurred_on=iso_date(text) if text else "")
    if text and parse_decimal(text) < 0:
        raise AppError("money.negative", text=text[:20])
    return replace(item, quantity=text) if name == "quantity" else replace(item, unit_price=text)
