"""文书: every issued paper."""

from __future__ import annotations

from ui.pages.base import Column, Filter, Listing, ListPage
from ui.shown import money
from ui.widgets.basic import Empty
from ui.words import PAPERS


class DocumentsPage(ListPage):
    """Issued papers, newest first; a row leads to the paper."""

    ENTITIES = ("document",)

    def listing(self) -> Listing:
        """What the page lists."""
        return Listing(
            name="documents",
            title=self.tr("文书"),
            placeholder=self.tr("文号、文书名称、机构名称"),
            place="document",
            order="issued",
            descending=True,
            columns=(
                Column("number", self.tr("文号"), 226, order="number"),
                Column("title", self.tr("文书"), 216),
                Column("institution", self.tr("机构"), 0),
                Column("issued", self.tr("出具日期"), 104, order="issued"),
                Column("amount", self.tr("金额"), 110, money, right=True),
                Column("deadline", self.tr("整改期限"), 104),
                Column("served", self.tr("送达日期"), 104),
                Column("void", self.tr("作废"), 60, lambda at: self.tr("作废") if at else ""),
            ),
            filters=(Filter("kind", (("", self.tr("全部文书")), *PAPERS.items())),),
        )

    def empty(self) -> Empty:
        """What belongs here."""
        return Empty(
            self.tr(
                "出具的文书按原样保存在这里，可以重新打印，内容一字不差。\n现场检查表从检查现场出具，通知书从“案件与处理”出具。"
            ),
            self.tr("打开案件与处理"),
            lambda: self._desk.go("cases", ""),
        )
