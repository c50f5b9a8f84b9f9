"""Use cases around one designated institution and its agreements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from app.changes import Changes
from app.domain.entity import Value
from app.domain.institution import Agreement, Institution
from app.domain.pinyin import initials
from app.domain.visit import Visit
from app.errors import AppError
from app.ports import Heads, Store, Who


def add(store: Store, who: Who, institution: Institution) -> tuple[Changes, str]:
    """Register an institution by hand; AppError when it has no name or its code is taken."""
    if not institution.fixmedins_name.strip():
        raise AppError("institution.without_name")
    record = replace(institution, pinyin=initials(institution.fixmedins_name))
    with store.action("institutions.add", who) as act:
        code = record.fixmedins_code
        if code and act.find(Institution, fixmedins_code=code):
            raise AppError("institution.code_taken", value=code)
        rid = act.create(record)
    return act.changes, rid


def set_fields(
    store: Store, who: Who, rid: str, values: Mapping[str, Value], *, seen: Heads | None = None
) -> Changes:
    """Change fields of the card; search initials follow the name."""
    wanted = dict(values)
    name = wanted.get("fixmedins_name")
    if name is not None:
        if not str(name).strip():
            raise AppError("institution.without_name")
        wanted["pinyin"] = initials(str(name))
    with store.action("institutions.set_fields", who) as act:
        act.change(Institution, rid, wanted, seen=seen)
    return act.changes


def set_agreement(
    store: Store, who: Who, institution: str, year: int, values: Mapping[str, Value]
) -> Changes:
    """Change the agreement of a year, making it when there is none."""
    with store.action("institutions.set_agreement", who) as act:
        found = act.find(Agreement, institution=institution, year=year)
        rid = found[0].rid if found else act.create(Agreement(institution=institution, year=year))
        act.change(Agreement, rid, values)
    return act.changes


def remove(store: Store, who: Who, rid: str) -> Changes:
    """Hide an institution that was never visited; AppError("institution.has_visits")."""
    with store.action("institutions.remove", who) as act:
        if act.find(Visit, institution=rid):
            raise AppError("institution.has_visits")
        act.delete(Institution, rid)
    return act.changes
