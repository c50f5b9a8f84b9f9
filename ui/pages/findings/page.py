"""问题: every finding of the office."""

from __future__ import annotations

from app.domain.finding import Finding
from app.domain.rules import violations
from ui.pages.base import Column, Filter, Listing, ListPage
from ui.shown import Words, money
from ui.widgets.basic import Empty
from ui.words import FINDING_STATES


class FindingsPage(ListPage):
    """A row leads to the finding at its visit; `show_record("state:returned")` filters."""

    ENTITIES = ("finding", "review", "visit")

    def listing(self) -> Listing:
        """What the page lists."""
        names = {code: violation.name for code, violation in violations().items()}
        return Listing(
            name="findings",
            title=self.tr("问题"),
            placeholder=self.tr("事实描述、机构名称中的任意两个字"),
            place="visit",
            order="age",
            descending=True,
            columns=(
                Column("institution", self.tr("机构"), 190),
                Column("violation", self.tr("问题类型"), 130, Words(names)),
                Column("fact", self.tr("事实"), 0),
                Column("amount", self.tr("违规金额"), 110, money, right=True, order="amount"),
                Column("fund", self.tr("其中基金"), 110, money, right=True),
                Column("state", self.tr("状态"), 104, Words(FINDING_STATES)),
            ),
            filters=(
                Filter(
                    "state",
                    (("", self.tr("全部状态")), *((k, w) for k, (w, _) in FINDING_STATES.items())),
                ),
                Filter("violation", (("", self.tr("全部类型")), *names.items())),
            ),
        )

    def empty(self) -> Empty:
        """What belongs here."""
        return Empty(
            self.tr("检查中记录的问题都会列在这里。\n到检查轮次里打开一家机构，就可以开始记录。"),
            self.tr("打开检查轮次"),
            lambda: self._desk.go("rounds", ""),
        )

    def show_record(self, rid: str) -> None:
        """The list; a finding's rid opens it, "state:…" or "violation:…" filters."""
        name, _, value = rid.partition(":")
        if value:
            self.set_filter(name, value)
        elif rid and self._desk.store.reads().peek(Finding, rid):
            self.open_row(rid)
        else:
            super().show_record("")

    def open_row(self, rid: str) -> None:
        """The finding in its visit."""
        finding = self._desk.store.reads().peek(Finding, rid)
        if finding:
            self._desk.go("visit", f"{finding.visit}/{rid}")
