"""A table model over a list too long to hold: all ids, and only the rows that are looked at."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.ports import RowSource
from ui.override import override

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
WINDOW = 200
KEEP = 20 * WINDOW
Shown = Callable[[object], str]
"""Turns a cell's value into what is displayed."""


class RowModel(QAbstractTableModel):
    """Columns are (source column, heading, how to show it, right-aligned)."""

    def __init__(
        self,
        source: RowSource,
        columns: Sequence[tuple[str, str, Shown | None, bool]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._source = source
        self._columns = columns
        self._at = [list(source.columns).index(name) for name, *_ in columns]
        self._ids: Sequence[str] = ()
        self._rows: dict[str, tuple[object, ...]] = {}

    def show_ids(self, ids: Sequence[str]) -> None:
        """Show another list."""
        self.beginResetModel()
        self._ids = ids
        self._rows.clear()
        self.endResetModel()

    def rid(self, row: int) -> str:
        """The record of a row."""
        return self._ids[row] if 0 <= row < len(self._ids) else ""

    def row_of(self, rid: str) -> int:
        """The row of a record, -1 when it is not in the list."""
        try:
            return list(self._ids).index(rid)
        except ValueError:
            return -1

    def forget(self) -> None:
        """Read rows again when they are next painted."""
        self._rows.clear()
        if self._ids:
            last = self.index(len(self._ids) - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    @override
    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._ids)

    @override
    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._columns)

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section][1]
        return None

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        _, _, shown, right = self._columns[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        if role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return None
        cells = self._cells(index.row())
        if not cells:
            return None
        value = cells[self._at[index.column()]]
        return shown(value) if shown else "" if value is None else str(value)

    def _cells(self, row: int) -> tuple[object, ...]:
        rid = self._ids[row]
        if rid not in self._rows:
            start = row - row % WINDOW
            window = self._ids[start : start + WINDOW]
            if len(self._rows) > KEEP:
                self._rows.clear()
            # Blank first: a row deleted meanwhile is not asked for again at each paint.
            self._rows.update(dict.fromkeys(window, ()))
            found: Mapping[str, tuple[object, ...]] = self._source.rows(window)
            self._rows.update(found)
        return self._rows[rid]
