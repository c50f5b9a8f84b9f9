"""Rounds of inspection (检查轮次) and visits (one institution in one round)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from app.domain.entity import Entity
from app.domain.ids import singleton_rid


class RoundKind(StrEnum):
    """检查方式. 飞行检查 is national or provincial only (令6号2) and is not offered."""

    ROUTINE = "routine"  # 日常检查
    SPECIAL = "special"  # 专项检查
    SURPRISE = "surprise"  # 突击检查
    COMPLAINT = "complaint"  # 举报核查
    RECHECK = "recheck"  # 复查
    COACHING = "coaching"  # 辅导 (not an inspection, not counted)


@dataclass(frozen=True, slots=True, kw_only=True)
class Round(Entity):
    """One inspection round; dates ISO, inclusive; `members` are user rids."""

    entity: ClassVar[str] = "round"

    name: str = ""
    kind: str = RoundKind.ROUTINE
    purpose: str = ""
    basis: str = ""  # 检查依据
    begin_on: str = ""
    end_on: str = ""
    approver: str = ""  # user rid
    approved_on: str = ""
    members: tuple[str, ...] = ()
    closed: bool = False
    note: str = ""


class VisitState(StrEnum):
    """Where a visit stands; `SUBMITTED` is locked."""

    PLANNED = "planned"  # 待检查
    ONGOING = "ongoing"  # 检查中
    SUBMITTED = "submitted"  # 已提交


def visit_rid(round_rid: str, institution_rid: str) -> str:
    """The same visit on every laptop: one institution in one round."""
    return singleton_rid(round_rid, f"visit-{institution_rid}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit(Entity):
    """One institution in one round. Times are ISO local ``YYYY-MM-DDTHH:MM``.

    `persons_present` holds ``"name|duty"`` entries. `discharged` and `sampled` count the case files
    of the sampling frame (practice.md §4); `wards` are names as the institution uses them.
    """

    entity: ClassVar[str] = "visit"

    round: str = ""
    institution: str = ""
    state: str = VisitState.PLANNED
    inspectors: tuple[str, ...] = ()
    recorder: str = ""
    planned_on: str = ""
    begin_at: str = ""
    end_at: str = ""
    place: str = ""
    wards: tuple[str, ...] = ()
    persons_present: tuple[str, ...] = ()
    shown_certificates: bool = False  # 出示执法证件
    told_recusal: bool = False  # 告知申请回避权
    summary: str = ""  # 检查情况概述
    discharged: int | None = None
    sampled: int | None = None
    sampling_note: str = ""
    refused_signature: bool = False
    refusal_note: str = ""
    witness: str = ""
    submitted_at: str = ""  # ISO UTC
    submitted_by: str = ""
    reopen_reason: str = ""
    note: str = ""
