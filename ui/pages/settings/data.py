"""数据与安全: where the data is, how it is protected, and the proof that nothing was altered."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.desk import Desk
from ui.errors import words_for
from ui.widgets.basic import Banner, Card, button, label, row_of


class DataTab(QWidget):
    """The unprotected key is said plainly."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._where = label("", "", wrap=True)
        self._verdict = label("", "", wrap=True)
        warn = Banner()
        data, proof = Card(self.tr("数据文件夹")), Card(self.tr("核验"))
        data.body.addWidget(self._where)
        data.body.addLayout(row_of(button(self.tr("打开数据文件夹"), self._open), None))
        hint = self.tr(
            "核对每一步操作的签名与先后、现有内容与操作日志是否一致、每个附件的校验值。绕过程序改动过的内容会被指出来。"
        )
        proof.body.addWidget(label(hint, "hint", wrap=True))
        self.prove = button(self.tr("核验全部数据"), self.verify, primary=True)
        proof.body.addLayout(row_of(self.prove, None))
        proof.body.addWidget(self._verdict)
        box = QVBoxLayout(self)
        for part in (warn, data, proof):
            box.addWidget(part)
        box.addStretch(1)
        warn.say(
            self.tr(
                "数据文件和附件已加密，但密钥（wucha.key）目前没有口令保护，就放在数据旁边：拿到这台电脑的人能够打开数据。"
                "口令保护在下一个版本提供；在此之前请锁好电脑，并为系统账户设置密码。"
            )
        )

    def refresh(self) -> None:
        """Show where the data is."""
        self._where.setText(str(self._desk.paths.root))

    def _open(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._desk.paths.root)))

    def verify(self) -> None:
        """Prove the store in the background."""
        self.prove.setEnabled(False)
        self._verdict.setText(self.tr("正在核验…"))
        store, verify = self._desk.store, self._desk.doors.verify
        self._desk.tasks.run(
            "read", lambda: verify(store), self._show, owner=self, failed=self._failed
        )

    def _show(self, found: tuple[list[str], str]) -> None:
        flaws, summary = found
        self.prove.setEnabled(True)
        self._verdict.setText("\n".join(f"✗ {flaw}" for flaw in flaws) if flaws else f"✓ {summary}")
        self._verdict.setObjectName("bad" if flaws else "")
        self._verdict.style().polish(self._verdict)

    def _failed(self, error: Exception) -> None:
        self.prove.setEnabled(True)
        self._verdict.setText(words_for(error))
