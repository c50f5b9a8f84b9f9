"""Writing a copy of an original to a place the person chose."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject

from ui.desk import Desk
from ui.errors import words_for


def copy_out(desk: Desk, sha256: str, target: Path, owner: QObject) -> None:
    """Copy and say so; a place that cannot be written is no trouble of the store."""
    attachments = desk.attachments

    def told(words: str) -> None:
        text = QCoreApplication.translate("copying", words)
        desk.bus.said.emit(text.format(name=target.name))

    def failed(error: Exception) -> None:
        told("“{name}”没有写成，请换一个文件夹。" + words_for(error))

    desk.tasks.run(
        "read", lambda: attachments.copy_to(sha256, target),
        lambda _none: told("已另存 {name}"), owner=owner, failed=failed,
    )  # fmt: skip
