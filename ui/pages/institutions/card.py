"""One institution: its data, its agreement, and what happened there."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.changes import Changes
from app.domain.institution import Agreement, Institution
from app.services import institutions
from app.services.office import calendar_of, today
from ui.desk import Desk
from ui.dialogs.ask import Answers, Ask, born
from ui.operations.perform import perform
from ui.override import override
from ui.pages.base import RecordPage
from ui.pages.institutions.history import History
from ui.widgets.basic import Beside, Card, Chip, button, label, link, row_of, scrolled
from ui.widgets.fields import AreaField, ChoiceField, DateField, MoneyField, NumberField, TextField
from ui.widgets.form import Entry, RecordForm, Saving
from ui.words import AGREEMENT_STATES, INSTITUTION_KINDS


class InstitutionCard(RecordPage):
    """Everything known about one institution."""

    HOME = "institutions"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._name = label("", "title", wrap=True)
        self._kind, self._state = Chip(), Chip()
        self._told = label("", "warn", wrap=True)
        self._form = self._data_form()
        self._agreement = self._agreement_form()
        self._agreement_card = Card(self.tr("服务协议"))
        self._no_agreement = link(self.tr("登记本年度服务协议"), self._begin_agreement)
        self._history = History(desk)
        self._lay_out()

    def _lay_out(self) -> None:
        inside = QWidget()
        down = QVBoxLayout(inside)
        down.setContentsMargins(20, 14, 20, 14)
        down.setSpacing(12)
        down.addLayout(
            row_of(
                self._name, self._kind, self._state, None,
                button(self.tr("删除机构"), self._remove),
                button(self.tr("查看问题"), lambda: self._desk.go("findings", "")),
            )
        )  # fmt: skip
        down.addWidget(self._told)
        data = Card(self.tr("机构资料"))
        data.body.addWidget(self._form)
        for part in (self._no_agreement, self._agreement):
            self._agreement_card.body.addWidget(part)
        both = Beside()
        both.left.addWidget(data)
        both.left.addWidget(self._agreement_card)
        both.left.addStretch(1)
        both.right.addWidget(self._history)
        both.right.addStretch(1)
        down.addWidget(both)
        down.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(scrolled(inside))

    def _data_form(self) -> RecordForm:
        entries = (
            Entry("fixmedins_name", self.tr("机构名称"), TextField(), wide=True),
            Entry("fixmedins_code", self.tr("国家编码"), TextField("H35042100001")),
            Entry("uscc", self.tr("信用代码"), TextField()),
            Entry("kind", self.tr("类型"), ChoiceField([*INSTITUTION_KINDS.items()])),
            Entry("hosp_lv", self.tr("等级"), TextField()),
            Entry("ownership", self.tr("性质"), TextField(self.tr("公立 / 民营"))),
            Entry("beds", self.tr("核定床位"), NumberField()),
            Entry("district", self.tr("乡镇街道"), TextField()),
            Entry("license_no", self.tr("许可证号"), TextField()),
            Entry("address", self.tr("地址"), TextField(), wide=True),
            Entry("legal_rep", self.tr("法定代表人"), TextField()),
            Entry("designated_on", self.tr("定点日期"), DateField()),
            Entry("contact_name", self.tr("联系人"), TextField()),
            Entry("contact_phone", self.tr("联系电话"), TextField()),
            Entry("note", self.tr("备注"), AreaField(rows=2), wide=True),
        )
        return RecordForm(self._desk, entries, self._save)

    def _agreement_form(self) -> RecordForm:
        entries = (
            Entry("agreement_no", self.tr("协议编号"), TextField()),
            Entry("status", self.tr("状态"), ChoiceField([*AGREEMENT_STATES.items()])),
            Entry("signed_on", self.tr("签订日期"), DateField()),
            Entry("valid_to", self.tr("有效期止"), DateField()),
            Entry("deposit_fen", self.tr("保证金（元）"), MoneyField()),
        )
        return RecordForm(self._desk, entries, self._save_agreement)

    @override
    def refresh(self) -> None:
        reads = self._desk.store.reads()
        record = reads.get(Institution, self._rid)
        self._name.setText(record.fixmedins_name)
        self._kind.show_state(INSTITUTION_KINDS.get(record.kind, record.kind), "accent")
        self._told.setText(record.code_note)
        self._told.setVisible(bool(record.code_note))
        self._form.load(record, reads.heads(record.rid))
        agreements = reads.find(Agreement, institution=self._rid)
        latest = max(agreements, key=lambda a: a.year or 0) if agreements else None
        self._no_agreement.setVisible(latest is None or latest.year != today().year)
        self._agreement.setVisible(latest is not None)
        self._state.setVisible(latest is not None)
        if latest:
            self._agreement_card.heading.setText(
                self.tr("服务协议 {year} 年度").format(year=latest.year)
            )
            words = AGREEMENT_STATES.get(latest.status, latest.status)
            tone = "done" if latest.status == "active" else "wait"
            self._state.show_state(self.tr("协议{state}").format(state=words), tone)
            self._agreement.load(latest, reads.heads(latest.rid))
        self._history.show_institution(self._rid, calendar_of(reads), today())

    def _save(self, saving: Saving) -> Changes:
        return institutions.set_fields(
            self._desk.store, saving.who, saving.rid, saving.values, seen=saving.heads
        )

    def _save_agreement(self, saving: Saving) -> Changes:
        held = self._desk.store.reads().get(Agreement, saving.rid)
        return institutions.set_agreement(
            self._desk.store, saving.who, held.institution, held.year or 0, saving.values
        )

    def _begin_agreement(self) -> None:
        rid, year = self._rid, today().year
        store, who = self._desk.store, self._desk.who
        perform(
            self._desk,
            lambda: institutions.set_agreement(
                store, who, rid, year, {"valid_to": f"{year}-12-31"}
            ),
            owner=self,
        )

    @override
    def ask_new(self) -> None:
        entries = (
            Entry("fixmedins_name", self.tr("机构名称"), TextField()),
            Entry("fixmedins_code", self.tr("国家编码"), TextField("H35042100001")),
            Entry("kind", self.tr("类型"), ChoiceField([*INSTITUTION_KINDS.items()])),
        )
        store, who = self._desk.store, self._desk.who

        def work(typed: Answers) -> Changes:
            record = Institution(**typed)  # type: ignore[arg-type]
            return institutions.add(store, who, record)[0]

        ask = Ask(self, self._desk, self.tr("新增机构"), entries, work)
        ask.rejected.connect(lambda: self._desk.gone("institutions"))
        ask.ask(lambda changes: self._desk.go("institution", born(changes, "institution")))

    def _remove(self) -> None:
        rid = self._rid
        store, who = self._desk.store, self._desk.who
        perform(
            self._desk,
            lambda: institutions.remove(store, who, rid),
            owner=self,
            note=self.tr("已删除机构，按 Ctrl+Z 撤销"),
        )
