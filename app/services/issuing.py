"""Use cases of issuing papers: draft, problems that forbid it, number, stored PDF, void, serve."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO

from app.changes import Changes
from app.documents import compose
from app.documents.facts import Scene
from app.documents.options import Options
from app.documents.paper import Paper, to_json
from app.documents.pdf import write_pdf
from app.documents.template import template
from app.domain.caseview import CaseView
from app.domain.certificates import remarks_on_team
from app.domain.document import Document, PaperKind
from app.domain.handling import Penalty
from app.domain.ids import singleton_rid
from app.errors import AppError
from app.ports import Attachments, Reads, Store, Who
from app.services.handling import case_of
from app.services.office import calendar_of, office_of
from app.services.planning import day_of
from app.services.scenes import basis_of_scene, scene_of

SERVED_MODES = ("直接送达", "留置送达", "邮寄送达", "委托送达", "电子送达", "公告送达")
OFFICER_PAPERS = {
    PaperKind.RECTIFICATION_ORDER,
    PaperKind.PENALTY_NOTICE,
    PaperKind.PENALTY_DECISION,
}
HANDLING_PAPERS = {*OFFICER_PAPERS, PaperKind.AGREEMENT_NOTICE}


@dataclass(frozen=True, slots=True)
class Problem:
    """What stands against issuing a paper. `place` and `rid` lead to where it is mended."""

    code: str
    place: str
    rid: str = ""
    blocking: bool = True
    words: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """A paper as it would be issued, without its number, and what stands against it."""

    paper: Paper
    options: Options
    problems: tuple[Problem, ...]
    missing_years: tuple[int, ...] = ()

    @property
    def may_issue(self) -> bool:
        """Whether nothing blocking stands against it."""
        return not any(problem.blocking for problem in self.problems)


def draft(reads: Reads, kind: str, visit: str, *, options: Options) -> Draft:
    """Draw up a paper for preview. `options.deadline_on` is computed when it is empty."""
    scene = scene_of(reads, visit)
    chosen, missing = _with_deadline(reads, kind, options)
    if kind == PaperKind.INSPECTION_FORM:
        paper = compose.inspection_form(scene, chosen)
        return Draft(paper, chosen, tuple(_common_problems(reads, kind, scene)), missing)
    case = case_of(reads, visit)
    chosen = _with_notice(reads, visit, chosen) if kind == PaperKind.PENALTY_DECISION else chosen
    paper = _COMPOSERS[PaperKind(kind)](scene, case, chosen)
    problems = [
        *_common_problems(reads, kind, scene),
        *_handling_problems(reads, kind, scene, case),
    ]
    return Draft(paper, chosen, tuple(problems), missing)


_COMPOSERS: dict[PaperKind, Callable[[Scene, CaseView, Options], Paper]] = {
    PaperKind.RECTIFICATION_ORDER: compose.rectification_order,
    PaperKind.AGREEMENT_NOTICE: compose.agreement_notice,
    PaperKind.PENALTY_NOTICE: compose.penalty_notice,
    PaperKind.PENALTY_DECISION: compose.penalty_decision,
}


def _with_deadline(reads: Reads, kind: str, options: Options) -> tuple[Options, tuple[int, ...]]:
    if kind != PaperKind.RECTIFICATION_ORDER:
        return options, ()
    start = date.fromisoformat(options.dated_on)
    found = calendar_of(reads).working_days_after(start, options.days)
    return replace(options, deadline_on=found.last_day.isoformat()), found.missing_years


def live_documents(reads: Reads, visit: str, kind: str) -> list[Document]:
    """Issued papers of one kind that were not voided, oldest first."""
    return [d for d in reads.find(Document, visit=visit, kind=str(kind)) if not d.voided_at]


def _with_notice(reads: Reads, visit: str, options: Options) -> Options:
    notices = live_documents(reads, visit, PaperKind.PENALTY_NOTICE)
    if not notices:
        return options
    return replace(options, notice_on=notices[-1].issued_on, notice_number=notices[-1].number)


def _common_problems(reads: Reads, kind: str, scene: Scene) -> list[Problem]:
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


def _handling_problems(reads: Reads, kind: str, scene: Scene, case: CaseView) -> list[Problem]:
    visit = scene.visit.rid
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
        problems += _penalty_problems(reads, case)
    if kind == PaperKind.PENALTY_DECISION:
        problems += _decision_problems(reads, visit, case)
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
        problems.append(Problem("paper.no_clause", "case", visit, blocking=False))
    return problems


def _penalty_problems(reads: Reads, case: CaseView) -> list[Problem]:
    visit = case.visit.rid
    if not case.penalties:
        return [Problem("paper.no_penalty", "case", visit)]
    problems = [Problem("handling.stale", "case", visit) for view in case.penalties if view.stale]
    problems += [
        Problem(code, "case", visit) for v in case.penalties for code in v.reckoning.problems
    ]
    for view in case.penalties:
        if view.record.order_document:
            problems += _order_problems(reads, view.record, visit)
    return problems


def _order_problems(reads: Reads, penalty: Penalty, visit: str) -> list[Problem]:
    """条例39: the order must have been served, and gone unheeded after its deadline."""
    order = reads.peek(Document, penalty.order_document)
    if order is None or order.voided_at or order.kind != PaperKind.RECTIFICATION_ORDER:
        return [Problem("paper.order_missing", "case", visit)]
    if not order.served_on:
        return [Problem("paper.order_not_served", "document", order.rid)]
    if penalty.unheeded_on and order.deadline_on and penalty.unheeded_on <= order.deadline_on:
        return [
            Problem(
                "paper.order_still_running", "case", visit, words=(("until", order.deadline_on),)
            )
        ]
    return []


def _decision_problems(reads: Reads, visit: str, case: CaseView) -> list[Problem]:
    notices = live_documents(reads, visit, PaperKind.PENALTY_NOTICE)
    if not notices:
        return [Problem("paper.no_notice", "case", visit)]
    notice, problems = notices[-1], []
    if total_of(PaperKind.PENALTY_DECISION, case) > (notice.amount_fen or 0):
        problems.append(Problem("paper.above_notice", "case", visit))
    if not notice.served_on:
        problems.append(Problem("paper.notice_not_served", "document", notice.rid, blocking=False))
    return problems


def total_of(kind: str, case: CaseView) -> int:
    """The money a paper orders, in 分: fines, or agreement sums, or refunds."""
    if kind == PaperKind.AGREEMENT_NOTICE:
        return sum(v.settlement.amount_fen + v.settlement.extrapolated_fen for v in case.deductions)
    if kind in {PaperKind.PENALTY_NOTICE, PaperKind.PENALTY_DECISION}:
        return sum(view.reckoning.fine_fen for view in case.penalties)
    return sum(view.reckoning.refund_due_fen for view in case.penalties)


def pdf_of(paper: Paper) -> tuple[bytes, int]:
    """The paper's PDF and its number of pages."""
    buffer = BytesIO()
    pages = write_pdf(paper, buffer)
    return buffer.getvalue(), pages


