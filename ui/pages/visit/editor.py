"""One finding: type, items, sentence, amounts, evidence."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.changes import Changes
from app.documents.facts import Scene
from app.domain.amounts import remarks
from app.domain.finding import Finding, FindingItem
from app.domain.rules import violation_of
from app.services import findings
from app.services.reviewing import last_review
from app.words import say
from ui.desk import Desk
from ui.operations.perform import perform
from ui.pages.visit.evidence import EvidenceStrip
from ui.pages.visit.items import ItemGrid
from ui.pages.visit.reviewed import ReviewedBar
from ui.pages.visit.violation import ViolationField
from ui.widgets.basic import Chip, button, label, row_of
from ui.widgets.fields import AreaField, ChoiceField, DateField, MoneyField, TextField
from ui.widgets.form import Entry, RecordForm, Saving
from ui.words import FINDING_STATES, INSUTYPES, LOSS_METHODS


class FindingEditor(QWidget):
    """Everything about one finding; every field saves itself."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._rid = ""
        self._check = 0
        self._state = Chip()
        self._law = label("", "hint", wrap=True)
        self._violation = ViolationField()
        self._head = RecordForm(desk, self._head_entries(), self._save)
        self.items = ItemGrid(self._save_items)
        self.form = RecordForm(desk, self._entries(), self._save)
        self._remarks = label("", "warn", wrap=True)
        self.evidence = EvidenceStrip(desk)
        self.reviewed = ReviewedBar(desk)
        self._remove = button(self.tr("删除问题"), self._ask_remove)
        self._recompose = button(self.tr("重新生成事实描述"), self._compose_again)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 4, 0, 0)
        box.setSpacing(6)
        box.addWidget(self.reviewed)
        box.addWidget(self._head)
        box.addLayout(row_of(self._state, self._law, self._recompose, self._remove))
        box.addWidget(self.items)
        box.addWidget(self.form)
        box.addWidget(self._remarks)
        box.addWidget(self.evidence)

    def _head_entries(self) -> Sequence[Entry]:
        return (
            Entry("violation", self.tr("问题类型"), self._violation, wide=True),
            Entry("occurred_from", self.tr("发生日期"), DateField()),
            Entry("occurred_to", self.tr("至"), DateField()),
        )

    def _entries(self) -> Sequence[Entry]:
        says = (("", self.tr("未表态")), ("yes", self.tr("认可")), ("no", self.tr("不认可")))
        return (
            Entry("fact_text", self.tr("事实描述"), AreaField(rows=3), wide=True),
            Entry("amount_fen", self.tr("违规金额"), MoneyField()),
            Entry("fund_fen", self.tr("其中基金"), MoneyField()),
            Entry("pooling_fen", self.tr("　统筹"), MoneyField()),
            Entry("serious_fen", self.tr("　大病"), MoneyField()),
            Entry("aid_fen", self.tr("　救助"), MoneyField()),
            Entry("account_fen", self.tr("　个人账户"), MoneyField()),
            Entry("loss_fen", self.tr("认定损失"), MoneyField()),
            Entry("loss_method", self.tr("认定方法"), ChoiceField([*LOSS_METHODS.items()])),
            Entry("insutype", self.tr("险种"), ChoiceField([*INSUTYPES.items()])),
            Entry("acknowledged", self.tr("机构意见"), ChoiceField(says)),
            Entry("acknowledged_note", self.tr("意见说明"), TextField(), wide=True),
        )

    def show_finding(self, scene: Scene, finding: Finding, *, locked: bool) -> None:
        """Show a finding of the scene."""
        reads = self._desk.store.reads()
        heads = reads.heads(finding.rid)
        if finding.check_no != self._check:
            self._check = finding.check_no or 0
            self._violation.offer(self._check)
        fresh = finding.rid != self._rid
        self._rid = finding.rid
        self._head.load(finding, heads, locked=locked)
        self.form.load(finding, heads, locked=locked)
        state = reads.finding_state(finding.rid)
        self._state.show_state(*FINDING_STATES[state])
        violation = violation_of(finding.violation)
        cited = self.tr("《医疗保障基金使用监督管理条例》{citation} · {category}")
        self._law.setText(
            cited.format(citation=violation.citation, category=violation.category)
            if violation else self.tr("选择类型后，自动对应条例条款和协议处理。")
        )  # fmt: skip
        items = scene.items.get(finding.rid, ())
        self.items.show_items(finding.rid, items, fresh=fresh, locked=locked)
        told = [say(remark.code) for remark in remarks(finding, items)]
        self._remarks.setText("；".join(told))
        self._remarks.setVisible(bool(told))
        files = [e for e in scene.evidence if e.owner == finding.rid]
        self.evidence.show_files(finding.rid, finding.visit, files, locked=locked)
        self.reviewed.show_review(finding, last_review(reads, finding.rid), state)
        self._remove.setEnabled(not locked)
        self._recompose.setVisible(finding.fact_edited and not locked)

    def leave(self) -> None:
        """Save what is being typed."""
        self.items.leave()
        self._head.flush()
        self.form.flush()

    def focus(self, field: str) -> None:
        """Go to a field."""
        if field in {"violation", "occurred_from", "occurred_to"}:
            self._head.field(field).widget.setFocus()
        elif field == "items":
            self.items.setFocus()
        elif field == "evidence":
            self.evidence.setFocus()
        elif field:
            self.form.field(field).widget.setFocus()

    def _save(self, saving: Saving) -> Changes:
        return findings.set_fields(
            self._desk.store, saving.who, saving.rid, saving.values, seen=saving.heads
        )

    def _save_items(self, finding: str, rows: Sequence[FindingItem]) -> None:
        store, who = self._desk.store, self._desk.who
        perform(
            self._desk, lambda: findings.set_items(store, who, finding, rows), owner=self,
            note=self.tr("已保存涉及项目"), failed=self.items.refused,
        )  # fmt: skip

    def _compose_again(self) -> None:
        store, who, rid = self._desk.store, self._desk.who, self._rid
        self.form.flush()
        perform(
            self._desk,
            lambda: findings.set_fields(store, who, rid, {"fact_text": ""}),
            owner=self, note=self.tr("事实描述已按项目和金额重新生成"),
        )  # fmt: skip

    def _ask_remove(self) -> None:
        store, who, rid = self._desk.store, self._desk.who, self._rid
        perform(
            self._desk, lambda: findings.remove(store, who, rid), owner=self,
            note=self.tr("已删除问题，按 Ctrl+Z 撤销"),
        )  # fmt: skip
