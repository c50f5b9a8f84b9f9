"""The first start: whose office this is and who works here, or the invented county to try it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QGridLayout,
    QHeaderView,
    QLineEdit,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from app.domain.dates import iso_date
from app.domain.office import User
from app.errors import AppError
from app.services import office
from app.services.office import SYSTEM, suggest_names
from ui.desk import Desk
from ui.errors import words_for
from ui.widgets.basic import Card, button, label, row_of
from ui.words import ROLES

PEOPLE = 5


def fill_demo(desk: Desk) -> None:
    """Fill the empty store with the invented county (about three seconds)."""
    from app.services import demo

    demo.fill(desk.store, desk.attachments, office.today())


class Welcome(QDialog):
    """Two pages: the office, then its people."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.setWindowTitle(self.tr("五查 · 首次使用"))
        self.resize(860, 600)
        self._stack = QStackedWidget()
        self._told = label("", "bad", wrap=True)
        box = QVBoxLayout(self)
        box.setContentsMargins(28, 22, 28, 18)
        box.addWidget(label(self.tr("欢迎使用五查"), "title"))
        hint = self.tr("先告诉程序这是哪个县、谁在用。所有内容以后都能在“设置”里修改。")
        box.addWidget(label(hint, "hint", wrap=True))
        box.addWidget(self._stack, 1)
        box.addWidget(self._told)
        self._stack.addWidget(self._office_page())
        self._stack.addWidget(self._people_page())

    def ask(self) -> bool:
        """Whether the questions were answered (or the demo county was taken)."""
        return self.exec() == QDialog.DialogCode.Accepted

    def _office_page(self) -> QWidget:
        page = Card(self.tr("第 1 步  机关名称"))
        grid = QGridLayout()
        self._county = QLineEdit()
        self._county.setPlaceholderText(self.tr("例如 清溪县"))
        self._county.textEdited.connect(self._suggest)
        grid.addWidget(label(self.tr("县（市、区）"), "hint"), 0, 0)
        grid.addWidget(self._county, 0, 1)
        self._names: dict[str, QLineEdit] = {}
        for row, (name, words) in enumerate(
            (
                ("bureau_name", self.tr("医保局")), ("agency_name", self.tr("经办机构")),
                ("government_name", self.tr("县级人民政府（复议机关）")), ("court_name", self.tr("人民法院")),
                ("short_name", self.tr("医保局机关代字")), ("agency_short_name", self.tr("经办机构代字")),
            ),
            1,
        ):  # fmt: skip
            self._names[name] = QLineEdit()
            self._names[name].setObjectName(name)
            grid.addWidget(label(words, "hint"), row, 0)
            grid.addWidget(self._names[name], row, 1)
        page.body.addLayout(grid)
        page.body.addStretch(1)
        page.body.addLayout(
            row_of(
                button(self.tr("装入演示县，先试一试"), self._take_demo),
                None,
                button(self.tr("下一步"), self._to_people, primary=True),
            )
        )
        return page

    def _suggest(self, county: str) -> None:
        for name, text in suggest_names(county).items():
            self._names[name].setText(text)

    def _people_page(self) -> QWidget:
        page = Card(self.tr("第 2 步  人员（检查至少需要两名有执法证的人员）"))
        heads = [
            self.tr("姓名"),
            self.tr("角色"),
            self.tr("执法证号"),
            self.tr("有效期起"),
            self.tr("有效期止"),
        ]
        self._table = QTableWidget(PEOPLE, len(heads))
        self._table.setHorizontalHeaderLabels(heads)
        self._table.verticalHeader().hide()
        self._table.verticalHeader().setDefaultSectionSize(36)
        self._table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        for row in range(PEOPLE):
            self._add_person(row, "inspector" if row < 2 else "supervisor" if row == 2 else "")
        page.body.addWidget(self._table, 1)
        page.body.addLayout(
            row_of(
                button(self.tr("上一步"), lambda: self._stack.setCurrentIndex(0)),
                button(self.tr("加一行"), lambda: self._add_person(self._table.rowCount(), "")),
                None,
                button(self.tr("完成"), self._finish, primary=True),
            )
        )
        return page

    def _add_person(self, row: int, role: str) -> None:
        if row == self._table.rowCount():
            self._table.insertRow(row)
        choice = QComboBox()
        for value, words in ROLES.items():
            choice.addItem(words, value)
        choice.setCurrentIndex(max(0, choice.findData(role)))
        self._table.setCellWidget(row, 1, choice)
        for column in (0, 2, 3, 4):
            self._table.setItem(row, column, QTableWidgetItem(""))

    def _to_people(self) -> None:
        if not self._names["bureau_name"].text().strip():
            self._told.setText(self.tr("请填写医保局名称。"))
            self._names["bureau_name"].setFocus()
            return
        self._told.clear()
        self._stack.setCurrentIndex(1)

    def _people(self) -> Sequence[User]:
        found = []
        for row in range(self._table.rowCount()):
            cells = [self._cell(row, column) for column in range(5)]
            if not cells[0]:
                continue
            dates = [iso_date(cells[3]), iso_date(cells[4])]
            for typed, day in zip(cells[3:], dates, strict=True):
                if typed and not day:
                    raise AppError("field.not_a_date", text=typed[:20])
            choice = self._table.cellWidget(row, 1)
            role = str(choice.currentData()) if isinstance(choice, QComboBox) else ""
            found.append(
                User(
                    name=cells[0], role=role, cert_no=cells[2], cert_from=dates[0], cert_to=dates[1]
                )
            )
        return found

    def _cell(self, row: int, column: int) -> str:
        item = self._table.item(row, column)
        return item.text().strip() if item else ""

    def _finish(self) -> None:
        try:
            people = self._people()
            if not people:
                self._told.setText(self.tr("请至少填写一个人的姓名。"))
                return
            values = {name: line.text().strip() for name, line in self._names.items()}
            office.set_office(self._desk.store, SYSTEM, values)
            for user in people:
                office.add_user(self._desk.store, SYSTEM, user)
        except AppError as error:
            self._told.setText(words_for(error))
            return
        self.accept()

    def _take_demo(self) -> None:
        self._told.setObjectName("hint")
        self._told.setText(self.tr("正在装入演示县，约需几秒……"))
        self.setEnabled(False)
        self._desk.tasks.run(
            "write", lambda: fill_demo(self._desk), lambda _none: self.accept(), owner=self,
            failed=self._demo_failed,
        )  # fmt: skip

    def _demo_failed(self, error: Exception) -> None:
        self.setEnabled(True)
        self._told.setText(words_for(error))
