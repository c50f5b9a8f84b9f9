"""One measure of a track: what is chosen, what it amounts to, and how that was reckoned."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QCheckBox, QFrame, QVBoxLayout, QWidget

from app.changes import Changes
from app.domain.amounts import loss_of
from app.domain.caseview import DeductionView, PenaltyView
from app.domain.document import Document, PaperKind
from app.domain.entity import Value
from app.domain.finding import Finding
from app.domain.handling import Deduction, Penalty
from app.domain.rules import deductions, penalties, violation_of
from app.services import handling
from app.words import say
from ui.desk import Desk
from ui.operations.perform import perform
from ui.shown import yuan_sign
from ui.widgets.basic import Chip, button, label, row_of
from ui.widgets.fields import (
    AreaField,
    ChoiceField,
    DateField,
    Field,
    MoneyField,
    NumberField,
    TextField,
)
from ui.widgets.form import Entry, RecordForm, Saving


def tr(text: str) -> str:
    """Text of this module in the user's language."""
    return QCoreApplication.translate("measures", text)


class FindingsField(Field):
    """Which approved findings a measure rests on."""

    def __init__(self) -> None:
        self.box = QWidget()
        super().__init__(self.box)
        self._down = QVBoxLayout(self.box)
        self._down.setContentsMargins(0, 0, 0, 0)
        self._down.setSpacing(0)
        self._boxes: dict[str, QCheckBox] = {}
        self._kept: tuple[str, ...] = ()

    def offer(self, findings: Sequence[Finding]) -> None:
        """Offer these findings."""
        for rid in [rid for rid in self._boxes if rid not in {f.rid for f in findings}]:
            self._boxes.pop(rid).deleteLater()
        for finding in findings:
            violation = violation_of(finding.violation)
            name = violation.name if violation else ""
            words = tr("问题{number} {name} 损失 {loss}").format(
                number=finding.position or "", name=name, loss=yuan_sign(loss_of(finding))
            )
            if finding.rid in self._boxes:
                self._boxes[finding.rid].setText(words)
                continue
            box = QCheckBox(words)
            box.clicked.connect(self._clicked)
            self._boxes[finding.rid] = box
            self._down.addWidget(box)

    def _clicked(self, _on: bool) -> None:
        self.edited.emit()
        self.left.emit()

    def get(self) -> Value:
        return tuple(rid for rid, box in self._boxes.items() if box.isChecked())

    def put(self, value: Value) -> None:
        chosen = set(value) if isinstance(value, tuple) else set()
        for rid, box in self._boxes.items():
            box.setChecked(rid in chosen)


class MeasureBox(QFrame):
    """What both kinds of measure show: form, figures, problems, staleness, removal."""

    KIND: type[Deduction] | type[Penalty]

    def __init__(self, desk: Desk, title: str, entries: Sequence[Entry]) -> None:
        super().__init__()
        self.setObjectName("card")
        self._desk = desk
        self._rid = ""
        self.findings = FindingsField()
        listed = Entry("findings", tr("所涉问题"), self.findings, wide=True)
        self.form = RecordForm(desk, (*entries, listed), self._save, across=2)
        self.money = label("", "money")
        self.lines = label("", "hint", wrap=True)
        self.problems = label("", "bad", wrap=True)
        self._stale = Chip(tr("依据已变动"), "late")
        self._renew = button(tr("按现在的问题重新确认"), self._confirm)
        self._remove = button(tr("删除"), self._take_out)
        self._heading = label(title, "section", wrap=True)
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 8, 12, 10)
        box.addLayout(row_of(self._heading, self._stale, self._remove))
        box.addWidget(self.form)
        box.addWidget(self.money)
        box.addWidget(self.lines)
        box.addWidget(self.problems)
        box.addLayout(row_of(self._renew, None))

    def _show(
        self, record: Deduction | Penalty, approved: Sequence[Finding], *, stale: bool, locked: bool
    ) -> None:
        self._rid = record.rid
        self.findings.offer(approved)
        self.form.load(record, self._desk.store.reads().heads(record.rid), locked=locked)
        self._stale.setVisible(stale)
        self._renew.setVisible(stale and not locked)
        self._remove.setEnabled(not locked)

    def _tell(self, lines: Sequence[str], problems: Sequence[str]) -> None:
        self.lines.setText("\n".join(lines))
        self.problems.setText("\n".join(f"✗ {say(code)}" for code in problems))
        self.problems.setVisible(bool(problems))

    def _save(self, saving: Saving) -> Changes:
        return handling.set_measure(
            self._desk.store, saving.who, self.KIND, saving.rid, saving.values, saving.heads
        )

    def _confirm(self) -> None:
        store, who, kind, rid = self._desk.store, self._desk.who, self.KIND, self._rid
        chosen = self.findings.get()
        perform(
            self._desk,
            lambda: handling.set_measure(store, who, kind, rid, {"findings": chosen}),
            owner=self, note=tr("已按现在的问题重新确认"),
        )  # fmt: skip

    def _take_out(self) -> None:
        store, who, kind, rid = self._desk.store, self._desk.who, self.KIND, self._rid
        perform(
            self._desk, lambda: handling.remove_measure(store, who, kind, rid), owner=self,
            note=tr("已删除，按 Ctrl+Z 撤销"),
        )  # fmt: skip


