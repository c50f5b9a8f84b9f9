"""行政处罚事先告知书 and 行政处罚决定书, and what both state of the measures."""

from __future__ import annotations

from app.documents.facts import (
    AMOUNT_HEADER,
    Scene,
    amount_rows,
    chinese_date,
    citations,
    duties,
    fact_lines,
    shared,
)  # fmt: skip
from app.documents.options import Options
from app.documents.paper import Grid, Pairs, Paper
from app.documents.template import Table, phrase, render
from app.domain.caseview import CaseView, PenaltyView
from app.domain.document import PaperKind
from app.domain.finding import Finding
from app.domain.institution import Institution
from app.domain.money import paper_amount, yuan
from app.domain.rules import penalties, violation_of

NUMERALS = "一二三四五六七八九十"


def penalty_notice(scene: Scene, case: CaseView, options: Options) -> Paper:
    """行政处罚事先告知书: intended measures with facts, reasons and basis."""
    facts, tables = _penalty_parts(scene, case, options)
    facts |= {
        "hearing": "yes" if options.hearing else "",
        "statement_days": str(options.statement_days),
    }
    return render(PaperKind.PENALTY_NOTICE, facts, tables, number=options.number)


def penalty_decision(scene: Scene, case: CaseView, options: Options) -> Paper:
    """行政处罚决定书: elements of 行政处罚法 59."""
    facts, tables = _penalty_parts(scene, case, options)
    office, institution = scene.office, scene.institution
    facts |= {
        "notice_dated": chinese_date(options.notice_on),
        "notice_number": options.notice_number or "____",
        "notice_served": _notice_served(options),
        "statement_told": options.statement_told or "____",
        "refund": "yes" if any(v.reckoning.refund_due_fen for v in case.penalties) else "",
        "fine": "yes" if any(v.reckoning.fine_fen for v in case.penalties) else "",
        "remedy": phrase("remedy", government=office.government_name, court=office.court_name),
    }
    tables["party"] = Pairs(
        (
            ("当事人", institution.fixmedins_name), ("定点编码", institution.fixmedins_code or "/"),
            _party_code(institution),
            ("法定代表人（负责人）", institution.legal_rep or "/"), ("地址", institution.address or "/"),
        )
    )  # fmt: skip
    return render(PaperKind.PENALTY_DECISION, facts, tables, number=options.number)


def _party_code(institution: Institution) -> tuple[str, str]:
    """What identifies the party, under its own name (law.md §9.2)."""
    if institution.uscc or not institution.license_no:
        return "统一社会信用代码", institution.uscc or "/"
    return "执业许可证登记号", institution.license_no


def _notice_served(options: Options) -> str:
    return f"，并于{chinese_date(options.notice_served)}送达当事人" if options.notice_served else ""


def _penalty_parts(
    scene: Scene, case: CaseView, options: Options
) -> tuple[dict[str, str], dict[str, Table]]:
    findings = penalised(case)
    label, code = _party_code(scene.institution)
    facts = shared(scene) | {
        "facts": "\n".join((fact_lines(findings), *_unheeded(case), *_raised(case))),
        "party_code": "" if code == "/" else f"（{label}：{code}）",
        "duties": duties(findings),
        "citations": citations(findings),
        "grade": _grades(case),
        "orders": "\n".join(_orders(case)),
        "reason": "裁量理由：" + "；".join(_reasons(case)) + "。"
        if any(v.record.reason for v in case.penalties)
        else "",
        "dated": chinese_date(options.dated_on),
    }
    widths = (7, 5, 9, 8, 7, 7, 8, 9, 9)
    right = tuple(range(1, 9))
    return facts, {"amounts": Grid(AMOUNT_HEADER, amount_rows(findings), widths, right)}


def _grades(case: CaseView) -> str:
    """The discretion grade, told apart where several articles apply."""
    told = [(penalties()[v.record.article].words, v.record.grade) for v in case.penalties]
    named = [(words, grade) for words, grade in told if grade]
    if len(told) == 1 and named:
        return f"裁量阶次为{named[0][1]}，"
    return "".join(f"{words}部分裁量阶次为{grade}，" for words, grade in named)


