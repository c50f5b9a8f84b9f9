"""What waits for whom, and what the home page shows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Waiting:
    """Counts for the navigation and the status bar. `mine` is what this person can act on now."""

    review: int
    returned: int
    mine: int
    commits: int
    files: int


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline: the paper or record, its last day and the working days left (negative = late)."""

    rid: str
    title: str
    institution: str
    last_day: str
    days_left: int


@dataclass(frozen=True, slots=True)
class Share:
    """A bar: a word, how much is done or found, and of how many (0 = no whole)."""

    key: str
    words: str
    count: int
    whole: int
    fen: int = 0