class DeductionBox(MeasureBox):
    """One measure of the agreement table."""

    KIND = Deduction

    def __init__(self, desk: Desk) -> None:
        kinds = [(rule.code, rule.name) for rule in deductions().values()]
        super().__init__(
            desk, "",
            (
                Entry("behaviour", tr("情形"), ChoiceField(kinds), wide=True),
                Entry("unit_fen", tr("每例金额"), MoneyField()),
                Entry("count", tr("例数"), NumberField()),
                Entry("begin_on", tr("期限起"), DateField()),
                Entry("end_on", tr("期限止"), DateField()),
                Entry("reason", tr("理由"), AreaField(tr("标准有幅度的，写明为什么选这个金额"), rows=2), wide=True),
            ),
        )  # fmt: skip

    def show_measure(
        self, view: DeductionView, approved: Sequence[Finding], *, locked: bool
    ) -> None:
        """Show a measure with its figures."""
        rule = deductions().get(view.record.behaviour)
        self._heading.setText(rule.name if rule else tr("未选情形"))
        per_case = rule is not None and rule.kind == "per_case"
        self._show(view.record, approved, stale=view.stale, locked=locked)
        for name in ("unit_fen", "count"):
            self.form.field(name).lock(locked or not per_case)
        timed = rule is not None and rule.kind == "measure"
        for name in ("begin_on", "end_on"):
            self.form.field(name).lock(locked or not timed)
        money = view.settlement
        told = tr("核实 {money}").format(money=yuan_sign(money.amount_fen))
        if money.extrapolated_fen:
            told += tr("　外推 {money}").format(money=yuan_sign(money.extrapolated_fen))
        self.money.setText(told)
        self._tell(money.lines, money.problems)


class PenaltyBox(MeasureBox):
    """One administrative measure under an article."""

    KIND = Penalty

    def __init__(self, desk: Desk, article: str) -> None:
        rule = penalties().get(article)
        self._fixed = rule is not None and rule.kind == "fixed"
        band = (
            tr("{low} 至 {high}").format(low=rule.low, high=rule.high)
            if rule and not self._fixed
            else ""
        )
        grades = [
            (word, word or "—") for word in ("", tr("减轻"), tr("从轻"), tr("一般"), tr("从重"))
        ]
        self._orders = ChoiceField([("", "—")])
        chosen = (
            (
                Entry("fine_fen", tr("罚款金额"), MoneyField()),
                Entry("order_document", tr("责令改正"), self._orders),
                Entry("unheeded_on", tr("复查日期"), DateField()),
                Entry("unheeded_note", tr("拒不改正"), TextField(tr("复查发现的情况"))),
            )
            if self._fixed
            else (Entry("multiple", tr("倍数（{band}）").format(band=band), TextField(band)),)
        )
        super().__init__(
            desk, tr("《条例》{article}").format(article=rule.words) if rule else "",
            (
                *chosen,
                Entry("grade", tr("裁量阶次"), ChoiceField(grades)),
                Entry("refunded_fen", tr("已退回"), MoneyField()),
                Entry("recovered_fen", tr("经办已追回"), MoneyField()),
                Entry("suspend_unit", tr("暂停部门"), TextField(tr("责令暂停的责任部门"))),
                Entry("suspend_from", tr("暂停起"), DateField()),
                Entry("suspend_to", tr("暂停止"), DateField()),
                Entry("reason", tr("裁量理由"), AreaField(tr("情节、后果、配合情况；低于下限必须写明"), rows=2), wide=True),
            ),
        )  # fmt: skip
        if rule:
            self._heading.setToolTip(rule.text)

    def show_measure(
        self, view: PenaltyView, approved: Sequence[Finding], visit: str, *, locked: bool
    ) -> None:
        """Show a measure with its figures."""
        if self._fixed:
            orders = self._desk.store.reads().find(
                Document, visit=visit, kind=str(PaperKind.RECTIFICATION_ORDER)
            )
            chosen = view.record.order_document
            self._orders.offer(
                [("", "—")]
                + [
                    (order.rid, self._order_words(order))
                    for order in orders
                    if not order.voided_at or order.rid == chosen
                ]
            )
        self._show(view.record, approved, stale=view.stale, locked=locked)
        sums = view.reckoning
        told = tr("罚款 {fine}　责令退回 {refund}").format(
            fine=yuan_sign(sums.fine_fen), refund=yuan_sign(sums.refund_due_fen)
        )
        self.money.setText(told)
        self._tell(sums.lines, sums.problems)

    def _order_words(self, order: Document) -> str:
        words = f"{order.number} {order.issued_on}"
        return tr("{order}（已作废）").format(order=words) if order.voided_at else words