def _reasons(case: CaseView) -> list[str]:
    return [reason.rstrip("。；") for v in case.penalties if (reason := v.record.reason.strip())]


def _unheeded(case: CaseView) -> list[str]:
    """条例39: the order, its service and the refusal are facts of the case."""
    return [
        phrase(
            "unheeded", order_dated=chinese_date(view.order.issued_on),
            order_number=view.order.number, served=chinese_date(view.order.served_on),
            deadline=chinese_date(view.order.deadline_on),
            unheeded=chinese_date(view.record.unheeded_on),
            note=view.record.unheeded_note.strip().rstrip("。"),
        )
        for view in case.penalties
        if view.order is not None and view.record.unheeded_on
    ]  # fmt: skip


def _raised(case: CaseView) -> list[str]:
    """条例40, last paragraph: behaviour of 38 done for fraud is punished under 40."""
    raised = any(
        view.record.article == "40" and "38" in _articles(case, view) for view in case.penalties
    )
    return [phrase("raised")] if raised else []


def _articles(case: CaseView, view: PenaltyView) -> set[str]:
    return {v.article for f in _findings_of(case, view) if (v := violation_of(f.violation))}


def _findings_of(case: CaseView, view: PenaltyView) -> list[Finding]:
    return [finding for finding in approved(case) if finding.rid in view.record.findings]


def orders_refund(view: PenaltyView) -> bool:
    """Whether a measure orders money back from the institution."""
    rule = penalties().get(view.record.article)
    return rule is not None and rule.kind == "multiple" and not rule.person


def _basis(case: CaseView, view: PenaltyView) -> str:
    """The article with its items where all the findings stand under it."""
    rule = penalties()[view.record.article]
    law = "《医疗保障基金使用监督管理条例》"
    if _articles(case, view) == {rule.no}:
        return law + citations(_findings_of(case, view))
    return law + rule.words


def _orders(case: CaseView) -> list[str]:
    lines: list[str] = []

    def add(name: str, **facts: str) -> None:
        lines.append(phrase(name, no=NUMERALS[len(lines) % 10], **facts))

    add("order_correct")
    for view in case.penalties:
        sums, record = view.reckoning, view.record
        rule = penalties()[record.article]
        if sums.base_fen and rule.kind == "multiple":
            add(
                "order_refund" if sums.refund_due_fen else "order_refunded",
                due=paper_amount(sums.refund_due_fen), base=paper_amount(sums.base_fen),
                refunded=f"{yuan(record.refunded_fen or 0)}元",
                recovered=f"{yuan(record.recovered_fen or 0)}元",
            )  # fmt: skip
        if sums.fine_fen and rule.kind == "multiple":
            add(
                "order_fine_multiple", citation=_basis(case, view), base=paper_amount(sums.base_fen),
                multiple=record.multiple, fine=paper_amount(sums.fine_fen),
            )  # fmt: skip
        elif sums.fine_fen:
            add("order_fine_fixed", citation=_basis(case, view), fine=paper_amount(sums.fine_fen))
        if record.suspend_unit:
            add(
                "order_suspend", citation=_basis(case, view), unit=record.suspend_unit,
                begin=chinese_date(record.suspend_from), end=chinese_date(record.suspend_to),
            )  # fmt: skip
    ends = ["\uff1b"] * (len(lines) - 1) + ["\u3002"]
    return [line.rstrip("\uff1b\u3002") + end for line, end in zip(lines, ends, strict=True)]


def approved(case: CaseView) -> list[Finding]:
    """Findings that count."""
    return [finding for finding in case.findings if finding.rid in case.approved]


def penalised(case: CaseView) -> list[Finding]:
    """Findings the administrative measures rest on, in the order of the visit."""
    chosen = {rid for view in case.penalties for rid in view.record.findings}
    return [finding for finding in approved(case) if finding.rid in chosen]
