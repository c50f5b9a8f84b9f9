"""Working days against the published calendar."""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.calendar import WorkCalendar, of_office, shipped_tables, table_of
from app.domain.office import HolidayTable
from app.errors import AppError

CALENDAR = WorkCalendar(shipped_tables())
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@given(DAYS)
def test_every_day_of_2026_agrees_with_the_published_calendar(day: date) -> None:
    assert CALENDAR.is_working(day) == chinese_calendar.is_workday(day)


@given(DAYS, st.integers(1, 60))
def test_the_last_day_is_a_working_day_and_the_first_is_not_counted(day: date, days: int) -> None:
    last = CALENDAR.working_days_after(day, days).last_day
    assert CALENDAR.is_working(last)
    assert CALENDAR.working_days_left(day, last) == days


@given(DAYS, st.integers(0, 90))
def test_calendar_days_end_on_a_working_day_never_earlier(day: date, days: int) -> None:
    last = CALENDAR.calendar_days_after(day, days).last_day
    assert last >= day + timedelta(days)
    assert CALENDAR.is_working(last)


def test_a_year_without_table_is_named() -> None:
    assert CALENDAR.working_days_after(date(2026, 12, 30), 10).missing_years == (2027,)


def test_the_office_adds_a_year() -> None:
    record = HolidayTable(year=2027, days_off=("2027-01-01",), working_days=("2027-01-02",))
    calendar = of_office([record])
    assert not calendar.is_working(date(2027, 1, 1))
    assert calendar.is_working(date(2027, 1, 2))
    assert calendar.working_days_after(date(2026, 12, 30), 10).missing_years == ()


@pytest.mark.parametrize(
    "raw",
    [
        {}, {"year": "2027", "days_off": []}, {"year": 2027, "days_off": "2027-01-01"},
        {"year": 2027, "days_off": ["2030-01-01"]}, {"year": 2027, "days_off": ["nonsense"]},
        {"year": 2027, "days_off": ["2027-01-01"], "working_days": ["2027-01-01"]},
        {"year": 2027, "days_off": ["2027-01-01/2027-12-31"]},
    ],
)  # fmt: skip
def test_a_bad_table_is_refused(raw: dict[str, object]) -> None:
    with pytest.raises(AppError, match=r"calendar\.bad_table"):
        table_of(raw)
