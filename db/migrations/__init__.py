"""Numbered, frozen steps of the log's schema; the projected tables follow the record classes."""

from __future__ import annotations

from db.migrations import m0001_log
from db.migrations.registry import schema

__all__ = ["m0001_log", "schema"]
