"""Identifiers of records: time-ordered random ones, and deterministic ones for natural singletons."""

from __future__ import annotations

import secrets
import uuid

ROOT = uuid.UUID("6f2f5f7e-6a0c-5b0e-9a57-0d0c5d5a3a11")
"""Namespace of every deterministic id of this program; never changed."""


def new_rid(now_ms: int, randomness: bytes | None = None) -> str:
    """A UUIDv7 as 32 lowercase hex digits; `randomness` (10 bytes) is given by tests only."""
    noise = int.from_bytes(randomness or secrets.token_bytes(10), "big")
    value = (now_ms & (2**48 - 1)) << 80 | noise
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return f"{value:032x}"


def singleton_rid(parent: str, role: str) -> str:
    """The id every laptop derives alike, e.g. check 3 of a case file: ``(casefile, "check-3")``.

    `parent` is a rid, or ``""`` for singletons of the whole office.
    """
    return uuid.uuid5(ROOT, f"{parent}/{role}").hex
