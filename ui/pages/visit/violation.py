"""Choosing the type of a problem: those of the open check first, typing two characters finds it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QCompleter

from app.domain.entity import Value
from app.domain.rules import violation_of, violations
from ui.widgets.fields import Field, keep_narrow


class ViolationField(Field):
    """A searchable box over the catalogue."""

    def __init__(self) -> None:
        self.box = QComboBox()
        super().__init__(self.box)
        self.box.setEditable(True)
        self.box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        keep_narrow(self.box)
        self.box.setMaxVisibleItems(16)
        line = self.box.lineEdit()
        assert line is not None  # noqa: S101 - the box is editable
        line.setPlaceholderText(self.tr("输入两个字查找，或按 ↓ 选择"))
        self._line = line
        self._held = ""
        self.offer(0)
        self.box.activated.connect(self._chosen)
        line.editingFinished.connect(self._settle)

    def offer(self, check: int) -> None:
        """Put the types of a check first."""
        ordered = sorted(violations().values(), key=lambda v: check not in v.checks)
        self.box.blockSignals(True)
        self.box.clear()
        for violation in ordered:
            self.box.addItem(f"{violation.name}　{violation.citation}", violation.code)
        completer = QCompleter(self.box.model(), self.box)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setMaxVisibleItems(12)
        self.box.setCompleter(completer)
        completer.activated.connect(self._completed)
        self._show()
        self.box.blockSignals(False)

    def _completed(self, text: str) -> None:
        index = self.box.findText(text)
        if index >= 0:
            self._chosen(index)

    def _chosen(self, index: int) -> None:
        code = str(self.box.itemData(index) or "")
        if code and code != self._held:
            self._held = code
            self.edited.emit()
            self.left.emit()
        self._show()

    def _settle(self) -> None:
        """What was typed counts when it names one type; else the old choice is shown again."""
        text = self._line.text().strip()
        found = [n for n in range(self.box.count()) if text and text in self.box.itemText(n)]
        exact = [n for n in found if self.box.itemText(n).split("　")[0] == text]
        if text and self.box.itemText(self._index()) != text and len(exact or found) == 1:
            self._chosen((exact or found)[0])
        else:
            self._show()

    def _index(self) -> int:
        return self.box.findData(self._held) if self._held else -1

    def _show(self) -> None:
        index = self._index()
        self.box.setCurrentIndex(index)
        if index < 0:
            self._line.setText(self._held)

    def get(self) -> Value:
        return self._held

    def put(self, value: Value) -> None:
        self._held = str(value or "")
        if self._held and violation_of(self._held) is None and self.box.findData(self._held) < 0:
            self.box.addItem(self._held, self._held)
        self._show()
