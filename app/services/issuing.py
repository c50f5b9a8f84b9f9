"""Use cases of issuing papers: draft, problems that forbid it, number, stored PDF, void, serve."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO

from app.changes import Changes
from app.documents import compose, penalising
from app.documents.facts import Scene
from app.documents.options import Options
from app.documents.paper import Paper, to_json
from app.documents.pdf import write_pdf
from app.documents.template import template
from app.domain.caseview import CaseView
from app.domain.document import Document, PaperKind
from app.domain.ids import singleton_rid
from app.errors import AppError
from app.ports import Attachments, Reads, Store, Who
from app.services.handling import case_of
from app.services.objections import (
    Problem,
    common_problems,
    handling_problems,
    live_documents,
    total_of,
)
from app.services.office import calendar_of, office_of
from app.services.scenes import basis_of_scene, scene_of

LONGEST_STYLE = 60
_STYLE_PART = re.compile(r"\{(short|series|year|serial(:0[1-6]d)?)\}")
SERVED_MODES = ("直接送达", "留置送达", "邮寄送达", "委托送达", "电子送达", "公告送达")


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
        return Draft(paper, chosen, tuple(common_problems(reads, kind, scene)), missing)
    case = case_of(reads, visit)
    chosen = _with_notice(reads, visit, chosen) if kind == PaperKind.PENALTY_DECISION else chosen
    paper = _COMPOSERS[PaperKind(kind)](scene, case, chosen)
    problems = [
        *common_problems(reads, kind, scene),
        *handling_problems(reads, kind, scene, case, chosen),
    ]
    return Draft(paper, chosen, tuple(problems), missing)


_COMPOSERS: dict[PaperKind, Callable[[Scene, CaseView, Options], Paper]] = {
    PaperKind.RECTIFICATION_ORDER: compose.rectification_order,
    PaperKind.AGREEMENT_NOTICE: compose.agreement_notice,
    PaperKind.PENALTY_NOTICE: penalising.penalty_notice,
    PaperKind.PENALTY_DECISION: penalising.penalty_decision,
}


def _with_deadline(reads: Reads, kind: str, options: Options) -> tuple[Options, tuple[int, ...]]:
    if kind != PaperKind.RECTIFICATION_ORDER:
        return options, ()
    start = date.fromisoformat(options.dated_on)
    found = calendar_of(reads).working_days_after(start, options.days)
    return replace(options, deadline_on=found.last_day.isoformat()), found.missing_years


def _with_notice(reads: Reads, visit: str, options: Options) -> Options:
    notices = live_documents(reads, visit, PaperKind.PENALTY_NOTICE)
    if not notices:
        return options
    last = notices[-1]
    return replace(
        options,
        notice_on=last.issued_on,
        notice_number=last.number,
        notice_served=last.served_on,
    )


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
    # Only the four names, at most padded: a style is data, and every number tells its serial.
    rest = _STYLE_PART.sub("", style)
    if len(style) > LONGEST_STYLE or "{serial" not in style or "{" in rest or "}" in rest:
        raise AppError("paper.bad_style", style=style[:40])
    return style.format(short=short, series=series, year=year, serial=serial)


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
        if on and on > max(act.today.isoformat(), held.issued_on):
            raise AppError("paper.served_later")
        act.change(Document, document, {"served_on": on, "served_mode": mode, "served_note": note})
    return act.changes


def reprint(attachments: Attachments, document: Document) -> bytes:
    """The PDF exactly as issued."""
    return attachments.read(document.sha256)
