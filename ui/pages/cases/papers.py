"""The papers of a thread: what is issued, what can be, what stands against it."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QVBoxLayout

from app.documents.options import Options
from app.domain.caseview import CaseView
from app.domain.document import Document, PaperKind
from app.services.issuing import draft
from app.services.office import today
from app.words import say
from ui.desk import Desk
from ui.widgets.basic import Card, Chip, button, clear, label, line_of, link
from ui.words import FIELDS, PAPERS

OFFICE_FIELDS = {
    "bureau_name": "医保局名称", "agency_name": "经办机构名称", "government_name": "县级人民政府",
    "court_name": "人民法院", "special_account": "财政专户（退款）", "treasury_account": "国库账户（罚款）", "address": "地址",
    "uscc": "统一社会信用代码或执业许可证登记号", "legal_rep": "法定代表人",
    "short_name": "医保局机关代字", "agency_short_name": "经办机构代字",
}  # fmt: skip


def problem_words(code: str, words: tuple[tuple[str, object], ...]) -> str:
    """A problem against a paper as a sentence."""
    params = dict(words)
    if "field" in params:
        name = str(params["field"])
        params["field"] = OFFICE_FIELDS.get(name, FIELDS.get(name, name))
    return say(code, **params)


class PaperCard(Card):
    """One line per kind of paper."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.heading.setText(self.tr("文书"))
        self.heading.show()
        self._desk = desk
        self._lines = QVBoxLayout()
        self.body.addLayout(self._lines)
        self.body.addStretch(1)

    def show_case(self, view: CaseView) -> None:
        """Show the papers of a thread."""
        clear(self._lines)
        reads = self._desk.store.reads()
        visit = view.visit.rid
        issued = reads.find(Document, visit=visit)
        for kind in PaperKind:
            made = [d for d in issued if d.kind == kind]
            live = [d for d in made if not d.voided_at]
            drawn = draft(reads, kind, visit, options=Options(dated_on=today().isoformat()))
            blocking = [p for p in drawn.problems if p.blocking]
            go = f"draft:{kind}:{visit}"
            again = button(
                self.tr("再出具…") if live else self.tr("出具…"),
                partial(self._desk.go, "document", go),
                primary=not live and not blocking,
            )
            name = label(PAPERS[kind])
            name.setMinimumWidth(136)
            if live:
                state = Chip(self.tr("已出具"), "done")
            elif blocking:
                state = Chip(self.tr("差 {count} 项").format(count=len(blocking)), "wait")
            else:
                state = Chip(self.tr("可以出具"), "accent")
            self._lines.addWidget(line_of(name, state, None, again))
            for document in made:
                words = f"　{document.number}  {document.issued_on}"
                if document.voided_at:
                    words += self.tr("  已作废")
                elif document.served_on:
                    words += self.tr("  {day} 送达").format(day=document.served_on)
                self._lines.addWidget(link(words, partial(self._desk.go, "document", document.rid)))
            for problem in blocking[:2] if not live else ():
                told = problem_words(problem.code, problem.words)
                self._lines.addWidget(label(f"　✗ {told}", "hint", wrap=True))
