"""文号样式: how official numbers are written."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from app.documents.template import template
from app.domain.document import PaperKind
from app.errors import AppError
from app.services import office
from app.services.issuing import number_of
from app.services.office import office_of, today
from ui.desk import Desk
from ui.errors import words_for
from ui.operations.perform import perform
from ui.widgets.basic import Card, label
from ui.words import PAPERS


class NumberTab(QWidget):
    """One line per kind of paper, with the number it gives."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._lines: dict[str, QLineEdit] = {}
        self._samples = {kind: label("", "hint") for kind in PaperKind}
        card = Card(self.tr("文号样式"))
        hint = self.tr(
            "可用 {short} 机关代字、{series} 文种、{year} 年份、{serial} 序号（{serial:03d} 补足三位）。每年每种从 1 开始，不跳号。"
        )
        card.body.addWidget(label(hint, "hint", wrap=True))
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        for row, kind in enumerate(PaperKind):
            line = QLineEdit()
            line.setObjectName(f"style_{kind}")
            line.editingFinished.connect(self._save)
            line.textEdited.connect(lambda _text: self._show_samples())
            self._lines[kind] = line
            grid.addWidget(label(PAPERS[kind]), row, 0)
            grid.addWidget(line, row, 1)
            grid.addWidget(self._samples[kind], row, 2)
        card.body.addLayout(grid)
        box = QVBoxLayout(self)
        box.addWidget(card)
        box.addStretch(1)

    def refresh(self) -> None:
        """Show what is on record."""
        styles = self._held()
        for kind, line in self._lines.items():
            if not line.hasFocus():
                line.setText(styles.get(kind) or template(kind)["number"])
        self._show_samples()

    def _held(self) -> dict[str, str]:
        record = office_of(self._desk.store.reads())
        return dict(style.split("=", 1) for style in record.number_styles if "=" in style)

    def _show_samples(self) -> None:
        record = office_of(self._desk.store.reads())
        for kind, line in self._lines.items():
            found = template(kind)
            agency = found["issuer"] == "agency"
            short = record.agency_short_name if agency else record.short_name
            try:
                text = number_of(
                    line.text(), short=short, series=found["series"], year=today().year, serial=7
                )
            except AppError as error:
                text = words_for(error)
            self._samples[PaperKind(kind)].setText(text)

    def _save(self) -> None:
        styles, held = [], self._held()
        for kind, line in self._lines.items():
            try:
                number_of(line.text(), short="", series="", year=2026, serial=1)
                self._desk.bus.unsaved.emit((id(self), kind), False)
            except AppError:
                # The others are saved; this one stays as it was and as it is typed.
                self._desk.bus.unsaved.emit((id(self), kind), True)
                styles += [f"{kind}={held[kind]}"] if kind in held else []
                continue
            if line.text().strip() != template(kind)["number"]:
                styles.append(f"{kind}={line.text().strip()}")
        values = {"number_styles": tuple(styles)}
        if values["number_styles"] == office_of(self._desk.store.reads()).number_styles:
            return
        store, who = self._desk.store, self._desk.who
        perform(self._desk, lambda: office.set_office(store, who, values), owner=self)
