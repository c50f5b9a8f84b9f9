"""The window's frame: navigation, search, who is working, and the one banner of truth."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import cast

from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QMainWindow,
    QMenu,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from app.changes import Changes
from app.domain.office import User
from app.ports import Who
from app.queries.home import Waiting
from app.services.office import office_of, users_of
from ui.desk import NEW, Desk
from ui.operations.undo import redo_last, undo_last
from ui.override import override
from ui.pages.registry import HOME_OF, Page, make
from ui.statusbar import StatusBar
from ui.theme import ACCENT, icon
from ui.widgets.basic import button, label
from ui.words import ROLES

WIDE_NAV, NARROW_NAV, NARROW = 148, 58, 1040
"""Below this width of the window the navigation shows its icons only."""


class Shell(QMainWindow):
    """Holds pages and knows no record."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        desk.go = self.go
        desk.gone = self.go_home
        self._pages: dict[str, QWidget] = {}
        self._trail: list[tuple[str, str]] = []
        self._place = ("", "")
        self._review, self._narrow = 0, False
        self._build()
        self._shortcuts()
        desk.bus.changed.connect(self._on_changed)
        self._on_changed(Changes())

    def _build(self) -> None:
        self.resize(1280, 720)
        self.setMinimumSize(720, 440)
        self.setWindowIcon(icon("wucha", ACCENT))
        self._stack = QStackedWidget()
        middle = QWidget()
        across = QHBoxLayout(middle)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self._navigation())
        across.addWidget(self._stack, 1)
        whole = QWidget()
        whole.setObjectName("page")
        down = QVBoxLayout(whole)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addWidget(self._top())
        down.addWidget(middle, 1)
        self._status = StatusBar(self._desk)
        down.addWidget(self._status)
        self.setCentralWidget(whole)

    def _top(self) -> QFrame:
        frame = QFrame()
        frame.setObjectName("top")
        row = QHBoxLayout(frame)
        row.setContentsMargins(14, 6, 10, 6)
        self._title = label("", "section")
        self._back = button("←", self.back, name="link")
        self._back.setToolTip(self.tr("返回（Alt+←）"))
        search = button(self.tr("搜索（Ctrl+K）"), self.search, picture="search")
        search.setObjectName("search")
        search.setMinimumWidth(220)
        self._user = button("", self._choose_user, picture="user")
        self._user.setObjectName("user")
        for part in (self._back, self._title):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(search)
        row.addWidget(self._user)
        return frame

    def _navigation(self) -> QFrame:
        frame = QFrame()
        frame.setObjectName("nav")
        self._nav = frame
        frame.setFixedWidth(WIDE_NAV)
        box = QVBoxLayout(frame)
        box.setContentsMargins(8, 10, 8, 10)
        box.setSpacing(2)
        self._entries: dict[str, QPushButton] = {}
        self._names = {
            "home": self.tr("工作台"), "institutions": self.tr("定点机构"),
            "rounds": self.tr("检查轮次"), "findings": self.tr("问题"), "review": self.tr("复核"),
            "cases": self.tr("案件与处理"), "documents": self.tr("文书"),
            "exchange": self.tr("交换"), "settings": self.tr("设置"),
        }  # fmt: skip
        pictures = {"institutions": "institution", "rounds": "round", "findings": "finding",
                    "cases": "case", "documents": "document"}  # fmt: skip
        for place, words in self._names.items():
            entry = QPushButton(icon(pictures.get(place, place)), words)
            entry.setObjectName("navitem")
            entry.setAccessibleName(words)
            entry.setIconSize(QSize(20, 20))
            entry.setCheckable(True)
            entry.setMinimumHeight(38)
            entry.clicked.connect(lambda _on=False, to=place: self.go(to, ""))
            self._entries[place] = entry
            box.addWidget(entry)
        box.addStretch(1)
        return frame

    def _shortcuts(self) -> None:
        for keys, work in (
            ("Ctrl+K", self.search), ("Alt+Left", self.back), ("Ctrl+Z", self._undo),
            ("Ctrl+Shift+Z", self._redo), ("Ctrl+Y", self._redo),
        ):  # fmt: skip
            QShortcut(QKeySequence(keys), self, work)
        for number, place in enumerate(self._names, 1):
            QShortcut(QKeySequence(f"Alt+{number}"), self, partial(self.go, place, ""))

    @property
    def desk(self) -> Desk:
        """What its pages work with."""
        return self._desk

    def page(self) -> QWidget:
        """The open page."""
        return self._pages[self._place[0]]

    def go(self, place: str, rid: str) -> None:
        """Open a place; what was being typed is saved first."""
        self._leave()
        if self._place[0] and self._place != (place, rid) and self._place[1] != NEW:
            self._trail.append(self._place)
            del self._trail[:-50]
        self._open(place, rid)

    def go_home(self, place: str) -> None:
        """Leave a record that is gone: it is not where Back leads."""
        gone = self._place
        self._trail = [each for each in self._trail if each != gone]
        self._open(place, "")

    def _open(self, place: str, rid: str) -> None:
        if place not in self._pages:
            self._pages[place] = make(place, self._desk)
            self._stack.addWidget(self._pages[place])
        self._place = (place, rid)
        self._stack.setCurrentWidget(self._pages[place])
        cast(Page, self._pages[place]).show_record(rid)
        if not self._pages[place].isAncestorOf(QApplication.focusWidget() or self):
            self._pages[place].setFocus()
        for name, entry in self._entries.items():
            entry.setChecked(name == HOME_OF.get(place, place))
        self._back.setEnabled(bool(self._trail))

    def back(self) -> None:
        """Where we came from."""
        self._leave()
        if self._trail:
            self._open(*self._trail.pop())

    def _leave(self) -> None:
        focused = QApplication.focusWidget()
        if focused is not None and self.isAncestorOf(focused):
            focused.clearFocus()
        if self._place[0]:
            cast(Page, self._pages[self._place[0]]).leave()

    def search(self) -> None:
        """The box that finds everything."""
        from ui.dialogs.palette import Palette

        Palette(self._desk, self).open()

    def _choose_user(self) -> None:
        menu = QMenu(self)
        for user in users_of(self._desk.store.reads()):
            words = f"{user.name}（{ROLES.get(user.role, user.role)}）"
            menu.addAction(words, lambda chosen=user: self.sign_in(chosen))
        menu.popup(self._user.mapToGlobal(self._user.rect().bottomLeft()))

    def sign_in(self, user: User) -> None:
        """Go on as another person; every page is made anew for him."""
        self._leave()
        for dialog in self.findChildren(QDialog):
            dialog.close()
        session = self._desk.session
        session.who = Who(user.rid, user.name, user.role)
        session.undo.clear()
        session.redo.clear()
        session.unmasked = False
        for page in self._pages.values():
            self._stack.removeWidget(page)
            page.deleteLater()
        self._pages.clear()
        self._trail.clear()
        self._place = ("", "")
        self._desk.bus.signed_in.emit(session.who)
        self._on_changed(Changes())
        self.go("home", "")

    def _undo(self) -> None:
        if not _undo_in_text(redo=False):
            self._leave()
            self._when_calm(lambda: undo_last(self._desk, self))

    def _redo(self) -> None:
        if not _undo_in_text(redo=True):
            self._leave()
            self._when_calm(lambda: redo_last(self._desk, self))

    def _when_calm(self, work: Callable[[], object]) -> None:
        """What was typed last is saved first, so that it is what the next step takes back."""
        if self._desk.tasks.busy:
            QTimer.singleShot(10, lambda: self._when_calm(work))
        else:
            work()

    def _on_changed(self, _changes: object) -> None:
        store, who = self._desk.store, self._desk.who
        office = office_of(store.reads())
        name = office.bureau_name or self.tr("未设置机关")
        person = store.reads().peek(User, who.rid)
        if person is not None and (person.name, person.role) != (who.name, who.role):
            # He renamed himself, or another role was given to him.
            who = self._desk.session.who = Who(person.rid, person.name, person.role)
        self.setWindowTitle(self.tr("五查 · {office}").format(office=name))
        self._title.setText(self.windowTitle())
        self._user.setText(f"{who.name}（{ROLES.get(who.role, who.role)}）")
        waiting: Waiting = store.waiting(who)
        self._tell_review(waiting.review)
        self._status.show_waiting(waiting)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # While a window is being maximised the event still tells the old size.
        self._fit(narrow=self.width() < NARROW)

    def _fit(self, *, narrow: bool) -> None:
        self._nav.setFixedWidth(NARROW_NAV if narrow else WIDE_NAV)
        for place, entry in self._entries.items():
            entry.setText("" if narrow else self._names[place])
            entry.setToolTip(self._names[place] if narrow else "")
        self._narrow = narrow
        self._tell_review(self._review)

    def _tell_review(self, count: int) -> None:
        self._review = count
        words = "" if self._narrow else self._names["review"]
        told = f"{words}  {count}".strip() if count else words
        self._entries["review"].setText(told)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self._leave()
        if self._status.unsaved and not self._give_up():
            event.ignore()
            return
        event.accept()

    def _give_up(self) -> bool:
        """Whether what cannot be saved may be lost: the one question that cannot be undone."""
        told = self.tr("有内容没有存上（标红的地方）。现在关闭，这些内容会丢失。")
        box = QMessageBox(QMessageBox.Icon.Warning, self.tr("五查"), told, parent=self)
        stay = box.addButton(self.tr("回去改"), QMessageBox.ButtonRole.RejectRole)
        box.addButton(self.tr("仍要关闭"), QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(stay)
        box.exec()
        return box.clickedButton() is not stay


def _undo_in_text(*, redo: bool) -> bool:
    """Give a focused text field its own undo first; True when it had something to undo."""
    focused = QApplication.focusWidget()
    if isinstance(focused, QLineEdit) and not focused.isReadOnly():
        able = focused.isRedoAvailable() if redo else focused.isUndoAvailable()
    elif isinstance(focused, QPlainTextEdit) and not focused.isReadOnly():
        document = focused.document()
        able = document.isRedoAvailable() if redo else document.isUndoAvailable()
    else:
        return False
    if able:
        (focused.redo if redo else focused.undo)()
    return able
