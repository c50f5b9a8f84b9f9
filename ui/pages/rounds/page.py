"""检查轮次: the list."""

from __future__ import annotations

from ui.desk import Desk
from ui.pages.base import Column, Listing, ListPage
from ui.shown import Words
from ui.widgets.basic import Empty, button
from ui.words import ROUND_KINDS


class RoundsPage(ListPage):
    """Every round with how far it is."""

    ENTITIES = ("round", "visit")

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.buttons.addWidget(
            button(self.tr("新建检查轮次"), lambda: self._desk.go("round", "new"), primary=True)
        )

    def listing(self) -> Listing:
        """What the page lists."""
        return Listing(
            name="rounds",
            title=self.tr("检查轮次"),
            placeholder=self.tr("轮次名称或检查目的"),
            place="round",
            order="begin",
            descending=True,
            columns=(
                Column("name", self.tr("名称"), 0),
                Column("kind", self.tr("方式"), 110, Words(ROUND_KINDS)),
                Column("begin", self.tr("开始"), 110, order="begin"),
                Column("end", self.tr("结束"), 110),
                Column("visits", self.tr("机构数"), 84, right=True),
                Column("done", self.tr("已提交"), 84, right=True),
            ),
        )

    def empty(self) -> Empty:
        """What belongs here."""
        return Empty(
            self.tr(
                "一个轮次就是一次检查工作安排：为什么查、查哪些机构、谁去查。\n先建一个轮次，再把机构选进来。"
            ),
            self.tr("新建检查轮次"),
            lambda: self._desk.go("round", "new"),
        )

    def show_record(self, rid: str) -> None:
        """The list; "new" opens a new round."""
        if rid == "new":
            self._desk.go("round", "new")
            return
        super().show_record(rid)
