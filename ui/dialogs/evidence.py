"""One evidence file at full size, with its fingerprint and what it says about itself."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.domain.finding import Evidence
from app.services import findings
from ui.desk import Desk
from ui.operations.copying import copy_out
from ui.operations.perform import look_up, perform
from ui.pictures import is_shown, picture_of
from ui.shown import fingerprint
from ui.widgets.basic import button, label, row_of

VIEW = QSize(900, 560)


class EvidenceDialog(QDialog):
    """Preview, facts, caption, a copy of the original on request."""

    def __init__(self, parent: QWidget, desk: Desk, file: Evidence, *, locked: bool) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(file.file_name)
        self.resize(1180, 640)
        self._desk, self._file = desk, file
        self._picture = label(
            self.tr("这种文件不能在这里预览，可以另存后打开。"), "hint", wrap=True
        )
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._caption = QLineEdit(file.caption)
        self._caption.setPlaceholderText(self.tr("说明，例如 第3页 检验报告单"))
        self._caption.setEnabled(not locked)
        self._caption.editingFinished.connect(self._save)
        side = QVBoxLayout()
        side.addWidget(label(self.tr("说明"), "section"))
        side.addWidget(self._caption)
        side.addWidget(label(self.tr("文件"), "section"))
        for line in self._lines():
            told = label(line, "hint", wrap=True)
            told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            side.addWidget(told)
        side.addStretch(1)
        side.addLayout(
            row_of(
                button(self.tr("另存原件…"), self._copy),
                button(self.tr("关闭"), self.accept, primary=True),
            )
        )
        across = QHBoxLayout(self)
        across.addWidget(self._picture, 1)
        holder = QWidget()
        holder.setLayout(side)
        holder.setFixedWidth(300)
        across.addWidget(holder)
        if is_shown(file):
            self._picture.setText(self.tr("正在打开…"))
            attachments = desk.attachments
            look_up(desk, lambda: picture_of(attachments, file, VIEW), self._show, owner=self)

    def _lines(self) -> list[str]:
        file = self._file
        size = f"{(file.size or 0) / 1024:,.1f} KB"
        lines = [
            file.file_name,
            self.tr("大小 {size} · {kind}").format(size=size, kind=file.media_type),
            self.tr("SHA-256 {value}").format(value=fingerprint(file.sha256)),
        ]
        if file.exif:
            lines.append(self.tr("文件自带信息（仅供参考）："))
            lines += [entry.replace("=", "：", 1) for entry in file.exif]
        return lines

    def _show(self, image: QImage | None) -> None:
        if image is None:
            self._picture.setText(self.tr("图片打不开，可能不完整；原文件原样保存。"))
        else:
            self._picture.setPixmap(QPixmap.fromImage(image))

    def _save(self) -> None:
        text = self._caption.text().strip()
        if text == self._file.caption:
            return
        store, who, rid = self._desk.store, self._desk.who, self._file.rid
        perform(
            self._desk,
            lambda: findings.set_evidence(store, who, rid, {"caption": text}),
            owner=self,
        )

    def _copy(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, self.tr("另存原件"), self._file.file_name)
        if not name:
            return
        copy_out(self._desk, self._file.sha256, Path(name), self)
