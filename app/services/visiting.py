"""Use cases at the institution: the visit, its case files and the five checks of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from app.changes import Changes
from app.domain.casefile import (
    CHECKS,
    Answer,
    BedAnswer,
    CaseFile,
    CaseKind,
    FiveCheck,
    fivecheck_rid,
)  # fmt: skip
from app.domain.entity import Value
from app.domain.finding import Finding
from app.domain.visit import Visit, VisitState
from app.errors import AppError
from app.ports import Action, Heads, Store, Who
from app.services.locking import open_visit

BEDS_AT_ONCE = 500


def begin(store: Store, who: Who, visit: str, *, at: str) -> Changes:
    """Start the visit at a local time ``YYYY-MM-DDTHH:MM``; a visit begun before stays as it is."""
    with store.action("visiting.begin", who) as act:
        held = open_visit(act, visit)
        if held.state == VisitState.PLANNED:
            values: dict[str, Value] = {"state": str(VisitState.ONGOING)}
            if not held.begin_at:
                values["begin_at"] = at
            if not held.recorder:
                values["recorder"] = who.rid
            act.change(Visit, visit, values)
    return act.changes


def set_visit(
    store: Store, who: Who, visit: str, values: Mapping[str, Value], *, seen: Heads | None = None
) -> Changes:
    """Change facts of the visit: times, wards, persons, team, sampling."""
    _check_times(values)
    with store.action("visiting.set_visit", who) as act:
        open_visit(act, visit)
        act.change(Visit, visit, values, seen=seen)
    return act.changes


def _check_times(values: Mapping[str, Value]) -> None:
    for name in ("discharged", "sampled"):
        number = values.get(name)
        if isinstance(number, int) and not 0 <= number <= 1_000_000:
            raise AppError("visit.bad_count", number=number)


def add_casefile(store: Store, who: Who, casefile: CaseFile) -> tuple[Changes, str]:
    """Add one case file at the end of the visit's list."""
    with store.action("visiting.add_casefile", who) as act:
        open_visit(act, casefile.visit)
        rid = act.create(replace(casefile, position=_next_position(act, casefile.visit)))
    return act.changes, rid


def add_casefiles(
    store: Store, who: Who, visit: str, casefiles: Iterable[CaseFile]
) -> tuple[Changes, int]:
    """Add a pasted list as one undoable action; cases already in the visit are left out.

    Two cases are the same when their file numbers are, or without numbers name, bed and admission
    day. Returns how many were left out.
    """
    skipped = 0
    with store.action("visiting.add_casefiles", who) as act:
        open_visit(act, visit)
        known = {_identity(case) for case in act.find(CaseFile, visit=visit)}
        position = _next_position(act, visit)
        fresh: list[CaseFile] = []
        for case in casefiles:
            if _identity(case) in known:
                skipped += 1
                continue
            known.add(_identity(case))
            fresh.append(replace(case, visit=visit, position=position + len(fresh)))
        act.create_many(fresh)
    return act.changes, skipped


def _identity(case: CaseFile) -> tuple[str, ...]:
    if case.medcasno:
        return ("no", case.medcasno)
    return ("who", case.kind, case.psn_name, case.ward, case.bed_no, case.adm_on)


def _next_position(act: Action, visit: str) -> int:
    return max((case.position or 0 for case in act.find(CaseFile, visit=visit)), default=0) + 1


def set_casefile(
    store: Store, who: Who, casefile: str, values: Mapping[str, Value], *, seen: Heads | None = None
) -> Changes:
    """Change facts of a case."""
    with store.action("visiting.set_casefile", who) as act:
        open_visit(act, act.get(CaseFile, casefile).visit)
        act.change(CaseFile, casefile, values, seen=seen)
    return act.changes


def remove_casefile(store: Store, who: Who, casefile: str) -> Changes:
    """Hide a case with its answers and findings; one undo brings all of it back."""
    with store.action("visiting.remove_casefile", who) as act:
        open_visit(act, act.get(CaseFile, casefile).visit)
        for finding in act.find(Finding, casefile=casefile):
            act.delete(Finding, finding.rid)
        act.delete(CaseFile, casefile)
    return act.changes


def record_answer(
    store: Store, who: Who, casefile: str, check_no: int, *, answer: str, reason: str = ""
) -> Changes:
    """Answer one of the five checks."""
    with store.action("visiting.record_answer", who) as act:
        case = act.get(CaseFile, casefile)
        open_visit(act, case.visit)
        _answer(act, case, check_no, answer, reason)
    return act.changes


def all_ok(store: Store, who: Who, casefile: str) -> tuple[Changes, tuple[int, ...]]:
    """Five answers 相符 in one action; checks with a problem keep it and are returned."""
    with store.action("visiting.all_ok", who) as act:
        case = act.get(CaseFile, casefile)
        open_visit(act, case.visit)
        held = {c.check_no: c.answer for c in act.find(FiveCheck, casefile=casefile)}
        with_findings = {f.check_no for f in act.find(Finding, casefile=casefile)}
        kept = tuple(no for no in CHECKS if held.get(no) == Answer.PROBLEM or no in with_findings)
        for no in CHECKS:
            if no not in kept:
                _answer(act, case, no, Answer.OK, "")
    return act.changes, kept


def _answer(act: Action, case: CaseFile, check_no: int, answer: str, reason: str) -> None:
    if check_no not in CHECKS or answer not in {"", *Answer}:
        raise AppError("visit.bad_answer")
    if answer == Answer.OK and act.find(Finding, casefile=case.rid, check_no=check_no):
        raise AppError("visit.ok_with_findings")
    rid = fivecheck_rid(case.rid, check_no)
    values: dict[str, Value] = {"answer": str(answer), "reason": reason}
    if act.peek(FiveCheck, rid) is None:
        act.create(FiveCheck(rid=rid, casefile=case.rid, visit=case.visit, check_no=check_no))
    act.change(FiveCheck, rid, values)


def add_beds(
    store: Store, who: Who, visit: str, *, ward: str, beds: Sequence[str]
) -> tuple[Changes, int]:
    """Put beds on the patrol list; beds already there are left out (their number is returned)."""
    if len(beds) > BEDS_AT_ONCE:
        raise AppError("visit.too_many_beds", most=BEDS_AT_ONCE)
    entries = [CaseFile(kind=str(CaseKind.BED), ward=ward, bed_no=bed) for bed in beds]
    return add_casefiles(store, who, visit, entries)


def record_bed(store: Store, who: Who, casefile: str, answer: str) -> Changes:
    """What the patrol saw at a bed: 在, 不在 or 人证不符; check 1 is answered with it."""
    with store.action("visiting.record_bed", who) as act:
        case = act.get(CaseFile, casefile)
        open_visit(act, case.visit)
        if answer not in {"", *BedAnswer}:
            raise AppError("visit.bad_answer")
        act.change(CaseFile, casefile, {"bed_answer": str(answer)})
        if answer == BedAnswer.PRESENT and not act.find(Finding, casefile=casefile, check_no=1):
            _answer(act, case, 1, Answer.OK, "")
        elif answer and answer != BedAnswer.PRESENT:
            _answer(act, case, 1, Answer.PROBLEM, "")
    return act.changes
