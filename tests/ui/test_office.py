"""Rounds, settings and the first run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QTableWidgetItem

from app.domain.office import HolidayTable, User
from app.domain.visit import Round, Visit
from app.services.office import office_of, users_of
from tests.ui.conftest import sign_in
from tests.ui.hand import Hand
from ui.dialogs.ask import Ask
from ui.dialogs.pick import PickInstitutions
from ui.dialogs.welcome import Welcome
from ui.pages.rounds.card import RoundCard
from ui.pages.settings.page import SettingsPage
from ui.shell import Shell

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from ui.desk import Desk


def test_a_new_round_with_institutions_and_members(shell: Shell, hand: Hand) -> None:
    shell.go("round", "new")
    hand.settle()
    ask = hand.dialog(Ask)
    hand.press(ask, "确定")
    assert "请填写检查轮次的名称" in ask._told.text()
    ask._entries[0].field.widget.setText("第9轮")
    hand.press(ask, "确定")
    page = shell.page()
    assert isinstance(page, RoundCard)
    hand.press(page, "选择机构")
    pick = hand.dialog(PickInstitutions)
    hand.settle()
    pick.list.table.selectAll()
    hand.press(pick, "选入轮次")
    reads = shell.desk.store.reads()
    held = reads.get(Round, page._rid)
    visits = reads.find(Visit, round=held.rid)
    assert (held.name, len(visits)) == ("第9轮", 40)
    assert visits[0].inspectors == held.members
    assert page._visits.rowCount() == 40


def test_end_before_begin_is_told_and_not_saved(shell: Shell, hand: Hand) -> None:
    rid = shell.desk.store.reads().find(Round)[0].rid
    shell.go("round", rid)
    hand.settle()
    page = shell.page()
    assert isinstance(page, RoundCard)
    hand.fill(page._form.field("end_on").widget, "2001-01-01")
    assert "结束日期早于开始日期" in page._form._told.text()
    assert shell.desk.store.reads().get(Round, rid).end_on > "2001-01-01"


@pytest.fixture
def settings(shell: Shell, hand: Hand) -> SettingsPage:
    """The settings page."""
    sign_in(shell, "管理员")
    shell.go("settings", "")
    hand.settle()
    found = shell.page()
    assert isinstance(found, SettingsPage)
    return found


def test_people_and_the_office_are_changed(settings: SettingsPage, hand: Hand) -> None:
    store = settings._desk.store
    hand.fill(settings.office.form.field("phone").widget, "0598-1")
    assert office_of(store.reads()).phone == "0598-1"
    settings.tabs.setCurrentIndex(1)
    hand.press(settings.people, "新增人员")
    ask = hand.dialog(Ask)
    ask._entries[0].field.widget.setText("赵六")
    hand.press(ask, "确定")
    added = next(u for u in users_of(store.reads()) if u.name == "赵六")
    settings.people._choose(added.rid)
    hand.settle()
    hand.fill(settings.people.form.field("cert_to").widget, "2030.1.1")
    assert store.reads().get(User, added.rid).cert_to == "2030-01-01"
    hand.press(settings.people, "不再在岗")
    assert "赵六" not in {u.name for u in users_of(store.reads())}


def test_a_wrong_number_style_is_told_and_not_saved(settings: SettingsPage, hand: Hand) -> None:
    numbers = settings._parts[2]
    settings.tabs.setCurrentIndex(2)
    line = numbers._lines["penalty_notice"]
    line.setText("{short}{nonsense}")
    numbers._show_samples()
    numbers._save()
    hand.settle()
    assert "文号样式" in numbers._samples["penalty_notice"].text()
    assert office_of(settings._desk.store.reads()).number_styles == ()
    line.setText("{short}告字〔{year}〕{serial:03d}号")
    numbers._save()
    hand.settle()
    styles = office_of(settings._desk.store.reads()).number_styles
    assert styles == ("penalty_notice={short}告字〔{year}〕{serial:03d}号",)


def test_a_holiday_table_by_file(settings: SettingsPage, hand: Hand, tmp_path: Path) -> None:
    tab = settings._parts[3]
    path = tmp_path / "2027.toml"
    path.write_text('year = 2027\nsource = "x"\ndays_off = ["2027-01-01"]\n', encoding="utf-8")
    tab.take(path)
    hand.settle()
    assert [t.year for t in settings._desk.store.reads().find(HolidayTable)] == [2027]
    told: list[Exception] = []
    settings._desk.bus.trouble.connect(told.append)
    path.write_text("nonsense", encoding="utf-8")
    tab.take(path)
    hand.settle()
    assert [getattr(e, "code", "") for e in told] == ["calendar.bad_table"]


def test_the_store_is_proved_from_the_settings(settings: SettingsPage, hand: Hand) -> None:
    tab = settings._parts[4]
    settings.tabs.setCurrentIndex(4)
    tab.verify()
    hand.settle()
    assert tab._verdict.text().startswith("✓")


def test_the_first_run_asks_for_office_and_people(empty_desk: Desk, qtbot: QtBot) -> None:
    hand = Hand(empty_desk)
    welcome = Welcome(empty_desk)
    qtbot.addWidget(welcome)
    welcome.show()
    hand.press(welcome, "下一步")
    assert "请填写医保局名称" in welcome._told.text()
    welcome._county.setText("石桥县")
    welcome._suggest("石桥县")
    hand.press(welcome, "下一步")
    hand.press(welcome, "完成")
    assert "至少填写一个人" in welcome._told.text()
    for column, text in ((0, "王一"), (2, "35001"), (4, "not a date")):
        welcome._table.setItem(0, column, QTableWidgetItem(text))
    hand.press(welcome, "完成")
    assert "不是日期" in welcome._told.text()
    assert users_of(empty_desk.store.reads()) == []
    welcome._table.setItem(0, 4, QTableWidgetItem("2030-12-31"))
    hand.press(welcome, "完成")
    (user,) = users_of(empty_desk.store.reads())
    assert (user.name, user.cert_to) == ("王一", "2030-12-31")
    assert office_of(empty_desk.store.reads()).court_name == "石桥县人民法院"


def test_the_demo_county_from_the_first_run(empty_desk: Desk, qtbot: QtBot) -> None:
    hand = Hand(empty_desk)
    welcome = Welcome(empty_desk)
    qtbot.addWidget(welcome)
    welcome.show()
    hand.press(welcome, "装入演示县")
    assert welcome.result() == Welcome.DialogCode.Accepted
    assert len(users_of(empty_desk.store.reads())) > 3
