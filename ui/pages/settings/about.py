"""关于: version, keys, licences."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.version import VERSION
from ui.widgets.basic import Card, label


class AboutTab(QWidget):
    """What this is, and every key."""

    def __init__(self) -> None:
        super().__init__()
        card, keys = (
            Card(self.tr("五查 WuCha {version}").format(version=VERSION)),
            Card(self.tr("快捷键")),
        )
        told = self.tr(
            "医保基金使用现场检查、复核、处理与文书。全部工作离线完成，不联网，不上传任何数据。\n"
            "界面与文书字体：思源黑体、思源宋体（SIL OFL 1.1）。"
        )
        card.body.addWidget(label(told, "hint", wrap=True))
        grid = QGridLayout()
        for row, (key, words) in enumerate(
            (
                ("Ctrl+K", self.tr("搜索机构、轮次、问题、病例、文号，或输入命令")),
                ("Alt+1 … Alt+9", self.tr("打开左侧的一项")), ("Alt+←", self.tr("返回")),
                ("Ctrl+Z / Ctrl+Y", self.tr("撤销 / 重做")),
                ("F1 … F5", self.tr("检查现场：五查的一项")),
                ("1  2  3", self.tr("相符、有问题、未查；床位巡查中为在、不在、人证不符")),
                ("Ctrl+Enter", self.tr("五项都相符，并到下一个病例")),
                ("Ctrl+↑ / Ctrl+↓", self.tr("上一个、下一个病例")), ("Ins", self.tr("加病例")),
                ("A  R  E", self.tr("复核：同意、退回、提出修改")),
            )
        ):  # fmt: skip
            grid.addWidget(label(key, "section"), row, 0)
            grid.addWidget(label(words), row, 1)
        grid.setColumnStretch(1, 1)
        keys.body.addLayout(grid)
        box = QVBoxLayout(self)
        box.addWidget(card)
        box.addWidget(keys)
        box.addStretch(1)

    def refresh(self) -> None:
        """Nothing changes here."""
