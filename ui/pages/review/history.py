"""Every version of every field of a finding, with a bar on what changed since one last looked."""

from __future__ import annotations

from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from app.domain.casefile import CaseFile
from app.domain.finding import Evidence, Finding, FindingItem
from app.domain.masking import masked_name
from app.domain.office import User
from app.domain.review import Review
from app.ports import FieldVersion
from app.services.reviewing import basis_now, last_review
from app.words import verb
from ui.desk import Desk
from ui.pages.review.proposal import value_words
from ui.shown import local_time
from ui.widgets.basic import label
from ui.words import DECISIONS, FIELDS, PART_FIELDS

NEW = QBrush(QColor("#FFF3DC"))
SHOWN = 400
SKIPPED = {"position", "visit", "basis", "proposal", "finding", "decided_by", "decided_at", "sha256",
           "size", "media_type", "owner", "exif", "fact_edited", "kind"}  # fmt: skip


class HistoryView(QWidget):
    """Newest first; what the last decision had not seen is marked."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._hidden = ""
        self._told = label("", "warn", wrap=True)
        self.table = QTableWidget(0, 5)
        self.table.setHorizontalHeaderLabels(
            [self.tr("时间"), self.tr("谁"), self.tr("内容"), self.tr("原来"), self.tr("改为")]
        )
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.verticalHeader().hide()
        self.table.setColumnWidth(0, 142)
        self.table.setColumnWidth(1, 62)
        self.table.setColumnWidth(2, 96)
        for column in (3, 4):
            self.table.horizontalHeader().setSectionResizeMode(
                column, QHeaderView.ResizeMode.Stretch
            )
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 4, 0, 0)
        box.addWidget(self._told)
        box.addWidget(self.table, 1)

    def show_finding(self, finding: Finding) -> None:
        """Show the history of a finding, its items, evidence and decisions."""
        reads = self._desk.store.reads()
        parts = [
            *reads.find(FindingItem, finding=finding.rid),
            *reads.find(Evidence, owner=finding.rid),
            *reads.find(Review, finding=finding.rid),
        ]
        versions = [
            version
            for rid in (finding.rid, *(part.rid for part in parts))
            for version in reads.history(rid)
            if version.field not in SKIPPED and (version.value or version.shown)
        ]
        versions.sort(key=lambda version: (version.at, version.dot), reverse=True)
        last = last_review(reads, finding.rid)
        seen = set(last.basis) if last else set()
        fresh = set(basis_now(reads, finding.rid)) - seen if last else set()
        told = self.tr("自上次复核以来有 {count} 处改动，已标出。")
        self._told.setText(told.format(count=len(fresh)) if fresh else "")
        self._told.setVisible(bool(fresh))
        names = {
            rid: user.name
            for rid, user in reads.get_many(User, {v.actor for v in versions}).items()
        }
        case = reads.peek(CaseFile, finding.casefile) if finding.casefile else None
        full = self._desk.session.unmasked or case is None
        self._hidden = "" if full or case is None else case.psn_name
        self.table.setRowCount(min(len(versions), SHOWN))
        for row, version in enumerate(versions[:SHOWN]):
            self._fill(
                row, version, names.get(version.actor, self.tr("系统")), version.dot in fresh
            )
        self.table.resizeRowsToContents()

    def _masked(self, text: str) -> str:
        return text.replace(self._hidden, masked_name(self._hidden)) if self._hidden else text

    def _fill(self, row: int, version: FieldVersion, name: str, fresh: bool) -> None:
        what = FIELDS.get(version.field, PART_FIELDS.get(version.field, version.field))
        before, after = (
            self._masked(value_words(version.field, v)) for v in (version.shown, version.value)
        )
        if version.field == "decision":
            before, after = "", DECISIONS.get(str(version.value), str(version.value))
        cells = (
            local_time(version.at.isoformat()),
            name,
            what or verb(version.verb),
            before,
            after,
        )
        for column, text in enumerate(cells):
            item = QTableWidgetItem(text)
            item.setToolTip(f"{verb(version.verb)}\n{text}\n{version.why}".strip())
            if fresh:
                item.setBackground(NEW)
            self.table.setItem(row, column, item)
