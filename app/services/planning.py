"""Use cases of planning: rounds, and which institutions a round visits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app.changes import Changes
from app.domain.certificates import CertificateRemark, remarks_on_team
from app.domain.entity import Value
from app.domain.institution import Institution
from app.domain.office import User
from app.domain.visit import Round, RoundKind, Visit, VisitState, visit_rid
from app.errors import AppError
from app.ports import Heads, Reads, Store, Who
from app.services.office import office_of


def add_round(store: Store, who: Who, record: Round) -> tuple[Changes, str]:
    """Open a round; AppError("round.without_name") or ("round.dates")."""
    _check_round(record.name, record.begin_on, record.end_on)
    with store.action("planning.add_round", who) as act:
        rid = act.create(record)
    return act.changes, rid


def set_round(
    store: Store, who: Who, rid: str, values: Mapping[str, Value], *, seen: Heads | None = None
) -> Changes:
    """Change fields of a round."""
    with store.action("planning.set_round", who) as act:
        held = act.get(Round, rid)
        merged = {
            name: values.get(name, getattr(held, name)) for name in ("name", "begin_on", "end_on")
        }
        _check_round(str(merged["name"]), str(merged["begin_on"]), str(merged["end_on"]))
        act.change(Round, rid, values, seen=seen)
    return act.changes


def _check_round(name: str, begin_on: str, end_on: str) -> None:
    if not name.strip():
        raise AppError("round.without_name")
    if begin_on and end_on and end_on < begin_on:
        raise AppError("round.dates")


def add_institutions(
    store: Store, who: Who, round_rid: str, institutions: Iterable[str]
) -> Changes:
    """Plan a visit to each institution; those planned already stay as they are."""
    with store.action("planning.add_institutions", who) as act:
        held = act.get(Round, round_rid)
        for institution in institutions:
            act.get(Institution, institution)
            rid = visit_rid(round_rid, institution)
            if act.peek(Visit, rid) is None:
                act.create(
                    Visit(
                        rid=rid, round=round_rid, institution=institution,
                        inspectors=held.members, planned_on=held.begin_on,
                    )
                )  # fmt: skip
    return act.changes


def remove_institution(store: Store, who: Who, visit: str) -> Changes:
    """Take an institution out of a round; AppError("round.visit_begun") once it was begun."""
    with store.action("planning.remove_institution", who) as act:
        if act.get(Visit, visit).state != VisitState.PLANNED:
            raise AppError("round.visit_begun")
        act.delete(Visit, visit)
    return act.changes


def nth_in_year(reads: Reads, visit: Visit) -> int:
    """The how-manieth visit to the institution this year it is; coaching is not counted (0)."""
    rounds = reads.get_many(
        Round, {v.round for v in reads.find(Visit, institution=visit.institution)}
    )
    own = rounds.get(visit.round)
    if own is None or own.kind == RoundKind.COACHING:
        return 0
    year = day_of(visit, own)[:4]
    counted = [
        (day_of(v, r), v.rid)
        for v in reads.find(Visit, institution=visit.institution)
        if (r := rounds.get(v.round)) and r.kind != RoundKind.COACHING and day_of(v, r)[:4] == year
    ]
    return sum(1 for key in counted if key <= (day_of(visit, own), visit.rid))


def day_of(visit: Visit, held: Round | None) -> str:
    """The ISO day a visit is held on: begun, else planned, else the round's first day."""
    return visit.begin_at[:10] or visit.planned_on or (held.begin_on if held else "")


def cap_exceeded(reads: Reads, visit: Visit) -> int | None:
    """The yearly cap when this visit exceeds it, else None (law.md §1-11)."""
    cap = office_of(reads).yearly_cap
    return cap if cap and nth_in_year(reads, visit) > cap else None


def team_remarks(reads: Reads, visit: Visit) -> list[CertificateRemark]:
    """What is wrong with the visit's team on its day."""
    held = reads.peek(Round, visit.round)
    users = reads.get_many(User, visit.inspectors)
    team = [users[rid] for rid in visit.inspectors if rid in users]
    return remarks_on_team(team, day_of(visit, held))
