"""完成与提交: what is still missing, each line a link, and the button that locks the visit."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.visit import Visit, VisitState
from app.services import submitting
from app.services.submitting import Gap
from app.words import say
from ui.desk import Desk
from ui.dialogs.ask import Ask
from ui.operations.perform import perform
from ui.shown import local_time
from ui.widgets.basic import Card, button, clear, label, link, row_of, scrolled
from ui.widgets.fields import AreaField
from ui.widgets.form import Entry


class FinishPanel(QWidget):
    """Signals: wanted(place, rid, field) asks the page to open what is missing."""

    wanted = Signal(str, str, str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._visit = ""
        self._told = label("", "section", wrap=True)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(2)
        self.submit = button(self.tr("提交检查，锁定并送复核"), self._submit, primary=True)
        self._reopen = button(self.tr("重新打开检查…"), self._ask_reopen)
        card = Card(self.tr("提交前的核对"))
        card.body.addWidget(self._told)
        card.body.addLayout(row_of(self.submit, self._reopen, None))
        card.body.addLayout(self._lines)
        card.body.addStretch(1)
        inside = QWidget()
        down = QVBoxLayout(inside)
        down.setContentsMargins(2, 2, 2, 2)
        down.addWidget(card)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(scrolled(inside))

    def show_visit(self, visit: str) -> None:
        """Show what a visit lacks."""
        self._visit = visit
        reads = self._desk.store.reads()
        held = reads.get(Visit, visit)
        locked = held.state == VisitState.SUBMITTED
        self.submit.setVisible(not locked)
        self._reopen.setVisible(locked and self._desk.who.role in submitting.REVIEWERS)
        clear(self._lines)
        if locked:
            told = self.tr("已于 {at} 提交。每个问题都已进入复核。")
            self._told.setText(told.format(at=local_time(held.submitted_at)))
            return
        gaps = submitting.completeness(reads, visit)
        blocking = sum(gap.blocking for gap in gaps)
        self.submit.setEnabled(not blocking)
        if blocking:
            told = self.tr("还差 {must} 处必填；另有 {may} 处提醒。点一行就到要填的地方。")
            self._told.setText(told.format(must=blocking, may=len(gaps) - blocking))
        elif gaps:
            self._told.setText(
                self.tr("可以提交。还有 {may} 处提醒，请确认。").format(may=len(gaps))
            )
        else:
            self._told.setText(self.tr("都齐了，可以提交。"))
        for gap in gaps:
            self._lines.addWidget(self._line(gap))

    def _line(self, gap: Gap) -> QWidget:
        mark = self.tr("✗ 必填") if gap.blocking else self.tr("！提醒")
        made = link(f"{mark}  {say(gap.code, **dict(gap.words))}", lambda: self._want(gap))
        made.setToolTip(self.tr("打开"))
        return made

    def _want(self, gap: Gap) -> None:
        self.wanted.emit(gap.place, gap.rid, gap.field)

    def _submit(self) -> None:
        store, who, visit = self._desk.store, self._desk.who, self._visit
        perform(
            self._desk, lambda: submitting.submit(store, who, visit), owner=self,
            note=self.tr("检查已提交，问题已送复核"),
        )  # fmt: skip

    def _ask_reopen(self) -> None:
        store, who, visit = self._desk.store, self._desk.who, self._visit
        entry = Entry("reason", self.tr("理由"), AreaField(rows=3))
        Ask(
            self, self._desk, self.tr("重新打开检查"), [entry],
            lambda typed: submitting.reopen(store, who, visit, str(typed["reason"])),
        ).ask(hint=self.tr("理由会留在历史里，稽查员会看到。"))  # fmt: skip
