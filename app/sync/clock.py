"""Hybrid logical clock: 48-bit milliseconds and a 16-bit counter in one integer.

It orders what a person is shown first and stamps history; it never decides a merge.
"""

from __future__ import annotations

from datetime import UTC, datetime

COUNTER_BITS = 16


def next_hlc(last: int, now_ms: int) -> int:
    """The stamp after `last`: strictly greater, even when the wall clock was set back."""
    return max(now_ms << COUNTER_BITS, last + 1)


def hlc_time(hlc: int) -> datetime:
    """The wall-clock part of a stamp, aware UTC."""
    return datetime.fromtimestamp((hlc >> COUNTER_BITS) / 1000, UTC)
