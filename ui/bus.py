"""The one application-wide set of signals."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class Bus(QObject):
    """What everybody may want to know.

    Signals:
        changed: `Changes` of an action that is durable.
        saving: True when a save has begun, False when it has ended well.
        trouble: an AppError that belongs to no page.
        said: a short sentence for the status bar.
        signed_in: `Who` now working.
    """

    changed = Signal(object)
    saving = Signal(bool)
    trouble = Signal(object)
    said = Signal(str)
    signed_in = Signal(object)
