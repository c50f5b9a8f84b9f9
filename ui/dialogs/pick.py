"""Choosing institutions for a round from the whole list."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.override import override
from ui.pages.institutions.page import InstitutionsPage
from ui.widgets.basic import button, label, row_of


class _Choice(InstitutionsPage):
    """The list page without its own buttons; a row that is opened is taken."""

    def __init__(self, desk: Desk, take: Callable[[], object]) -> None:
        super().__init__(desk)
        self._take = take
        while (item := self.buttons.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()

    @override
    def open_row(self, rid: str) -> None:
        self._take()


class PickInstitutions(QDialog):
    """Several rows can be marked with Ctrl or Shift; Ctrl+A marks all that are shown."""

    def __init__(self, parent: QWidget, desk: Desk, take: Callable[[list[str]], object]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("选择机构"))
        self.resize(980, 600)
        self._take = take
        self.list = _Choice(desk, self._chosen)
        hint = self.tr(
            "按住 Ctrl 或 Shift 可多选，Ctrl+A 全选当前列表。已在本轮次的机构不会重复安排。"
        )
        box = QVBoxLayout(self)
        box.addWidget(self.list, 1)
        box.addLayout(
            row_of(
                label(hint, "hint"), None, button(self.tr("取消"), self.reject),
                button(self.tr("选入轮次"), self._chosen, primary=True),
            )
        )  # fmt: skip
        self.list.show_record("")

    def _chosen(self) -> None:
        rids = self.list.table.selected()
        if rids:
            self._take(rids)
            self.accept()
