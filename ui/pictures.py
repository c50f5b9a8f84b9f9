"""Turning evidence into pictures for the screen; the originals are never touched.

Pictures are decoded by Pillow, on a worker. Qt's own readers load plugins that then belong to the
worker's thread and take the program with them when it ends.
"""

from __future__ import annotations

import warnings
from io import BytesIO

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from app.domain.finding import Evidence, EvidenceKind
from app.ports import Attachments

LARGEST = 80 * 1024 * 1024
"""Bigger pictures are kept but not shown here."""


def is_shown(file: Evidence) -> bool:
    """Whether a preview of the file can be made."""
    return file.kind == EvidenceKind.PHOTO and 0 < (file.size or 0) <= LARGEST


def picture_of(attachments: Attachments, file: Evidence, within: QSize) -> QImage | None:
    """The picture, turned as the camera says, no larger than `within`; None when it is damaged."""
    from PIL import Image, ImageOps

    content = attachments.read(file.sha256)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(BytesIO(content)) as opened:
                opened.draft("RGB", (within.width() * 2, within.height() * 2))
                turned = ImageOps.exif_transpose(opened)
                turned.thumbnail((within.width(), within.height()))
                shown = turned.convert("RGBA")
    except (OSError, ValueError, SyntaxError, MemoryError, Image.DecompressionBombError):
        return None
    form = QImage.Format.Format_RGBA8888
    return QImage(shown.tobytes(), shown.width, shown.height, shown.width * 4, form).copy()
