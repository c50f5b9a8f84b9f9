"""What happened at an institution: visits, findings, money, papers and their deadlines."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.calendar import WorkCalendar
from ui.desk import Desk
from ui.shown import yuan_sign
from ui.widgets.basic import Card, Chip, clear, label, line_of, link
from ui.words import ROUND_KINDS, VISIT_STATES


class History(QWidget):
    """Two cards: visits and papers."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        self._visits, self._papers = Card(self.tr("历次检查")), Card(self.tr("文书与期限"))
        self._visit_lines, self._paper_lines = QVBoxLayout(), QVBoxLayout()
        self._visits.body.addLayout(self._visit_lines)
        self._papers.body.addLayout(self._paper_lines)
        box.addWidget(self._visits)
        box.addWidget(self._papers)
        box.addStretch(1)

    def show_institution(self, rid: str, calendar: WorkCalendar, today: date) -> None:
        """Show what is on record."""
        clear(self._visit_lines)
        clear(self._paper_lines)
        visits = self._desk.store.rows("institution_history", rid)
        for visit in visits[:20]:
            self._visit_lines.addWidget(self._visit_line(visit))
        if visits:
            money = sum(row[7] or 0 for row in visits)
            told = self.tr("共 {visits} 次检查，{findings} 个问题，违规金额 {money}")
            findings = sum(row[6] for row in visits)
            self._visit_lines.addWidget(
                label(
                    told.format(visits=len(visits), findings=findings, money=yuan_sign(money)),
                    "hint",
                )
            )
        else:
            self._visit_lines.addWidget(
                label(
                    self.tr("还没有检查过。到“检查轮次”里把它安排进一个轮次。"), "hint", wrap=True
                )
            )
        papers = self._desk.store.rows("institution_papers", rid)
        for paper in papers[:20]:
            self._paper_lines.addWidget(self._paper_line(paper, calendar, today))
        if not papers:
            self._paper_lines.addWidget(label(self.tr("还没有出具过文书。"), "hint"))

    def _visit_line(self, row: tuple[Any, ...]) -> QWidget:
        visit, name, kind, state, begun, planned, findings, amount, _fund = row
        word, tone = VISIT_STATES[str(state)]
        day = str(begun or planned)[:10]
        line = link(f"{day}  {name}", lambda: self._desk.go("visit", str(visit)))
        line.setToolTip(ROUND_KINDS.get(str(kind), ""))
        told = self.tr("{count} 个问题 {money}").format(count=findings, money=yuan_sign(amount))
        return line_of(
            line, None, label(told if findings else self.tr("无问题"), "hint"), Chip(word, tone)
        )

    def _paper_line(self, row: tuple[Any, ...], calendar: WorkCalendar, today: date) -> QWidget:
        rid, title, number, issued, deadline, _amount, voided = row
        line = link(f"{issued}  {title} {number}", lambda: self._desk.go("document", str(rid)))
        if voided:
            return line_of(line, None, Chip(self.tr("作废"), "plain"))
        if deadline:
            return line_of(line, None, due_chip(str(deadline), calendar, today))
        return line_of(line, None)


def due_chip(deadline: str, calendar: WorkCalendar, today: date) -> Chip:
    """How many working days are left, or how late it is."""
    last = date.fromisoformat(deadline)
    left = calendar.working_days_left(today, last)
    if left < 0:
        return Chip(f"逾期 {-left} 个工作日", "late")
    return Chip(f"剩 {left} 个工作日", "late" if left <= 2 else "wait")
