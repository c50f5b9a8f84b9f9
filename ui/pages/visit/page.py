"""检查现场: the main screen, one institution in one round."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QTabBar, QVBoxLayout

from app.documents.facts import Scene
from app.domain.casefile import CaseFile
from app.domain.finding import Finding
from app.domain.visit import VisitState
from app.services.office import office_of
from app.services.scenes import scene_of
from ui.desk import Desk
from ui.override import override
from ui.pages.base import RecordPage
from ui.pages.visit.beds import BedPatrol
from ui.pages.visit.case import CasePanel
from ui.pages.visit.cases import CaseList
from ui.pages.visit.facts import VisitFacts
from ui.pages.visit.finish import FinishPanel
from ui.widgets.basic import Banner, Chip, Shortened, button, row_of
from ui.words import ROUND_KINDS, VISIT_STATES

TITLE_LEAST = 190
CASES, BEDS, FACTS, FINISH = range(4)


class VisitPage(RecordPage):
    """`show_record` takes a visit, or ``visit/case`` or ``visit/finding`` to open it there."""

    HOME = "rounds"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._title, self._round = Shortened("title"), Shortened("hint")
        self._title.setMinimumWidth(TITLE_LEAST)
        self._state = Chip()
        self._banner = Banner()
        self._print = button(self.tr("打印现场检查表"), self._print_form, picture="print")
        self._next = button("", self._go_on, primary=True)
        self.tabs = QTabBar()
        self.cases = CaseList(desk)
        self.case = CasePanel(desk)
        self.beds = BedPatrol(desk)
        self.facts = VisitFacts(desk)
        self.finish = FinishPanel(desk)
        self._stack = QStackedWidget()
        self._lay_out()
        self.cases.chosen.connect(self._show_case)
        self.finish.wanted.connect(self._open_gap)
        self._shortcuts()
        self.setFocusProxy(self.cases.list)

    def _lay_out(self) -> None:
        both = QSplitter(Qt.Orientation.Horizontal)
        both.addWidget(self.cases)
        both.addWidget(self.case)
        both.setStretchFactor(1, 1)
        both.setSizes([250, 900])
        both.setChildrenCollapsible(False)
        for words, part in (
            (self.tr("五查五核实"), both),
            (self.tr("床位巡查"), self.beds),
            (self.tr("检查情况"), self.facts),
            (self.tr("完成与提交"), self.finish),
        ):
            self.tabs.addTab(words)
            self._stack.addWidget(part)
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.currentChanged.connect(self._show_tab)
        names = QHBoxLayout()
        names.addWidget(self._title)
        names.addWidget(self._round)
        names.addWidget(self._state)
        box = QVBoxLayout(self)
        box.setContentsMargins(14, 8, 14, 8)
        box.setSpacing(6)
        box.addLayout(row_of(names, None, self._print, self._next))
        box.addWidget(self._banner)
        box.addWidget(self.tabs)
        box.addWidget(self._stack, 1)

    def _shortcuts(self) -> None:
        inside = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for number in range(1, 6):
            QShortcut(
                QKeySequence(f"F{number}"), self, partial(self._check, number), context=inside
            )
        for key, answer in (("1", "ok"), ("2", "problem"), ("3", "unchecked")):
            QShortcut(QKeySequence(key), self, partial(self._answer, answer), context=inside)
        QShortcut(QKeySequence("Ctrl+Return"), self, self._all_ok, context=inside)
        QShortcut(QKeySequence("Insert"), self, self.cases.ask_new, context=inside)
        QShortcut(QKeySequence("Ctrl+Down"), self, lambda: self.cases.step(1), context=inside)
        QShortcut(QKeySequence("Ctrl+Up"), self, lambda: self.cases.step(-1), context=inside)

    @override
    def show_record(self, rid: str) -> None:
        visit, _, inner = rid.partition("/")
        if visit != self._rid:
            self.tabs.setCurrentIndex(CASES)
            self.case.show_nothing()
        self._rid = visit
        self.renew()
        if inner:
            self._open(inner)

    def _open(self, inner: str) -> None:
        reads = self._desk.store.reads()
        finding = reads.peek(Finding, inner)
        self.tabs.setCurrentIndex(CASES)
        if finding is not None:
            self.cases.select(finding.casefile)
            self.case.show_finding(finding)
        elif reads.peek(CaseFile, inner) is not None:
            self.cases.select(inner)

    @override
    def leave(self) -> None:
        self.case.leave()
        super().leave()

    @override
    def refresh(self) -> None:
        reads = self._desk.store.reads()
        scene = scene_of(reads, self._rid)
        self._title.setText(scene.institution.fixmedins_name)
        kind = ROUND_KINDS.get(scene.round.kind, "")
        where = "、".join(scene.visit.wards)
        cap = office_of(reads).yearly_cap
        nth = self.tr("本年度第 {nth} 次").format(nth=scene.nth) if scene.nth else ""
        if nth and cap:
            nth += self.tr("（上限 {cap} 次）").format(cap=cap)
        self._round.setText(" · ".join(filter(None, (scene.round.name, kind, where, nth))))
        self._state.show_state(*VISIT_STATES[scene.visit.state])
        self._show_banner(scene)
        self._show_next(scene)
        self.case.show_scene(scene)
        self.cases.show_scene(scene)
        self._show_part(scene)

    def _show_banner(self, scene: Scene) -> None:
        told = ""
        if scene.visit.reopen_reason:
            told = self.tr("科长重新打开了本次检查：{reason}").format(
                reason=scene.visit.reopen_reason
            )
        elif scene.visit.state == VisitState.SUBMITTED:
            told = self.tr("本次检查已提交并锁定。被退回的问题仍可修改。")
        self._banner.say(told)

    def _show_next(self, scene: Scene) -> None:
        words = {
            VisitState.PLANNED: self.tr("开始检查 →"),
            VisitState.ONGOING: self.tr("结束检查 →"),
            VisitState.SUBMITTED: self.tr("处理与文书 →"),
        }
        self._next.setText(words[VisitState(scene.visit.state)])

    def _go_on(self) -> None:
        state = scene_of(self._desk.store.reads(), self._rid).visit.state
        if state == VisitState.SUBMITTED:
            self._desk.go("case", self._rid)
        elif state == VisitState.PLANNED:
            self.facts.begin(self._rid)
        else:
            self.tabs.setCurrentIndex(FINISH)

    def _show_tab(self, _index: int = 0) -> None:
        at = self.tabs.currentIndex()
        self._stack.setCurrentIndex(at)
        if self._rid and at != CASES:
            self._show_part(scene_of(self._desk.store.reads(), self._rid))

    def _show_part(self, scene: Scene) -> None:
        at = self.tabs.currentIndex()
        if at == BEDS:
            self.beds.show_scene(scene)
        elif at == FACTS:
            self.facts.show_scene(scene)
        elif at == FINISH:
            self.finish.show_visit(self._rid)

    def _show_case(self, rid: str) -> None:
        self.case.show_case(rid)

    def _check(self, number: int) -> None:
        self.tabs.setCurrentIndex(CASES)
        self.case.show_check(number)

    def _answer(self, answer: str) -> None:
        if self.tabs.currentIndex() == BEDS:
            self.beds.answer(
                {"ok": "present", "problem": "absent", "unchecked": "mismatch"}[answer]
            )
        elif self.tabs.currentIndex() == CASES:
            self.case.answer(answer)

    def _all_ok(self) -> None:
        if self.tabs.currentIndex() == CASES:
            self.case.all_ok(then=lambda: self.cases.step(1))

    def _open_gap(self, place: str, rid: str, field: str) -> None:
        if place == "visit":
            self.tabs.setCurrentIndex(FACTS if field else CASES)
            self.facts.focus(field)
            return
        self._open(rid)
        if field.isdecimal():
            self.case.show_check(int(field))
        elif field:
            self.case.focus(field)

    def _print_form(self) -> None:
        self.leave()
        self._desk.go("document", f"draft:inspection_form:{self._rid}")
