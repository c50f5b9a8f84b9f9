"""What the papers of one visit state, read from the records once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import resources
from app.domain.amounts import FUND_PARTS, fund_total, loss_of
from app.domain.casefile import CaseFile, FiveCheck
from app.domain.finding import Evidence, Finding, FindingItem
from app.domain.institution import Institution
from app.domain.money import yuan
from app.domain.office import Office, User
from app.domain.rules import violation_of
from app.domain.visit import Round, RoundKind, Visit

KIND_WORDS = {
    RoundKind.ROUTINE: "日常检查", RoundKind.SPECIAL: "专项检查", RoundKind.SURPRISE: "突击检查",
    RoundKind.COMPLAINT: "举报核查", RoundKind.RECHECK: "复查", RoundKind.COACHING: "辅导",
}  # fmt: skip
INSUTYPE_WORDS = {"310": "职工医保", "390": "居民医保", "": "未分"}


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything on record about one visit."""

    office: Office
    institution: Institution
    round: Round
    visit: Visit
    team: tuple[User, ...]
    recorder: str
    nth: int
    cases: tuple[CaseFile, ...]
    checks: dict[tuple[str, int], FiveCheck]
    findings: tuple[Finding, ...]
    items: dict[str, tuple[FindingItem, ...]]
    evidence: tuple[Evidence, ...]

    def case(self, rid: str) -> CaseFile | None:
        """A case of this visit."""
        return next((case for case in self.cases if case.rid == rid), None)


def chinese_date(iso: str) -> str:
    """``2026-11-03`` → ``2026年11月3日``; "____年__月__日" when there is none."""
    if len(iso) < 10:
        return "____年__月__日"
    return f"{iso[:4]}年{int(iso[5:7])}月{int(iso[8:10])}日"


def chinese_time(iso: str) -> str:
    """``2026-11-03T08:30`` → ``2026年11月3日8时30分``."""
    if len(iso) < 16:
        return chinese_date(iso) + "__时__分"
    return f"{chinese_date(iso)}{int(iso[11:13])}时{int(iso[14:16])}分"


def shared(scene: Scene) -> dict[str, str]:
    """Facts every paper may use; a blank on paper is struck with "/" (law.md §9.3)."""
    office, institution, visit = scene.office, scene.institution, scene.visit
    day = chinese_date(visit.begin_at or visit.planned_on)
    return {
        "bureau": office.bureau_name, "agency": office.agency_name,
        "government": office.government_name, "court": office.court_name,
        "phone": office.phone or "/", "address": office.address or "/",
        "contact": office.contact_name or "/",
        "special_account": office.special_account or "账户信息另行告知",
        "treasury_account": office.treasury_account or "缴款渠道另行告知",
        "party": institution.fixmedins_name, "code": institution.fixmedins_code or "/",
        "uscc": institution.uscc or institution.license_no or "/",
        "visit_told": f"{day}，依据{KIND_WORDS.get(RoundKind(scene.round.kind), '检查')}安排"
        f"（{scene.round.name}）",
    }  # fmt: skip


def fact_lines(findings: Sequence[Finding]) -> str:
    """Facts numbered in Chinese papers' manner, one paragraph each."""
    return "\n".join(
        f"{number}.{finding.fact_text.strip()}" for number, finding in enumerate(findings, 1)
    )


def citations(findings: Iterable[Finding]) -> str:
    """Sanction clauses of the findings, each once, in order of the law: 条-款-项."""
    found = {
        (v.article, v.paragraph, _ORDER.index(v.item), v.citation)
        for f in findings
        if (v := violation_of(f.violation))
    }
    return "、".join(cited for *_, cited in sorted(found))


_ORDER = "一二三四五六七八九十"


def duties(findings: Iterable[Finding]) -> str:
    """Duty articles the findings break, each once."""
    known = resources.table("law/duties.toml")
    found: dict[str, None] = {}
    for finding in findings:
        violation = violation_of(finding.violation)
        told = known.get(f"{violation.article}.{violation.item}", "") if violation else ""
        for article in filter(None, told.split("、")):
            found[article] = None
    return "、".join(sorted(found, key=_article_order)) or "有关医疗保障基金使用"


def _article_order(words: str) -> int:
    digits = words.removeprefix("第").removesuffix("条")
    tens, _, ones = digits.partition("十")
    if "十" not in digits:
        return _ORDER.index(digits) + 1
    return (_ORDER.index(tens) + 1 if tens else 1) * 10 + (_ORDER.index(ones) + 1 if ones else 0)


def amount_rows(findings: Sequence[Finding]) -> tuple[tuple[str, ...], ...]:
    """人次/金额/基金 by insurance and source, and the sum (law.md §3.2)."""
    kinds = sorted({finding.insutype for finding in findings}, reverse=True)
    rows = [
        _amounts(INSUTYPE_WORDS.get(k, k), [f for f in findings if f.insutype == k]) for k in kinds
    ]
    return (*rows, _amounts("合计", findings))


def _amounts(label: str, findings: Sequence[Finding]) -> tuple[str, ...]:
    persons = len({finding.casefile for finding in findings if finding.casefile})
    parts = [sum(getattr(finding, name) or 0 for finding in findings) for name in FUND_PARTS]
    return (
        label,
        str(persons),
        yuan(sum(finding.amount_fen or 0 for finding in findings)),
        *(yuan(part) for part in parts),
        yuan(sum(fund_total(finding) or 0 for finding in findings)),
        yuan(sum(loss_of(finding) for finding in findings)),
    )


AMOUNT_HEADER = (
    "险种",
    "人次",
    "违规总费用",
    "统筹",
    "大病",
    "救助",
    "个人账户",
    "基金合计",
    "认定损失",
)
