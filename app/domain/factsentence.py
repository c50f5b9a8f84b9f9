"""The fact sentence of a finding, composed from its grid until the inspector edits it."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.casefile import CaseFile, CaseKind
from app.domain.finding import Finding, FindingItem
from app.domain.money import yuan
from app.domain.rules import Violation

SHOWN_ITEMS = 6


def compose(
    violation: Violation | None,
    finding: Finding,
    casefile: CaseFile | None,
    items: Sequence[FindingItem],
) -> str:
    """The sentence papers print; "" while there is no violation type.

    It states what was seen and the figures, never a legal qualification. Amounts not yet known are
    written as a gap ``____`` that the completeness list points at.
    """
    if violation is None:
        return ""
    return violation.sentence.format(
        who=who(casefile),
        bed=_bed(casefile),
        items=describe(items),
        amount=_figure(finding.amount_fen),
        fund=_figure(finding.fund_fen),
    )


def who(casefile: CaseFile | None) -> str:
    """The patient as papers name him: full name and file number."""
    if casefile is None:
        return "该机构"
    number = f"（住院号{casefile.medcasno}）" if casefile.medcasno else ""
    if not casefile.psn_name:
        return f"{_bed(casefile)}{number}" if casefile.kind == CaseKind.BED else f"患者{number}"
    return f"患者{casefile.psn_name}{number}"


def describe(items: Sequence[FindingItem]) -> str:
    """``血常规2次×4.00元、红细胞计数1次×2.00元``; long grids are summed up."""
    told = [_item(item) for item in items if item.hilist_name or item.hilist_code]
    if len(told) > SHOWN_ITEMS:
        return "、".join(told[:SHOWN_ITEMS]) + f"等{len(told)}项"
    return "、".join(told)


def _item(item: FindingItem) -> str:
    name = item.hilist_name or item.hilist_code
    day = f"{item.occurred_on}" if item.occurred_on else ""
    if item.quantity and item.unit_price:
        return f"{day}{name}{item.quantity}×{item.unit_price}元"
    if item.amount_fen is not None:
        return f"{day}{name}{yuan(item.amount_fen)}元"
    return f"{day}{name}"


def _bed(casefile: CaseFile | None) -> str:
    if casefile is None:
        return ""
    return f"{casefile.ward}{casefile.bed_no}床" if casefile.bed_no else casefile.ward


def _figure(fen: int | None) -> str:
    return "____" if fen is None else yuan(fen)
