"""Handling (处理) of the approved findings of one visit: agreement track and penalty track."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from app.domain.entity import Entity
from app.domain.ids import singleton_rid


def handling_rid(visit_rid: str) -> str:
    """The one handling thread of an institution in a round."""
    return singleton_rid(visit_rid, "handling")


@dataclass(frozen=True, slots=True, kw_only=True)
class Handling(Entity):
    """The thread both tracks hang on. `extrapolate` serves the agreement track only (law.md §1-9)."""

    entity: ClassVar[str] = "handling"

    visit: str = ""
    extrapolate: bool = False
    extrapolate_clause: str = ""  # agreement clause that allows it
    agreement_no: str = ""
    agreement_clause: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deduction(Entity):
    """One agreement measure (违约金、拒付、追回、约谈…) of the agency's table, practice.md §5.

    `behaviour` is a code of `resources/rules/deductions.toml`; `unit_fen` × `count` = `amount_fen`.
    `basis` lists the dots of the approvals and amounts it rests on; stale when they moved.
    """

    entity: ClassVar[str] = "deduction"

    handling: str = ""
    behaviour: str = ""
    findings: tuple[str, ...] = ()
    unit_fen: int | None = None
    count: int | None = None
    amount_fen: int | None = None
    extrapolated_fen: int | None = None
    reason: str = ""
    begin_on: str = ""
    end_on: str = ""
    basis: tuple[str, ...] = ()
    position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Penalty(Entity):
    """One administrative measure under 条例 38, 39, 40 or 41 (`article`).

    `base_fen` is the found fund loss (never extrapolated); `refunded_fen` 已退回 and
    `recovered_fen` 经办已追回 lower the refund order, not the base; `multiple` is decimal text within
    the band of the article, or outside with `reason` (处罚法 32/33). Under 39 `fine_fen` is chosen
    within the fixed band and needs `order_document`, an order that went unheeded.
    """

    entity: ClassVar[str] = "penalty"

    handling: str = ""
    article: str = ""
    findings: tuple[str, ...] = ()
    base_fen: int | None = None
    refunded_fen: int | None = None
    recovered_fen: int | None = None
    refund_due_fen: int | None = None
    multiple: str = ""
    fine_fen: int | None = None
    grade: str = ""  # 裁量阶次
    reason: str = ""
    suspend_unit: str = ""
    suspend_from: str = ""
    suspend_to: str = ""
    order_document: str = ""
    unheeded_on: str = ""
    unheeded_note: str = ""
    basis: tuple[str, ...] = ()
    position: int | None = None
