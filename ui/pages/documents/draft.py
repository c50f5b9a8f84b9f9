"""Before a paper is issued: what is chosen, what stands against it, the number it would get."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.changes import Changes
from app.documents.options import Options
from app.domain.document import PaperKind
from app.errors import AppError
from app.services import issuing
from app.services.issuing import Draft
from app.services.objections import Problem
from app.services.office import today
from ui.desk import Desk
from ui.dialogs.ask import born
from ui.errors import words_for
from ui.operations.perform import perform
from ui.pages.cases.papers import problem_words
from ui.widgets.basic import Card, button, clear, label, link
from ui.widgets.fields import AreaField, CheckField, DateField, Field, NumberField
from ui.words import PAPERS

MOST_DAYS = 365


class DraftPanel(QWidget):
    """Signals: drawn(PDF bytes of the draft)."""

    drawn = Signal(bytes)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._kind, self._visit, self._replaces = "", "", ""
        self._draft: Draft | None = None
        # Leaving a field draws anew, also by pressing the button: then it waits for the drawing.
        self._turn, self._drawn, self._asked = 0, 0, False
        told = self.tr("例如：当事人在规定期限内未提出陈述、申辩意见，也未要求听证。")
        self._fields: dict[str, Field] = {
            "dated_on": DateField(), "days": NumberField(), "statement_days": NumberField(),
            "hearing": CheckField(self.tr("告知听证权利")), "statement_told": AreaField(told, rows=3),
        }  # fmt: skip
        self._labels = {
            "dated_on": label(self.tr("日期"), "hint"),
            "days": label(self.tr("整改期限（工作日）"), "hint"),
            "statement_days": label(self.tr("陈述申辩（工作日）"), "hint"),
            "hearing": label("", "hint"),
            "statement_told": label(self.tr("陈述申辩情况"), "hint"),
        }
        self._deadline = label("", "hint", wrap=True)
        self._number = label("", "section", wrap=True)
        self._told = label("", "section", wrap=True)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(2)
        self.issue = button(self.tr("出具（编号并存档）"), self._issue, primary=True)
        self._lay_out()

    def _lay_out(self) -> None:
        card, checks = Card(self.tr("出具")), Card(self.tr("出具前的核对"))
        grid = QGridLayout()
        for row, (name, field) in enumerate(self._fields.items()):
            grid.addWidget(self._labels[name], row, 0)
            grid.addWidget(field.widget, row, 1)
            field.widget.setObjectName(name)
            field.left.connect(self._redraw)
        hearing = self._fields["hearing"]
        hearing.edited.connect(self._redraw)
        card.body.addLayout(grid)
        card.body.addWidget(self._deadline)
        card.body.addWidget(self._number)
        checks.body.addWidget(self._told)
        checks.body.addLayout(self._lines)
        checks.body.addWidget(self.issue)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(10)
        box.addWidget(card)
        box.addWidget(checks)

    def show_draft(self, kind: str, visit: str, replaces: str) -> str:
        """Draw up a paper; returns the page's title."""
        fresh = (kind, visit) != (self._kind, self._visit)
        self._kind, self._visit, self._replaces = kind, visit, replaces
        if fresh:
            self._asked = False
            options = Options(dated_on=today().isoformat())
            for name, field in self._fields.items():
                field.put(getattr(options, name))
        shown = {
            "dated_on": True,
            "days": kind == PaperKind.RECTIFICATION_ORDER,
            "statement_days": kind == PaperKind.PENALTY_NOTICE,
            "hearing": kind == PaperKind.PENALTY_NOTICE,
            "statement_told": kind == PaperKind.PENALTY_DECISION,
        }
        for name, visible in shown.items():
            self._fields[name].widget.setVisible(visible)
            self._labels[name].setVisible(visible)
        self._redraw()
        return self.tr("{paper}（草稿）").format(paper=PAPERS[PaperKind(kind)])

    def _options(self) -> Options:
        options = Options(dated_on=str(self._fields["dated_on"].get()) or today().isoformat())
        days, statement = (self._fields[name].get() for name in ("days", "statement_days"))
        for number in (days, statement):
            if isinstance(number, int) and not 0 < number <= MOST_DAYS:
                raise AppError("paper.bad_days", most=MOST_DAYS)
        return replace(
            options,
            days=days if isinstance(days, int) else options.days,
            statement_days=statement if isinstance(statement, int) else options.statement_days,
            hearing=bool(self._fields["hearing"].get()),
            statement_told=str(self._fields["statement_told"].get()) or options.statement_told,
        )

    def _redraw(self) -> None:
        store, kind, visit = self._desk.store, self._kind, self._visit
        self._turn += 1
        turn = self._turn
        try:
            options = self._options()
        except AppError as error:
            self._failed(turn, error)
            return

        def work() -> tuple[Draft, bytes, str]:
            reads = store.reads()
            drawn = issuing.draft(reads, kind, visit, options=options)
            number = issuing.next_number(reads, kind, visit, options)
            return drawn, issuing.pdf_of(drawn.paper)[0], number

        self._desk.tasks.run(
            "read", work, lambda found: self._show(turn, found), owner=self,
            failed=lambda error: self._failed(turn, error),
        )  # fmt: skip

    def _failed(self, turn: int, error: Exception) -> None:
        if turn != self._turn:
            return
        self._deadline.clear()
        self._asked = False
        self._told.setText(words_for(error))
        self.issue.setEnabled(False)

    def _show(self, turn: int, found: tuple[Draft, bytes, str]) -> None:
        if turn != self._turn:
            return  # drawn for what was typed before
        self._drawn = turn
        self._draft, content, number = found
        self._number.setText(self.tr("将编为 {number}").format(number=number))
        problems = self._draft.problems
        blocking = sum(problem.blocking for problem in problems)
        clear(self._lines)
        for problem in sorted(problems, key=lambda p: not p.blocking):
            self._lines.addWidget(self._line(problem))
        if blocking:
            self._told.setText(
                self.tr("还有 {count} 处没有解决，暂不能出具。").format(count=blocking)
            )
        else:
            self._told.setText(self.tr("可以出具。出具后编号不再变动，内容不再更改。"))
        self.issue.setEnabled(not blocking)
        self._deadline.setText(self._deadline_words())
        self.drawn.emit(content)
        asked, self._asked = self._asked, False
        if asked and not blocking:
            self._issue()

    def _deadline_words(self) -> str:
        if self._draft is None or not self._draft.options.deadline_on:
            return ""
        told = self.tr("期限届满日 {day}").format(day=self._draft.options.deadline_on)
        if self._draft.missing_years:
            years = "、".join(map(str, self._draft.missing_years))
            told += self.tr(
                "。{years} 年的节假日表没有导入，只按周末计算，请在设置中导入。"
            ).format(years=years)
        return told

    def _line(self, problem: Problem) -> QWidget:
        mark = "✗" if problem.blocking else "!"
        words = problem_words(problem.code, problem.words)
        place = "visit" if problem.place == "finding" else problem.place
        made = link(f"{mark} {words}", lambda: self._desk.go(place, problem.rid))
        made.setToolTip(self.tr("打开要改的地方"))
        return made

    def _issue(self) -> None:
        if self._drawn != self._turn:
            self._asked = True
            return
        store, attachments, who = self._desk.store, self._desk.attachments, self._desk.who
        kind, visit, replaces, options = self._kind, self._visit, self._replaces, self._options()
        turn = self._turn
        self.issue.setEnabled(False)

        def work() -> Changes:
            return issuing.issue(
                store, attachments, who, kind, visit, options=options, replaces=replaces
            )[0]

        perform(
            self._desk, work, owner=self, failed=lambda error: self._failed(turn, error), note=self.tr("文书已出具并存档"),
            done=lambda changes: self._desk.go("document", born(changes, "document")),
        )  # fmt: skip
