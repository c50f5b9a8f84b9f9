"""Importing a list through the page: preview, mapping, doubts, one step back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook

from app.domain.institution import Institution
from tests.ui.hand import Hand
from ui.pages.institutions.importer import ImportPage
from ui.pages.institutions.page import InstitutionsPage
from ui.shell import Shell

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from ui.desk import Desk

LIST = Path(__file__).parents[1] / "data" / "定点医疗机构名单-三明.xlsx"


@pytest.fixture
def office(empty_desk: Desk, qtbot: QtBot) -> Iterator[tuple[Shell, Hand]]:
    """The window of an office without institutions, at the import page."""
    hand = Hand(empty_desk)
    window = Shell(empty_desk)
    qtbot.addWidget(window)
    window.show()
    window.go("import", "")
    hand.settle()
    yield window, hand
    window.close()
    hand.settle()


def page_of(shell: Shell) -> ImportPage:
    found = shell.page()
    assert isinstance(found, ImportPage)
    return found


def test_a_published_list_is_understood_imported_and_undone(office: tuple[Shell, Hand]) -> None:
    shell, hand = office
    page = page_of(shell)
    page.open_file(LIST)
    hand.settle()
    assert page._go.text() == "导入 156 家"
    assert "存疑 3 处" in page._told.text()
    assert shell.desk.store.reads().find(Institution) == []
    hand.click(page._go)
    assert len(shell.desk.store.reads().find(Institution)) == 156
    assert isinstance(shell.page(), InstitutionsPage)
    assert shell.page()._model.rowCount() == 156
    shell._undo()
    hand.settle()
    assert shell.desk.store.reads().find(Institution) == []


def test_a_corrected_mapping_is_used_and_remembered(
    office: tuple[Shell, Hand], tmp_path: Path
) -> None:
    shell, hand = office
    book = Workbook()
    sheet = book.active
    sheet.append(["机构名称", "国家编码", "说明甲"])
    sheet.append(["甲医院", "H35042100001", "城关"])
    sheet.append(["乙医院", "H35042100002", "河东"])
    path = tmp_path / "list.xlsx"
    book.save(path)
    page = page_of(shell)
    page.open_file(path)
    hand.settle()
    choice = page._mapping.cellWidget(0, 2)
    choice.setCurrentIndex(choice.findData("district"))
    page._mapping.changed.emit()
    hand.settle()
    hand.click(page._go)
    assert [i.district for i in shell.desk.store.reads().find(Institution)] == ["城关", "河东"]
    shell.go("import", "")
    page.open_file(path)
    hand.settle()
    assert "沿用上次确认的" in page._told.text()
    assert "未变 2 家" in page._told.text()
    assert not page._go.isEnabled()


def test_one_field_for_two_columns_is_refused_in_words(office: tuple[Shell, Hand]) -> None:
    shell, hand = office
    page = page_of(shell)
    page.open_file(LIST)
    hand.settle()
    first, second = page._mapping.cellWidget(0, 0), page._mapping.cellWidget(0, 1)
    first.setCurrentIndex(first.findData(second.currentData()))
    page._mapping.changed.emit()
    hand.settle()
    assert "被指定给了两列" in page._banner._text.text()
    assert not page._go.isEnabled()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.xlsx", b"", "0 字节"),
        ("b.xlsx", bytes(range(256)) * 40, "不是可读的"),
        ("c.csv", "只有一句话".encode(), "没有找到表头"),
    ],
)
def test_what_is_no_list_is_said_in_words(
    office: tuple[Shell, Hand], tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    shell, hand = office
    path = tmp_path / name
    path.write_bytes(content)
    page = page_of(shell)
    page.open_file(path)
    hand.settle()
    assert words in page._banner._text.text()
    assert not page._go.isEnabled()
