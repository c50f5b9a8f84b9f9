"""Use cases at the end of a visit: what is still missing, submitting, reopening."""

from __future__ import annotations

from dataclasses import dataclass

from app.changes import Changes
from app.domain.amounts import remarks
from app.domain.casefile import CHECKS, Answer, CaseFile, CaseKind, FiveCheck
from app.domain.finding import Evidence, Finding, FindingItem
from app.domain.office import Role
from app.domain.rules import required_sample
from app.domain.visit import Visit, VisitState
from app.errors import AppError
from app.ports import Reads, Store, Who
from app.services.planning import cap_exceeded, team_remarks

REVIEWERS = {Role.SUPERVISOR, Role.HEAD, Role.ADMIN}


@dataclass(frozen=True, slots=True)
class Gap:
    """Something missing. `place` is visit, casefile or finding, `rid` and `field` say where."""

    code: str
    place: str
    rid: str
    field: str = ""
    blocking: bool = True
    words: tuple[tuple[str, object], ...] = ()


def completeness(reads: Reads, visit: str) -> list[Gap]:
    """What is missing before the visit can be submitted, blocking gaps first."""
    held = reads.get(Visit, visit)
    cases = reads.find(CaseFile, visit=visit)
    gaps = [*_visit_gaps(reads, held, cases), *_case_gaps(reads, held, cases)]
    for finding in reads.find(Finding, visit=visit):
        gaps += _finding_gaps(reads, finding)
    return sorted(gaps, key=lambda gap: not gap.blocking)


def _visit_gaps(reads: Reads, visit: Visit, cases: list[CaseFile]) -> list[Gap]:
    gaps = [
        Gap(code, "visit", visit.rid, field, blocking)
        for code, field, missing, blocking in (
            ("gap.begin_at", "begin_at", not visit.begin_at, True),
            ("gap.end_at", "end_at", not visit.end_at, False),
            ("gap.persons_present", "persons_present", not visit.persons_present, False),
            ("gap.inspectors", "inspectors", not visit.inspectors, True),
            ("gap.shown_certificates", "shown_certificates", not visit.shown_certificates, False),
            ("gap.told_recusal", "told_recusal", not visit.told_recusal, False),
        )
        if missing
    ]
    if visit.begin_at and visit.end_at and visit.end_at < visit.begin_at:
        gaps.append(Gap("gap.times", "visit", visit.rid, "end_at"))
    for remark in team_remarks(reads, visit):
        words = (("name", remark.name),)
        gaps.append(Gap(remark.code, "visit", visit.rid, "inspectors", False, words))
    if cap := cap_exceeded(reads, visit):
        gaps.append(Gap("gap.yearly_cap", "visit", visit.rid, "", False, (("cap", cap),)))
    if visit.discharged:
        wanted = required_sample(visit.discharged)
        seen = visit.sampled or sum(case.kind == CaseKind.CASEFILE for case in cases)
        if seen < wanted:
            told = (("wanted", wanted), ("seen", seen))
            gaps.append(Gap("gap.sample", "visit", visit.rid, "sampled", False, told))
    if not cases:
        gaps.append(Gap("gap.no_cases", "visit", visit.rid, "", False))
    return gaps


def _case_gaps(reads: Reads, visit: Visit, cases: list[CaseFile]) -> list[Gap]:
    answers: dict[tuple[str, int], FiveCheck] = {
        (check.casefile, check.check_no or 0): check
        for check in reads.find(FiveCheck, visit=visit.rid)
    }
    with_findings = {(f.casefile, f.check_no) for f in reads.find(Finding, visit=visit.rid)}
    gaps: list[Gap] = []
    for case in cases:
        wanted = (1,) if case.kind == CaseKind.BED else CHECKS
        held = {no: answers.get((case.rid, no)) for no in wanted}
        empty = [no for no, check in held.items() if check is None or not check.answer]
        if empty:
            words = (("case", case_label(case)), ("no", "、".join(map(str, empty))))
            gaps.append(Gap("gap.unanswered", "casefile", case.rid, str(empty[0]), True, words))
        for no, check in held.items():
            words = (("case", case_label(case)), ("no", str(no)))
            if check is None:
                continue
            if check.answer == Answer.UNCHECKED and not check.reason.strip():
                gaps.append(Gap("gap.no_reason", "casefile", case.rid, str(no), True, words))
            elif check.answer == Answer.PROBLEM and (case.rid, no) not in with_findings:
                gaps.append(Gap("gap.no_finding", "casefile", case.rid, str(no), True, words))
    return gaps


def case_label(case: CaseFile) -> str:
    """How lists name a case without telling the patient: file number, else ward and bed."""
    return case.medcasno or f"{case.ward}{case.bed_no}床".strip() or "病例"


def _finding_gaps(reads: Reads, finding: Finding) -> list[Gap]:
    words = (("position", finding.position or 0),)
    missing = [
        ("gap.violation", "violation", not finding.violation, True),
        ("gap.fact_text", "fact_text", not finding.fact_text.strip(), True),
        ("gap.fact_blank", "fact_text", "____" in finding.fact_text, True),
        ("gap.amount", "amount_fen", finding.amount_fen is None, False),
        ("gap.fund", "fund_fen", finding.fund_fen is None, False),
        ("gap.evidence", "evidence", not reads.find(Evidence, owner=finding.rid), False),
    ]
    gaps = [
        Gap(code, "finding", finding.rid, field, blocking, words)
        for code, field, found, blocking in missing
        if found
    ]
    items = reads.find(FindingItem, finding=finding.rid)
    gaps += [
        Gap(remark.code, "finding", finding.rid, remark.field, False, words)
        for remark in remarks(finding, items)
    ]
    if reads.conflicts(finding.rid):
        gaps.append(Gap("gap.conflict", "finding", finding.rid, "", True, words))
    return gaps


def submit(store: Store, who: Who, visit: str) -> Changes:
    """Lock the visit and send every finding to review; AppError("visit.incomplete") if blocked."""
    with store.action("submitting.submit", who) as act:
        held = act.get(Visit, visit)
        if held.state == VisitState.SUBMITTED:
            raise AppError("visit.locked", on=held.submitted_at[:10])
        blocking = [gap for gap in completeness(act, visit) if gap.blocking]
        if blocking:
            raise AppError("visit.incomplete", count=len(blocking))
        act.change(
            Visit, visit,
            {"state": str(VisitState.SUBMITTED), "submitted_by": who.rid,
             "submitted_at": act.now.isoformat(timespec="seconds"), "reopen_reason": ""},
        )  # fmt: skip
    return act.changes


def reopen(store: Store, who: Who, visit: str, reason: str) -> Changes:
    """Unlock a submitted visit; a supervisor's decision with a reason that stays in the history."""
    if who.role not in REVIEWERS:
        raise AppError("visit.reopen_role")
    if not reason.strip():
        raise AppError("visit.reopen_reason")
    with store.action("submitting.reopen", who, why=reason) as act:
        act.change(Visit, visit, {"state": str(VisitState.ONGOING), "reopen_reason": reason})
    return act.changes
