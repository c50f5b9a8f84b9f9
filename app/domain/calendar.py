"""Working days (WD) and calendar days (CD) by law.md §4.2: the first day does not count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta, timezone

import resources
from app.domain.office import HolidayTable
from app.errors import AppError

ONE_DAY = timedelta(days=1)
OFFICE_TIME = timezone(timedelta(hours=8))
"""China has one time; dates and deadlines are read in it whatever the laptop says."""
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class YearTable:
    """One year's exceptions from the plain week, and where they come from."""

    year: int
    days_off: frozenset[date]
    working_days: frozenset[date]
    source: str


@dataclass(frozen=True, slots=True)
class Deadline:
    """A computed last day. `missing_years` had no table: weekends only, to be said on the screen."""

    last_day: date
    missing_years: tuple[int, ...]


class WorkCalendar:
    """Knows for every day whether the office works, as far as tables go."""

    def __init__(self, tables: Iterable[YearTable]) -> None:
        self._tables: Mapping[int, YearTable] = {table.year: table for table in tables}

    def is_working(self, day: date) -> bool:
        """Whether the day counts as a working day; without a table, Monday to Friday."""
        table = self._tables.get(day.year)
        if table and day in table.working_days:
            return True
        if table and day in table.days_off:
            return False
        return day.weekday() < _SATURDAY

    def working_days_after(self, start: date, days: int) -> Deadline:
        """The last day of a period of working days; `start` itself is not counted."""
        day, left = start, days
        while left > 0:
            day += ONE_DAY
            left -= self.is_working(day)
        return Deadline(day, self._missing(start, day))

    def calendar_days_after(self, start: date, days: int) -> Deadline:
        """The last day of a period of calendar days, moved to the next working day (民诉法85)."""
        day = start + days * ONE_DAY
        while not self.is_working(day):
            day += ONE_DAY
        return Deadline(day, self._missing(start, day))

    def working_days_left(self, today: date, last_day: date) -> int:
        """Working days from tomorrow to the last day; negative when it has passed."""
        if last_day < today:
            return -self.working_days_left(last_day, today)
        span = (last_day - today).days
        return sum(self.is_working(today + n * ONE_DAY) for n in range(1, span + 1))

    def _missing(self, start: date, end: date) -> tuple[int, ...]:
        return tuple(y for y in range(start.year, end.year + 1) if y not in self._tables)


def shipped_tables() -> list[YearTable]:
    """The tables that come with the program."""
    return [table_of(resources.table(name)) for name in resources.names("rules/holidays", ".toml")]


def table_of(raw: Mapping[str, object]) -> YearTable:
    """A table from its data file; AppError "calendar.bad_table" names what is wrong with it."""
    try:
        year = raw["year"]
        if type(year) is not int or not 2000 <= year <= 2100:
            raise TypeError("year")
        days_off = frozenset(_days(raw["days_off"]))
        working = frozenset(_days(raw.get("working_days", [])))
    except (KeyError, TypeError, ValueError) as error:
        raise AppError("calendar.bad_table", detail=str(error)[:80]) from error
    wrong = sorted(d for d in days_off | working if d.year not in {year - 1, year, year + 1})
    if wrong or days_off & working:
        raise AppError("calendar.bad_table", detail=", ".join(map(str, wrong)) or "重复日期")
    return YearTable(year, days_off, working, str(raw.get("source", "")))


def of_office(records: Iterable[HolidayTable]) -> WorkCalendar:
    """The shipped tables, each year replaced by the office's own where it added one."""
    tables = {table.year: table for table in shipped_tables()}
    for record in records:
        raw = {
            "year": record.year, "days_off": list(record.days_off),
            "working_days": list(record.working_days), "source": record.source,
        }  # fmt: skip
        table = table_of(raw)
        tables[table.year] = table
    return WorkCalendar(tables.values())


def _days(raw: object) -> list[date]:
    if not isinstance(raw, list):
        raise TypeError("a list of days is expected")
    found: list[date] = []
    for text in raw:
        first, _, last = str(text).partition("/")
        day, end = date.fromisoformat(first), date.fromisoformat(last or first)
        if not 0 <= (end - day).days <= 60:
            raise ValueError(text)
        while day <= end:
            found.append(day)
            day += ONE_DAY
    return found
