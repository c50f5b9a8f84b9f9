"""What figures of a finding must satisfy, and what they add up to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.domain.finding import Finding, FindingItem
from app.domain.money import parse_decimal, product_fen

FUND_PARTS = ("pooling_fen", "serious_fen", "aid_fen", "account_fen")
"""基金支付 by source: 统筹, 大病, 救助, 个人账户."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something doubtful about a figure: an error code and its parameters."""

    code: str
    field: str


def items_total(items: Iterable[FindingItem]) -> int | None:
    """Sum of the grid in 分; None for a grid without amounts."""
    amounts = [item.amount_fen for item in items if item.amount_fen is not None]
    return sum(amounts) if amounts else None


def fund_total(finding: Finding) -> int | None:
    """The fund's part: the sum of its sources, or the figure typed when no source is known."""
    parts = [part for name in FUND_PARTS if (part := getattr(finding, name)) is not None]
    return sum(parts) if parts else finding.fund_fen


def loss_of(finding: Finding) -> int:
    """认定损失: what was recognised, else the fund's part (law.md §1-8: never the whole amount)."""
    if finding.loss_fen is not None:
        return finding.loss_fen
    return fund_total(finding) or 0


def remarks(finding: Finding, items: Sequence[FindingItem]) -> list[Remark]:
    """Figures that contradict each other."""
    found: list[Remark] = []
    total, fund = items_total(items), fund_total(finding)
    if total is not None and finding.amount_fen is not None and total != finding.amount_fen:
        found.append(Remark("amount.differs_from_items", "amount_fen"))
    if finding.amount_fen is not None and fund is not None and fund > finding.amount_fen:
        found.append(Remark("amount.fund_above_amount", "fund_fen"))
    if finding.amount_fen is not None and (finding.loss_fen or 0) > finding.amount_fen:
        found.append(Remark("amount.loss_above_amount", "loss_fen"))
    if any(map(_product_differs, items)):
        found.append(Remark("amount.item_product", "items"))
    return found


def _product_differs(item: FindingItem) -> bool:
    if not item.quantity or not item.unit_price or item.amount_fen is None:
        return False
    product = product_fen(parse_decimal(item.quantity), parse_decimal(item.unit_price))
    return product != item.amount_fen
