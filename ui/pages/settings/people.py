"""人员与执法证: who works here, and until when each certificate is valid."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.changes import Changes
from app.domain.certificates import remark_on
from app.domain.office import Role, User
from app.services import office
from app.services.office import today, users_of
from ui.desk import Desk
from ui.dialogs.ask import Answers, Ask
from ui.operations.perform import perform
from ui.widgets.basic import Card, Chip, button, clear, label, row_of
from ui.widgets.fields import ChoiceField, DateField, TextField
from ui.widgets.form import Entry, RecordForm, Saving
from ui.words import ROLES


class PeopleTab(QWidget):
    """One line per person; the chosen one can be changed below."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._chosen = ""
        self._flaws = {
            "certificate.missing": self.tr("没有执法证"), "certificate.expired": self.tr("已过期"),
            "certificate.not_yet_valid": self.tr("尚未生效"),
            "certificate.no_validity": self.tr("没有有效期"),
        }  # fmt: skip
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(18)
        self.form = RecordForm(desk, self._entries(), self._save)
        self._card = Card(self.tr("修改"))
        self._card.body.addWidget(self.form)
        self._card.body.addLayout(row_of(button(self.tr("不再在岗"), self._retire), None))
        self._card.hide()
        listed = Card(self.tr("人员与执法证"))
        hint = self.tr("检查需要两名以上执法证有效的人员。证件过期时这里和文书出具前都会提醒。")
        listed.body.addWidget(label(hint, "hint", wrap=True))
        listed.body.addLayout(self._grid)
        add = button(self.tr("新增人员…"), self._ask_new, primary=True)
        listed.body.addLayout(row_of(add, None))
        box = QVBoxLayout(self)
        box.addWidget(listed)
        box.addWidget(self._card)
        box.addStretch(1)

    def _entries(self) -> tuple[Entry, ...]:
        return (
            Entry("name", self.tr("姓名"), TextField()),
            Entry("role", self.tr("角色"), ChoiceField([*ROLES.items()])),
            Entry("cert_no", self.tr("执法证号"), TextField()),
            Entry("department", self.tr("科室"), TextField()),
            Entry("cert_from", self.tr("有效期起"), DateField()),
            Entry("cert_to", self.tr("有效期止"), DateField()),
            Entry("phone", self.tr("电话"), TextField()),
        )

    def refresh(self) -> None:
        """Show what is on record."""
        reads = self._desk.store.reads()
        clear(self._grid)
        heads = (self.tr("姓名"), self.tr("角色"), self.tr("执法证号"), self.tr("有效期"), "", "")
        for column, words in enumerate(heads):
            self._grid.addWidget(label(words, "hint"), 0, column)
        for row, user in enumerate(users_of(reads), 1):
            remark = remark_on(user, today().isoformat())
            chip = Chip(self.tr("有效"), "done")
            if remark is not None:
                # Only who goes out to inspect must have one.
                tone = "late" if user.role == Role.INSPECTOR else "plain"
                chip = Chip(self._flaws[remark.code], tone)
            span = f"{user.cert_from} 至 {user.cert_to}" if user.cert_to else "—"
            cells = (user.name, ROLES.get(user.role, user.role), user.cert_no or "—", span)
            for column, text in enumerate(cells):
                self._grid.addWidget(label(text), row, column)
            self._grid.addWidget(chip, row, 4)
            self._grid.addWidget(button(self.tr("修改"), partial(self._choose, user.rid)), row, 5)
        if self._chosen:
            held = reads.peek(User, self._chosen)
            if held is not None:
                self.form.load(held, reads.heads(held.rid))

    def _choose(self, rid: str) -> None:
        self.form.flush()
        self._chosen = rid
        self._card.show()
        self.refresh()
        self.form.field("name").widget.setFocus()

    def _save(self, saving: Saving) -> Changes:
        return office.set_user(
            self._desk.store, saving.who, saving.rid, saving.values, seen=saving.heads
        )

    def _retire(self) -> None:
        store, who, rid = self._desk.store, self._desk.who, self._chosen
        self._chosen = ""
        self._card.hide()
        perform(
            self._desk, lambda: office.set_user(store, who, rid, {"active": False}), owner=self,
            note=self.tr("已设为不在岗，按 Ctrl+Z 撤销"),
        )  # fmt: skip

    def _ask_new(self) -> None:
        store, who = self._desk.store, self._desk.who

        def work(typed: Answers) -> Changes:
            return office.add_user(store, who, User(**typed))[0]  # type: ignore[arg-type]

        ask = Ask(self, self._desk, self.tr("新增人员"), self._entries(), work)
        ask.ask(again=True)
