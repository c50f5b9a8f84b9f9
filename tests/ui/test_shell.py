"""The frame, and every page of it for every role."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTableWidget,
    QWidget,
)  # fmt: skip
from typing_extensions import override

from app.domain.document import Document
from app.domain.institution import Institution
from app.domain.visit import Round, Visit
from tests.ui.conftest import sign_in
from tests.ui.hand import Hand
from ui.pages.registry import places
from ui.shell import Shell

NAMES_ALLOWED = re.compile(
    r"Ctrl|Enter|Esc|Ins|Alt|PDF|Excel|Word|SHA-256|KB|toml|xlsx|xls|csv|WuCha|wucha|key|SIL|OFL|"
    r"short|series|year|serial|source|days_off|working_days|image|application|png|jpeg|mm|"
    r"\b[A-Z]\d|[A-Z]\b|F\d|\b[Nn]\b|\b[0-9a-f]{8}\b|\.png|/tmp[^\s]*|/[\w./-]+|data"
)


def texts_of(widget: QWidget) -> list[str]:
    """Everything a page shows in words."""
    found: list[str] = []
    for part in widget.findChildren(QWidget):
        if isinstance(part, QLabel | QAbstractButton):
            found.append(part.text())
        elif isinstance(part, QLineEdit | QPlainTextEdit):
            found.append(part.placeholderText())
        elif isinstance(part, QComboBox):
            found += [part.itemText(n) for n in range(part.count())]
        elif isinstance(part, QTableWidget):
            heads = [part.horizontalHeaderItem(n) for n in range(part.columnCount())]
            found += [head.text() for head in heads if head]
    return found


def addresses(shell: Shell) -> list[tuple[str, str]]:
    """Every place with a record to show."""
    reads = shell.desk.store.reads()
    visit = next(v for v in reads.find(Visit) if v.state == "submitted")
    rids = {
        "institution": reads.find(Institution)[0].rid, "round": reads.find(Round)[0].rid,
        "visit": visit.rid, "case": visit.rid, "document": reads.find(Document)[0].rid,
    }  # fmt: skip
    found = [(place, rids.get(place, "")) for place in places()]
    return [*found, ("document", f"draft:inspection_form:{visit.rid}"), ("settings", "data")]


@pytest.mark.parametrize("name", ["张三", "李四", "管理员"])
def test_every_page_opens_in_chinese(shell: Shell, hand: Hand, name: str) -> None:
    sign_in(shell, name)
    for place, rid in addresses(shell):
        shell.go(place, rid)
        hand.settle()
        for text in texts_of(shell.page()):
            rest = NAMES_ALLOWED.sub("", text)
            assert not re.search(r"[A-Za-z]{3,}", rest), f"{place}: {text!r}"
            assert "\ufffd" not in text


def test_no_target_is_smaller_than_a_finger(shell: Shell, hand: Hand) -> None:
    for place, rid in addresses(shell):
        shell.go(place, rid)
        hand.settle()
        for each in shell.page().findChildren(QAbstractButton):
            if each.isVisible() and each.text():
                assert each.height() >= 32, f"{place}: {each.text()} {each.height()}"


@pytest.mark.parametrize("size", [(1366, 768), (911, 480)])
def test_no_page_is_wider_than_the_window(shell: Shell, hand: Hand, size: tuple[int, int]) -> None:
    shell.resize(*size)
    for place, rid in addresses(shell):
        shell.go(place, rid)
        hand.settle()
        assert shell.width() == size[0], place
        assert shell.page().minimumSizeHint().width() <= shell.page().width(), place


class _Windows(QObject):
    """Notes every window that appears."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(f"{type(watched).__name__} {watched.objectName()}")
        return False


def test_no_page_makes_a_stray_window(shell: Shell, hand: Hand, qapp: QApplication) -> None:
    windows = _Windows()
    qapp.installEventFilter(windows)
    for place, rid in addresses(shell):
        shell.go(place, rid)
        hand.settle()
    qapp.removeEventFilter(windows)
    assert windows.seen == []


def test_the_search_box_finds_by_initials_and_opens(shell: Shell, hand: Hand) -> None:
    from ui.dialogs.palette import Palette

    shell.search()
    box = hand.dialog(Palette)
    line = box.findChild(QLineEdit)
    line.setText("qxxzyy")
    _wait(hand, 0.3)
    hand.key(line, Qt.Key.Key_Return)
    held = shell.desk.store.reads().get(Institution, shell.page()._rid)
    assert held.pinyin == "qxxzyy"


def test_back_returns_to_where_one_was(shell: Shell, hand: Hand) -> None:
    shell.go("rounds", "")
    shell.go("settings", "people")
    shell.back()
    hand.settle()
    assert type(shell.page()).__name__ == "RoundsPage"


def test_the_banner_tells_what_waits(shell: Shell, hand: Hand) -> None:
    told = [
        label.text() for label in shell.findChildren(QAbstractButton) if "已存本机" in label.text()
    ]
    assert told == ["已存本机 ✓"]
    sign_in(shell, "李四")
    waiting = shell.desk.store.waiting(shell.desk.who)
    assert hand.button(shell, "待我处理").text() == f"待我处理 {waiting.review}"
    assert waiting.review > 0


def _wait(hand: Hand, seconds: float) -> None:
    from PySide6.QtTest import QTest

    QTest.qWait(int(seconds * 1000))
    hand.settle()
