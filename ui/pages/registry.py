"""Which page stands at which place; a page is imported when it is first opened."""

from __future__ import annotations

from typing import Protocol, cast

from PySide6.QtWidgets import QWidget

from ui.desk import Desk

_PAGES = {
    "home": ("ui.pages.home.page", "HomePage"),
    "institutions": ("ui.pages.institutions.page", "InstitutionsPage"),
    "institution": ("ui.pages.institutions.card", "InstitutionCard"),
    "import": ("ui.pages.institutions.importer", "ImportPage"),
    "rounds": ("ui.pages.rounds.page", "RoundsPage"),
    "round": ("ui.pages.rounds.card", "RoundCard"),
    "visit": ("ui.pages.visit.page", "VisitPage"),
    "findings": ("ui.pages.findings.page", "FindingsPage"),
    "review": ("ui.pages.review.page", "ReviewPage"),
    "cases": ("ui.pages.cases.page", "CasesPage"),
    "case": ("ui.pages.cases.card", "CaseCard"),
    "documents": ("ui.pages.documents.page", "DocumentsPage"),
    "document": ("ui.pages.documents.card", "DocumentCard"),
    "exchange": ("ui.pages.exchange.page", "ExchangePage"),
    "settings": ("ui.pages.settings.page", "SettingsPage"),
}
HOME_OF = {
    "institution": "institutions", "import": "institutions", "round": "rounds", "visit": "rounds",
    "case": "cases", "document": "documents",
}  # fmt: skip
"""The navigation entry that is lit while a place without one of its own is open."""


class Page(Protocol):
    """What the shell asks of a page."""

    def show_record(self, rid: str) -> None:
        """Show a record, or the list when `rid` is empty."""

    def leave(self) -> None:
        """Save what is being typed."""


def make(place: str, desk: Desk) -> QWidget:
    """A new page for the place."""
    from importlib import import_module

    module, name = _PAGES[place]
    return cast("QWidget", getattr(import_module(module), name)(desk))


def places() -> tuple[str, ...]:
    """Every place there is."""
    return tuple(_PAGES)
