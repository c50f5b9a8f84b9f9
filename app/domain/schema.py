"""Every record class of the store, by name; adding one here gives it a table, history and undo."""

from __future__ import annotations

from app.domain.casefile import CaseFile, FiveCheck
from app.domain.document import Document
from app.domain.entity import Entity
from app.domain.finding import Evidence, Finding, FindingItem
from app.domain.handling import Deduction, Handling, Penalty
from app.domain.institution import Agreement, Institution
from app.domain.office import HolidayTable, ImportProfile, Office, Preference, User
from app.domain.review import Review
from app.domain.visit import Round, Visit

ENTITIES: dict[str, type[Entity]] = {
    kind.entity: kind
    for kind in (
        Office, User, HolidayTable, ImportProfile, Preference, Institution, Agreement, Round, Visit,
        CaseFile, FiveCheck, Finding, FindingItem, Evidence, Review, Handling, Deduction, Penalty,
        Document,
    )
}  # fmt: skip
