"""工作台: what this person does next."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from app.services.office import calendar_of, today, users_of
from app.services.reviewing import REVIEWERS
from ui.desk import Desk
from ui.operations.perform import look_up
from ui.override import override
from ui.pages.base import RecordPage
from ui.pages.home.cards import (
    Found,
    coverage_card,
    due_card,
    hints_card,
    queue_card,
    returned_card,
    today_card,
    violations_card,
)  # fmt: skip
from ui.widgets.basic import Beside, Card, button, clear, label, row_of, scrolled
from ui.words import ROLES


class HomePage(RecordPage):
    """Inspector: today, returned, due, hints. Supervisor: queue, papers due, coverage, problems."""

    OF_ONE = False

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._title = label("", "title")
        self._hint = label("", "hint")
        self._beside = Beside()
        inside = QWidget()
        down = QVBoxLayout(inside)
        down.setContentsMargins(20, 14, 20, 14)
        down.addLayout(row_of(self._title, self._hint, None))
        down.addWidget(self._beside)
        down.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(scrolled(inside))

    @override
    def refresh(self) -> None:
        desk, day = self._desk, today()
        who = desk.who
        role = ROLES.get(who.role, who.role)
        self._title.setText(
            self.tr("{name}，今天 {day}").format(name=who.name, day=day.isoformat())
        )
        self._hint.setText(role)
        new_year = f"{day.year}-01-01"
        given: dict[str, tuple[str, ...]] = {"any_institution": (), "due": (new_year,)}
        if who.role in REVIEWERS:
            given |= {"queue": (), "coverage": (), "violations": (new_year,)}
        else:
            given |= {"today": (day.isoformat(),), "returned": (), "last_findings": ()}
        store = desk.store
        look_up(
            desk,
            lambda: {name: store.rows(name, *values) for name, values in given.items()},
            self._show,
            owner=self,
        )

    def _show(self, found: Found) -> None:
        desk, day = self._desk, today()
        clear(self._beside.left)
        clear(self._beside.right)
        reads = desk.store.reads()
        calendar = calendar_of(reads)
        if not found["any_institution"]:
            self._put([self._first_steps()])
        elif "queue" in found:
            self._put(
                [
                    queue_card(desk, found), due_card(desk, found, calendar, day),
                    coverage_card(desk, found), violations_card(desk, found),
                ]
            )  # fmt: skip
        else:
            names = {user.rid: user.name for user in users_of(reads)}
            self._put(
                [
                    today_card(desk, found, names), returned_card(desk, found),
                    due_card(desk, found, calendar, day), hints_card(desk, found),
                ]
            )  # fmt: skip

    def _put(self, cards: list[Card]) -> None:
        for at, card in enumerate(cards):
            card.body.addStretch(1)
            (self._beside.right if at % 2 else self._beside.left).addWidget(card, 1)

    def _first_steps(self) -> Card:
        card = Card(self.tr("从这里开始"))
        steps: list[tuple[str, str, str]] = [
            (self.tr("1  导入定点机构名单"), "import", ""),
            (self.tr("2  新建检查轮次，选入机构"), "round", "new"),
            (self.tr("3  到现场打开检查，逐个病例五查"), "rounds", ""),
        ]
        for number, (words, place, rid) in enumerate(steps):
            made = button(words, partial(self._desk.go, place, rid), primary=not number)
            line: QLayout = row_of(made, None)
            card.body.addLayout(line)
        return card
