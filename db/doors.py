"""What the window gets of the storage side; slow readers are imported at first use."""

from __future__ import annotations

from pathlib import Path

from app.ports import Book, Doors
from db.store import LocalStore, open_store


def doors() -> Doors:
    """The one bundle `main` hands to the window."""
    return Doors(open_store, _book, _prove)


def _book(path: Path) -> Book:
    from db.workbooks import open_book

    return open_book(path)


def _prove(store: LocalStore) -> tuple[list[str], str]:
    from db.verify import told

    return told(store)
