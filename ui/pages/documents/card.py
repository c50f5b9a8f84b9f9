"""One paper: its draft with what stands against it, or the issued one, exactly as printed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QFileDialog, QLabel, QSplitter, QVBoxLayout, QWidget

from app.domain.document import Document
from app.services.headless import file_name
from app.services.issuing import reprint
from ui.desk import Desk
from ui.operations.copying import copy_out
from ui.operations.perform import look_up
from ui.override import override
from ui.pages.base import RecordPage
from ui.pages.documents.draft import DraftPanel
from ui.pages.documents.issued import IssuedPanel
from ui.papers import page_images, print_pages
from ui.widgets.basic import clear, label, row_of, scrolled

WIDTH, AROUND = 760, 44


class DocumentCard(RecordPage):
    """`show_record` takes a document's rid, or ``draft:<kind>:<visit>[:<replaces>]``."""

    HOME = "documents"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._shown = b""
        self._title = label("", "title", wrap=True)
        self._pages = QVBoxLayout()
        self.draft = DraftPanel(desk)
        self.issued = IssuedPanel(desk)
        self.draft.drawn.connect(self._show_pdf)
        self.issued.saving.connect(self.save_pdf)
        self.issued.printing.connect(self._print)
        paper = QWidget()
        down = QVBoxLayout(paper)
        down.addLayout(self._pages)
        down.addStretch(1)
        both = QSplitter(Qt.Orientation.Horizontal)
        self._area = scrolled(paper)
        both.addWidget(self._area)
        side = QWidget()
        right = QVBoxLayout(side)
        right.setContentsMargins(0, 0, 0, 0)
        right.addWidget(self.draft)
        right.addWidget(self.issued)
        right.addStretch(1)
        area = scrolled(side)
        area.setMinimumWidth(300)
        both.addWidget(area)
        both.setStretchFactor(0, 1)
        both.setSizes([800, 360])
        both.setChildrenCollapsible(False)
        box = QVBoxLayout(self)
        box.setContentsMargins(14, 8, 14, 8)
        box.addLayout(row_of(self._title, None))
        box.addWidget(both, 1)

    @override
    def refresh(self) -> None:
        kind, _, rest = self._rid.partition(":")
        drafting = kind == "draft"
        self.draft.setVisible(drafting)
        self.issued.setVisible(not drafting)
        if drafting:
            paper, _, visit = rest.partition(":")
            visit, _, replaces = visit.partition(":")
            self._title.setText(self.draft.show_draft(paper, visit, replaces))
            return
        document = self._desk.store.reads().get(Document, self._rid)
        self._title.setText(f"{document.title} {document.number}")
        self.issued.show_document(document)
        attachments = self._desk.attachments
        look_up(self._desk, lambda: reprint(attachments, document), self._show_pdf, owner=self)

    def _show_pdf(self, content: bytes) -> None:
        if content == self._shown:
            return
        self._shown = content
        sharp = self.devicePixelRatioF()
        width = max(400, min(WIDTH, self._area.viewport().width() - AROUND))
        look_up(
            self._desk, lambda: page_images(content, round(width * sharp)), lambda p: self._show(content, p), owner=self
        )  # fmt: skip

    def _show(self, content: bytes, images: Sequence[QImage]) -> None:
        if content != self._shown:
            return
        clear(self._pages)
        for number, image in enumerate(images, 1):
            page = QLabel()
            pixmap = QPixmap.fromImage(image)
            pixmap.setDevicePixelRatio(self.devicePixelRatioF())
            page.setPixmap(pixmap)
            page.setStyleSheet("border: 1px solid #D9DFE3; background: white;")
            page.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            page.setAccessibleName(self.tr("第 {number} 页").format(number=number))
            self._pages.addWidget(page, 0, Qt.AlignmentFlag.AlignHCenter)

    def save_pdf(self, to: str = "") -> None:
        """Write the PDF exactly as issued to a file."""
        document = self._desk.store.reads().get(Document, self._rid)
        name = to or QFileDialog.getSaveFileName(
            self, self.tr("另存 PDF"), file_name(document), "PDF (*.pdf)"
        )[0]  # fmt: skip
        if not name:
            return
        target = Path(name)
        if target.suffix.lower() != ".pdf":
            target = target.with_name(f"{target.name}.pdf")
        copy_out(self._desk, document.sha256, target, self)

    def _print(self) -> None:
        told = print_pages(self, self._shown)
        if told:
            self._desk.bus.said.emit(told)
