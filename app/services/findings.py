"""Use cases around one finding: facts, grid, amounts, evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.changes import Changes
from app.domain.amounts import FUND_PARTS, items_total
from app.domain.casefile import Answer, CaseFile, FiveCheck, fivecheck_rid
from app.domain.entity import Value
from app.domain.factsentence import compose
from app.domain.finding import Evidence, Finding, FindingItem
from app.domain.money import LARGEST_FEN
from app.domain.rules import violation_of
from app.errors import AppError
from app.ports import Action, Heads, Store, Who
from app.services.locking import open_finding, open_visit

LONGEST_FACT = 20_000
AMOUNTS = ("amount_fen", "fund_fen", "loss_fen", *FUND_PARTS)
ITEM_FIELDS = ("hilist_code", "hilist_name", "occurred_on", "quantity", "unit_price", "amount_fen")


def add(store: Store, who: Who, finding: Finding) -> tuple[Changes, str]:
    """Record a problem; the check it belongs to becomes 有问题 in the same action."""
    with store.action("findings.add", who) as act:
        open_visit(act, finding.visit)
        held = act.find(Finding, visit=finding.visit)
        position = max((f.position or 0 for f in held), default=0) + 1
        rid = act.create(replace(finding, position=position))
        _mark_problem(act, finding)
        _recompose(act, rid)
    return act.changes, rid


def _mark_problem(act: Action, finding: Finding) -> None:
    if not finding.casefile or finding.check_no is None:
        return
    rid = fivecheck_rid(finding.casefile, finding.check_no)
    if act.peek(FiveCheck, rid) is None:
        act.create(
            FiveCheck(
                rid=rid, casefile=finding.casefile, visit=finding.visit, check_no=finding.check_no
            )
        )
    act.change(FiveCheck, rid, {"answer": str(Answer.PROBLEM), "reason": ""})


def set_fields(
    store: Store, who: Who, rid: str, values: Mapping[str, Value], *, seen: Heads | None = None
) -> Changes:
    """Change facts or amounts. The sentence follows the figures until it was edited by hand.

    An empty sentence gives it back to the program. AppError "finding.bad_amount" and
    "finding.fact_too_long".
    """
    _check(values)
    with store.action("findings.set_fields", who) as act:
        held = open_finding(act, rid)
        wanted = dict(values)
        if "fact_text" in wanted and wanted["fact_text"] != held.fact_text:
            wanted.setdefault("fact_edited", bool(wanted["fact_text"]))
        act.change(Finding, rid, wanted, seen=seen)
        _sum_parts(act, rid, wanted)
        _recompose(act, rid)
    return act.changes


def _check(values: Mapping[str, Value]) -> None:
    for name in AMOUNTS:
        amount = values.get(name)
        if isinstance(amount, int) and not 0 <= amount <= LARGEST_FEN:
            raise AppError("finding.bad_amount")
    text = values.get("fact_text")
    if isinstance(text, str) and len(text) > LONGEST_FACT:
        raise AppError("finding.fact_too_long", most=LONGEST_FACT, length=len(text))


def _sum_parts(act: Action, rid: str, values: Mapping[str, Value]) -> None:
    if not any(name in values for name in FUND_PARTS):
        return
    held = act.get(Finding, rid)
    parts = [part for name in FUND_PARTS if (part := getattr(held, name)) is not None]
    if parts:
        act.change(Finding, rid, {"fund_fen": sum(parts)})


def _recompose(act: Action, rid: str) -> None:
    held = act.get(Finding, rid)
    if held.fact_edited:
        return
    case = act.peek(CaseFile, held.casefile) if held.casefile else None
    items = act.find(FindingItem, finding=rid)
    act.change(
        Finding, rid, {"fact_text": compose(violation_of(held.violation), held, case, items)}
    )


def set_items(store: Store, who: Who, finding: str, rows: Sequence[FindingItem]) -> Changes:
    """Replace the grid: rows with a `rid` are changed, others added, missing ones removed.

    The finding's amount follows the sum of the grid while it equalled the sum before.
    """
    with store.action("findings.set_items", who) as act:
        held = open_finding(act, finding)
        before = act.find(FindingItem, finding=finding)
        followed = held.amount_fen is None or held.amount_fen == items_total(before)
        _write_items(act, finding, before, rows)
        total = items_total(act.find(FindingItem, finding=finding))
        if followed and (total is not None or before):
            if total is not None and not 0 <= total <= LARGEST_FEN:
                raise AppError("finding.bad_amount")
            act.change(Finding, finding, {"amount_fen": total})
        _recompose(act, finding)
    return act.changes


def _write_items(
    act: Action, finding: str, before: Sequence[FindingItem], rows: Sequence[FindingItem]
) -> None:
    kept = {row.rid for row in rows if row.rid}
    for old in before:
        if old.rid not in kept:
            act.delete(FindingItem, old.rid)
    known = {old.rid for old in before}
    for number, row in enumerate(rows, 1):
        if row.rid in known:
            values: dict[str, Value] = {name: getattr(row, name) for name in ITEM_FIELDS}
            act.change(FindingItem, row.rid, values | {"position": number})
        else:
            act.create(replace(row, rid="", finding=finding, position=number))


def remove(store: Store, who: Who, rid: str) -> Changes:
    """Hide a finding; when it was the check's last one the answer is open again."""
    with store.action("findings.remove", who) as act:
        held = open_finding(act, rid)
        act.delete(Finding, rid)
        others = act.find(Finding, casefile=held.casefile, check_no=held.check_no)
        if held.casefile and held.check_no and not others:
            check = fivecheck_rid(held.casefile, held.check_no)
            if act.peek(FiveCheck, check):
                act.change(FiveCheck, check, {"answer": ""})
    return act.changes


def add_evidence(store: Store, who: Who, evidence: Evidence) -> tuple[Changes, str]:
    """Attach a file taken in before; AppError("evidence.twice") when its owner has it already."""
    with store.action("findings.add_evidence", who) as act:
        _open_owner(act, evidence)
        held = act.find(Evidence, owner=evidence.owner)
        if any(other.sha256 == evidence.sha256 for other in held):
            raise AppError("evidence.twice", name=evidence.file_name)
        rid = act.create(replace(evidence, position=len(held) + 1))
    return act.changes, rid


def set_evidence(store: Store, who: Who, rid: str, values: Mapping[str, Value]) -> Changes:
    """Change the caption."""
    with store.action("findings.set_evidence", who) as act:
        _open_owner(act, act.get(Evidence, rid))
        act.change(Evidence, rid, values)
    return act.changes


def remove_evidence(store: Store, who: Who, rid: str) -> Changes:
    """Hide the reference; the original bytes stay."""
    with store.action("findings.remove_evidence", who) as act:
        _open_owner(act, act.get(Evidence, rid))
        act.delete(Evidence, rid)
    return act.changes


def _open_owner(act: Action, evidence: Evidence) -> None:
    if act.peek(Finding, evidence.owner):
        open_finding(act, evidence.owner)
    elif evidence.visit:
        open_visit(act, evidence.visit)
