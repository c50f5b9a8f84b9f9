"""The five papers, from a scene and the handling of it. Pure; figures come from the calculators."""

from __future__ import annotations

from app.documents.facts import (
    KIND_WORDS,
    Scene,
    chinese_date,
    chinese_time,
    citations,
    duties,
    fact_lines,
    shared,
)  # fmt: skip
from app.documents.options import Options
from app.documents.paper import Grid, Pairs, Paper
from app.documents.penalising import approved, orders_refund
from app.documents.template import Table, phrase, render
from app.domain.casefile import Answer, BedAnswer, CaseFile, CaseKind
from app.domain.caseview import CaseView
from app.domain.document import PaperKind
from app.domain.money import paper_amount, yuan
from app.domain.rules import checks, deductions, sampling_row
from app.domain.visit import RoundKind

ANSWERS = {Answer.OK: "相符", Answer.PROBLEM: "有问题", Answer.UNCHECKED: "未查"}
BEDS = {BedAnswer.PRESENT: "在", BedAnswer.ABSENT: "不在", BedAnswer.MISMATCH: "人证不符"}


def inspection_form(scene: Scene, options: Options) -> Paper:
    """现场检查表: what was seen, case by case; no qualification, no opinion (law.md §9.2)."""
    visit = scene.visit
    told = phrase("certificates_yes" if visit.shown_certificates else "certificates_no")
    told += "，" if visit.shown_certificates and visit.told_recusal else "；"
    told += phrase("recusal_yes" if visit.told_recusal else "recusal_no")
    blank = "__________（证号____________）"
    team = [f"________（证号{user.cert_no or '____'}）" for user in scene.team]
    # Two officers sign (law.md §1-10); who is not on record yet has his line.
    team += [blank] * (2 - len(team))
    facts = shared(scene) | {
        "certificates_told": told,
        "summary": visit.summary,
        "sampling": _sampling(scene),
        "attachments": _attachments(scene),
        "inspector_lines": "  ".join(team),
        "refusal": phrase("refused", note=visit.refusal_note or "________________")
        if visit.refused_signature
        else phrase("refusal_blank"),
        "witness": visit.witness or "________",
    }
    tables: dict[str, Table] = {
        "visit": _visit_pairs(scene), "cases": _case_grid(scene), "beds": _bed_grid(scene),
        "seen": _seen_grid(scene), "findings": _seen_grid(scene),
    }  # fmt: skip
    return render(PaperKind.INSPECTION_FORM, facts, tables, number=options.number)


def _visit_pairs(scene: Scene) -> Pairs:
    visit, institution = scene.visit, scene.institution
    present = "、".join(
        entry.replace("|", "(", 1) + ")" if "|" in entry else entry
        for entry in visit.persons_present
    )
    nth = f"本年度第{scene.nth}次" if scene.nth else "辅导，不计检查次数"
    return Pairs(
        (
            ("被检查人", institution.fixmedins_name), ("定点编码", institution.fixmedins_code or "/"),
            ("统一社会信用代码", institution.uscc or "/"), ("负责人", institution.legal_rep or "/"),
            ("检查方式", f"{KIND_WORDS.get(RoundKind(scene.round.kind), '')} {scene.round.name}"),
            ("年度频次", nth),
            ("检查依据", scene.round.basis or "《医疗保障基金使用监督管理条例》"),
            ("检查事项", scene.round.purpose or "医疗保障基金使用情况"),
            ("开始时间", chinese_time(visit.begin_at)), ("结束时间", chinese_time(visit.end_at)),
            ("检查地点", visit.place or institution.address or institution.fixmedins_name),
            ("病区", "、".join(visit.wards) or "/"),
            ("在场人员", present or "/"), ("记录人", scene.recorder or "/"),
            ("检查人员", "、".join(f"{u.name}（执法证号{u.cert_no or '未登记'}）" for u in scene.team) or "/"),
            ("检查机关", scene.office.bureau_name or "/"),
        ),
        across=2,
    )  # fmt: skip


def _sampling(scene: Scene) -> str:
    cases = [case for case in scene.cases if case.kind == CaseKind.CASEFILE]
    beds = len(scene.cases) - len(cases)
    text = f"共检查病例{len(cases)}份" + (f"，巡查床位{beds}张" if beds else "")
    if scene.visit.discharged:
        row = sampling_row(scene.visit.discharged)
        text += f"。抽样：出院病历{scene.visit.discharged}份，抽查{scene.visit.sampled or len(cases)}份（{row.words}）"
    return text + "。五查：查病人、查病情、查处方、查病历、查清单；结果如下。"


def _case_name(case: CaseFile) -> str:
    gender = {"1": "男", "2": "女"}.get(case.gend, "")
    age = f"{case.age}岁" if case.age is not None else ""
    return " ".join(filter(None, (case.psn_name or "/", gender, age)))


def _case_grid(scene: Scene) -> Grid:
    rows = []
    cases = [case for case in scene.cases if case.kind == CaseKind.CASEFILE]
    for number, case in enumerate(cases, 1):
        answers = []
        for check in checks():
            held = scene.checks.get((case.rid, check.no))
            word = ANSWERS.get(Answer(held.answer), "/") if held and held.answer else "/"
            answers.append(f"{word}:{held.reason}" if held and held.reason else word)
        place = " ".join(filter(None, (case.ward, f"{case.bed_no}床" if case.bed_no else "")))
        rows.append((str(number), case.medcasno or "/", _case_name(case), place or "/", *answers))
    header = ("序号", "住院号", "患者", "病区床号", *(check.name for check in checks()))
    return Grid(header, tuple(rows), (4, 10, 9, 8, 6, 6, 6, 6, 6))


