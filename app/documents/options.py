"""What is chosen when a paper is drawn up and is not on record before."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """Dates are ISO. `days` are working days to rectify, `statement_days` working days to be heard."""

    dated_on: str
    number: str = ""
    days: int = 7
    deadline_on: str = ""
    statement_days: int = 5
    hearing: bool = True
    notice_on: str = ""
    notice_number: str = ""
    notice_served: str = ""
    statement_told: str = ""
