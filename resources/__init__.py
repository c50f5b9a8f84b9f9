"""Plain data files the program ships, and the functions that open them."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent


def path(name: str) -> Path:
    """Where the resource with this relative name lies, e.g. ``"icons/search.svg"``."""
    return ROOT / name


def text(name: str) -> str:
    """A UTF-8 text resource."""
    return path(name).read_text(encoding="utf-8")


def table(name: str) -> dict[str, Any]:
    """A TOML resource as a dictionary."""
    return tomllib.loads(text(name))


def names(folder: str, suffix: str) -> list[str]:
    """Relative names of the resources in a folder, sorted, e.g. ``names("words", ".toml")``."""
    return sorted(p.relative_to(ROOT).as_posix() for p in path(folder).glob(f"*{suffix}"))
