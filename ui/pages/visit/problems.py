"""The problems of the open check as buttons in a row, and the one that adds another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.domain.finding import Finding
from app.domain.rules import violation_of
from ui.shown import yuan_sign
from ui.widgets.basic import button, clear


class ProblemRow(QWidget):
    """One button per problem, with its type and amount."""

    def __init__(self, chosen: Callable[[str], object], add: Callable[[], object]) -> None:
        super().__init__()
        self._chosen, self._add = chosen, add
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)

    def show_problems(self, findings: Sequence[Finding], chosen: str, *, locked: bool) -> None:
        """Show the problems of a check."""
        clear(self._row)
        for number, finding in enumerate(findings, 1):
            violation = violation_of(finding.violation)
            words = self.tr("问题{number} {name} {money}").format(
                number=number,
                name=violation.name if violation else self.tr("未选类型"),
                money=yuan_sign(finding.amount_fen),
            )
            made = button(words, partial(self._chosen, finding.rid), name="answer")
            made.setCheckable(True)
            made.setChecked(finding.rid == chosen)
            self._row.addWidget(made)
        add = button(self.tr("+ 记录问题"), self._add)
        add.setEnabled(not locked)
        self._row.addWidget(add)
        self._row.addStretch(1)
