"""Issued documents (文书): what was printed, under which number, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from app.domain.entity import Entity


class PaperKind(StrEnum):
    """The papers of this stage; each has a file `resources/papers/<kind>.toml`."""

    INSPECTION_FORM = "inspection_form"  # 现场检查表
    RECTIFICATION_ORDER = "rectification_order"  # 责令限期整改通知书
    AGREEMENT_NOTICE = "agreement_notice"  # 协议处理通知书
    PENALTY_NOTICE = "penalty_notice"  # 行政处罚事先告知书
    PENALTY_DECISION = "penalty_decision"  # 行政处罚决定书


@dataclass(frozen=True, slots=True, kw_only=True)
class Document(Entity):
    """One issued paper. `sha256` finds the PDF exactly as issued; `content` is the paper as JSON.

    `number` is official, `provisional_no` unique by construction (sync.md §9). `basis` holds the
    dots of what it states. A voided document stays, with its reason; `replaces` links a reissue.
    """

    entity: ClassVar[str] = "document"

    kind: str = ""
    visit: str = ""
    title: str = ""
    series: str = ""
    year: int | None = None
    serial: int | None = None
    number: str = ""
    provisional_no: str = ""
    issued_at: str = ""  # ISO UTC
    issued_on: str = ""  # date printed on the paper
    issued_by: str = ""
    deadline_on: str = ""
    amount_fen: int | None = None
    pages: int | None = None
    sha256: str = ""
    size: int | None = None
    content: str = ""
    basis: tuple[str, ...] = ()
    void_reason: str = ""
    voided_at: str = ""
    replaces: str = ""
    served_on: str = ""
    served_mode: str = ""
    served_note: str = ""
