"""What list pages and record pages have in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.changes import Changes
from app.domain.entity import Value
from app.errors import AppError
from app.ports import ListQuery
from ui.desk import NEW, Desk
from ui.errors import words_for
from ui.models.row_model import RowModel, Shown
from ui.operations.perform import look_up
from ui.widgets.basic import Empty, label
from ui.widgets.form import RecordForm
from ui.widgets.table import RowTable

TYPING_MS = 150


class Column(NamedTuple):
    """A column of a list: its source, heading, width (0 = what is left), how it is shown."""

    name: str
    words: str
    width: int = 0
    shown: Shown | None = None
    right: bool = False
    order: str = ""


class Filter(NamedTuple):
    """A choice above a list: the filter's name and its values with their words ("" = all)."""

    name: str
    choices: Sequence[tuple[str, str]]


class Listing(NamedTuple):
    """What a list page shows."""

    name: str
    title: str
    columns: Sequence[Column]
    placeholder: str
    place: str  # where a row leads
    order: str = ""
    descending: bool = False
    filters: Sequence[Filter] = ()


class ListPage(QWidget):
    """Search, filters and a long list; refreshed when one of `ENTITIES` changes."""

    ENTITIES: tuple[str, ...] = ()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("page")
        self._desk = desk
        self._listing = listing = self.listing()
        self._order, self._descending = listing.order, listing.descending
        self._model = RowModel(
            desk.store.source(listing.name),
            [(c.name, c.words, c.shown, c.right) for c in listing.columns],
            self,
        )
        self.table = RowTable(self._model, [c.width for c in listing.columns])
        self.table.setAccessibleName(listing.title)
        self.table.opened.connect(self.open_row)
        self.setFocusProxy(self.table)
        header = self.table.horizontalHeader()
        header.setSectionsClickable(True)
        header.sectionClicked.connect(self._sort)
        self.search = QLineEdit()
        self.search.setPlaceholderText(listing.placeholder)
        self.search.setClearButtonEnabled(True)
        self.search.setMaximumWidth(380)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TYPING_MS)
        self._timer.timeout.connect(self.reload)
        self.search.textChanged.connect(lambda _text: self._timer.start())
        self._none = Empty(self.tr("没有符合条件的内容。"))
        self._stack = QStackedWidget()
        for part in (self.table, self.empty(), self._none):
            self._stack.addWidget(part)
        self._choices: dict[str, QComboBox] = {}
        self.count = label("", "hint")
        self.buttons = QHBoxLayout()
        self._lay_out()
        QShortcut(
            QKeySequence("Ctrl+F"), self, self.search.setFocus,
            context=Qt.ShortcutContext.WidgetWithChildrenShortcut,
        )  # fmt: skip
        desk.bus.changed.connect(self._on_changed)

    def listing(self) -> Listing:
        """What the page lists."""
        raise NotImplementedError

    def empty(self) -> Empty:
        """What an empty list teaches."""
        raise NotImplementedError

    def _lay_out(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 14, 20, 12)
        box.setSpacing(10)
        top = QHBoxLayout()
        top.addWidget(label(self._listing.title, "title"))
        top.addWidget(self.count)
        top.addStretch(1)
        top.addLayout(self.buttons)
        box.addLayout(top)
        row = QHBoxLayout()
        row.addWidget(self.search, 1)
        for each in self._listing.filters:
            choice = QComboBox()
            choice.setMinimumHeight(32)
            for value, words in each.choices:
                choice.addItem(words, value)
            choice.activated.connect(lambda _index: self.reload())
            self._choices[each.name] = choice
            row.addWidget(choice)
        row.addStretch(1)
        box.addLayout(row)
        box.addWidget(self._stack, 1)

    def show_record(self, rid: str) -> None:
        """Show the list, with a record selected if named."""
        self.reload(rid)

    def leave(self) -> None:
        """Nothing is typed here."""

    def open_row(self, rid: str) -> None:
        """Go where a row leads."""
        self._desk.go(self._listing.place, rid)

    def set_filter(self, name: str, value: str) -> None:
        """Choose a filter from outside."""
        self._choices[name].setCurrentIndex(max(0, self._choices[name].findData(value)))
        self.reload()

    def filters(self) -> dict[str, Value]:
        """The filters chosen now."""
        chosen = {name: str(box.currentData()) for name, box in self._choices.items()}
        return {name: value for name, value in chosen.items() if value}

    def reload(self, select: str = "") -> None:
        """Ask for the list again."""
        asked = ListQuery(
            self._listing.name, self.search.text().strip(), self.filters(), self._order,
            self._descending,
        )  # fmt: skip
        kept = select or self._model.rid(self.table.currentIndex().row())
        store = self._desk.store
        look_up(
            self._desk, lambda: store.ids(asked), lambda ids: self._show(asked, ids, kept), owner=self
        )  # fmt: skip

    def _show(self, asked: ListQuery, ids: list[str], kept: str) -> None:
        if asked.text != self.search.text().strip():
            return
        self._model.show_ids(ids)
        filtered = bool(asked.text or asked.filters)
        self._stack.setCurrentIndex(0 if ids else 2 if filtered else 1)
        self.count.setText(self.tr("共 {count} 条").format(count=f"{len(ids):,}") if ids else "")
        if kept:
            self.table.select(kept)
        elif ids:
            self.table.setCurrentIndex(self._model.index(0, 0))

    def _sort(self, section: int) -> None:
        order = self._listing.columns[section].order
        if not order:
            return
        self._descending = not self._descending if order == self._order else False
        self._order = order
        way = Qt.SortOrder.DescendingOrder if self._descending else Qt.SortOrder.AscendingOrder
        header = self.table.horizontalHeader()
        header.setSortIndicatorShown(True)
        header.setSortIndicator(section, way)
        self.reload()

    def _on_changed(self, changes: Changes) -> None:
        if self.isVisible() and changes.touches(*self.ENTITIES):
            self._model.forget()
            self.reload()


class RecordPage(QWidget):
    """A page about one record that stays true. Subclasses build in __init__ and show in `refresh`."""

    HOME = "home"
    """Where to go when the record is gone."""
    OF_ONE = True
    """Whether the page is empty until a record is named."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("page")
        self._desk = desk
        self._rid = ""
        desk.bus.changed.connect(self._on_changed)

    def show_record(self, rid: str) -> None:
        """Show a record, or ask for a new one."""
        if rid == NEW:
            self.ask_new()
            return
        self._rid = rid
        self.renew()

    def ask_new(self) -> None:
        """Ask for what a new record needs."""
        raise NotImplementedError

    def leave(self) -> None:
        """Save what is being typed."""
        for form in self.findChildren(RecordForm):
            form.flush()

    def renew(self) -> None:
        """Show the record as it is now; when it is gone, say so and go home."""
        if self.OF_ONE and not self._rid:
            return
        try:
            self.refresh()
        except AppError as error:
            self._desk.bus.said.emit(words_for(error))
            self._rid = ""
            QTimer.singleShot(0, lambda: self._desk.gone(self.HOME))

    def refresh(self) -> None:
        """Show the record as it is now."""
        raise NotImplementedError

    def _on_changed(self, _changes: Changes) -> None:
        if self.isVisible():
            self.renew()
