"""复核: queue, the finding with its evidence and history, the decision."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QSplitter, QVBoxLayout

from app.domain.finding import Finding
from app.domain.review import FindingState
from app.ports import ListQuery
from app.services.reviewing import REVIEWERS
from ui.desk import Desk
from ui.models.row_model import RowModel
from ui.operations.perform import look_up
from ui.override import override
from ui.pages.base import RecordPage
from ui.pages.review.decision import DecisionPanel
from ui.pages.review.facts import FactsPanel
from ui.shown import Words, money
from ui.widgets.basic import Card, Empty, label, row_of
from ui.widgets.table import RowTable
from ui.words import FINDING_STATES

WAITING = (str(FindingState.WAITING), str(FindingState.STALE))
OTHERS = (str(FindingState.RETURNED), str(FindingState.PROPOSED))


class ReviewPage(RecordPage):
    """A approves, R returns, E proposes a change; the next finding follows by itself."""

    OF_ONE = False

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._show_rid = ""
        self._model = RowModel(
            desk.store.source("review"),
            [
                ("institution", self.tr("机构"), None, False),
                ("amount", self.tr("金额"), money, True),
                ("state", self.tr("状态"), Words(FINDING_STATES), False),
            ],
            self,
        )
        self.queue = RowTable(self._model, [0, 84, 72])
        self.queue.setAccessibleName(self.tr("复核队列"))
        self.queue.chosen.connect(self._show_finding)
        self._which = QComboBox()
        self._which.setMinimumHeight(32)
        self._which.addItem(self.tr("待复核"), "waiting")
        self._which.addItem(self.tr("已退回、待确认"), "others")
        self._which.activated.connect(lambda _index: self.renew())
        self._count = label("", "hint")
        self.facts = FactsPanel(desk)
        self.decision = DecisionPanel(desk, self._next)
        self._empty = Empty(self.tr("没有等待复核的问题。检查提交以后，问题会按先后排在这里。"))
        self._both = QSplitter(Qt.Orientation.Horizontal)
        self.setFocusProxy(self.queue)
        self._lay_out()
        inside = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for key, work in (
            ("A", self.decision.approve), ("R", self.decision.ask_return),
            ("E", self.decision.ask_propose),
        ):  # fmt: skip
            QShortcut(QKeySequence(key), self, work, context=inside)

    def _lay_out(self) -> None:
        left = Card()
        left.body.addLayout(row_of(self._which, self._count, None))
        left.body.addWidget(self.queue, 1)
        left.setMinimumWidth(210)
        for part in (left, self.facts, self.decision):
            self._both.addWidget(part)
        self._both.setStretchFactor(1, 1)
        self._both.setSizes([280, 640, 220])
        self._both.setChildrenCollapsible(False)
        box = QVBoxLayout(self)
        box.setContentsMargins(14, 10, 14, 10)
        box.addWidget(label(self.tr("复核"), "title"))
        box.addWidget(self._both, 1)

    @override
    def show_record(self, rid: str) -> None:
        self._show_rid = rid
        if rid:
            state = self._desk.store.reads().finding_state(rid)
            which = "others" if state in OTHERS else "waiting"
            self._which.setCurrentIndex(self._which.findData(which))
        self.renew()

    @override
    def refresh(self) -> None:
        states = WAITING if self._which.currentData() == "waiting" else OTHERS
        asked = ListQuery("review", filters={"states": states}, order="age")
        store = self._desk.store
        look_up(self._desk, lambda: store.ids(asked), self._listed, owner=self)

    def _listed(self, ids: Sequence[str]) -> None:
        held = self._show_rid or self.facts.rid
        at, asked = self._model.row_of(held), self._show_rid
        self._model.show_ids(ids)
        self._show_rid = ""
        self._count.setText(self.tr("{count} 个").format(count=len(ids)))
        if not ids:
            self._show_finding(asked)
            return
        row = self._model.row_of(held)
        if row < 0 and asked:
            # Asked for by name and in no queue (approved, a draft): it is shown beside the list.
            self.queue.clearSelection()
            self._show_finding(asked)
            return
        # The one just decided has left the list: the next moved up into its row.
        row = row if row >= 0 else min(max(at, 0), len(ids) - 1)
        self.queue.setCurrentIndex(self._model.index(row, 0))
        self._show_finding(self._model.rid(row))

    def _show_finding(self, rid: str) -> None:
        reads = self._desk.store.reads()
        finding = reads.peek(Finding, rid) if rid else None
        self.facts.show_finding(finding)
        may = self._desk.who.role in REVIEWERS
        self.decision.show_finding(finding, may_decide=may)

    def _next(self) -> None:
        self.queue.setFocus()
