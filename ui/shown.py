"""How values are shown in cells and lines."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from app.domain.calendar import OFFICE_TIME
from app.domain.money import grouped


def money(value: object) -> str:
    """分 as ``13,791.60``; nothing for no amount."""
    return grouped(value) if isinstance(value, int) else ""


def yuan_sign(value: object) -> str:
    """分 as ``¥13,791.60``, for totals."""
    return f"¥{grouped(value)}" if isinstance(value, int) else "—"


def number(value: object) -> str:
    """A count; nothing for 0."""
    return str(value) if value else ""


def local_time(value: object) -> str:
    """An ISO UTC time as office time ``2026-11-23 08:30``."""
    text = str(value or "")
    if not text:
        return ""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return text
    if at.tzinfo is None:
        at = at.replace(tzinfo=UTC)
    return at.astimezone(OFFICE_TIME).strftime("%Y-%m-%d %H:%M")


def fingerprint(sha256: str) -> str:
    """A SHA-256 in groups of eight, to be read aloud and to be broken across lines."""
    return " ".join(sha256[at : at + 8] for at in range(0, len(sha256), 8))


class Words:
    """Shows a stored code by its word."""

    def __init__(self, table: Mapping[str, str] | Mapping[str, tuple[str, str]]) -> None:
        self._table = {
            key: value if isinstance(value, str) else value[0] for key, value in table.items()
        }

    def __call__(self, value: object) -> str:
        text = str(value or "")
        return self._table.get(text, text)
