"""The agreement track: 违约金、拒付、追回 and measures, verified and extrapolated kept apart."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal

from app.domain.amounts import loss_of
from app.domain.finding import Finding
from app.domain.handling import Deduction, Handling
from app.domain.money import times, yuan
from app.domain.rules import DeductionRule, deductions
from app.domain.visit import Visit


@dataclass(frozen=True, slots=True)
class Settlement:
    """The figures of one measure: verified, extrapolated on top, and the explaining lines."""

    amount_fen: int
    extrapolated_fen: int
    lines: tuple[str, ...]
    problems: tuple[str, ...]


def settle(
    deduction: Deduction,
    findings: Iterable[Finding],
    handling: Handling,
    visit: Visit,
    *,
    deposit_fen: int | None = None,
    sampled: Collection[str] | None = None,
) -> Settlement:
    """What one measure of the table amounts to.

    Per-case sums are unit × cases; refusals are the verified fund loss, and with `extrapolate` the
    sampled part times (N/n − 1) as a separate figure (`sampled` are the case files looked at: a bed
    of the patrol stands for no other). Measures carry no money.
    """
    found = list(findings)
    rule = deductions().get(deduction.behaviour)
    if rule is None:
        return Settlement(0, 0, (), ("deduction.no_behaviour",))
    if rule.kind == "per_case":
        return _per_case(deduction, rule)
    if rule.kind == "refuse":
        return _refuse(found, handling, visit, sampled)
    if rule.kind == "deposit_percent":
        return _deposit(rule, deposit_fen)
    return Settlement(0, 0, (rule.name,), ())


def _per_case(deduction: Deduction, rule: DeductionRule) -> Settlement:
    unit, count = deduction.unit_fen or 0, deduction.count or 0
    band = yuan(rule.low_fen)
    if rule.high_fen != rule.low_fen:
        band += f" 至 {yuan(rule.high_fen)}"
    problems = []
    if not rule.low_fen <= unit <= rule.high_fen:
        problems.append("deduction.outside_band")
    if count < 1:
        problems.append("deduction.no_cases")
    if rule.high_fen != rule.low_fen and not deduction.reason.strip():
        problems.append("deduction.no_reason")
    line = (
        f"{rule.name}：每例 {yuan(unit)} 元（标准 {band} 元）× {count} 例 = {yuan(unit * count)} 元"
    )
    return Settlement(unit * count, 0, (line,), tuple(problems))


def _refuse(
    found: list[Finding], handling: Handling, visit: Visit, files: Collection[str] | None
) -> Settlement:
    verified = sum(loss_of(finding) for finding in found)
    lines = [f"核实金额：{len(found)} 个问题的基金损失合计 {yuan(verified)} 元"]
    problems = [] if found else ["deduction.no_findings"]
    if not handling.extrapolate:
        return Settlement(verified, 0, tuple(lines), tuple(problems))
    population, sample = visit.discharged or 0, visit.sampled or 0
    if not 0 < sample <= population:
        return Settlement(verified, 0, tuple(lines), (*problems, "deduction.no_sample"))
    if not handling.extrapolate_clause.strip():
        problems.append("deduction.no_extrapolation_clause")
    # Only what was found in sampled case files stands for the files not looked at.
    in_files = [f for f in found if f.casefile and (files is None or f.casefile in files)]
    sampled = sum(map(loss_of, in_files))
    extra = times(sampled, Decimal(population - sample) / Decimal(sample))
    lines.append(
        f"外推金额：抽样部分 {yuan(sampled)} × （N {population} − n {sample}）÷ n {sample}"
        f" = {yuan(extra)} 元（仅用于协议处理，不作罚款基数）"
    )
    return Settlement(verified, extra, tuple(lines), tuple(problems))


def _deposit(rule: DeductionRule, deposit_fen: int | None) -> Settlement:
    if deposit_fen is None:
        return Settlement(0, 0, (rule.name,), ("deduction.no_deposit",))
    amount = times(deposit_fen, Decimal(rule.percent) / 100)
    line = f"{rule.name}：保证金 {yuan(deposit_fen)} 元 × {rule.percent}% = {yuan(amount)} 元"
    return Settlement(amount, 0, (line,), ())
