"""Evidence of a finding: drop, paste or choose files; a preview with what the file says of itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QSize, Qt
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QIcon,
    QImage,
    QImageWriter,
    QKeyEvent,
    QKeySequence,
    QPixmap,
)  # fmt: skip
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from app.changes import Changes
from app.domain.finding import Evidence, EvidenceKind
from app.services import findings, intake
from ui.desk import Desk
from ui.dialogs.evidence import EvidenceDialog
from ui.operations.perform import look_up, perform
from ui.override import override
from ui.pictures import is_shown, picture_of
from ui.theme import icon
from ui.widgets.basic import button, label, row_of

RID = Qt.ItemDataRole.UserRole
THUMB = QSize(96, 72)
CELL = QSize(122, 108)


class EvidenceStrip(QWidget):
    """A row of thumbnails. The original bytes are kept as they came."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._owner, self._visit, self._locked = "", "", False
        self._files: dict[str, Evidence] = {}
        self._thumbs: dict[str, QPixmap] = {}
        self.setAcceptDrops(True)
        self._count = label("", "hint")
        self.list = _Files(self.paste, self._remove)
        self.list.itemActivated.connect(lambda item: self._open(str(item.data(RID))))
        self._add = button(self.tr("添加文件…"), self._pick, picture="photo")
        self._paste = button(self.tr("粘贴截图"), self.paste)
        self._hint = label(
            self.tr("把照片、扫描件、录音录像拖到这里；原文件原样保存并计算校验值。"),
            "hint",
            wrap=True,
        )
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addLayout(
            row_of(label(self.tr("证据"), "hint"), self._count, self._add, self._paste, None)
        )
        box.addWidget(self._hint)
        box.addWidget(self.list)

    def show_files(
        self, owner: str, visit: str, files: Sequence[Evidence], *, locked: bool
    ) -> None:
        """Show the files of a finding."""
        self._owner, self._visit, self._locked = owner, visit, locked
        self._files = {file.rid: file for file in files}
        photos = sum(file.kind == EvidenceKind.PHOTO for file in files)
        told = self.tr("照片 {photos}，其他 {others}")
        self._count.setText(told.format(photos=photos, others=len(files) - photos) if files else "")
        self._hint.setVisible(not files)
        self.list.setVisible(bool(files))
        for part in (self._add, self._paste):
            part.setEnabled(not locked)
        self.list.clear()
        for file in files:
            item = QListWidgetItem(file.caption or file.file_name)
            item.setData(RID, file.rid)
            item.setToolTip(file.file_name)
            item.setSizeHint(CELL)
            item.setIcon(icon("photo" if file.kind == EvidenceKind.PHOTO else "document"))
            self.list.addItem(item)
            self._show_thumb(file)

    def _show_thumb(self, file: Evidence) -> None:
        if file.sha256 in self._thumbs:
            self._put(file.rid, self._thumbs[file.sha256])
        elif is_shown(file):
            attachments = self._desk.attachments
            look_up(
                self._desk,
                lambda: picture_of(attachments, file, THUMB * 2),
                lambda image: self._keep(file, image),
                owner=self,
            )

    def _keep(self, file: Evidence, image: QImage | None) -> None:
        if image is not None and not image.isNull():
            self._thumbs[file.sha256] = QPixmap.fromImage(image)
            self._put(file.rid, self._thumbs[file.sha256])

    def _put(self, rid: str, pixmap: QPixmap) -> None:
        for row in range(self.list.count()):
            item = self.list.item(row)
            if item.data(RID) == rid:
                item.setIcon(QIcon(pixmap))

    def _pick(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self, self.tr("选择证据文件"))
        self.take([Path(name) for name in names])

    def take(self, paths: Sequence[Path]) -> None:
        """Take files in, each as an action of its own."""
        store, attachments, who = self._desk.store, self._desk.attachments, self._desk.who
        owner, visit = self._owner, self._visit
        for path in paths:
            perform(
                self._desk,
                lambda path=path: intake.take_file(  # type: ignore[misc]
                    store, attachments, who, owner=owner, visit=visit, path=path
                ),
                owner=self, note=self.tr("已保存证据 {name}").format(name=path.name),
            )  # fmt: skip

    def paste(self) -> None:
        """Take in what was copied: files, or a picture."""
        if not self._locked:
            self._take_mime(QApplication.clipboard().mimeData())

    def _take_mime(self, data: QMimeData) -> None:
        paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        if paths:
            self.take(paths)
        elif data.hasImage():
            image = data.imageData()
            if isinstance(image, QImage):
                self._take_image(image)
        else:
            self._desk.bus.said.emit(self.tr("剪贴板里没有图片或文件。"))

    def _take_image(self, image: QImage) -> None:
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        QImageWriter(buffer, QByteArray(b"png")).write(image)
        content = bytes(buffer.data().data())
        store, attachments, who = self._desk.store, self._desk.attachments, self._desk.who
        owner, visit, name = self._owner, self._visit, self.tr("粘贴的图片.png")

        def work() -> Changes:
            return intake.take_bytes(
                store, attachments, who, owner=owner, visit=visit, name=name,
                content=content,
            )  # fmt: skip

        perform(self._desk, work, owner=self, note=self.tr("已保存粘贴的图片"))

    def _open(self, rid: str) -> None:
        if rid in self._files:
            EvidenceDialog(self, self._desk, self._files[rid], locked=self._locked).open()

    def _remove(self) -> None:
        item = self.list.currentItem()
        if item is None or self._locked:
            return
        rid, store, who = str(item.data(RID)), self._desk.store, self._desk.who
        perform(
            self._desk, lambda: findings.remove_evidence(store, who, rid), owner=self,
            note=self.tr("已移除证据，按 Ctrl+Z 撤销"),
        )  # fmt: skip

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if not self._locked and (event.mimeData().hasUrls() or event.mimeData().hasImage()):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        self._take_mime(event.mimeData())
        event.acceptProposedAction()


class _Files(QListWidget):
    """Thumbnails in a row; Ctrl+V pastes, Delete removes, Enter opens."""

    def __init__(self, paste: Callable[[], object], remove: Callable[[], object]) -> None:
        super().__init__()
        self._paste, self._remove = paste, remove
        self.setViewMode(QListWidget.ViewMode.IconMode)
        self.setMovement(QListWidget.Movement.Static)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setIconSize(THUMB)
        self.setGridSize(CELL)
        self.setFixedHeight(CELL.height() + 14)
        self.setAccessibleName(self.tr("证据"))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self._paste()
        elif event.key() == Qt.Key.Key_Delete:
            self._remove()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentItem():
            self.itemActivated.emit(self.currentItem())
        else:
            super().keyPressEvent(event)
