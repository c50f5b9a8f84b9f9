"""机关信息: what papers print about the office."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.changes import Changes
from app.services import office
from app.services.office import office_of
from ui.desk import Desk
from ui.widgets.basic import Card, label
from ui.widgets.fields import NumberField, TextField
from ui.widgets.form import Entry, RecordForm, Saving


class OfficeTab(QWidget):
    """Names, numbers, accounts."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        entries = (
            Entry("bureau_name", self.tr("医保局"), TextField()),
            Entry("short_name", self.tr("机关代字"), TextField(self.tr("例如 清医保"))),
            Entry("agency_name", self.tr("经办机构"), TextField()),
            Entry("agency_short_name", self.tr("经办代字"), TextField()),
            Entry("government_name", self.tr("县级人民政府"), TextField()),
            Entry("court_name", self.tr("人民法院"), TextField()),
            Entry("admdvs", self.tr("区划代码"), TextField()),
            Entry("yearly_cap", self.tr("年度检查上限"), NumberField()),
            Entry("address", self.tr("地址"), TextField(), wide=True),
            Entry("contact_name", self.tr("联系人"), TextField()),
            Entry("phone", self.tr("联系电话"), TextField()),
            Entry("complaint_phone", self.tr("监督电话"), TextField()),
            Entry("special_account", self.tr("财政专户（退款）"), TextField(), wide=True),
            Entry("treasury_account", self.tr("国库账户（罚款）"), TextField(), wide=True),
        )
        self.form = RecordForm(desk, entries, self._save)
        card = Card(self.tr("机关信息"))
        hint = self.tr(
            "这些内容会印在文书上。退款进财政专户、罚款进国库，两个账户不能合并（条例第四十五条）。"
        )
        card.body.addWidget(label(hint, "hint", wrap=True))
        card.body.addWidget(self.form)
        box = QVBoxLayout(self)
        box.addWidget(card)
        box.addStretch(1)

    def refresh(self) -> None:
        """Show what is on record."""
        reads = self._desk.store.reads()
        record = office_of(reads)
        self.form.load(record, reads.heads(record.rid))

    def _save(self, saving: Saving) -> Changes:
        return office.set_office(self._desk.store, saving.who, saving.values, seen=saving.heads)
