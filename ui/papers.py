"""Issued PDFs as page pictures, and on a printer."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import QCoreApplication, QRect
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget

_PDFIUM = threading.Lock()
"""PDFium may be used by one thread at a time."""
PRINT_DPI = 300


def page_images(content: bytes, width: int) -> Sequence[QImage]:
    """Every page as a picture of this width in pixels."""
    return list(_render(content, lambda points: width / points))


def _render(content: bytes, scale: Callable[[float], float]) -> Iterator[QImage]:
    import pypdfium2

    with _PDFIUM:
        pdf = pypdfium2.PdfDocument(content)
        try:
            for page in pdf:
                bitmap = page.render(scale=scale(page.get_width()), rev_byteorder=True)
                form = (
                    QImage.Format.Format_RGB888
                    if bitmap.n_channels == 3
                    else QImage.Format.Format_RGBX8888
                )
                yield QImage(
                    bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, form
                ).copy()
        finally:
            pdf.close()


def print_pages(parent: QWidget, content: bytes) -> str:
    """Ask for a printer and print; what to tell the user when nothing was printed."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo

    if not QPrinterInfo.availablePrinterNames():
        return QCoreApplication.translate(
            "papers", "本机没有安装打印机。可以“另存 PDF”，用U盘拿到能打印的电脑上打印。"
        )
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setResolution(PRINT_DPI)
    printer.setFullPage(True)
    if QPrintDialog(printer, parent).exec() != QPrintDialog.DialogCode.Accepted:
        return ""
    painter = QPainter(printer)
    for number, image in enumerate(_render(content, lambda _points: PRINT_DPI / 72)):
        if number:
            printer.newPage()
        painter.drawImage(
            QRect(0, 0, painter.viewport().width(), painter.viewport().height()), image
        )
    painter.end()
    return QCoreApplication.translate("papers", "已送打印机。")
