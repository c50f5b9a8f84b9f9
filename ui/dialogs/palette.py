"""Ctrl+K: one box that finds an institution, a round, a finding, a document, a patient, a command."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.domain.casefile import CaseFile
from app.domain.finding import Finding
from app.ports import Hit
from ui.desk import Desk
from ui.operations.perform import look_up
from ui.override import override
from ui.widgets.basic import label

WAIT_MS = 120
MOST = 40


class Palette(QDialog):
    """Type, arrow, Enter."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("搜索"))
        self.resize(680, 460)
        self._kinds = {
            "institution": self.tr("机构"), "round": self.tr("轮次"), "document": self.tr("文书"),
            "finding": self.tr("问题"), "casefile": self.tr("病例"),
        }  # fmt: skip
        self._line = QLineEdit()
        self._line.setPlaceholderText(
            self.tr("机构名称、编码、拼音首字母、文号、患者、事实描述，或命令")
        )
        self._line.installEventFilter(self)
        self._list = QListWidget()
        self._list.itemActivated.connect(self._open)
        self._list.itemClicked.connect(self._open)
        self._told = label("", "hint")
        box = QVBoxLayout(self)
        for part in (self._line, self._list, self._told):
            box.addWidget(part)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT_MS)
        self._timer.timeout.connect(self._search)
        self._line.textChanged.connect(lambda _text: self._timer.start())
        self._show("", [])

    def _commands(self) -> list[tuple[str, str, str]]:
        return [
            (self.tr("导入机构名单"), "import", ""), (self.tr("新建检查轮次"), "rounds", "new"),
            (self.tr("打开工作台"), "home", ""), (self.tr("打开复核队列"), "review", ""),
            (self.tr("打开文书"), "documents", ""), (self.tr("打开设置"), "settings", ""),
            (self.tr("核验数据"), "settings", "data"), (self.tr("人员与执法证"), "settings", "people"),
        ]  # fmt: skip

    def _search(self) -> None:
        text = self._line.text().strip()
        if not text:
            self._show("", [])
            return
        store = self._desk.store
        look_up(
            self._desk,
            lambda: store.search(text, limit=MOST),
            lambda hits: self._show(text, hits),
            owner=self,
        )

    def _show(self, text: str, hits: list[Hit]) -> None:
        if text != self._line.text().strip():
            return
        self._list.clear()
        for hit in hits:
            kind = self._kinds.get(hit.entity, hit.entity)
            item = QListWidgetItem(f"{kind}  {hit.title}    {hit.detail}")
            item.setData(Qt.ItemDataRole.UserRole, (hit.entity, hit.rid))
            self._list.addItem(item)
        for words, place, rid in self._commands():
            if not text or text in words:
                item = QListWidgetItem(self.tr("命令  {words}").format(words=words))
                item.setData(Qt.ItemDataRole.UserRole, ("command", f"{place}|{rid}"))
                self._list.addItem(item)
        self._list.setCurrentRow(0)
        found = self.tr("没有找到。") if text and not self._list.count() else ""
        self._told.setText(found or self.tr("↑↓ 选择，Enter 打开，Esc 关闭"))

    def _open(self, item: QListWidgetItem) -> None:
        entity, rid = item.data(Qt.ItemDataRole.UserRole)
        self.close()
        reads = self._desk.store.reads()
        if entity == "command":
            place, _, rest = rid.partition("|")
            self._desk.go(place, rest)
        elif entity == "finding":
            self._desk.go("findings", rid if reads.peek(Finding, rid) else "")
        elif entity == "casefile":
            case = reads.peek(CaseFile, rid)
            if case:
                self._desk.go("visit", f"{case.visit}/{rid}")
        else:
            self._desk.go(entity, rid)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step:
                row = self._list.currentRow() + step
                self._list.setCurrentRow(max(0, min(row, self._list.count() - 1)))
                return True
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._list.currentItem():
                self._open(self._list.currentItem())
                return True
        return super().eventFilter(watched, event)
