"""The one application-wide set of signals."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class Bus(QObject):
    """What everybody may want to know.

    Signals:
        changed: `Changes` of an action that is durable.
        saving: True when a save has begun, False when it has ended well.
        trouble: an AppError that belongs to no page.
        unsaved: a form (its key) holds something that is not on disk, or holds it no longer.
        said: a short sentence for the status bar.
        signed_in: `Who` now working.
    """

    changed = Signal(object)
    saving = Signal(bool)
    trouble = Signal(object)
    unsaved = Signal(object, bool)
    said = Signal(str)
    signed_in = Signal(object)
