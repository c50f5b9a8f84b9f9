"""The grid of items a problem is made of: typed, or pasted from Excel."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QHeaderView,
    QStyledItemDelegate,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from app.domain.amounts import items_total
from app.domain.dates import iso_date
from app.domain.finding import FindingItem
from app.domain.money import parse_decimal, parse_yuan, yuan
from app.domain.pasting import finding_items, with_amount
from app.errors import AppError
from app.words import say
from ui.errors import words_for
from ui.override import override
from ui.shown import yuan_sign
from ui.widgets.basic import button, label, row_of

COLUMNS = ("hilist_code", "hilist_name", "occurred_on", "quantity", "unit_price", "amount_fen")
RIGHT = {"quantity", "unit_price", "amount_fen"}
RID = Qt.ItemDataRole.UserRole
BAD = QColor("#FDE7E7")
ROW, MOST_SHOWN = 30, 8


class ItemGrid(QWidget):
    """Saves whole rows; a cell that cannot be understood turns red and stays as typed."""

    def __init__(self, save: Callable[[str, Sequence[FindingItem]], object]) -> None:
        super().__init__()
        self._save = save
        self._finding, self._locked, self._dirty = "", False, False
        self.table = _Table(self.paste, self.remove_rows)
        self.table.setHorizontalHeaderLabels(
            [
                self.tr("项目编码"), self.tr("项目"), self.tr("日期"), self.tr("数量"),
                self.tr("单价"), self.tr("金额"),
            ]
        )  # fmt: skip
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
        self._finding, self._locked = finding, locked
        if self._dirty and not fresh:
            return
        self._dirty = False
        self._told.hide()
        self.table.blockSignals(True)
        self.table.setRowCount(len(items) + (0 if locked else 1))
        for row in range(self.table.rowCount()):
            self._fill(row, items[row] if row < len(items) else FindingItem())
        self.table.blockSignals(False)
        self._paste.setEnabled(not locked)
        shown = min(max(self.table.rowCount(), 2), MOST_SHOWN)
        head = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(head + ROW * shown + 4)
        self._sum.setText(self.tr("小计 {money}").format(money=yuan_sign(items_total(items))))

    def _fill(self, row: int, item: FindingItem) -> None:
        for column, name in enumerate(COLUMNS):
            value = getattr(item, name)
            text = yuan(value) if name == "amount_fen" and value is not None else str(value or "")
            cell = self.table.item(row, column)
            if cell is None:
                cell = QTableWidgetItem()
                self.table.setItem(row, column, cell)
            cell.setText(text)
            cell.setToolTip("")
            cell.setData(Qt.ItemDataRole.BackgroundRole, None)
            if name in RIGHT:
                cell.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
            cell.setFlags(flags if self._locked else flags | Qt.ItemFlag.ItemIsEditable)
        first = self.table.item(row, 0)
        if first is not None:
            first.setData(RID, item.rid)

    def _on_changed(self, _item: QTableWidgetItem) -> None:
        self._dirty = True
        self._timer.start()

    def leave(self) -> None:
        """Save what was typed, if all of it can be understood."""
        self._timer.stop()
        if not self._dirty or self._locked or not self._finding:
            return
        rows: list[FindingItem] = []
        bad: list[str] = []
        self.table.blockSignals(True)
        for row in range(self.table.rowCount()):
            item = self._read(row, bad)
            if item is not None:
                rows.append(item)
        self.table.blockSignals(False)
        self._told.setText("；".join(bad[:3]))
        self._told.setVisible(bool(bad))
        if not bad:
            self._dirty = False
            self._save(self._finding, rows)

    def refused(self, error: Exception) -> None:
        """The save was refused: the rows stay as typed."""
        self._dirty = True
        self._told.setText(words_for(error))
        self._told.show()

    def _read(self, row: int, bad: list[str]) -> FindingItem | None:
        texts = [self._text(row, column) for column in range(len(COLUMNS))]
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
        current = self.table.currentColumn()
        product = with_amount(replace(item, amount_fen=None))
        # Quantity or price was typed last: the amount follows them.
        if current in {3, 4} and self.table.currentRow() == row and product.amount_fen is not None:
            return product
        return with_amount(item)

    def _text(self, row: int, column: int) -> str:
        cell = self.table.item(row, column)
        return cell.text().strip() if cell else ""

    def _rid(self, row: int) -> str:
        cell = self.table.item(row, 0)
        return str(cell.data(RID) or "") if cell else ""

    def paste(self) -> None:
        """Put the clipboard's rows after the ones there are."""
        if self._locked:
            return
        found, doubts = finding_items(QApplication.clipboard().text())
        if not found and not doubts:
            self._told.setText(self.tr("剪贴板里没有表格内容。请先在 Excel 里选中几行并复制。"))
            self._told.show()
            return
        rows = [r for row in range(self.table.rowCount()) if (r := self._read(row, []))]
        self._dirty = False
        self._save(self._finding, [*rows, *found])
        told = [
            f"第 {d.line} 行“{d.text[:20]}”：{say(d.code, text=d.text[:20])}" for d in doubts[:3]
        ]
        self._told.setText("；".join(told))
        self._told.setVisible(bool(told))

    def remove_rows(self) -> None:
        """Take the selected rows out."""
        gone = {index.row() for index in self.table.selectedIndexes()}
        if self._locked or not gone:
            return
        rows = [
            r
            for row in range(self.table.rowCount())
            if row not in gone and (r := self._read(row, []))
        ]
        self._dirty = False
        self._save(self._finding, rows)

    @override
    def setFocus(self) -> None:  # type: ignore[override]
        self.table.setFocus()


class _Table(QTableWidget):
    """Ctrl+V pastes rows, Delete takes the selected ones out, typing starts editing."""

    def __init__(self, paste: Callable[[], object], remove: Callable[[], object]) -> None:
        super().__init__(0, len(COLUMNS))
        self._paste, self._remove = paste, remove
        self.setItemDelegate(QStyledItemDelegate(self))
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW)
        for column, width in enumerate((120, 0, 104, 80, 90, 100)):
            if width:
                self.setColumnWidth(column, width)
        self.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.setTabKeyNavigation(True)

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


def _with(item: FindingItem, name: str, text: str) -> FindingItem:
    if name == "amount_fen":
        return replace(item, amount_fen=parse_yuan(text) if text else None)
    if name == "occurred_on":
        if text and not iso_date(text):
            raise AppError("field.not_a_date", text=text[:20])
        return replace(item, occurred_on=iso_date(text) if text else "")
    if text:
        parse_decimal(text)
    return replace(item, quantity=text) if name == "quantity" else replace(item, unit_price=text)
