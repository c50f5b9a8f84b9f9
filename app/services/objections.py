"""What stands against issuing a paper: said in words, each with the place where it is mended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.documents.facts import Scene
from app.documents.options import Options
from app.documents.paper import from_json, texts_of
from app.domain.caseview import CaseView, PenaltyView
from app.domain.certificates import remarks_on_team
from app.domain.document import Document, PaperKind
from app.domain.rules import penalties
from app.ports import Reads
from app.services.office import calendar_of
from app.services.planning import day_of

HEARD_DAYS = 5
"""Working days after service before a decision (law.md §4.2: hearing and statement)."""
OFFICER_PAPERS = {
    PaperKind.RECTIFICATION_ORDER,
    PaperKind.PENALTY_NOTICE,
    PaperKind.PENALTY_DECISION,
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What stands against issuing a paper. `place` and `rid` lead to where it is mended."""

    code: str
    place: str
    rid: str = ""
    blocking: bool = True
    words: tuple[tuple[str, object], ...] = ()


def live_documents(reads: Reads, visit: str, kind: str) -> list[Document]:
    """Issued papers of one kind that were not voided, oldest first."""
    return [d for d in reads.find(Document, visit=visit, kind=str(kind)) if not d.voided_at]


def common_problems(reads: Reads, kind: str, scene: Scene) -> list[Problem]:
    """Office, team, undecided values: what any paper needs."""
    problems: list[Problem] = []
    office = scene.office
    wanted = {"bureau_name": office.bureau_name}
    if kind == PaperKind.AGREEMENT_NOTICE:
        wanted = {"agency_name": office.agency_name, "agency_short_name": office.agency_short_name}
    elif kind != PaperKind.INSPECTION_FORM:
        wanted |= {"government_name": office.government_name, "court_name": office.court_name}
    if kind != PaperKind.AGREEMENT_NOTICE:
        wanted["short_name"] = office.short_name
    problems += [
        Problem("paper.office_missing", "settings", words=(("field", name),))
        for name, value in wanted.items()
        if not value.strip()
    ]
    if kind != PaperKind.AGREEMENT_NOTICE:
        enforced = kind in OFFICER_PAPERS
        for remark in remarks_on_team(scene.team, day_of(scene.visit, scene.round)):
            words = (("name", remark.name),)
            problems.append(Problem(remark.code, "visit", scene.visit.rid, enforced, words))
    for rid in (scene.visit.rid, *(finding.rid for finding in scene.findings)):
        if reads.conflicts(rid):
            problems.append(Problem("paper.conflict", "finding", rid))
    if not scene.visit.begin_at:
        problems.append(Problem("gap.begin_at", "visit", scene.visit.rid, kind in OFFICER_PAPERS))
    return problems


def handling_problems(
    reads: Reads, kind: str, scene: Scene, case: CaseView, options: Options
) -> list[Problem]:
    """What stands against a paper about handling, apart from `common_problems`."""
    problems: list[Problem] = []
    if not case.approved:
        problems.append(Problem("paper.nothing_approved", "review"))
    open_ones = len(case.findings) - len(case.approved)
    if open_ones and case.approved:
        problems.append(
            Problem("paper.not_all_approved", "review", "", False, (("count", open_ones),))
        )
    if kind == PaperKind.AGREEMENT_NOTICE:
        problems += _agreement_problems(case)
    if kind in {PaperKind.PENALTY_NOTICE, PaperKind.PENALTY_DECISION}:
        problems += _penalty_problems(case, options)
        problems += _party_problems(scene)
    if kind == PaperKind.PENALTY_DECISION:
        problems += _decision_problems(reads, scene, case, options)
    return problems


def _agreement_problems(case: CaseView) -> list[Problem]:
    visit = case.visit.rid
    if not case.deductions:
        return [Problem("paper.no_deduction", "case", visit)]
    problems = [Problem("handling.stale", "case", visit) for view in case.deductions if view.stale]
    problems += [
        Problem(code, "case", visit) for v in case.deductions for code in v.settlement.problems
    ]
    if not case.handling.agreement_clause.strip():
        # Money is owed by contract only: by which clause must be said.
        money = total_of(PaperKind.AGREEMENT_NOTICE, case) > 0
        problems.append(Problem("paper.no_clause", "case", visit, blocking=money))
    return problems


def _party_problems(scene: Scene) -> list[Problem]:
    """Name, code and address of the party (行政处罚法 59 item 1)."""
    institution, found = scene.institution, list[Problem]()
    wanted = (
        ("address", institution.address, True),
        ("uscc", institution.uscc or institution.license_no, True),
        ("legal_rep", institution.legal_rep, False),
    )
    for field, value, blocking in wanted:
        if not value.strip():
            words = (("field", field),)
            found.append(
                Problem("paper.party_missing", "institution", institution.rid, blocking, words)
            )
    return found


