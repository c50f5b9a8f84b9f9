"""床位巡查: a grid of beds, three keys a bed, building the list of empty and signed-in-only beds."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QComboBox,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.changes import Changes
from app.documents.facts import Scene
from app.domain.casefile import BedAnswer, CaseFile, CaseKind
from app.domain.masking import masked_name
from app.domain.pasting import bed_range
from app.services import visiting
from ui.desk import Desk
from ui.dialogs.ask import Answers, Ask
from ui.operations.perform import perform
from ui.theme import TONES
from ui.widgets.basic import Card, Empty, button, label, row_of
from ui.widgets.fields import TextField
from ui.widgets.form import Entry

ACROSS = 8
RID = Qt.ItemDataRole.UserRole
LOOKS = {
    "": ("· 未看", "plain"),
    BedAnswer.PRESENT: ("✓ 在", "done"),
    BedAnswer.ABSENT: ("✗ 不在", "late"),
    BedAnswer.MISMATCH: ("！人证不符", "wait"),
}


class BedPatrol(QWidget):
    """Arrows move, 1 在, 2 不在, 3 人证不符; after an answer the next bed is chosen."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._visit, self._locked = "", False
        self._beds: list[CaseFile] = []
        self._scene: Scene | None = None
        self.ward = QComboBox()
        self.ward.setMinimumHeight(32)
        self.ward.activated.connect(lambda _index: self._fill())
        self._told = label("", "hint")
        self.grid = QTableWidget()
        self.grid.horizontalHeader().hide()
        self.grid.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.grid.verticalHeader().hide()
        self.grid.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.grid.verticalHeader().setDefaultSectionSize(58)
        self.grid.setAccessibleName(self.tr("床位"))
        self._add = button(self.tr("添加床位…"), self._ask_beds, picture="add")
        self._finding = button(self.tr("为这张床记录问题"), self._open_bed)
        self._hint = self.tr(
            "方向键移动，1 在，2 不在，3 人证不符。不在和人证不符的床会列入左侧病例，逐床记录问题。"
        )
        self._empty = Empty(
            self.tr("到病房后先把床号列进来，再逐床点一遍：在、不在、人证不符。"),
            self.tr("添加床位…"), self._ask_beds,
        )  # fmt: skip
        self._lay_out()

    def _lay_out(self) -> None:
        card = Card()
        card.body.addLayout(
            row_of(
                label(self.tr("病区"), "hint"),
                self.ward,
                self._told,
                None,
                self._finding,
                self._add,
            )
        )
        card.body.addWidget(self.grid, 1)
        card.body.addWidget(self._empty, 1)
        card.body.addWidget(label(self._hint, "hint", wrap=True))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(card)

    def show_scene(self, scene: Scene) -> None:
        """Show the beds of a visit."""
        self._scene, self._visit = scene, scene.visit.rid
        self._locked = scene.visit.state == "submitted"
        self._add.setEnabled(not self._locked)
        self._empty.setEnabled(not self._locked)
        wards = sorted({case.ward for case in scene.cases if case.kind == CaseKind.BED})
        held = self.ward.currentText()
        self.ward.clear()
        self.ward.addItems(wards)
        self.ward.setCurrentText(held if held in wards else (wards[0] if wards else ""))
        self._empty.setVisible(not wards)
        self.grid.setVisible(bool(wards))
        self._finding.setEnabled(bool(wards))
        self._fill()

    def _fill(self) -> None:
        if self._scene is None:
            return
        ward = self.ward.currentText()
        cases = self._scene.cases
        self._beds = [c for c in cases if c.kind == CaseKind.BED and c.ward == ward]
        at = max(self._at(), 0)
        self.grid.setColumnCount(ACROSS)
        self.grid.setRowCount(-(-len(self._beds) // ACROSS))
        for number, bed in enumerate(self._beds):
            words, tone = LOOKS[bed.bed_answer]
            item = QTableWidgetItem(f"{bed.bed_no}床 {masked_name(bed.psn_name)}\n{words}")
            item.setData(RID, bed.rid)
            item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
            background, ink = TONES[tone]
            item.setBackground(Qt.GlobalColor.white if tone == "plain" else QColor(background))
            item.setForeground(QColor(ink))
            self.grid.setItem(number // ACROSS, number % ACROSS, item)
        for spare in range(len(self._beds), self.grid.rowCount() * ACROSS):
            self.grid.takeItem(spare // ACROSS, spare % ACROSS)
        if self._beds:
            at = min(at, len(self._beds) - 1)
            self.grid.setCurrentCell(at // ACROSS, at % ACROSS)
        self._count()

    def _count(self) -> None:
        seen = sum(bool(bed.bed_answer) for bed in self._beds)
        away = sum(bed.bed_answer == BedAnswer.ABSENT for bed in self._beds)
        wrong = sum(bed.bed_answer == BedAnswer.MISMATCH for bed in self._beds)
        told = self.tr("已看 {seen}/{all}，不在 {away}，人证不符 {wrong}")
        self._told.setText(told.format(seen=seen, all=len(self._beds), away=away, wrong=wrong))

    def _at(self) -> int:
        return self.grid.currentRow() * ACROSS + self.grid.currentColumn()

    def answer(self, answer: str) -> None:
        """Answer the chosen bed and go to the next."""
        at = self._at()
        if self._locked or not 0 <= at < len(self._beds):
            return
        rid, store, who = self._beds[at].rid, self._desk.store, self._desk.who

        if at + 1 < len(self._beds):
            # At once: the next key may come before this one is on disk.
            self.grid.setCurrentCell((at + 1) // ACROSS, (at + 1) % ACROSS)
        perform(self._desk, lambda: visiting.record_bed(store, who, rid, answer), owner=self)

    def _open_bed(self) -> None:
        at = self._at()
        if 0 <= at < len(self._beds):
            self._desk.go("visit", f"{self._visit}/{self._beds[at].rid}")

    def _ask_beds(self) -> None:
        visit, store, who = self._visit, self._desk.store, self._desk.who
        wards = self._scene.visit.wards if self._scene else ()
        entries = (
            Entry("ward", self.tr("病区"), TextField()),
            Entry("beds", self.tr("床号"), TextField(self.tr("例如 1-40 加1 加2"))),
        )
        entries[0].field.put(self.ward.currentText() or (wards[0] if wards else ""))

        def work(typed: Answers) -> Changes:
            beds = bed_range(str(typed["beds"]))
            return visiting.add_beds(store, who, visit, ward=str(typed["ward"]), beds=beds)[0]

        Ask(self, self._desk, self.tr("添加床位"), entries, work).ask()
