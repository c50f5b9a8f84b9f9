"""A proposed change as plain lines: what it is now, what it would be."""

from __future__ import annotations

from app.domain.entity import Value
from app.domain.finding import Finding
from app.domain.review import Review
from app.domain.rules import violation_of
from app.services.reviewing import proposed_values
from ui.shown import yuan_sign
from ui.words import FIELDS, LOSS_METHODS


def value_words(field: str, value: Value) -> str:
    """A field's value in words."""
    if field.endswith("_fen"):
        return yuan_sign(value)
    if field == "violation":
        found = violation_of(str(value or ""))
        return found.name if found else str(value or "（空）")
    if field == "loss_method":
        return LOSS_METHODS.get(str(value or ""), str(value))
    if field == "_del":
        return "删除" if value else "恢复"
    if isinstance(value, tuple):
        return "、".join(value) or "（空）"
    return str(value) if value not in (None, "") else "（空）"


def lines_of(finding: Finding, review: Review) -> list[str]:
    """``违规金额：4.00 → 8.00`` for every proposed field."""
    return [
        f"{FIELDS.get(name, name)}：{value_words(name, getattr(finding, name))}"
        f" → {value_words(name, value)}"
        for name, value in proposed_values(review).items()
    ]