def _penalty_problems(case: CaseView, options: Options) -> list[Problem]:
    visit = case.visit.rid
    if not case.penalties:
        return [Problem("paper.no_penalty", "case", visit)]
    codes = [code for v in case.penalties for code in v.reckoning.problems]
    codes += ["handling.stale" for view in case.penalties if view.stale]
    rids = [rid for view in case.penalties for rid in view.record.findings]
    if len(set(rids)) < len(rids):
        codes.append("paper.finding_twice")
    claimed = {rid for v in case.deductions if v.takes_back for rid in v.record.findings}
    for view in case.penalties:
        rule = penalties().get(view.record.article)
        if rule and rule.person:
            codes.append("paper.person_party")
        if view.record.recovered_fen is None and claimed & set(view.record.findings):
            codes.append("paper.refund_twice")
        if view.record.order_document:
            codes += _order_problems(view, visit, options)
    return [Problem(code, "case", visit) for code in codes]


def _order_problems(view: PenaltyView, visit: str, options: Options) -> list[str]:
    """条例39: the order must have been served in time, and gone unheeded after its deadline."""
    order, unheeded = view.order, view.record.unheeded_on
    if order is None or order.voided_at or order.visit != visit:
        return ["paper.order_missing"]
    if not order.served_on:
        return ["paper.order_not_served"]
    if order.deadline_on and order.served_on > order.deadline_on:
        return ["paper.order_served_late"]
    if unheeded and order.deadline_on and unheeded <= order.deadline_on:
        return ["paper.order_still_running"]
    return ["paper.unheeded_date"] if unheeded > options.dated_on else []


def _decision_problems(
    reads: Reads, scene: Scene, case: CaseView, options: Options
) -> list[Problem]:
    visit = scene.visit.rid
    problems = [Problem("paper.no_legal_review", "case", visit, blocking=False)]
    if not options.statement_told.strip():
        problems.append(Problem("paper.no_statement", "case", visit))
    problems += _account_problems(scene, case)
    notices = live_documents(reads, visit, PaperKind.PENALTY_NOTICE)
    if not notices:
        return [*problems, Problem("paper.no_notice", "case", visit)]
    notice = notices[-1]
    if total_of(PaperKind.PENALTY_DECISION, case) > (notice.amount_fen or 0):
        problems.append(Problem("paper.above_notice", "case", visit))
    if not notice.served_on:
        return [*problems, Problem("paper.notice_not_served", "document", notice.rid)]
    served = date.fromisoformat(notice.served_on)
    heard = calendar_of(reads).working_days_after(served, HEARD_DAYS).last_day.isoformat()
    if options.dated_on <= heard:
        words = (("until", heard),)
        problems.append(Problem("paper.notice_running", "document", notice.rid, True, words))
    if not _announced(notice, case):
        problems.append(Problem("paper.notice_differs", "document", notice.rid))
    return problems


def _account_problems(scene: Scene, case: CaseView) -> list[Problem]:
    """A decision that orders money says where it goes (条例45: two accounts)."""
    due = sum(view.reckoning.refund_due_fen for view in case.penalties)
    fine = sum(view.reckoning.fine_fen for view in case.penalties)
    wanted = (
        ("special_account", due, scene.office.special_account),
        ("treasury_account", fine, scene.office.treasury_account),
    )
    return [
        Problem("paper.office_missing", "settings", words=(("field", name),))
        for name, money, account in wanted
        if money and not account.strip()
    ]


def _announced(notice: Document, case: CaseView) -> bool:
    """Whether every fact and every suspension of the decision stood in the notice (处罚法 44)."""
    told = "\n".join(texts_of(from_json(notice.content)))
    chosen = {rid for view in case.penalties for rid in view.record.findings}
    facts = [f.fact_text.strip() for f in case.findings if f.rid in chosen]
    suspended = [v.record.suspend_unit for v in case.penalties if v.record.suspend_unit]
    return all(text in told for text in (*facts, *suspended))


def total_of(kind: str, case: CaseView) -> int:
    """The money a paper orders, in 分: fines, or agreement sums, or refunds."""
    if kind == PaperKind.AGREEMENT_NOTICE:
        return sum(v.settlement.amount_fen + v.settlement.extrapolated_fen for v in case.deductions)
    if kind in {PaperKind.PENALTY_NOTICE, PaperKind.PENALTY_DECISION}:
        return sum(view.reckoning.fine_fen for view in case.penalties)
    return sum(view.reckoning.refund_due_fen for view in case.penalties)
