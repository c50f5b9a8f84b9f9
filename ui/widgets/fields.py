"""Editors of one field each: text, long text, whole number, money, date, choice, yes/no, lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from app.domain.dates import iso_date
from app.domain.entity import Value
from app.domain.money import parse_yuan, yuan
from app.errors import AppError
from ui.override import override

MOST_ROWS = 12
AROUND = 22
"""What a long text keeps free above and below, in pixels."""


class Field(QObject):
    """One editor.

    Signals:
        edited: the person changed it.
        left: the focus went elsewhere.
    """

    edited = Signal()
    left = Signal()

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.widget = widget
        widget.installEventFilter(self)

    def get(self) -> Value:
        """What it holds now; AppError when it cannot be understood."""
        raise NotImplementedError

    def put(self, value: Value) -> None:
        """Show a value without calling it edited."""
        raise NotImplementedError

    def raw(self) -> str:
        """What was typed, understood or not."""
        return ""

    def put_raw(self, text: str) -> None:
        """Show again what was typed."""

    def lock(self, locked: bool) -> None:
        """Let it be read only."""
        self.widget.setEnabled(not locked)

    def _has_no(self, event: QKeyEvent) -> bool:
        """Whether the key is undo or redo and the editor has none."""
        widget = self.widget
        undo = event.matches(QKeySequence.StandardKey.Undo)
        if not undo and not event.matches(QKeySequence.StandardKey.Redo):
            return False
        if isinstance(widget, QPlainTextEdit):
            document = widget.document()
            return not (document.isUndoAvailable() if undo else document.isRedoAvailable())
        if isinstance(widget, QLineEdit):
            return not (widget.isUndoAvailable() if undo else widget.isRedoAvailable())
        return False

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and self._has_no(cast(QKeyEvent, event)):
            # Qt's editors claim Ctrl+Z even with nothing to take back; the window has something.
            return True
        if event.type() == QEvent.Type.FocusOut:
            reason = cast(QFocusEvent, event).reason()
            if reason != Qt.FocusReason.PopupFocusReason:
                self.left.emit()
        return False


class TextField(Field):
    """A line of text."""

    def __init__(self, placeholder: str = "") -> None:
        self.line = QLineEdit()
        super().__init__(self.line)
        self.line.setPlaceholderText(placeholder)
        self.line.setMaxLength(500)
        self.line.textEdited.connect(lambda _text: self.edited.emit())

    def get(self) -> Value:
        return self.line.text().strip()

    def put(self, value: Value) -> None:
        text = str(value or "")
        if self.line.text() != text:
            self.line.setText(text)

    def raw(self) -> str:
        return self.line.text()

    def put_raw(self, text: str) -> None:
        self.line.setText(text)

    def lock(self, locked: bool) -> None:
        self.line.setReadOnly(locked)


class AreaField(Field):
    """Several lines of text; Tab leaves it."""

    def __init__(self, placeholder: str = "", rows: int = 3) -> None:
        self.area = QPlainTextEdit()
        super().__init__(self.area)
        self.area.setTabChangesFocus(True)
        self.area.setPlaceholderText(placeholder)
        self._rows = rows
        self._putting = False
        self.area.textChanged.connect(self._changed)
        self.area.document().documentLayout().documentSizeChanged.connect(lambda _size: self._fit())
        self._fit()

    def _fit(self) -> None:
        """As high as its text, within reason."""
        lines = max(self._rows, min(round(self.area.document().size().height()), MOST_ROWS))
        self.area.setFixedHeight(lines * self.area.fontMetrics().lineSpacing() + AROUND)

    def _changed(self) -> None:
        if not self._putting:
            self.edited.emit()

    def get(self) -> Value:
        return self.area.toPlainText().strip()

    def put(self, value: Value) -> None:
        text = str(value or "")
        if self.area.toPlainText().strip() != text.strip():
            self._putting = True
            self.area.setPlainText(text)
            self._putting = False

    def raw(self) -> str:
        return self.area.toPlainText()

    def put_raw(self, text: str) -> None:
        self.put(text)

    def lock(self, locked: bool) -> None:
        self.area.setReadOnly(locked)


class NumberField(TextField):
    """A whole number or nothing."""

    def get(self) -> Value:
        text = str(super().get())
        if not text:
            return None
        if not text.isdecimal() or len(text) > 9:
            raise AppError("field.not_a_number", text=text[:20])
        return int(text)

    def put(self, value: Value) -> None:
        super().put("" if value is None else str(value))


class MoneyField(TextField):
    """An amount in yuan, kept in 分."""

    def __init__(self) -> None:
        super().__init__("元")
        self.line.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def get(self) -> Value:
        text = str(super().get())
        return parse_yuan(text) if text else None

    def put(self, value: Value) -> None:
        super().put("" if value is None else yuan(int(value)) if isinstance(value, int) else "")


class DateField(TextField):
    """A date as people type it; shown as ISO. With `time`, ``YYYY-MM-DD HH:MM``."""

    def __init__(self, *, time: bool = False) -> None:
        super().__init__("年-月-日 时:分" if time else "年-月-日")
        self._time = time

    def get(self) -> Value:
        text = str(super().get()).replace("T", " ")
        if not text:
            return ""
        day, _, clock = text.partition(" ")
        iso = iso_date(day)
        if not iso:
            raise AppError("field.not_a_date", text=text[:20])
        if not self._time:
            return iso
        hours, _, minutes = clock.replace("\uff1a", ":").replace(".", ":").strip().partition(":")
        if not (
            hours.isdecimal() and minutes.isdecimal() and int(hours) < 24 and int(minutes) < 60
        ):
            raise AppError("field.not_a_time", text=text[:20])
        return f"{iso}T{int(hours):02d}:{int(minutes):02d}"

    def put(self, value: Value) -> None:
        super().put(str(value or "").replace("T", " "))


class ChoiceField(Field):
    """One of several values, shown in words."""

    def __init__(self, choices: Sequence[tuple[str, str]]) -> None:
        self.box = QComboBox()
        super().__init__(self.box)
        self.box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        keep_narrow(self.box)
        for value, words in choices:
            self.box.addItem(words, value)
        self.box.activated.connect(lambda _index: self.edited.emit())

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer other choices; the chosen one stays."""
        held = [(self.box.itemData(n), self.box.itemText(n)) for n in range(self.box.count())]
        if held == list(choices):
            return
        value = self.get()
        self.box.clear()
        for each, words in choices:
            self.box.addItem(words, each)
        self.put(value)

    def get(self) -> Value:
        return str(self.box.currentData() or "")

    def put(self, value: Value) -> None:
        index = self.box.findData(value)
        if index < 0 and value:
            self.box.addItem(str(value), value)
            index = self.box.count() - 1
        self.box.setCurrentIndex(max(index, 0) if value else self.box.findData(""))


def keep_narrow(box: QComboBox) -> None:
    """Let a box be narrower than its longest choice."""
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(4)


class CheckField(Field):
    """Yes or no."""

    def __init__(self, text: str) -> None:
        self.check = QCheckBox(text)
        super().__init__(self.check)
        self.check.clicked.connect(lambda _on: self.edited.emit())

    def get(self) -> Value:
        return self.check.isChecked()

    def put(self, value: Value) -> None:
        self.check.setChecked(bool(value))


class LinesField(AreaField):
    """One entry a line."""

    def get(self) -> Value:
        lines = str(super().get()).splitlines()
        return tuple(line.strip() for line in lines if line.strip())

    def put(self, value: Value) -> None:
        super().put("\n".join(value) if isinstance(value, tuple) else "")