def issue(
    store: Store, attachments: Attachments, who: Who, kind: str, visit: str, *,
    options: Options, replaces: str = "",
) -> tuple[Changes, str]:  # fmt: skip
    """Issue a paper: number, PDF and record in one action; nothing at all when any part fails.

    AppError("paper.blocked") while something blocking stands against it. The PDF is on disk before
    the record names it. Numbers run without a gap per series and year.
    """
    with store.action("issuing.issue", who) as act:
        ready = draft(act, kind, visit, options=options)
        if not ready.may_issue:
            raise AppError("paper.blocked", count=sum(p.blocking for p in ready.problems))
        document = _numbered(act, kind, visit, ready.options)
        final = draft(act, kind, visit, options=replace(ready.options, number=document.number))
        content, pages = pdf_of(final.paper)
        stored = attachments.take_in(content)
        scene = scene_of(act, visit)
        case = case_of(act, visit)
        measures = (
            *(v.record.rid for v in case.deductions),
            *(v.record.rid for v in case.penalties),
        )
        rid = act.create(
            replace(
                document, title=final.paper.title, sha256=stored.sha256, size=stored.size, pages=pages,
                content=to_json(final.paper), issued_by=who.rid, replaces=replaces,
                issued_at=act.now.isoformat(timespec="seconds"), issued_on=options.dated_on,
                deadline_on=final.options.deadline_on,
                amount_fen=None if kind == PaperKind.INSPECTION_FORM else total_of(kind, case),
                basis=basis_of_scene(act, scene, measures),
            )
        )  # fmt: skip
    return act.changes, rid


def next_number(reads: Reads, kind: str, visit: str, options: Options) -> str:
    """The number the paper would get if it were issued now."""
    return _numbered(reads, kind, visit, options).number


def _numbered(reads: Reads, kind: str, visit: str, options: Options) -> Document:
    found = template(kind)
    office = office_of(reads)
    year = int(options.dated_on[:4])
    series = f"{found['issuer']}-{kind}"
    serial = (
        max((d.serial or 0 for d in reads.find(Document, series=series, year=year)), default=0) + 1
    )
    short = office.agency_short_name if found["issuer"] == "agency" else office.short_name
    style = dict(s.split("=", 1) for s in office.number_styles if "=" in s).get(
        kind, found["number"]
    )
    number = number_of(style, short=short, series=found["series"], year=year, serial=serial)
    provisional = f"临-{year}-{singleton_rid(visit, kind)[:4]}-{serial}"
    return Document(
        kind=str(kind), visit=visit, series=series, year=year, serial=serial, number=number,
        provisional_no=provisional,
    )  # fmt: skip


def number_of(style: str, *, short: str, series: str, year: int, serial: int) -> str:
    """A document number by its style; `{serial:03d}` pads. AppError("paper.bad_style")."""
    try:
        return style.format(short=short, series=series, year=year, serial=serial)
    except (KeyError, ValueError, IndexError) as error:
        raise AppError("paper.bad_style", style=style) from error


def void(store: Store, who: Who, document: str, reason: str) -> Changes:
    """Void an issued paper; it stays with its number and reason."""
    if not reason.strip():
        raise AppError("paper.void_reason")
    with store.action("issuing.void", who, why=reason) as act:
        if act.get(Document, document).voided_at:
            raise AppError("paper.voided")
        at = act.now.isoformat(timespec="seconds")
        act.change(Document, document, {"void_reason": reason, "voided_at": at})
    return act.changes


def serve(store: Store, who: Who, document: str, *, on: str, mode: str, note: str = "") -> Changes:
    """Record how and when a paper was served."""
    with store.action("issuing.serve", who) as act:
        held = act.get(Document, document)
        if held.voided_at:
            raise AppError("paper.voided")
        if on and on < held.issued_on:
            raise AppError("paper.served_before_issued")
        act.change(Document, document, {"served_on": on, "served_mode": mode, "served_note": note})
    return act.changes


def reprint(attachments: Attachments, document: Document) -> bytes:
    """The PDF exactly as issued."""
    return attachments.read(document.sha256)
