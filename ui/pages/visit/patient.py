"""The line that says whose case is open; names stay masked until 显示全文."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.changes import Changes
from app.domain.casefile import CaseFile, CaseKind
from app.domain.masking import masked_name
from app.services import visiting
from ui.desk import Desk
from ui.pages.visit.cases import case_entries
from ui.widgets.basic import button, label, link
from ui.widgets.form import RecordForm, Saving


class PatientLine(QWidget):
    """``患者 李*芳 女 62 · 住院号 … · 23床 · 2026-11-12 入院 · 脑梗死``."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._case: CaseFile | None = None
        self._words = label("", "section", wrap=True)
        self._more = link(self.tr("显示全文"), self._toggle)
        self._edit = link(self.tr("修改病例信息…"), self._open)
        box = QHBoxLayout(self)
        box.setContentsMargins(12, 2, 12, 2)
        box.addWidget(self._words, 1)
        box.addWidget(self._more)
        box.addWidget(self._edit)

    def show_case(self, case: CaseFile | None, institution: str, *, locked: bool) -> None:
        """Show a case, or the institution as a whole."""
        self._case = case
        self._more.setVisible(case is not None)
        self._edit.setVisible(case is not None and not locked)
        full = self._desk.session.unmasked
        self._more.setText(self.tr("隐藏姓名") if full else self.tr("显示全文"))
        if case is None:
            self._words.setText(self.tr("{name} · 全院性问题").format(name=institution))
            return
        self._words.setText(self._line(case, full=full))

    def _line(self, case: CaseFile, *, full: bool) -> str:
        sex = {"1": self.tr("男"), "2": self.tr("女")}.get(case.gend, "")
        name = case.psn_name if full else masked_name(case.psn_name)
        who = " ".join(filter(None, (name, sex, str(case.age or ""))))
        head = self.tr("床位巡查") if case.kind == CaseKind.BED else self.tr("患者")
        parts = (
            f"{head} {who}".strip(),
            self.tr("住院号 {no}").format(no=case.medcasno) if case.medcasno else "",
            case.ward,
            self.tr("{bed}床").format(bed=case.bed_no) if case.bed_no else "",
            self.tr("{day} 入院").format(day=case.adm_on) if case.adm_on else "",
            case.diagnosis,
        )
        return " · ".join(filter(None, parts))

    def _toggle(self) -> None:
        self._desk.session.unmasked = not self._desk.session.unmasked
        self._desk.bus.changed.emit(Changes())

    def _open(self) -> None:
        if self._case is not None:
            CaseDialog(self, self._desk, self._case).open()


class CaseDialog(QDialog):
    """The facts of a case; every field saves itself."""

    def __init__(self, parent: QWidget, desk: Desk, case: CaseFile) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("病例信息"))
        self.setMinimumWidth(560)
        self._desk = desk
        holder = parent.parentWidget() or parent
        assert holder is not None  # noqa: S101 - tells mypy
        self.form = RecordForm(desk, case_entries(holder), self._save)
        self.form.load(case, desk.store.reads().heads(case.rid))
        box = QVBoxLayout(self)
        box.setContentsMargins(18, 14, 18, 14)
        box.addWidget(self.form)
        box.addWidget(button(self.tr("完成"), self._finish, primary=True))

    def _save(self, saving: Saving) -> Changes:
        return visiting.set_casefile(
            self._desk.store, saving.who, saving.rid, saving.values, seen=saving.heads
        )

    def _finish(self) -> None:
        if self.form.flush():
            self.accept()
