"""A form that saves itself: a field is on disk when it loses focus, and 1 s after the last key."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QPlainTextEdit, QWidget

from app.changes import Changes
from app.domain.entity import Entity, Value
from app.errors import AppError, Trouble
from app.ports import Heads, Who
from ui.desk import Desk
from ui.errors import words_for
from ui.operations.perform import perform
from ui.widgets.basic import label
from ui.widgets.fields import Field

SAVE_AFTER_MS, RETRY_MS = 1000, 5000


class Saving(NamedTuple):
    """One save as it was when the person left the field: it may be written a while later."""

    rid: str
    who: Who
    values: Mapping[str, Value]
    heads: Heads


Save = Callable[[Saving], Changes]


class Entry(NamedTuple):
    """One line of a form: field name, label, editor, whether it takes the whole width."""

    name: str
    words: str
    field: Field
    wide: bool = False


class RecordForm(QWidget):
    """Fields of one record, saved with the heads they were loaded with.

    What cannot be understood stays as typed, also while another record is shown, and the rest is
    saved. Signals:
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
        self._flying: dict[str, int] = {}
        self._kept: dict[str, dict[str, str]] = {}
        self._turn = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
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
        if record.rid != self._rid:
            self._turn_to(record.rid)
        held = {name: self._heads.get(name, ()) for name in self._edited}
        self._heads = {**heads, **held}
        for name, entry in self._entries.items():
            if name not in self._edited:
                entry.field.put(getattr(record, name))
            entry.field.lock(locked)
        for name, text in self._kept.pop(record.rid, {}).items():
            self._entries[name].field.put_raw(text)
            self._on_edited(name)

    def _turn_to(self, rid: str) -> None:
        """Leave the record shown: what can be saved is saved, what cannot waits for its return."""
        self.flush()
        bad = self._bad()
        if self._rid and bad:
            self._kept[self._rid] = {name: self._entries[name].field.raw() for name in bad}
        self._timer.stop()
        self._edited.clear()
        self._flying.clear()
        self._told.hide()
        self._rid = rid

    def _on_edited(self, name: str) -> None:
        self._turn += 1
        self._edited[name] = self._turn
        self._timer.start(SAVE_AFTER_MS)

    def pending(self) -> bool:
        """Whether something typed is not on disk yet."""
        return bool(self._edited)

    def _bad(self) -> dict[str, AppError]:
        """Edited fields that cannot be understood, and why."""
        found: dict[str, AppError] = {}
        for name in self._edited:
            try:
                self._entries[name].field.get()
            except AppError as error:
                found[name] = error
        return found

    def flush(self) -> bool:
        """Save what was edited now; False when something of it cannot be understood."""
        self._timer.stop()
        if not self._edited or not self._rid:
            return True
        bad = self._bad()
        self._tell_bad(bad)
        turns = {
            name: turn
            for name, turn in self._edited.items()
            if name not in bad and self._flying.get(name) != turn
        }
        if turns:
            self._send(turns)
        return not bad

    def _send(self, turns: Mapping[str, int]) -> None:
        values = {name: self._entries[name].field.get() for name in turns}
        saving = Saving(self._rid, self._desk.who, values, dict(self._heads))
        self._flying.update(turns)
        typed = {name: self._entries[name].field.raw() for name in turns}
        perform(
            self._desk,
            lambda: self._save(saving),
            owner=self,
            done=lambda _changes: self._on_saved(saving.rid, turns),
            failed=lambda error: self._refused(saving.rid, turns, typed, error),
            note=self._note,
        )

    def _on_saved(self, rid: str, turns: Mapping[str, int]) -> None:
        if rid == self._rid:
            for name, turn in turns.items():
                if self._edited.get(name) == turn:
                    del self._edited[name]
                if self._flying.get(name) == turn:
                    del self._flying[name]
            self._heads = self._desk.store.reads().heads(rid)
            self._tell_bad(self._bad())
        self.saved.emit()

    def _refused(
        self, rid: str, turns: Mapping[str, int], typed: Mapping[str, str], error: Exception
    ) -> None:
        self._desk.bus.unsaved.emit((id(self), rid), True)
        if rid != self._rid:
            # It is shown again, and saved then, when the person comes back to that record.
            self._kept.setdefault(rid, {}).update(typed)
            self._desk.bus.trouble.emit(error)
            return
        for name, turn in turns.items():
            if self._flying.get(name) == turn:
                del self._flying[name]
        self._say(words_for(error))
        if isinstance(error, Trouble):
            self._timer.start(RETRY_MS)

    def _tell_bad(self, bad: Mapping[str, AppError]) -> None:
        self._desk.bus.unsaved.emit((id(self), self._rid), bool(bad))
        if bad:
            self._say("；".join(words_for(error) for error in bad.values()))
        else:
            self._told.hide()

    def _say(self, text: str) -> None:
        self._told.setText(text)
        self._told.show()
