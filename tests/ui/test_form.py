"""A form saves itself, keeps what it could not save, and never overwrites what moved on."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.domain.institution import Institution
from app.errors import AppError, Trouble
from app.services import institutions
from tests.ui.hand import Hand
from ui.pages.institutions.card import InstitutionCard
from ui.shell import Shell
from ui.widgets.fields import DateField, MoneyField, NumberField


@pytest.fixture
def card(shell: Shell, hand: Hand) -> InstitutionCard:
    """The card of the first institution."""
    rid = shell.desk.store.reads().find(Institution)[0].rid
    shell.go("institution", rid)
    hand.settle()
    page = shell.page()
    assert isinstance(page, InstitutionCard)
    return page


def held(card: InstitutionCard) -> Institution:
    return card._desk.store.reads().get(Institution, card._rid)


def test_a_field_is_saved_when_it_is_left(card: InstitutionCard, hand: Hand) -> None:
    hand.fill(card._form.field("address").widget, "New Road 7")
    assert held(card).address == "New Road 7"


def test_a_field_is_saved_one_second_after_the_last_key(card: InstitutionCard, hand: Hand) -> None:
    line = card._form.field("contact_name").widget
    line.setFocus()
    QTest.keyClicks(line, "Wang")
    QTest.qWait(300)
    assert "Wang" not in held(card).contact_name
    QTest.qWait(1000)
    hand.settle()
    assert "Wang" in held(card).contact_name


def test_going_elsewhere_saves_first(shell: Shell, card: InstitutionCard, hand: Hand) -> None:
    line = card._form.field("note").widget
    line.setFocus()
    QTest.keyClicks(line, "seen")
    rid = card._rid
    shell.go("rounds", "")
    hand.settle()
    assert shell.desk.store.reads().get(Institution, rid).note == "seen"


def test_what_cannot_be_understood_stays_and_is_told(card: InstitutionCard, hand: Hand) -> None:
    line = card._form.field("beds").widget
    hand.fill(line, "12a")
    assert line.text() == "12a"
    assert "不是整数" in card._form._told.text()
    assert held(card).beds == 620
    hand.fill(line, "80")
    assert held(card).beds == 80
    assert card._form._told.isHidden()


def test_a_failed_save_keeps_the_text_and_saves_later(
    card: InstitutionCard, hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object, **_named: object) -> None:
        raise Trouble("disk.full")

    with monkeypatch.context() as patch:
        patch.setattr(institutions, "set_fields", full)
        hand.fill(card._form.field("address").widget, "East 1")
    assert "磁盘空间已满" in card._form._told.text()
    assert card._form.pending()
    card._form.flush()
    hand.settle()
    assert held(card).address == "East 1"
    assert not card._form.pending()


def test_undo_and_redo_with_keys(shell: Shell, card: InstitutionCard, hand: Hand) -> None:
    before = held(card).address
    hand.fill(card._form.field("address").widget, "West 2")
    shell._undo()
    hand.settle()
    assert held(card).address == before
    assert card._form.field("address").get() == before
    shell._redo()
    hand.settle()
    assert held(card).address == "West 2"


def test_what_is_being_typed_is_not_replaced_by_a_change_from_elsewhere(
    shell: Shell, card: InstitutionCard, hand: Hand
) -> None:
    line = card._form.field("contact_name").widget
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, "half")
    institutions.set_fields(shell.desk.store, shell.desk.who, card._rid, {"beds": 7})
    card.renew()
    assert line.text() == "half"
    QTest.keyClick(line, Qt.Key.Key_Tab)
    hand.settle()
    assert (held(card).contact_name, held(card).beds) == ("half", 7)


@pytest.mark.parametrize(
    ("typed", "fen"),
    [("1234.5", 123450), ("1,234.50", 123450), ("￥3", 300), ("", None), ("1万", 1_000_000)],
)
def test_money_as_people_type_it(qapp: object, typed: str, fen: int | None) -> None:
    field = MoneyField()
    field.line.setText(typed)
    assert field.get() == fen


@pytest.mark.parametrize("typed", ["1e309", "-5", "abc", "1.234", "9" * 30])
def test_bad_money_is_refused_in_words(qapp: object, typed: str) -> None:
    field = MoneyField()
    field.line.setText(typed)
    with pytest.raises(AppError, match="money"):
        field.get()


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("2026.1.5", "2026-01-05"),
        ("20260105", "2026-01-05"),
        ("2026年1月5日", "2026-01-05"),
        ("", ""),
    ],
)
def test_dates_as_people_type_them(qapp: object, typed: str, iso: str) -> None:
    field = DateField()
    field.line.setText(typed)
    assert field.get() == iso


def test_a_time_needs_hours_and_minutes(qapp: object) -> None:
    field = DateField(time=True)
    field.line.setText("2026-01-05 8:30")
    assert field.get() == "2026-01-05T08:30"
    field.line.setText("2026-01-05")
    with pytest.raises(AppError, match="not_a_time"):
        field.get()


def test_a_number_field_takes_no_letters(qapp: object) -> None:
    field = NumberField()
    field.line.setText("3x")
    with pytest.raises(AppError, match="not_a_number"):
        field.get()
