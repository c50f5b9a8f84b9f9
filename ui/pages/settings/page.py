"""设置: office, people, numbering, holidays, data and safety, about."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout

from ui.desk import Desk
from ui.override import override
from ui.pages.base import RecordPage
from ui.pages.settings.about import AboutTab
from ui.pages.settings.data import DataTab
from ui.pages.settings.holidays import HolidayTab
from ui.pages.settings.numbers import NumberTab
from ui.pages.settings.office import OfficeTab
from ui.pages.settings.people import PeopleTab
from ui.widgets.basic import label, scrolled

PLACES = {"": 0, "people": 1, "numbers": 2, "holidays": 3, "data": 4, "about": 5}


class SettingsPage(RecordPage):
    """`show_record` takes the name of a tab."""

    OF_ONE = False

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.tabs, self._stack = QTabBar(), QStackedWidget()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.office = OfficeTab(desk)
        self.people = PeopleTab(desk)
        self._parts = (
            self.office, self.people, NumberTab(desk), HolidayTab(desk), DataTab(desk), AboutTab(),
        )  # fmt: skip
        for words, part in zip(
            (
                self.tr("机关信息"), self.tr("人员与执法证"), self.tr("文号样式"),
                self.tr("节假日表"), self.tr("数据与安全"), self.tr("关于"),
            ),
            self._parts, strict=True,
        ):  # fmt: skip
            self.tabs.addTab(words)
            self._stack.addWidget(scrolled(part))
        self.tabs.currentChanged.connect(self._stack.setCurrentIndex)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 14, 20, 12)
        box.addWidget(label(self.tr("设置"), "title"))
        box.addWidget(self.tabs)
        box.addWidget(self._stack, 1)

    @override
    def show_record(self, rid: str) -> None:
        self._rid = rid
        if rid in PLACES and (rid or self.tabs.currentIndex() < 0):
            self.tabs.setCurrentIndex(PLACES[rid])
        self.renew()

    @override
    def refresh(self) -> None:
        for part in self._parts:
            part.refresh()
