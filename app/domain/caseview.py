"""A handling thread as the screen and the papers see it: records with their computed figures."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.agreement import Settlement
from app.domain.document import Document
from app.domain.finding import Finding
from app.domain.handling import Deduction, Handling, Penalty
from app.domain.penalty import Reckoning
from app.domain.rules import deductions
from app.domain.visit import Visit


@dataclass(frozen=True, slots=True)
class DeductionView:
    """A deduction with its figures; `stale` when what it rests on moved."""

    record: Deduction
    settlement: Settlement
    stale: bool

    @property
    def takes_back(self) -> bool:
        """Fund money taken back or not paid, apart from what is owed by contract (law.md §1-2)."""
        rule = deductions().get(self.record.behaviour)
        return rule is not None and rule.kind == "refuse"


@dataclass(frozen=True, slots=True)
class PenaltyView:
    """A penalty with its figures; `stale` when what it rests on moved; `order` the one of 条例39."""

    record: Penalty
    reckoning: Reckoning
    stale: bool
    order: Document | None = None


@dataclass(frozen=True, slots=True)
class CaseView:
    """Everything the handling screen and the papers state about one thread."""

    visit: Visit
    handling: Handling
    findings: tuple[Finding, ...]
    approved: frozenset[str]
    deductions: tuple[DeductionView, ...]
    penalties: tuple[PenaltyView, ...]
    deposit_fen: int | None
