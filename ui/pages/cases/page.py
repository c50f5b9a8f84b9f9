"""案件与处理: one thread per institution and round with findings."""

from __future__ import annotations

from ui.pages.base import Column, Listing, ListPage
from ui.shown import local_time, money, number
from ui.widgets.basic import Empty


class CasesPage(ListPage):
    """Submitted visits with findings."""

    ENTITIES = ("finding", "review", "visit", "document")

    def listing(self) -> Listing:
        """What the page lists."""
        return Listing(
            name="cases",
            title=self.tr("案件与处理"),
            placeholder=self.tr("机构名称"),
            place="case",
            order="submitted",
            descending=True,
            columns=(
                Column("institution", self.tr("机构"), 0),
                Column("round", self.tr("检查轮次"), 240),
                Column("submitted", self.tr("提交时间"), 140, local_time, order="submitted"),
                Column("findings", self.tr("问题"), 64, number, right=True),
                Column("approved", self.tr("已同意"), 72, number, right=True),
                Column("amount", self.tr("违规金额"), 120, money, right=True),
                Column("papers", self.tr("文书"), 64, number, right=True),
            ),
        )

    def empty(self) -> Empty:
        """What belongs here."""
        return Empty(
            self.tr("有问题的检查提交以后，会在这里形成处理线索：协议处理、行政处罚和文书。"),
            self.tr("打开复核队列"),
            lambda: self._desk.go("review", ""),
        )
