"""A form that saves itself: a field is on disk when it loses focus, and 1 s after the last key."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QPlainTextEdit, QWidget

from app.changes import Changes
from app.domain.entity import Entity, Value
from app.errors import AppError, Trouble
from app.ports import Heads
from ui.desk import Desk
from ui.errors import words_for
from ui.operations.perform import perform
from ui.widgets.basic import label
from ui.widgets.fields import Field

SAVE_AFTER_MS, RETRY_MS = 1000, 5000
Save = Callable[[Mapping[str, Value], Heads], Changes]


class Entry(NamedTuple):
    """One line of a form: field name, label, editor, whether it takes the whole width."""

    name: str
    words: str
    field: Field
    wide: bool = False


class RecordForm(QWidget):
    """Fields of one record, saved with the heads they were loaded with.

    Signals:
        saved: a save is durable.
    """

    saved = Signal()

    def __init__(
        self, desk: Desk, entries: Sequence[Entry], save: Save, *, across: int = 2, note: str = ""
    ) -> None:
        super().__init__()
        self._desk, self._save, self._note = desk, save, note
        self._entries = {entry.name: entry for entry in entries}
        self._rid = ""
        self._heads: Heads = {}
        self._edited: dict[str, int] = {}
        self._turn = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SAVE_AFTER_MS)
        self._timer.timeout.connect(self.flush)
        self._told = label("", "bad", wrap=True)
        self._told.hide()
        self._lay_out(entries, across)

    def _lay_out(self, entries: Sequence[Entry], across: int) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(7)
        row, at = 0, 0
        for entry in entries:
            if entry.wide and at:
                row, at = row + 1, 0
            editor = entry.field.widget
            editor.setObjectName(entry.name)
            named = label(entry.words, "hint")
            named.setBuddy(editor)
            if not isinstance(editor, QCheckBox):
                tall = isinstance(editor, QPlainTextEdit)
                side = Qt.AlignmentFlag.AlignTop if tall else Qt.AlignmentFlag.AlignVCenter
                named.setContentsMargins(0, 7 if tall else 0, 0, 0)
                grid.addWidget(named, row, at * 2, side)
            grid.addWidget(editor, row, at * 2 + 1, 1, across * 2 - 1 if entry.wide else 1)
            entry.field.edited.connect(lambda name=entry.name: self._on_edited(name))
            entry.field.left.connect(self.flush)
            at += 1
            if entry.wide or at == across:
                row, at = row + 1, 0
        for column in range(across):
            grid.setColumnStretch(column * 2 + 1, 1)
        grid.addWidget(self._told, row + 1, 0, 1, across * 2)

    @property
    def rid(self) -> str:
        """The record shown."""
        return self._rid

    def field(self, name: str) -> Field:
        """The editor of a field."""
        return self._entries[name].field

    def load(self, record: Entity, heads: Heads, *, locked: bool = False) -> None:
        """Show a record. What is being typed into the same record is left alone."""
        same = record.rid == self._rid
        if not same:
            self.flush()
            self._edited.clear()
            self._told.hide()
        self._rid = record.rid
        held = {name: self._heads.get(name, ()) for name in self._edited}
        self._heads = {**heads, **held}
        for name, entry in self._entries.items():
            if name not in self._edited:
                entry.field.put(getattr(record, name))
            entry.field.lock(locked)

    def _on_edited(self, name: str) -> None:
        self._turn += 1
        self._edited[name] = self._turn
        self._timer.start(SAVE_AFTER_MS)

    def pending(self) -> bool:
        """Whether something typed is not on disk yet."""
        return bool(self._edited)

    def flush(self) -> None:
        """Save what was edited now."""
        self._timer.stop()
        if not self._edited or not self._rid:
            return
        try:
            values = {name: self._entries[name].field.get() for name in self._edited}
        except AppError as error:
            self._say(words_for(error))
            return
        turns, heads, save = dict(self._edited), dict(self._heads), self._save
        rid = self._rid
        perform(
            self._desk,
            lambda: save(values, heads),
            owner=self,
            done=lambda _changes: self._on_saved(rid, turns),
            failed=self._refused,
            note=self._note,
        )

    def _on_saved(self, rid: str, turns: Mapping[str, int]) -> None:
        if rid == self._rid:
            for name, turn in turns.items():
                if self._edited.get(name) == turn:
                    del self._edited[name]
            self._heads = self._desk.store.reads().heads(rid)
        self._told.hide()
        self.saved.emit()

    def _refused(self, error: Exception) -> None:
        self._say(words_for(error))
        if isinstance(error, Trouble):
            self._timer.start(RETRY_MS)

    def _say(self, text: str) -> None:
        self._told.setText(text)
        self._told.show()
