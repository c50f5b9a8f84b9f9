"""What every page gets: the store, the lanes, the signals, who is working."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from app.paths import Paths
from app.ports import Attachments, Doors, Store, Who
from ui.bus import Bus
from ui.tasks import TaskRunner

UNDO_DEPTH = 100
NEW = "new"
"""The rid that stands for a record about to be made."""


@dataclass(slots=True)
class Session:
    """Who is working, what he can undo, and whether names are shown in full."""

    who: Who
    undo: list[str] = field(default_factory=list)  # groups of actions, the last one last
    redo: list[str] = field(default_factory=list)
    unmasked: bool = False

    def did(self, group: str) -> None:
        """Remember an action for undo; a new action ends what could be redone."""
        self.undo.append(group)
        del self.undo[:-UNDO_DEPTH]
        self.redo.clear()


@dataclass(slots=True)
class Desk:
    """The bundle handed to pages. `go(place, rid)` navigates; `gone(place)` does when a record has gone."""

    store: Store
    attachments: Attachments
    tasks: TaskRunner
    bus: Bus
    paths: Paths
    session: Session
    doors: Doors
    go: Callable[[str, str], None] = lambda _place, _rid: None
    gone: Callable[[str], None] = lambda _place: None

    @property
    def who(self) -> Who:
        """The person working now."""
        return self.session.who
