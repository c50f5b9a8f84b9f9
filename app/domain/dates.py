"""Dates as people write them, to ISO text."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from datetime import date, timedelta

_EXCEL_EPOCH = date(1899, 12, 30)
_FORMS = (
    re.compile(
        r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]\s*\d{1,2}:\d{2}.*)?"
    ),
    re.compile(r"(\d{4})(\d{2})(\d{2})(?:\d{6})?"),
)


def iso_date(text: str) -> str:
    """``2026年1月5日``, ``2026/1/5``, ``20260105`` → ``2026-01-05``; "" for anything else."""
    plain = unicodedata.normalize("NFKC", text).strip()
    for form in _FORMS:
        found = form.fullmatch(plain)
        if found:
            try:
                day = date(int(found[1]), int(found[2]), int(found[3]))
            except ValueError:
                return ""
            return day.isoformat() if 1900 <= day.year <= 2100 else ""
    return ""


def serial_date(number: int) -> str:
    """An Excel day number as ISO text, "" outside 1950–2100."""
    if not 18264 <= number <= 73415:
        return ""
    return (_EXCEL_EPOCH + timedelta(days=number)).isoformat()


def next_day(iso: str) -> str:
    """The ISO day after."""
    return (date.fromisoformat(iso) + timedelta(days=1)).isoformat()


def months_after(iso: str, months: int) -> str:
    """The same day so many months on, or the month's last where there is none."""
    day = date.fromisoformat(iso)
    years, month = divmod(day.month - 1 + months, 12)
    last = monthrange(day.year + years, month + 1)[1]
    return date(day.year + years, month + 1, min(day.day, last)).isoformat()
