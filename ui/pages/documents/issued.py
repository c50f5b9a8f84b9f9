"""An issued paper: print, save, serve, void, reissue."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.changes import Changes
from app.domain.document import Document
from app.domain.office import User
from app.services import issuing
from app.services.issuing import SERVED_MODES
from app.services.office import calendar_of, today
from ui.desk import Desk
from ui.dialogs.ask import Answers, Ask
from ui.pages.institutions.history import due_chip
from ui.shown import fingerprint, local_time, yuan_sign
from ui.widgets.basic import Card, Chip, button, clear, label, line_of, link, row_of
from ui.widgets.fields import AreaField, ChoiceField, DateField, TextField
from ui.widgets.form import Entry


class IssuedPanel(QWidget):
    """Signals: printing, saving."""

    printing = Signal()
    saving = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._document = Document()
        self._lines = QVBoxLayout()
        self._print = button(self.tr("打印"), self.printing.emit, primary=True, picture="print")
        self._save = button(self.tr("另存 PDF…"), self.saving.emit)
        self._serve = button(self.tr("登记送达…"), self._ask_serve)
        self._void = button(self.tr("作废…"), self._ask_void)
        self._again = button(self.tr("重新出具…"), self._reissue)
        card = Card(self.tr("已出具的文书"))
        card.body.addLayout(self._lines)
        card.body.addLayout(row_of(self._print, self._save, None))
        card.body.addLayout(row_of(self._serve, self._void, self._again, None))
        hint = self.tr(
            "存档的就是打印的这一份，重新打印一字不差。要更正请作废后重新出具，两份都保留。"
        )
        card.body.addWidget(label(hint, "hint", wrap=True))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(card)

    def show_document(self, document: Document) -> None:
        """Show what is on record about a paper."""
        self._document = document
        reads = self._desk.store.reads()
        clear(self._lines)
        facts = self._facts(document)
        for text in facts:
            told = label(text, "hint", wrap=True)
            told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._lines.addWidget(told)
        if document.voided_at:
            self._lines.addWidget(line_of(Chip(self.tr("已作废"), "late"), None))
            self._lines.addWidget(label(document.void_reason, "warn", wrap=True))
        elif document.deadline_on:
            due = due_chip(document.deadline_on, calendar_of(reads), today())
            day = self.tr("整改期限 {day}").format(day=document.deadline_on)
            self._lines.addWidget(line_of(label(day), due, None))
        self._lines.addWidget(
            link(self.tr("打开案件与处理"), lambda: self._desk.go("case", document.visit))
        )
        voided = bool(document.voided_at)
        self._serve.setVisible(not voided)
        self._void.setVisible(not voided)
        self._again.setVisible(voided)

    def _facts(self, document: Document) -> list[str]:
        reads = self._desk.store.reads()
        issuer = reads.peek(User, document.issued_by)
        facts = [
            self.tr("文号 {value}").format(value=document.number),
            self.tr("日期 {value}").format(value=document.issued_on),
            self.tr("出具 {who} {at}").format(
                who=issuer.name if issuer else "", at=local_time(document.issued_at)
            ),
            self.tr("共 {pages} 页").format(pages=document.pages or 0),
        ]
        if document.amount_fen is not None:
            facts.append(self.tr("金额 {money}").format(money=yuan_sign(document.amount_fen)))
        if document.served_on:
            served = self.tr("{day} {mode} {note}")
            facts.append(
                served.format(
                    day=document.served_on, mode=document.served_mode, note=document.served_note
                )
            )
        facts.append(self.tr("SHA-256 {value}").format(value=fingerprint(document.sha256)))
        return facts

    def _ask_serve(self) -> None:
        modes = [(mode, mode) for mode in SERVED_MODES]
        entries = (
            Entry("served_on", self.tr("送达日期"), DateField()),
            Entry("served_mode", self.tr("送达方式"), ChoiceField(modes)),
            Entry("served_note", self.tr("签收人、回执"), TextField()),
        )
        held = self._document
        entries[0].field.put(held.served_on or today().isoformat())
        entries[1].field.put(held.served_mode or SERVED_MODES[0])
        entries[2].field.put(held.served_note)
        store, who = self._desk.store, self._desk.who
        Ask(
            self, self._desk, self.tr("登记送达"), entries,
            lambda typed: issuing.serve(
                store, who, held.rid, on=str(typed["served_on"]), mode=str(typed["served_mode"]),
                note=str(typed["served_note"]),
            ),
        ).ask()  # fmt: skip

    def _ask_void(self) -> None:
        store, who, rid = self._desk.store, self._desk.who, self._document.rid
        entry = Entry("reason", self.tr("作废原因"), AreaField(rows=3))

        def work(typed: Answers) -> Changes:
            return issuing.void(store, who, rid, str(typed["reason"]))

        Ask(self, self._desk, self.tr("作废文书"), [entry], work).ask(
            hint=self.tr("原号保留，不会再用；作废的文书连同原因一直保存。"), ok=self.tr("作废")
        )

    def _reissue(self) -> None:
        held = self._document
        self._desk.go("document", f"draft:{held.kind}:{held.visit}:{held.rid}")
