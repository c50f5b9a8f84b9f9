"""Use cases of handling: both tracks of one institution in one round, over approved findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.changes import Changes
from app.domain.agreement import settle
from app.domain.casefile import CaseFile, CaseKind
from app.domain.caseview import CaseView, DeductionView, PenaltyView
from app.domain.document import Document
from app.domain.entity import Value
from app.domain.finding import Finding
from app.domain.handling import Deduction, Handling, Penalty, handling_rid
from app.domain.institution import Agreement
from app.domain.office import Role
from app.domain.penalty import reckon
from app.domain.review import FindingState
from app.domain.visit import Visit
from app.errors import AppError
from app.ports import Action, Heads, Reads, Store, Who
from app.services.planning import day_of
from app.services.reviewing import basis_now

HANDLERS = {Role.SUPERVISOR, Role.HEAD}


def case_of(reads: Reads, visit: str) -> CaseView:
    """The thread of a visit, computed anew from the records."""
    held = reads.get(Visit, visit)
    handling = reads.peek(Handling, handling_rid(visit)) or Handling(
        rid=handling_rid(visit), visit=visit
    )
    findings = tuple(reads.find(Finding, visit=visit))
    approved = {f.rid: f for f in findings if reads.finding_state(f.rid) == FindingState.APPROVED}
    deposit = _deposit(reads, held)
    cases = reads.find(CaseFile, visit=visit)
    sampled = frozenset(case.rid for case in cases if case.kind == CaseKind.CASEFILE)
    deductions = tuple(
        DeductionView(
            record,
            settle(
                record,
                _chosen(approved, record.findings),
                handling,
                held,
                deposit_fen=deposit,
                sampled=sampled,
            ),
            record.basis != basis_of_handling(reads, record.findings),
        )
        for record in reads.find(Deduction, handling=handling.rid)
    )
    penalties = tuple(
        PenaltyView(
            record,
            reckon(record, _chosen(approved, record.findings)),
            record.basis != basis_of_handling(reads, record.findings),
            reads.peek(Document, record.order_document) if record.order_document else None,
        )
        for record in reads.find(Penalty, handling=handling.rid)
    )
    return CaseView(held, handling, findings, frozenset(approved), deductions, penalties, deposit)


def _chosen(approved: Mapping[str, Finding], rids: Sequence[str]) -> list[Finding]:
    return [approved[rid] for rid in rids if rid in approved]


def _deposit(reads: Reads, visit: Visit) -> int | None:
    year = day_of(visit, None)[:4]
    agreements = reads.find(Agreement, institution=visit.institution)
    fitting = [a for a in agreements if str(a.year) == year] or agreements
    return max(fitting, key=lambda a: a.year or 0).deposit_fen if fitting else None


def basis_of_handling(reads: Reads, findings: Sequence[str]) -> tuple[str, ...]:
    """The versions of the findings a measure rests on, sorted; a finding no longer approved adds none."""
    dots: set[str] = set()
    for rid in findings:
        if reads.peek(Finding, rid) and reads.finding_state(rid) == FindingState.APPROVED:
            dots.update(basis_now(reads, rid))
    return tuple(sorted(dots))


def set_handling(
    store: Store, who: Who, visit: str, values: Mapping[str, Value], *, seen: Heads | None = None
) -> Changes:
    """Change facts of the thread (agreement clause, extrapolation)."""
    _check_role(who)
    with store.action("handling.set_handling", who) as act:
        rid = _open(act, visit)
        act.change(Handling, rid, values, seen=seen)
    return act.changes


def add_deduction(store: Store, who: Who, visit: str, deduction: Deduction) -> tuple[Changes, str]:
    """Choose a measure of the agreement table for approved findings."""
    _check_role(who)
    with store.action("handling.add_deduction", who) as act:
        rid = act.create(replace(deduction, handling=_open(act, visit)))
        _settle(act, visit, Deduction, rid)
    return act.changes, rid


def add_penalty(store: Store, who: Who, visit: str, penalty: Penalty) -> tuple[Changes, str]:
    """Open an administrative measure under an article for approved findings."""
    _check_role(who)
    with store.action("handling.add_penalty", who) as act:
        rid = act.create(replace(penalty, handling=_open(act, visit)))
        _settle(act, visit, Penalty, rid)
    return act.changes, rid


def set_measure(
    store: Store,
    who: Who,
    kind: type[Deduction] | type[Penalty],
    rid: str,
    values: Mapping[str, Value],
    seen: Heads | None = None,
) -> Changes:
    """Change a measure. Its figures are recomputed and its basis set to the findings as they are."""
    _check_role(who)
    with store.action(f"handling.set_{kind.entity}", who) as act:
        held: Deduction | Penalty = act.get(kind, rid)
        act.change(kind, rid, values, seen=seen)
        _settle(act, act.get(Handling, held.handling).visit, kind, rid)
    return act.changes


def remove_measure(
    store: Store, who: Who, kind: type[Deduction] | type[Penalty], rid: str
) -> Changes:
    """Take a measure back."""
    _check_role(who)
    with store.action(f"handling.remove_{kind.entity}", who) as act:
        act.delete(kind, rid)
    return act.changes


def _check_role(who: Who) -> None:
    if who.role not in HANDLERS:
        raise AppError("handling.role")


def _open(act: Action, visit: str) -> str:
    rid = handling_rid(visit)
    act.get(Visit, visit)
    if act.peek(Handling, rid) is None:
        act.create(Handling(rid=rid, visit=visit))
    return rid


def _settle(act: Action, visit: str, kind: type[Deduction] | type[Penalty], rid: str) -> None:
    """Write the computed figures and the basis beside what was chosen."""
    record: Deduction | Penalty = act.get(kind, rid)
    for finding in record.findings:
        if act.finding_state(finding) != FindingState.APPROVED:
            raise AppError("handling.not_approved")
    basis = basis_of_handling(act, record.findings)
    act.change(kind, rid, {"basis": basis})
    view = case_of(act, visit)
    values: dict[str, Value]
    if isinstance(record, Deduction):
        money = next(v.settlement for v in view.deductions if v.record.rid == rid)
        values = {"amount_fen": money.amount_fen, "extrapolated_fen": money.extrapolated_fen}
    else:
        sums = next(v.reckoning for v in view.penalties if v.record.rid == rid)
        values = {
            "base_fen": sums.base_fen,
            "refund_due_fen": sums.refund_due_fen,
            "fine_fen": sums.fine_fen,
        }
    act.change(kind, rid, values)
