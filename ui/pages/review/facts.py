"""What the reviewer judges: facts, items, amounts, evidence at full size, and the whole history."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QGridLayout, QLabel, QTabWidget, QVBoxLayout, QWidget

from app.domain.amounts import FUND_PARTS, fund_total, loss_of, remarks
from app.domain.casefile import CaseFile
from app.domain.factsentence import who
from app.domain.finding import Evidence, Finding, FindingItem
from app.domain.institution import Institution
from app.domain.masking import masked_name
from app.domain.rules import violation_of
from app.domain.visit import Round, Visit
from app.words import say
from ui.desk import Desk
from ui.dialogs.evidence import EvidenceDialog
from ui.operations.perform import look_up
from ui.pages.review.history import HistoryView
from ui.pictures import is_shown, picture_of
from ui.shown import yuan_sign
from ui.widgets.basic import (
    Card,
    Chip,
    button,
    clear,
    label,
    line_of,
    link,
    row_of,
    scrolled,
    wrapped,
)
from ui.words import CHECK_NAMES, FIELDS, FINDING_STATES

SIZE = QSize(620, 460)


class FactsPanel(Card):
    """Three tabs: facts, evidence, history."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.rid = ""
        self.heading.setWordWrap(True)
        self.heading.show()
        self._where, self._state = label("", "hint", wrap=True), Chip()
        self._facts = QVBoxLayout()
        self._evidence = QVBoxLayout()
        self.history = HistoryView(desk)
        self.tabs = QTabWidget()
        for part, words in (
            (self._holder(self._facts), self.tr("事实与金额")),
            (self._holder(self._evidence), self.tr("证据")),
            (self.history, self.tr("修改历史")),
        ):
            self.tabs.addTab(part, words)
        self.body.addLayout(row_of(self._where, self._state))
        self.body.addWidget(self.tabs, 1)

    def _holder(self, layout: QVBoxLayout) -> QWidget:
        inside = QWidget()
        down = QVBoxLayout(inside)
        down.addLayout(layout)
        down.addStretch(1)
        return scrolled(inside)

    def show_finding(self, finding: Finding | None) -> None:
        """Show a finding, or nothing."""
        self.rid = finding.rid if finding else ""
        self.tabs.setVisible(finding is not None)
        self._state.setVisible(finding is not None)
        clear(self._facts)
        clear(self._evidence)
        if finding is None:
            self.heading.setText(self.tr("没有选中的问题"))
            self._where.setText(self.tr("左边是等待复核的问题，最早提交的在最上面。"))
            return
        reads = self._desk.store.reads()
        visit = reads.get(Visit, finding.visit)
        case = reads.peek(CaseFile, finding.casefile) if finding.casefile else None
        violation = violation_of(finding.violation)
        institution = reads.get(Institution, visit.institution)
        self.heading.setText(
            f"{institution.fixmedins_name} · {violation.name if violation else self.tr('未选类型')}"
        )
        check = CHECK_NAMES.get(finding.check_no or 0, "")
        where = (reads.get(Round, visit.round).name, check, self._patient(case))
        self._where.setText(" · ".join(filter(None, where)))
        self._state.show_state(*FINDING_STATES[reads.finding_state(finding.rid)])
        items = reads.find(FindingItem, finding=finding.rid)
        self._show_facts(finding, case, items, violation.citation if violation else "")
        self._show_evidence(reads.find(Evidence, owner=finding.rid))
        self.history.show_finding(finding)

    def _patient(self, case: CaseFile | None) -> str:
        if case is None:
            return ""
        full = self._desk.session.unmasked
        name = case.psn_name if full else masked_name(case.psn_name)
        return f"{name} {case.medcasno}".strip() or who(case)

    def _show_facts(
        self, finding: Finding, case: CaseFile | None, items: Sequence[FindingItem], law: str
    ) -> None:
        text = finding.fact_text
        if case and case.psn_name and not self._desk.session.unmasked:
            text = text.replace(case.psn_name, masked_name(case.psn_name))
        fact = label(text or self.tr("（没有事实描述）"), wrap=True)
        fact.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._facts.addWidget(fact)
        self._facts.addWidget(label(self.tr("条例 {law}").format(law=law), "hint"))
        self._facts.addWidget(wrapped(self._amounts(finding)))
        told = [say(remark.code) for remark in remarks(finding, items)]
        if told:
            self._facts.addWidget(label("! " + "；".join(told), "warn", wrap=True))
        if items:
            self._facts.addWidget(label(self.tr("涉及项目"), "section"))
            self._facts.addWidget(wrapped(self._items(items)))
        go = link(
            self.tr("打开检查现场的这个问题"),
            lambda: self._desk.go("visit", f"{finding.visit}/{finding.rid}"),
        )
        self._facts.addWidget(go)

    def _amounts(self, finding: Finding) -> QGridLayout:
        grid = QGridLayout()
        cells: list[tuple[str, object]] = [
            (self.tr("违规金额"), finding.amount_fen), (self.tr("其中基金"), fund_total(finding)),
            (self.tr("认定损失"), loss_of(finding) or None),
        ]  # fmt: skip
        cells += [(FIELDS[name], value) for name in FUND_PARTS if (value := getattr(finding, name))]
        for at, (words, fen) in enumerate(cells):
            grid.addWidget(label(words, "hint"), at // 3 * 2, at % 3)
            grid.addWidget(label(yuan_sign(fen), "money"), at // 3 * 2 + 1, at % 3)
        return grid

    def _items(self, items: Sequence[FindingItem]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(18)
        grid.setColumnStretch(0, 1)
        heads = (
            self.tr("项目"),
            self.tr("日期"),
            self.tr("数量"),
            self.tr("单价"),
            self.tr("金额"),
        )
        for column, words in enumerate(heads):
            grid.addWidget(label(words, "hint"), 0, column)
        for row, item in enumerate(items, 1):
            cells = (
                item.hilist_name or item.hilist_code, item.occurred_on, item.quantity,
                item.unit_price, yuan_sign(item.amount_fen),
            )  # fmt: skip
            for column, text in enumerate(cells):
                cell = label(text, wrap=not column)
                if column > 1:
                    cell.setAlignment(Qt.AlignmentFlag.AlignRight)
                grid.addWidget(cell, row, column)
        return grid

    def _show_evidence(self, files: Sequence[Evidence]) -> None:
        self.tabs.setTabText(1, self.tr("证据（{count}）").format(count=len(files)))
        if not files:
            self._evidence.addWidget(label(self.tr("没有证据材料。"), "warn"))
        for file in files:
            self._evidence.addWidget(
                line_of(
                    label(file.caption or file.file_name, "section"), None,
                    button(self.tr("放大"), partial(self._open, file)),
                )
            )  # fmt: skip
            picture = label("; ".join(entry.replace("=", "：", 1) for entry in file.exif), "hint")
            self._evidence.addWidget(picture)
            if is_shown(file):
                self._load(file)

    def _load(self, file: Evidence) -> None:
        shown = QLabel(self.tr("正在打开…"))
        self._evidence.addWidget(shown)
        attachments = self._desk.attachments

        def put(image: QImage | None) -> None:
            if image is None:
                shown.setText(self.tr("图片打不开，可能不完整；原文件原样保存。"))
            else:
                shown.setPixmap(QPixmap.fromImage(image))

        look_up(self._desk, lambda: picture_of(attachments, file, SIZE), put, owner=shown)

    def _open(self, file: Evidence) -> None:
        EvidenceDialog(self, self._desk, file, locked=True).open()
