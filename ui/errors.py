"""Errors turned into words, and the last resort for bugs."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import QCoreApplication

from app.errors import AppError
from app.words import explain

log = logging.getLogger(__name__)


def words_for(error: Exception) -> str:
    """What a person is told about an error; a bug's own text is never shown."""
    if isinstance(error, AppError):
        return explain(error)
    log.critical("bug", exc_info=error)
    return QCoreApplication.translate(
        "errors", "程序内部出错，刚才这一步没有完成。之前显示为已存的内容都在。"
    )


def catch_everything(show: Callable[[str], None]) -> None:
    """Send bugs in slots and threads to the log and to `show`, and keep the window open."""

    def on_bug(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        log.critical("bug", exc_info=(kind, error, trace))
        where = traceback.extract_tb(trace)[-1] if trace else None
        show(f"{kind.__name__} {where.name if where else ''}")

    sys.excepthook = on_bug
    threading.excepthook = lambda told: (
        on_bug(told.exc_type, told.exc_value, told.exc_traceback) if told.exc_value else None
    )
