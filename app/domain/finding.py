"""Findings (问题), their item grid and their evidence."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from app.domain.entity import Entity


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding(Entity):
    """A problem found by one check of one case (or of the visit as a whole: `casefile` empty).

    `amount_fen` is 违规总费用; the fund's part is split by source (law.md §3.2): `pooling_fen` 统筹,
    `serious_fen` 大病, `aid_fen` 救助, `account_fen` 个人账户; `fund_fen` is their sum, or typed
    directly when the split is not known. `loss_fen` is 认定损失或骗取额, found by `loss_method`.
    `violation` is a code of `resources/rules/violations.toml`.
    """

    entity: ClassVar[str] = "finding"

    visit: str = ""
    casefile: str = ""
    check_no: int | None = None
    violation: str = ""
    fact_text: str = ""
    fact_edited: bool = False  # the sentence was changed by hand: no longer composed from the grid
    occurred_from: str = ""
    occurred_to: str = ""
    amount_fen: int | None = None
    fund_fen: int | None = None
    pooling_fen: int | None = None
    serious_fen: int | None = None
    aid_fen: int | None = None
    account_fen: int | None = None
    loss_fen: int | None = None
    loss_method: str = ""
    insutype: str = ""
    acknowledged: str = ""  # "", "yes" 认可, "no" 不认可, with `acknowledged_note`
    acknowledged_note: str = ""
    position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingItem(Entity):
    """A line of the grid. `quantity` and `unit_price` are decimal text (元); `amount_fen` is 分."""

    entity: ClassVar[str] = "finding_item"

    finding: str = ""
    position: int | None = None
    hilist_code: str = ""
    hilist_name: str = ""
    occurred_on: str = ""
    quantity: str = ""
    unit_price: str = ""
    amount_fen: int | None = None


class EvidenceKind(StrEnum):
    """证据种类 as far as files go."""

    PHOTO = "photo"
    DOCUMENT = "document"
    AUDIO = "audio"
    VIDEO = "video"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence(Entity):
    """A file taken in: original bytes kept, found by `sha256` (hex) in the attachment store.

    `owner` is the rid of a finding, case file or visit. `taken_at` and `exif` are the file's own
    claims, shown as facts, never trusted.
    """

    entity: ClassVar[str] = "evidence"

    owner: str = ""
    visit: str = ""
    kind: str = EvidenceKind.OTHER
    sha256: str = ""
    size: int | None = None
    file_name: str = ""
    media_type: str = ""
    caption: str = ""
    taken_at: str = ""
    exif: tuple[str, ...] = ()  # "name=value" entries
    position: int | None = None
