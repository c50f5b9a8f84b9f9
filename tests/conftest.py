"""Fixtures shared by every layer: a real store on disk, two people, an offscreen Qt."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

if TYPE_CHECKING:
    from app.ports import Who
    from db.store import LocalStore


@pytest.fixture
def store(tmp_path: Path) -> Iterator[LocalStore]:
    """A fresh store of a fresh office."""
    from app.paths import Paths
    from db.store import open_store

    opened = open_store(Paths(tmp_path / "data"))
    yield opened
    opened.close()


@pytest.fixture
def inspector() -> Who:
    """张三, who inspects."""
    from app.ports import Who

    return Who("a1" * 16, "张三", "inspector")


@pytest.fixture
def supervisor() -> Who:
    """李四, who reviews."""
    from app.ports import Who

    return Who("b2" * 16, "李四", "supervisor")