def _bed_grid(scene: Scene) -> Grid:
    beds = [case for case in scene.cases if case.kind == CaseKind.BED]
    rows = tuple(
        (case.ward or "/", case.bed_no, case.psn_name or "/",
         BEDS.get(BedAnswer(case.bed_answer), "/") if case.bed_answer else "/", case.note or "/")
        for case in beds
    )  # fmt: skip
    return Grid(("病区", "床号", "登记患者", "巡查情况", "备注"), rows, (8, 6, 8, 8, 16))


def _seen_grid(scene: Scene) -> Grid:
    rows = []
    for number, finding in enumerate(scene.findings, 1):
        case = scene.case(finding.casefile)
        files = sum(1 for e in scene.evidence if e.owner == finding.rid)
        rows.append(
            (str(number), (case.medcasno or case.bed_no) if case else "/",
             next((c.name for c in checks() if c.no == finding.check_no), "/"),
             finding.fact_text or "/", f"{files}件" if files else "/")
        )  # fmt: skip
    return Grid(
        ("序号", "住院号/床号", "检查项", "事实记录", "附件"), tuple(rows), (4, 9, 7, 30, 5)
    )


def _attachments(scene: Scene) -> str:
    if not scene.evidence:
        return "无附件。"
    names = "、".join(
        f"{n}.{e.caption or e.file_name}" for n, e in enumerate(scene.evidence[:40], 1)
    )
    more = (
        f"等{len(scene.evidence)}件" if len(scene.evidence) > 40 else f"，共{len(scene.evidence)}件"
    )
    return f"{names}{more}。"


def rectification_order(scene: Scene, case: CaseView, options: Options) -> Paper:
    """责令限期整改通知书 over the approved findings."""
    findings = approved(case)
    office = scene.office
    refunding = [view for view in case.penalties if orders_refund(view)]
    base = sum(view.reckoning.base_fen for view in refunding)
    due = sum(view.reckoning.refund_due_fen for view in refunding)
    deadline = chinese_date(options.deadline_on)
    facts = shared(scene) | {
        "facts": fact_lines(findings),
        "duties": duties(findings),
        "citations": citations(findings),
        "deadline": deadline,
        "days": str(options.days),
        "dated": chinese_date(options.dated_on),
        "refund_order": phrase(
            "refund_order",
            base=paper_amount(base),
            due=paper_amount(due),
            deadline=deadline,
            account=shared(scene)["special_account"],
        )
        if due
        else "",
        "remedy": phrase(
            "remedy_order", government=office.government_name, court=office.court_name
        ),
    }
    return render(PaperKind.RECTIFICATION_ORDER, facts, {}, number=options.number)


def agreement_notice(scene: Scene, case: CaseView, options: Options) -> Paper:
    """协议处理通知书: verified and extrapolated sums apart, issued by the agency."""
    money = sum(view.settlement.amount_fen for view in case.deductions)
    verified = sum(view.settlement.amount_fen for view in case.deductions if view.takes_back)
    extra = sum(view.settlement.extrapolated_fen for view in case.deductions)
    chosen = {rid for view in case.deductions for rid in view.record.findings}
    findings = [f for f in approved(case) if f.rid in chosen] or approved(case)
    handling, visit = case.handling, case.visit
    told = phrase("no_extrapolation")
    if extra:
        told = phrase(
            "extrapolation", extra=paper_amount(extra), population=str(visit.discharged or 0),
            sample=str(visit.sampled or 0), clause=handling.extrapolate_clause or "/",
        )  # fmt: skip
    agreement = "与我单位签订的医疗保障服务协议"
    facts = shared(scene) | {
        "facts": fact_lines(findings),
        "agreement": agreement
        + (f"（编号：{handling.agreement_no}）" if handling.agreement_no else ""),
        "clause": handling.agreement_clause or "相关条款",
        "total": paper_amount(money + extra),
        "verified": paper_amount(verified),
        "liquidated": paper_amount(money - verified),
        "extrapolation": told,
        "money": "yes" if money + extra else "",
        "refund": "yes" if verified + extra else "",
        "owed": "yes" if money - verified else "",
        "statement_days": str(options.statement_days),
        "dated": chinese_date(options.dated_on),
    }
    tables: dict[str, Table] = {"measures": _measures(case)}
    return render(PaperKind.AGREEMENT_NOTICE, facts, tables, number=options.number)


def _measures(case: CaseView) -> Grid:
    rows = []
    for number, view in enumerate(case.deductions, 1):
        rule = deductions().get(view.record.behaviour)
        begin, end = view.record.begin_on, view.record.end_on
        period = f"{chinese_date(begin)}至{chinese_date(end)}" if begin else ""
        words = "\n".join(filter(None, (*view.settlement.lines, period, view.record.reason)))
        money = view.settlement.amount_fen + view.settlement.extrapolated_fen
        rows.append((str(number), rule.name if rule else "/", words, yuan(money) if money else "/"))
    return Grid(
        ("序号", "情形或措施", "计算与说明", "金额（元）"), tuple(rows), (4, 14, 28, 9), (3,)
    )
