"""One thread: findings, the two tracks side by side, and the papers of both."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from app.changes import Changes
from app.domain.amounts import loss_of
from app.domain.caseview import CaseView
from app.domain.finding import Finding
from app.domain.handling import Deduction, Penalty
from app.domain.institution import Institution
from app.domain.rules import deductions, penalties, violation_of
from app.domain.visit import Round
from app.services import handling
from app.services.handling import HANDLERS, case_of
from ui.desk import Desk
from ui.operations.perform import perform
from ui.override import override
from ui.pages.base import RecordPage
from ui.pages.cases.measures import DeductionBox, PenaltyBox
from ui.pages.cases.papers import PaperCard
from ui.shown import yuan_sign
from ui.widgets.basic import (
    Banner,
    Beside,
    Card,
    Chip,
    button,
    clear,
    label,
    link,
    row_of,
    scrolled,
)
from ui.widgets.fields import CheckField, TextField
from ui.widgets.form import Entry, RecordForm, Saving


class CaseCard(RecordPage):
    """`show_record` takes the visit's rid."""

    HOME = "cases"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._visits: dict[str, str] = {}
        self._boxes: dict[str, DeductionBox | PenaltyBox] = {}
        self._title, self._round = label("", "title"), label("", "hint")
        self._chips = (Chip(), Chip())
        self._banner = Banner()
        self._told = label("", "", wrap=True)
        self.agreement, self.penalty = Card(self.tr("协议处理")), Card(self.tr("行政处罚"))
        self._clause = RecordForm(desk, self._entries(), self._save_handling, across=1)
        self._deductions, self._penalties = QVBoxLayout(), QVBoxLayout()
        self._add_deduction = button(self.tr("添加协议处理"), self._ask_deduction, picture="add")
        self._add_penalty = button(self.tr("添加行政处罚"), self._ask_penalty, picture="add")
        self._papers = PaperCard(desk)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self._lay_out()

    def _entries(self) -> Sequence[Entry]:
        return (
            Entry("agreement_no", self.tr("协议编号"), TextField()),
            Entry(
                "agreement_clause",
                self.tr("协议条款"),
                TextField(self.tr("例如 第四十二条第（三）项")),
            ),
            Entry(
                "extrapolate", "", CheckField(self.tr("按抽样比例外推（仅协议处理，不进入罚款）"))
            ),
            Entry("extrapolate_clause", self.tr("外推条款"), TextField()),
        )

    def _lay_out(self) -> None:
        self.agreement.body.addWidget(self._clause)
        self.agreement.body.addLayout(self._deductions)
        self.agreement.body.addLayout(row_of(self._add_deduction, None))
        self.agreement.body.addStretch(1)
        self.penalty.body.addLayout(self._penalties)
        self.penalty.body.addLayout(row_of(self._add_penalty, None))
        self.penalty.body.addStretch(1)
        facts = Card(self.tr("进入处理的问题"))
        facts.body.addWidget(self._told)
        facts.body.addLayout(self._lines)
        facts.body.addStretch(1)
        inside = QWidget()
        down = QVBoxLayout(inside)
        down.setContentsMargins(18, 12, 18, 12)
        down.setSpacing(12)
        down.addLayout(row_of(self._title, *self._chips, None))
        down.addWidget(self._round)
        down.addWidget(self._banner)
        for left, right in ((facts, self._papers), (self.agreement, self.penalty)):
            both = Beside()
            both.left.addWidget(left, 1)
            both.right.addWidget(right, 1)
            down.addWidget(both)
        down.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(scrolled(inside))

    @override
    def show_record(self, rid: str) -> None:
        if rid != self._rid:
            for layout in (self._deductions, self._penalties):
                clear(layout)
            self._boxes.clear()
        super().show_record(rid)

    @override
    def refresh(self) -> None:
        reads = self._desk.store.reads()
        view = case_of(reads, self._rid)
        institution = reads.get(Institution, view.visit.institution)
        self._title.setText(institution.fixmedins_name)
        self._round.setText(reads.get(Round, view.visit.round).name)
        may = self._desk.who.role in HANDLERS
        self._banner.say("" if may else self.tr("只有科长或负责人可以办理处理；这里可以查看。"))
        self._show_findings(view)
        self._visits[view.handling.rid] = view.visit.rid
        self._clause.load(view.handling, reads.heads(view.handling.rid), locked=not may)
        self._show_measures(view, may=may)
        self._add_deduction.setEnabled(may and bool(view.approved))
        self._add_penalty.setEnabled(may and bool(view.approved))
        self._papers.show_case(view)

    def _show_findings(self, view: CaseView) -> None:
        done, all_ = len(view.approved), len(view.findings)
        tone = "done" if done == all_ and all_ else "wait"
        self._chips[0].show_state(self.tr("复核 {done}/{all}").format(done=done, all=all_), tone)
        approved = [f for f in view.findings if f.rid in view.approved]
        amount = sum(f.amount_fen or 0 for f in approved)
        loss = sum(map(loss_of, approved))
        self._chips[1].show_state(
            self.tr("基金损失 {money}").format(money=yuan_sign(loss)), "plain"
        )
        told = self.tr(
            "{count} 个问题已复核同意，违规金额 {amount}，认定损失 {loss}。只有它们进入处理。"
        )
        self._told.setText(
            told.format(count=len(approved), amount=yuan_sign(amount), loss=yuan_sign(loss))
        )
        clear(self._lines)
        for finding in view.findings[:12]:
            self._lines.addWidget(self._line(finding, approved=finding.rid in view.approved))
        if all_ > 12:
            self._lines.addWidget(label(self.tr("……共 {count} 个").format(count=all_), "hint"))

    def _line(self, finding: Finding, *, approved: bool) -> QWidget:
        violation = violation_of(finding.violation)
        name = violation.name if violation else self.tr("未选类型")
        law = violation.citation if violation else ""
        mark = "✓" if approved else self.tr("… 未同意")
        words = f"{mark} {name}  {law}  {yuan_sign(loss_of(finding))}"
        place = "visit" if approved else "review"
        rid = f"{finding.visit}/{finding.rid}" if approved else finding.rid
        return link(words, lambda: self._desk.go(place, rid))

    def _show_measures(self, view: CaseView, *, may: bool) -> None:
        approved = [f for f in view.findings if f.rid in view.approved]
        live = {v.record.rid for v in view.deductions} | {v.record.rid for v in view.penalties}
        for rid in [rid for rid in self._boxes if rid not in live]:
            box = self._boxes.pop(rid)
            box.hide()
            box.deleteLater()
        for deduction in view.deductions:
            held = self._boxes.get(deduction.record.rid)
            if not isinstance(held, DeductionBox):
                held = DeductionBox(self._desk)
                self._boxes[deduction.record.rid] = held
                self._deductions.addWidget(held)
            held.show_measure(deduction, approved, locked=not may)
        for penalty in view.penalties:
            box2 = self._boxes.get(penalty.record.rid)
            if not isinstance(box2, PenaltyBox):
                box2 = PenaltyBox(self._desk, penalty.record.article)
                self._boxes[penalty.record.rid] = box2
                self._penalties.addWidget(box2)
            box2.show_measure(penalty, approved, view.visit.rid, locked=not may)

    def _save_handling(self, saving: Saving) -> Changes:
        return handling.set_handling(
            self._desk.store,
            saving.who,
            self._visits[saving.rid],
            saving.values,
            seen=saving.heads or None,
        )

    def _approved(self) -> list[Finding]:
        view = case_of(self._desk.store.reads(), self._rid)
        return [f for f in view.findings if f.rid in view.approved]

    def _ask_deduction(self) -> None:
        menu = QMenu(self)
        wanted = {v.deduction for f in self._approved() if (v := violation_of(f.violation))}
        rules = sorted(deductions().values(), key=lambda rule: rule.code not in wanted)
        for rule in rules:
            words = self.tr("★ {name}").format(name=rule.name) if rule.code in wanted else rule.name
            menu.addAction(words, lambda code=rule.code: self.add_deduction(code))
        menu.popup(self._add_deduction.mapToGlobal(self._add_deduction.rect().bottomLeft()))

    def add_deduction(self, behaviour: str) -> None:
        """A measure of the table for the approved findings it fits."""
        approved, rule = self._approved(), deductions()[behaviour]
        fitting = [
            f for f in approved if (v := violation_of(f.violation)) and v.deduction == behaviour
        ] or approved
        cases = len({f.casefile or f.rid for f in fitting})
        per_case = rule.kind == "per_case"
        record = Deduction(
            behaviour=behaviour, findings=tuple(f.rid for f in fitting),
            unit_fen=rule.low_fen if per_case else None, count=cases if per_case else None,
        )  # fmt: skip
        store, who, visit = self._desk.store, self._desk.who, self._rid
        perform(
            self._desk, lambda: handling.add_deduction(store, who, visit, record)[0], owner=self,
            note=self.tr("已添加协议处理"),
        )  # fmt: skip

    def _ask_penalty(self) -> None:
        menu = QMenu(self)
        cited = {v.article for f in self._approved() if (v := violation_of(f.violation))}
        for rule in penalties().values():
            mark = "★ " if rule.no in cited else ""
            words = f"{mark}{rule.words}  {rule.text[:34]}…"
            menu.addAction(words, lambda no=rule.no: self.add_penalty(no))
        menu.popup(self._add_penalty.mapToGlobal(self._add_penalty.rect().bottomLeft()))

    def add_penalty(self, article: str) -> None:
        """A measure under an article for the approved findings that break it."""
        approved = self._approved()
        fitting = [
            f for f in approved if (v := violation_of(f.violation)) and v.article == article
        ] or approved
        record = Penalty(article=article, findings=tuple(f.rid for f in fitting))
        store, who, visit = self._desk.store, self._desk.who, self._rid
        perform(
            self._desk, lambda: handling.add_penalty(store, who, visit, record)[0], owner=self,
            note=self.tr("已添加行政处罚"),
        )  # fmt: skip
