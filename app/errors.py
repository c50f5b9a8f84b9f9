"""What the program raises on purpose, by blame: the user can fix it, or the surroundings fail.

Errors carry a `code` and parameters, never prose: `ui/errors.py` and `main.py` turn codes into
the user's words with the one table in `resources/words/errors.toml`.
"""

from __future__ import annotations


class AppError(Exception):
    """The user can fix it. `code` is a dotted name such as ``"visit.locked"``."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


class Trouble(AppError):
    """The surroundings fail: disk, lock, file, hub. `permanent` says whether a retry can help."""

    permanent = False


class RecordChanged(AppError):
    """The record moved on since the form was loaded in a way the action cannot accept."""


class StoreTooNew(Trouble):
    """The store was written by a newer program; this one must not touch it."""

    permanent = True


class StoreDamaged(Trouble):
    """The file is not a readable store; the way back is a backup."""

    permanent = True


class StoreLocked(Trouble):
    """Another window of the program has this store open."""
