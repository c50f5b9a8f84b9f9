"""Importing a list: choose a file, see what was understood, correct it, confirm."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from app.changes import Changes
from app.errors import AppError
from app.ports import Book
from app.services import importing
from app.services.importing import Look, Plan
from ui.desk import Desk
from ui.errors import words_for
from ui.operations.perform import perform
from ui.override import override
from ui.pages.institutions.preview import DoubtTable, MappingTable
from ui.widgets.basic import Banner, Card, Empty, button, label, row_of

LISTS = "*.xlsx *.xlsm *.xls *.xlsb *.ods *.csv *.txt"


class ImportPage(QWidget):
    """Nothing is stored before the last button, and all of it in one undoable step after."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAcceptDrops(True)
        self._desk = desk
        self._path = Path()
        self._book: Book | None = None
        self._seen: Look | None = None
        self._plan: Plan | None = None
        self._turn = 0
        self._file = label(self.tr("还没有选择文件"), "hint")
        self._banner = Banner()
        self._sheets = QComboBox()
        self._sheets.setMinimumHeight(32)
        self._sheets.activated.connect(lambda _i: self._look(self._sheets.currentText()))
        self._mapping = MappingTable()
        self._mapping.changed.connect(self._on_mapping)
        self._doubts = DoubtTable()
        self._told = label("", "", wrap=True)
        self._tabs = QTabWidget()
        self._go = button(self.tr("导入"), self.commit, primary=True)
        self._go.setEnabled(False)
        self._lay_out()
        self._show_nothing()

    def _lay_out(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 14, 20, 12)
        box.setSpacing(10)
        box.addWidget(label(self.tr("导入机构名单"), "title"))
        pick = button(self.tr("选择文件…"), self._pick, picture="add")
        self._sheet_words = label(self.tr("工作表"), "hint")
        box.addLayout(row_of(pick, self._file, None, self._sheet_words, self._sheets))
        box.addWidget(self._banner)
        self._empty = Empty(
            self.tr(
                "把医保局下发的名单（xlsx、xls 或 csv）拖到这里，或点“选择文件”。\n"
                "表头在第几行、列的顺序和叫法都不要紧，程序会自己认；导入前可以先看、先改。"
            ),
            self.tr("选择文件…"),
            self._pick,
        )
        box.addWidget(self._empty, 1)
        self._work = Card()
        self._tabs.addTab(self._mapping, self.tr("列对应与预览"))
        self._tabs.addTab(self._doubts, self.tr("需要看一眼的行"))
        self._work.body.addWidget(self._told)
        self._work.body.addWidget(self._tabs, 1)
        box.addWidget(self._work, 1)
        foot = QHBoxLayout()
        foot.addWidget(button(self.tr("取消"), lambda: self._desk.go("institutions", "")))
        foot.addStretch(1)
        foot.addWidget(self._go)
        box.addLayout(foot)

    def show_record(self, rid: str) -> None:
        """An empty page, or the file named."""
        self._show_nothing()
        if rid:
            self.open_file(Path(rid))

    def leave(self) -> None:
        """Nothing is stored before the button is pressed."""

    def _show_nothing(self) -> None:
        self._turn += 1
        self._seen = self._plan = self._book = None
        self._file.setText(self.tr("还没有选择文件"))
        self._banner.say("")
        self._empty.show()
        for part in (self._work, self._sheets, self._sheet_words):
            part.hide()
        self._go.setEnabled(False)
        self._go.setText(self.tr("导入"))

    def _pick(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, self.tr("选择机构名单"), "", f"{self.tr('表格')} ({LISTS})"
        )
        if name:
            self.open_file(Path(name))

    def open_file(self, path: Path) -> None:
        """Read a file and show what was understood."""
        self._show_nothing()
        self._path = path
        self._file.setText(self.tr("正在读取 {name}…").format(name=path.name))
        self._look("")

    def _look(self, sheet: str) -> None:
        path, held, store = self._path, self._book, self._desk.store
        open_book = self._desk.doors.open_book

        def work() -> tuple[Book, Look]:
            book = held or open_book(path)
            return book, importing.look(book, store.reads(), sheet)

        self._turn += 1
        turn = self._turn
        self._desk.tasks.run(
            "read", work, lambda found: self._looked(turn, found), owner=self,
            failed=lambda error: self._refused(turn, error),
        )  # fmt: skip

    def _refused(self, turn: int, error: Exception) -> None:
        if turn != self._turn:
            return  # of a file that is not the one shown any more
        self._file.setText(self._path.name)
        self._banner.say(words_for(error))
        self._go.setEnabled(False)

    def _looked(self, turn: int, found: tuple[Book, Look]) -> None:
        if turn != self._turn:
            return
        self._book, seen = found
        self._seen = seen
        self._file.setText(self._path.name)
        self._banner.say("")
        self._sheets.clear()
        self._sheets.addItems(list(self._book.sheets))
        self._sheets.setCurrentText(seen.sheet)
        several = len(self._book.sheets) > 1
        self._sheets.setVisible(several)
        self._sheet_words.setVisible(several)
        self._empty.hide()
        self._work.show()
        self._mapping.show_look(seen)
        self._replan(seen)

    def _on_mapping(self) -> None:
        if self._seen is None:
            return
        try:
            seen = importing.with_mapping(self._seen, self._mapping.mapping())
        except AppError as error:
            self._banner.say(words_for(error))
            self._go.setEnabled(False)
            return
        self._banner.say("")
        self._seen = seen
        self._replan(seen)

    def _replan(self, seen: Look) -> None:
        self._turn += 1
        turn, store = self._turn, self._desk.store
        self._go.setEnabled(False)
        self._told.setText(self.tr("正在逐行核对…"))
        self._desk.tasks.run(
            "read",
            lambda: importing.plan(seen, store.reads()),
            lambda plan: self._planned(turn, plan),
            owner=self,
            failed=lambda error: self._refused(turn, error),
        )

    def _planned(self, turn: int, plan: Plan) -> None:
        if turn != self._turn:
            return
        self._plan = plan
        count = len(plan.added) + len(plan.updated)
        told = self.tr("将新增 {added} 家，更新 {updated} 家，未变 {same} 家")
        text = told.format(added=len(plan.added), updated=len(plan.updated), same=plan.unchanged)
        if plan.matched.joined:
            text += self.tr("，文件内重复合并 {count} 行").format(count=plan.matched.joined)
        text += self.tr("；存疑 {doubts} 处，不能导入 {bad} 行，略过 {skip} 行。").format(
            doubts=len(plan.doubtful), bad=len(plan.rejected), skip=len(plan.ignored)
        )
        if plan.look.remembered:
            text += self.tr("（列对应沿用上次确认的）")
        self._told.setText(text)
        shown = len(plan.doubtful) + len(plan.rejected) + len(plan.ignored)
        self._tabs.setTabText(1, self.tr("需要看一眼的行（{count}）").format(count=shown))
        self._doubts.show_plan(plan)
        self._go.setText(self.tr("导入 {count} 家").format(count=count))
        self._go.setEnabled(bool(count))
        self._go.setFocus(Qt.FocusReason.OtherFocusReason)

    def commit(self) -> None:
        """Store all of it in one step."""
        plan = self._plan
        if plan is None:
            return
        self._go.setEnabled(False)
        self._told.setText(self.tr("正在导入…"))
        store, who = self._desk.store, self._desk.who
        count = len(plan.added) + len(plan.updated)
        turn = self._turn

        def done(_changes: Changes) -> None:
            self._desk.go("institutions", "")

        perform(
            self._desk, lambda: importing.commit(store, who, plan), owner=self, done=done,
            failed=lambda error: self._refused(turn, error), note=self.tr("已导入 {count} 家机构，按 Ctrl+Z 撤销").format(count=count),
        )  # fmt: skip

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            self.open_file(paths[0])
