"""Use cases of the administrator: the office's names, its people, its calendar."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from app.changes import Changes
from app.domain.calendar import OFFICE_TIME, WorkCalendar, of_office, table_of
from app.domain.entity import Value
from app.domain.ids import singleton_rid
from app.domain.office import OFFICE_RID, HolidayTable, Office, Role, User
from app.errors import AppError
from app.ports import Heads, Reads, Store, Who

SYSTEM = Who("00" * 16, "系统", Role.ADMIN)
"""Who acts before anybody is registered (first run, demo county)."""


def office_of(reads: Reads) -> Office:
    """The office's record; an empty one before the first run."""
    return reads.peek(Office, OFFICE_RID) or Office(rid=OFFICE_RID)


def users_of(reads: Reads) -> list[User]:
    """People who still work here, in the order they were added."""
    return [user for user in reads.find(User) if user.active]


def suggest_names(county: str) -> dict[str, str]:
    """Usual names derived from ``"清溪县"``; every one can be changed."""
    county = county.strip()
    if not county:
        return {}
    return {
        "bureau_name": f"{county}医疗保障局",
        "agency_name": f"{county}医疗保险经办中心",
        "government_name": f"{county}人民政府",
        "court_name": f"{county}人民法院",
        "short_name": f"{county[0]}医保",
        "agency_short_name": f"{county[0]}医保中心",
    }


def set_office(
    store: Store, who: Who, values: Mapping[str, Value], *, seen: Heads | None = None
) -> Changes:
    """Change the office's names and numbers; the record is made at the first call."""
    with store.action("office.set_office", who) as act:
        if act.peek(Office, OFFICE_RID) is None:
            act.create(Office(rid=OFFICE_RID))
            seen = None
        act.change(Office, OFFICE_RID, values, seen=seen)
    return act.changes


def add_user(store: Store, who: Who, user: User) -> tuple[Changes, str]:
    """Register a person; AppError("office.user_without_name")."""
    if not user.name.strip():
        raise AppError("office.user_without_name")
    with store.action("office.add_user", who) as act:
        rid = act.create(user)
    return act.changes, rid


def set_user(
    store: Store, who: Who, rid: str, values: Mapping[str, Value], *, seen: Heads | None = None
) -> Changes:
    """Change a person's data; deactivating keeps the name on everything he wrote."""
    if "name" in values and not str(values["name"]).strip():
        raise AppError("office.user_without_name")
    if values.get("active") is False and rid == who.rid:
        raise AppError("office.retire_oneself")
    with store.action("office.set_user", who) as act:
        act.change(User, rid, values, seen=seen)
    return act.changes


def add_holidays(store: Store, who: Who, raw: Mapping[str, object]) -> Changes:
    """Take in a year's holiday table read from a file; AppError("calendar.bad_table")."""
    table = table_of(raw)
    record = HolidayTable(
        rid=singleton_rid("", f"holidays-{table.year}"),
        year=table.year,
        days_off=tuple(sorted(day.isoformat() for day in table.days_off)),
        working_days=tuple(sorted(day.isoformat() for day in table.working_days)),
        source=table.source,
    )
    with store.action("office.add_holidays", who) as act:
        act.create(record)
    return act.changes


def calendar_of(reads: Reads) -> WorkCalendar:
    """The calendar deadlines are computed with."""
    return of_office(reads.find(HolidayTable))


def today() -> date:
    """The date in the office by this machine's clock."""
    return datetime.now(OFFICE_TIME).date()
