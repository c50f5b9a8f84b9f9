"""The administrative track: every figure with the line that explains it (law.md §3.2, §1-3…1-9)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from app.domain.amounts import fund_total, loss_of
from app.domain.dates import months_after, next_day
from app.domain.finding import Finding
from app.domain.handling import Penalty
from app.domain.money import times, yuan
from app.domain.rules import PenaltyRule, penalties, violation_of

SUSPENDING = {"38", "40"}


@dataclass(frozen=True, slots=True)
class Reckoning:
    """The figures of one measure. `problems` are codes that forbid a paper; `lines` explain."""

    base_fen: int
    refund_due_fen: int
    fine_fen: int
    lines: tuple[str, ...]
    problems: tuple[str, ...]


def base_of(findings: Iterable[Finding]) -> int:
    """认定损失 of the findings, in 分. Sampled figures only: nothing extrapolated can enter."""
    return sum(loss_of(finding) for finding in findings)


def reckon(penalty: Penalty, findings: Iterable[Finding]) -> Reckoning:
    """Base, refund order and fine of a measure over approved findings.

    Base = recognised fund loss of its findings. Refund due = base − refunded − recovered (never
    collected twice). Fine = base × multiple, half a 分 up (38, 40, 41), or the chosen amount (39).
    """
    found = list(findings)
    rule = penalties().get(penalty.article)
    base = base_of(found)
    paid = (penalty.refunded_fen or 0) + (penalty.recovered_fen or 0)
    due = max(0, base - paid)
    if rule is None:
        return Reckoning(base, due, 0, (), ("penalty.no_article",))
    problems = [
        *_article_problems(penalty, rule, found), *_refund_problems(base, paid),
        *_suspension_problems(penalty), *_loss_problems(found),
    ]  # fmt: skip
    if rule.kind == "fixed":
        fine, lines, wrong = _fixed(penalty, rule)
    else:
        fine, lines, wrong = _multiple(penalty, rule, base)
    return Reckoning(
        base, due, fine, (*_base_lines(penalty, base, due, found), *lines), (*problems, *wrong)
    )


def _base_lines(penalty: Penalty, base: int, due: int, found: list[Finding]) -> tuple[str, ...]:
    parts = "+".join(yuan(loss_of(f)) for f in found[:8]) + ("+…" if len(found) > 8 else "")
    return (
        f"基数 = {len(found)} 个已复核问题的认定损失 {parts or '0.00'} = {yuan(base)} 元",
        f"责令退回 = {yuan(base)} − 已退回 {yuan(penalty.refunded_fen or 0)}"
        f" − 经办已追回 {yuan(penalty.recovered_fen or 0)} = {yuan(due)} 元",
    )


def _multiple(
    penalty: Penalty, rule: PenaltyRule, base: int
) -> tuple[int, tuple[str, ...], tuple[str, ...]]:
    multiple = decimal_of(penalty.multiple)
    if multiple is None:
        wrong = ("penalty.bad_multiple" if penalty.multiple.strip() else "penalty.no_multiple",)
        # 条例41: without the purpose of fraud there is no fine, so no multiple is needed.
        return 0, (), () if rule.person and not penalty.multiple else wrong
    fine = times(base, multiple)
    line = f"罚款 = {yuan(base)} × {multiple} 倍（{rule.words}：{rule.low} 至 {rule.high} 倍）= {yuan(fine)} 元"
    outside = not rule.low <= multiple <= rule.high
    problems = []
    if multiple > rule.high:
        problems.append("penalty.above_band")
    elif outside and not penalty.reason.strip():
        problems.append("penalty.below_band_without_reason")
    if not base:
        problems.append("penalty.no_loss")
    if multiple == 0:
        problems.append("penalty.no_fine")
    return fine, (line,), tuple(problems)


def _fixed(penalty: Penalty, rule: PenaltyRule) -> tuple[int, tuple[str, ...], tuple[str, ...]]:
    fine = penalty.fine_fen or 0
    line = (
        f"罚款 = {yuan(fine)} 元（{rule.words}：{yuan(rule.low_fen)} 至 {yuan(rule.high_fen)} 元）"
    )
    problems = []
    if fine > rule.high_fen:
        problems.append("penalty.above_band")
    elif fine < rule.low_fen and not penalty.reason.strip():
        problems.append("penalty.below_band_without_reason")
    if not fine:
        problems.append("penalty.no_fine")
    if not penalty.order_document or not penalty.unheeded_on:
        problems.append("penalty.order_not_unheeded")
    elif not penalty.unheeded_note.strip():
        problems.append("penalty.no_unheeded_note")
    return fine, (line,), tuple(problems)


def _article_problems(penalty: Penalty, rule: PenaltyRule, found: list[Finding]) -> list[str]:
    if not found:
        return ["penalty.no_findings"]
    if rule.person:
        return []
    cited = {v.article for f in found if (v := violation_of(f.violation))}
    # Behaviour of 38 done for fraud is raised to 40 (40 last paragraph); the reason must say so.
    raised = rule.no == "40" and cited <= {"38", "40"} and bool(penalty.reason.strip())
    return [] if cited == {rule.no} or raised else ["penalty.other_article"]


def _suspension_problems(penalty: Penalty) -> list[str]:
    """条例38 and 40: 6 months to 1 year; under 40 it is always ordered."""
    if not penalty.suspend_unit.strip():
        return ["penalty.no_suspension"] if penalty.article == "40" else []
    if penalty.article not in SUSPENDING:
        return ["penalty.no_suspension_here"]
    begin, end = penalty.suspend_from, penalty.suspend_to
    problems = []
    if (
        not begin
        or not end
        or not months_after(begin, 6) <= next_day(end) <= months_after(begin, 12)
    ):
        problems.append("penalty.suspend_period")
    if penalty.article == "38" and not penalty.reason.strip():
        problems.append("penalty.suspend_reason")
    return problems


def _loss_problems(found: list[Finding]) -> list[str]:
    """What the patient paid himself is no loss of the fund (law.md §1-8)."""
    above = any(
        f.loss_fen is not None and (fund := fund_total(f)) is not None and f.loss_fen > fund
        for f in found
    )
    return ["penalty.loss_above_fund"] if above else []


def _refund_problems(base: int, paid: int) -> list[str]:
    return ["penalty.refunded_above_base"] if paid > base else []


def decimal_of(text: str) -> Decimal | None:
    """A multiple as typed, or None."""
    try:
        plain = unicodedata.normalize("NFKC", text).strip().replace("倍", "")
        value = Decimal(plain if "_" not in plain else "x")
    except InvalidOperation:
        return None
    return value if value.is_finite() and 0 <= value < 1000 else None
