"""Review decisions (复核) on findings and when they stop counting."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from app.domain.entity import Entity


class Decision(StrEnum):
    """What a reviewer can say about a finding."""

    APPROVE = "approve"  # 同意
    RETURN = "return"  # 退回并说明
    PROPOSE = "propose"  # 提出修改
    REOPEN = "reopen"  # 重新打开 an approved finding, with reason


class ProposalAnswer(StrEnum):
    """The inspector's answer to a proposed change."""

    ACCEPTED = "accepted"
    REFUSED = "refused"


class FindingState(StrEnum):
    """Where a finding stands; derived from visit, reviews and heads, never stored as truth."""

    DRAFT = "draft"  # 草稿: visit not submitted
    WAITING = "waiting"  # 待复核
    RETURNED = "returned"  # 已退回
    PROPOSED = "proposed"  # 待稽查员确认修改
    APPROVED = "approved"  # 已同意
    STALE = "stale"  # 复核后有改动
    CONFLICT = "conflict"  # 有未决冲突


GUARDED = (
    "violation", "fact_text", "amount_fen", "fund_fen", "pooling_fen", "serious_fen", "aid_fen",
    "account_fen", "loss_fen", "loss_method", "insutype", "casefile", "check_no", "_del",
)  # fmt: skip
"""Fields of a finding a decision judges; the list of live evidence rids is judged with them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Review(Entity):
    """One decision about one finding. It counts only while `basis` equals the finding's heads now.

    `basis` holds the dots of the guarded fields and the dots of the live evidence and grid lines,
    sorted. `proposal` holds ``"field=JSON value"`` entries; `answer` is set by the inspector:
    a `ProposalAnswer`, or "resubmitted" for a returned finding sent back as it is.
    """

    entity: ClassVar[str] = "review"

    finding: str = ""
    decision: str = ""
    words: str = ""
    basis: tuple[str, ...] = ()
    proposal: tuple[str, ...] = ()
    answer: str = ""
    answer_words: str = ""
    decided_at: str = ""  # ISO UTC
    decided_by: str = ""
