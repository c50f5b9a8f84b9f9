"""The reviewer's three decisions; a reviewer never edits silently."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from app.changes import Changes
from app.domain.finding import Finding
from app.domain.review import Decision, FindingState
from app.domain.rules import violations
from app.services import reviewing
from app.services.reviewing import DECIDABLE, basis_now, last_review
from ui.desk import Desk
from ui.dialogs.ask import Answers, Ask
from ui.operations.perform import perform
from ui.pages.review.proposal import lines_of
from ui.shown import local_time
from ui.widgets.basic import Card, button, label
from ui.widgets.fields import AreaField, ChoiceField, MoneyField
from ui.widgets.form import Entry
from ui.words import DECISIONS

LOOK_S = 0.4
"""A finding that has been on the screen for less than this cannot be approved yet."""


class DecisionPanel(Card):
    """What can be decided now, and what was decided before."""

    def __init__(self, desk: Desk, decided: Callable[[], object]) -> None:
        super().__init__(QCoreApplication.translate("DecisionPanel", "复核决定"))
        self._desk, self._decided = desk, decided
        self._finding: Finding | None = None
        self._seen: tuple[str, ...] = ()
        self._shown_at = 0.0
        self._told = label("", "hint", wrap=True)
        self._before = label("", "warn", wrap=True)
        self.ok = button(self.tr("同意（A）"), self.approve, primary=True)
        self.back = button(self.tr("退回并说明（R）…"), self.ask_return)
        self.change = button(self.tr("提出修改（E）…"), self.ask_propose)
        self.again = button(self.tr("重新打开…"), self._ask_reopen)
        self.body.addWidget(self._told)
        for part in (self.ok, self.back, self.change, self.again):
            self.body.addWidget(part)
        self.body.addWidget(self._before)
        self.body.addStretch(1)
        hint = self.tr("复核人不直接改稽查员的记录：要改的，退回说明或提出修改，由稽查员确认。")
        self.body.addWidget(label(hint, "hint", wrap=True))
        self.setMinimumWidth(180)

    def show_finding(self, finding: Finding | None, *, may_decide: bool) -> None:
        """Show what can be decided about a finding; its versions of now are what is judged."""
        if finding is None or self._finding is None or finding.rid != self._finding.rid:
            self._shown_at = time.monotonic()
        self._finding = finding
        state = ""
        if finding is not None:
            reads = self._desk.store.reads()
            state = reads.finding_state(finding.rid)
            self._seen = basis_now(reads, finding.rid)
            self._show_before(finding)
        else:
            self._before.clear()
        open_now = finding is not None and may_decide and state in DECIDABLE
        for part in (self.ok, self.back, self.change):
            part.setEnabled(open_now)
        approved = state in {FindingState.APPROVED, FindingState.STALE}
        self.again.setVisible(may_decide and approved)
        if not may_decide:
            self._told.setText(self.tr("只有科长或负责人可以复核。右上角可以切换人员。"))
        elif state == FindingState.STALE:
            self._told.setText(self.tr("同意以后又有改动，请看“修改历史”里标出的内容再决定。"))
        else:
            self._told.setText("")
        self._told.setVisible(bool(self._told.text()))

    def _show_before(self, finding: Finding) -> None:
        last = last_review(self._desk.store.reads(), finding.rid)
        if last is None:
            self._before.clear()
            return
        lines = [f"{local_time(last.decided_at)} {DECISIONS[last.decision]}", last.words]
        if last.decision == Decision.PROPOSE:
            lines += lines_of(finding, last)
        if last.answer:
            answers = {
                "accepted": "稽查员已接受",
                "refused": "稽查员不接受",
                "resubmitted": "说明后再次提交",
            }
            lines += [answers.get(last.answer, ""), last.answer_words]
        self._before.setText("\n".join(filter(None, lines)))

    def approve(self) -> None:
        """同意."""
        finding = self._finding
        if finding is None or not self.ok.isEnabled():
            return
        if time.monotonic() - self._shown_at < LOOK_S:
            # The next one came up under the finger: nobody has read it yet.
            return
        store, who, seen = self._desk.store, self._desk.who, {finding.rid: self._seen}
        self.ok.setEnabled(False)
        perform(
            self._desk, lambda: reviewing.approve(store, who, [finding.rid], seen=seen),
            owner=self, done=lambda _changes: self._decided(), note=self.tr("已同意"),
        )  # fmt: skip

    def ask_return(self) -> None:
        """退回并说明."""
        finding = self._finding
        if finding is None or not self.back.isEnabled():
            return
        store, who, seen = self._desk.store, self._desk.who, {finding.rid: self._seen}
        entry = Entry("words", self.tr("说明"), AreaField(self.tr("要补什么、改什么"), rows=4))
        Ask(
            self, self._desk, self.tr("退回并说明"), [entry],
            lambda typed: reviewing.send_back(
                store, who, finding.rid, str(typed["words"]), seen=seen
            ),
        ).ask(lambda _changes: self._decided(), ok=self.tr("退回"))  # fmt: skip

    def ask_propose(self) -> None:
        """提出修改."""
        finding = self._finding
        if finding is None or not self.change.isEnabled():
            return
        kinds = [(v.code, f"{v.name} {v.citation}") for v in violations().values()]
        entries = (
            Entry("violation", self.tr("问题类型"), ChoiceField(kinds)),
            Entry("fact_text", self.tr("事实描述"), AreaField(rows=5)),
            Entry("amount_fen", self.tr("违规金额"), MoneyField()),
            Entry("fund_fen", self.tr("其中基金"), MoneyField()),
            Entry("loss_fen", self.tr("认定损失"), MoneyField()),
            Entry("words", self.tr("说明"), AreaField(rows=2)),
        )
        for entry in entries[:-1]:
            entry.field.put(getattr(finding, entry.name))
        store, who = self._desk.store, self._desk.who

        def work(typed: Answers) -> Changes:
            values = {name: value for name, value in typed.items() if name != "words"}
            return reviewing.propose(store, who, finding.rid, values, words=str(typed["words"]))

        Ask(self, self._desk, self.tr("提出修改"), entries, work).ask(
            lambda _changes: self._decided(),
            ok=self.tr("提出"),
            hint=self.tr("改成你认为对的样子；稽查员接受以后才会生效。"),
        )

    def _ask_reopen(self) -> None:
        finding = self._finding
        if finding is None:
            return
        store, who = self._desk.store, self._desk.who
        entry = Entry("words", self.tr("理由"), AreaField(rows=3))
        Ask(
            self, self._desk, self.tr("重新打开问题"), [entry],
            lambda typed: reviewing.reopen(store, who, finding.rid, str(typed["words"])),
        ).ask()  # fmt: skip
