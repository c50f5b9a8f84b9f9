"""交换: what is not exchanged yet; the exchange itself comes with the next releases."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout

from ui.desk import Desk
from ui.override import override
from ui.pages.base import RecordPage
from ui.widgets.basic import Card, button, label, row_of


class ExchangePage(RecordPage):
    """Says honestly what can and cannot be done now."""

    OF_ONE = False

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._told = label("", "section", wrap=True)
        card = Card(self.tr("交换"))
        card.body.addWidget(self._told)
        words = self.tr(
            "本版本在一台电脑上完成全部工作：检查、复核、处理和文书都不需要网络。\n"
            "与县局服务器交换、用U盘交换将在后续版本提供；现在的每一步操作都已按可交换的格式签名存档，"
            "升级后不需要重新录入。"
        )
        card.body.addWidget(label(words, "hint", wrap=True))
        server, stick = (
            button(self.tr("与县局服务器交换"), lambda: None),
            button(self.tr("用U盘或共享文件夹交换"), lambda: None),
        )
        for each in (server, stick):
            each.setEnabled(False)
            each.setMinimumHeight(48)
            each.setToolTip(self.tr("后续版本提供"))
        card.body.addLayout(row_of(server, stick, None))
        hint = self.tr(
            "需要把数据带到另一台电脑时：关闭程序，复制整个数据文件夹（位置见“设置 · 数据与安全”）。"
        )
        card.body.addWidget(label(hint, "hint", wrap=True))
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 14, 20, 14)
        box.addWidget(card)
        box.addStretch(1)

    @override
    def refresh(self) -> None:
        waiting = self._desk.store.waiting(self._desk.who)
        told = self.tr("未交换 {records} 条操作、{files} 个文件；尚未交换过。")
        self._told.setText(told.format(records=waiting.commits, files=waiting.files))
