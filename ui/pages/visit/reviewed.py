"""What the reviewer said about a finding, where the inspector sees it, and the way to answer."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from app.changes import Changes
from app.domain.finding import Finding
from app.domain.review import Decision, FindingState, Review
from app.services import reviewing
from ui.desk import Desk
from ui.dialogs.ask import Ask
from ui.operations.perform import perform
from ui.pages.review.proposal import lines_of
from ui.shown import local_time
from ui.widgets.basic import button, label
from ui.widgets.fields import AreaField
from ui.widgets.form import Entry
from ui.words import DECISIONS


class ReviewedBar(QFrame):
    """Hidden until there is something to answer."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("banner")
        self._desk = desk
        self._finding: Finding | None = None
        self._review: Review | None = None
        self._words = label("", "warn", wrap=True)
        self._accept = button(self.tr("接受修改"), self._take, primary=True)
        self._refuse = button(self.tr("不接受…"), self._ask_refuse)
        self._again = button(self.tr("说明后再次提交…"), self._ask_again, primary=True)
        row = QHBoxLayout()
        row.addStretch(1)
        for part in (self._accept, self._refuse, self._again):
            row.addWidget(part)
        box = QVBoxLayout(self)
        box.setContentsMargins(10, 6, 10, 6)
        box.addWidget(self._words)
        box.addLayout(row)
        self.hide()

    def show_review(self, finding: Finding, review: Review | None, state: str) -> None:
        """Show the last decision while it waits for the inspector."""
        self._finding, self._review = finding, review
        returned, proposed = state == FindingState.RETURNED, state == FindingState.PROPOSED
        self.setVisible(review is not None and (returned or proposed))
        self._again.setVisible(returned)
        self._accept.setVisible(proposed)
        self._refuse.setVisible(proposed)
        if review is None:
            return
        told = f"{DECISIONS[review.decision]} {local_time(review.decided_at)}：{review.words}"
        if review.decision == Decision.PROPOSE:
            told += "\n" + "\n".join(lines_of(finding, review))
        elif returned:
            told += "\n" + self.tr("改好后会自动回到复核队列；不改也可以写明理由再次提交。")
        self._words.setText(told)

    def _take(self) -> None:
        store, who, review = self._desk.store, self._desk.who, self._review
        if review is not None:
            perform(
                self._desk,
                lambda: reviewing.answer_proposal(store, who, review.rid, accept=True),
                owner=self, note=self.tr("已接受修改，重新送复核"),
            )  # fmt: skip

    def _ask_refuse(self) -> None:
        store, who, review = self._desk.store, self._desk.who, self._review
        if review is None:
            return
        entry = Entry("words", self.tr("理由"), AreaField(rows=3))
        Ask(
            self, self._desk, self.tr("不接受修改"), [entry],
            lambda typed: reviewing.answer_proposal(
                store, who, review.rid, accept=False, words=str(typed["words"])
            ),
        ).ask()  # fmt: skip

    def _ask_again(self) -> None:
        store, who, finding = self._desk.store, self._desk.who, self._finding
        if finding is None:
            return
        entry = Entry("words", self.tr("说明"), AreaField(rows=3))

        def work(typed: object) -> Changes:
            words = str(typed["words"])  # type: ignore[index]
            return reviewing.resubmit(store, who, finding.rid, words)

        Ask(self, self._desk, self.tr("再次提交"), [entry], work).ask()
