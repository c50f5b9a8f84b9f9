"""定点机构: the list."""

from __future__ import annotations

from ui.desk import Desk
from ui.pages.base import Column, Filter, Listing, ListPage
from ui.shown import Words, number
from ui.widgets.basic import Empty, button
from ui.words import INSTITUTION_KINDS


class InstitutionsPage(ListPage):
    """Search by name, code, pinyin initials or two characters."""

    ENTITIES = ("institution",)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.buttons.addWidget(
            button(self.tr("新增机构"), lambda: self._desk.go("institution", "new"), picture="add")
        )
        self.buttons.addWidget(
            button(self.tr("导入机构名单"), lambda: self._desk.go("import", ""), primary=True)
        )

    def listing(self) -> Listing:
        """What the page lists."""
        return Listing(
            name="institutions",
            title=self.tr("定点机构"),
            placeholder=self.tr("名称、编码、拼音首字母或任意两个字"),
            place="institution",
            order="code",
            columns=(
                Column("name", self.tr("机构名称"), 0, order="name"),
                Column("code", self.tr("国家编码"), 130, order="code"),
                Column("kind", self.tr("类型"), 96, Words(INSTITUTION_KINDS)),
                Column("level", self.tr("等级"), 84),
                Column("ownership", self.tr("性质"), 72),
                Column("beds", self.tr("床位"), 64, number, right=True, order="beds"),
                Column("district", self.tr("乡镇街道"), 110),
                Column("phone", self.tr("电话"), 124),
            ),
            filters=(Filter("kind", (("", self.tr("全部类型")), *INSTITUTION_KINDS.items())),),
        )

    def empty(self) -> Empty:
        """What belongs here."""
        return Empty(
            self.tr(
                "这里放全县的定点医院、诊所、卫生室和药店。\n把医保局下发的 Excel 名单导入进来，就可以安排检查。"
            ),
            self.tr("导入机构名单"),
            lambda: self._desk.go("import", ""),
        )
