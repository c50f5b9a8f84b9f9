"""Which parts of a visit may still be edited: a submitted visit only where a reviewer sent it back."""

from __future__ import annotations

from app.domain.finding import Finding
from app.domain.review import FindingState
from app.domain.visit import Visit, VisitState
from app.errors import AppError
from app.ports import Reads

EDITABLE = {FindingState.RETURNED, FindingState.PROPOSED}


def open_visit(reads: Reads, visit: str) -> Visit:
    """The visit, if it may be edited; AppError("visit.locked") with the day it was submitted."""
    held = reads.get(Visit, visit)
    if held.state == VisitState.SUBMITTED:
        raise AppError("visit.locked", on=held.submitted_at[:10])
    return held


def open_finding(reads: Reads, finding: str) -> Finding:
    """The finding, if it may be edited: its visit is open, or the reviewer returned it."""
    held = reads.get(Finding, finding)
    visit = reads.peek(Visit, held.visit)
    locked = visit is not None and visit.state == VisitState.SUBMITTED
    if locked and reads.finding_state(finding) not in EDITABLE:
        raise AppError("finding.locked", on=visit.submitted_at[:10] if visit else "")
    return held
