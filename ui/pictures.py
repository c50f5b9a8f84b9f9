"""Turning evidence into pictures for the screen; the originals are never touched."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from app.domain.finding import Evidence, EvidenceKind
from app.ports import Attachments

LARGEST = 80 * 1024 * 1024
"""Bigger pictures are kept but not shown here."""


def is_shown(file: Evidence) -> bool:
    """Whether a preview of the file can be made."""
    return file.kind == EvidenceKind.PHOTO and 0 < (file.size or 0) <= LARGEST


def picture_of(attachments: Attachments, file: Evidence, within: QSize) -> QImage | None:
    """The picture, turned as the camera says, no larger than `within`; None when it is damaged."""
    content = QByteArray(attachments.read(file.sha256))
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and (size.width() > within.width() or size.height() > within.height()):
        reader.setScaledSize(size.scaled(within, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    return None if image.isNull() else image
