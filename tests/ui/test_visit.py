"""The visit workspace by keyboard and mouse."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.domain.casefile import CaseFile, CaseKind, FiveCheck
from app.domain.finding import Evidence, Finding, FindingItem
from app.domain.visit import Visit, VisitState
from tests.ui.hand import Hand
from ui.dialogs.ask import Ask
from ui.dialogs.paste_cases import PasteCases
from ui.pages.visit.page import BEDS, CASES, FINISH, VisitPage
from ui.shell import Shell


@pytest.fixture
def page(shell: Shell, hand: Hand) -> VisitPage:
    """The demo's visit under way."""
    reads = shell.desk.store.reads()
    visit = next(v for v in reads.find(Visit) if v.state == VisitState.ONGOING)
    shell.go("visit", visit.rid)
    hand.settle()
    found = shell.page()
    assert isinstance(found, VisitPage)
    return found


def open_case(page: VisitPage, hand: Hand) -> CaseFile:
    """A case without any answer, opened."""
    reads = page._desk.store.reads()
    answered = {check.casefile for check in reads.find(FiveCheck, visit=page._rid)}
    case = next(
        c for c in reads.find(CaseFile, visit=page._rid)
        if c.kind == CaseKind.CASEFILE and c.rid not in answered
    )  # fmt: skip
    page.cases.select(case.rid)
    hand.settle()
    return case


def answers(page: VisitPage, case: CaseFile) -> dict[int, str]:
    found = page._desk.store.reads().find(FiveCheck, casefile=case.rid)
    return {check.check_no or 0: check.answer for check in found if check.answer}


def test_one_two_three_answer_the_open_check(page: VisitPage, hand: Hand) -> None:
    case = open_case(page, hand)
    hand.key(page.cases.list, Qt.Key.Key_1)
    hand.key(page.cases.list, Qt.Key.Key_F2)
    hand.key(page.cases.list, Qt.Key.Key_3)
    assert answers(page, case) == {1: "ok", 2: "unchecked"}
    assert page.case.answers.reason.isVisible()
    hand.fill(page.case.answers.reason, "no record here")
    check = next(
        c for c in page._desk.store.reads().find(FiveCheck, casefile=case.rid) if c.check_no == 2
    )
    assert check.reason == "no record here"


def test_ctrl_enter_is_five_answers_and_the_next_case(page: VisitPage, hand: Hand) -> None:
    case = open_case(page, hand)
    row = page.cases.list.currentRow()
    hand.key(page.cases.list, Qt.Key.Key_Return, ctrl=True)
    assert answers(page, case) == dict.fromkeys(range(1, 6), "ok")
    assert page.cases.list.currentRow() == row + 1
    page._desk.go = lambda _place, _rid: None
    QTest.keyClick(page.window(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    hand.settle()
    assert answers(page, case) == {}


def test_a_key_pressed_twice_asks_once(page: VisitPage, hand: Hand) -> None:
    case = open_case(page, hand)
    row = page.cases.list.currentRow()
    page.case.answer("problem")
    page.case.answer("problem")
    page.case.all_ok(then=lambda: page.cases.step(1))
    page.case.all_ok(then=lambda: page.cases.step(1))
    hand.settle()
    assert len(page._desk.store.reads().find(Finding, casefile=case.rid)) == 1
    assert page.cases.list.currentRow() == row + 1


def new_finding(page: VisitPage, hand: Hand) -> Finding:
    case = open_case(page, hand)
    hand.key(page.cases.list, Qt.Key.Key_F5)
    hand.key(page.cases.list, Qt.Key.Key_2)
    return page._desk.store.reads().find(Finding, casefile=case.rid)[0]


def choose_type(page: VisitPage, hand: Hand, words: str) -> None:
    field = page.case.editor._violation
    index = next(n for n in range(field.box.count()) if field.box.itemText(n).startswith(words))
    field.box.setCurrentIndex(index)
    field.box.activated.emit(index)
    hand.settle()


def test_two_opens_a_finding_whose_sentence_follows_the_grid(page: VisitPage, hand: Hand) -> None:
    finding = new_finding(page, hand)
    choose_type(page, hand, "重复收费")
    QApplication.clipboard().setText("血常规\t2\t4.00\t8.00\n红细胞计数\t1\t2.5\t2.50")
    page.case.editor.items.paste()
    hand.settle()
    store = page._desk.store
    held = store.reads().get(Finding, finding.rid)
    assert [i.amount_fen for i in store.reads().find(FindingItem, finding=held.rid)] == [800, 250]
    assert held.amount_fen == 1050
    assert "血常规2×4.00元" in held.fact_text
    assert held.check_no == 5
    hand.fill(page.case.editor.form.field("pooling_fen").widget, "7")
    held = store.reads().get(Finding, finding.rid)
    assert held.fund_fen == 700
    assert "7.00" in held.fact_text


def test_typing_in_the_grid_computes_and_saves(page: VisitPage, hand: Hand) -> None:
    finding = new_finding(page, hand)
    table = page.case.editor.items.table
    for column, text in ((1, "CT"), (3, "2"), (4, "120.5")):
        table.setCurrentCell(0, column)
        QTest.keyClicks(table, text[0])
        editor = QApplication.focusWidget()
        QTest.keyClicks(editor, text[1:])
        QTest.keyClick(editor, Qt.Key.Key_Return)
        hand.settle()
    items = page._desk.store.reads().find(FindingItem, finding=finding.rid)
    assert [(i.hilist_name, i.quantity, i.unit_price, i.amount_fen) for i in items] == [
        ("CT", "2", "120.5", 24100)
    ]
    table.setCurrentCell(0, 3)
    table.item(0, 3).setText("1e309")
    hand.settle()
    assert "不是金额" in page.case.editor.items._told.text() or "大得不合理" in (
        page.case.editor.items._told.text()
    )
    assert page._desk.store.reads().find(FindingItem, finding=finding.rid)[0].quantity == "2"
    assert table.item(0, 3).text() == "1e309"


def test_an_edited_sentence_stays_and_can_be_composed_again(page: VisitPage, hand: Hand) -> None:
    finding = new_finding(page, hand)
    choose_type(page, hand, "重复收费")
    area = page.case.editor.form.field("fact_text").widget
    area.setFocus()
    area.setPlainText("自己写的")
    page.case.editor.leave()
    hand.settle()
    hand.fill(page.case.editor.form.field("amount_fen").widget, "9")
    assert page._desk.store.reads().get(Finding, finding.rid).fact_text == "自己写的"
    hand.press(page, "重新生成事实描述")
    assert "9.00" in page._desk.store.reads().get(Finding, finding.rid).fact_text


def test_ten_thousand_characters_are_kept_and_too_many_are_told(
    page: VisitPage, hand: Hand
) -> None:
    finding = new_finding(page, hand)
    area = page.case.editor.form.field("fact_text").widget
    area.setPlainText("字" * 10_000)
    page.case.editor.leave()
    hand.settle()
    assert len(page._desk.store.reads().get(Finding, finding.rid).fact_text) == 10_000
    area.setPlainText("字" * 20_001)
    page.case.editor.leave()
    hand.settle()
    assert "最多 20000 字" in page.case.editor.form._told.text()
    assert len(area.toPlainText()) == 20_001
    assert len(page._desk.store.reads().get(Finding, finding.rid).fact_text) == 10_000


def test_evidence_by_file_by_paste_and_by_mistake(
    page: VisitPage, hand: Hand, tmp_path: Path
) -> None:
    finding = new_finding(page, hand)
    said: list[str] = []
    troubles: list[Exception] = []
    page._desk.bus.said.connect(said.append)
    page._desk.bus.trouble.connect(troubles.append)
    picture = QImage(40, 30, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.red)
    good, fake, empty = (tmp_path / n for n in ("photo.jpg", "fake.jpg", "empty.jpg"))
    picture.save(str(good))
    fake.write_bytes(b"not a picture at all")
    empty.write_bytes(b"")
    page.case.editor.evidence.take([good, fake, empty, tmp_path])
    hand.settle()
    QApplication.clipboard().setImage(picture)
    page.case.editor.evidence.paste()
    hand.settle()
    files = page._desk.store.reads().find(Evidence, owner=finding.rid)
    assert [(f.file_name, f.kind) for f in files] == [
        ("photo.jpg", "photo"), ("fake.jpg", "other"), ("粘贴的图片.png", "photo"),
    ]  # fmt: skip
    assert page._desk.attachments.read(files[0].sha256) == good.read_bytes()
    assert any("不是图片" in fact for fact in files[1].exif)
    assert [getattr(t, "code", "") for t in troubles] == ["evidence.empty", "evidence.folder"]
    assert page.case.editor.evidence.list.count() == 3


def test_adding_and_pasting_cases(page: VisitPage, hand: Hand) -> None:
    reads = page._desk.store.reads()
    before = len(reads.find(CaseFile, visit=page._rid))
    hand.key(page.cases.list, Qt.Key.Key_Insert)
    ask = hand.dialog(Ask)
    ask._entries[0].field.widget.setText("202611-9001")
    ask._entries[1].field.widget.setText("孙某某")
    hand.press(ask, "确定")
    QApplication.clipboard().setText(
        "住院号\t姓名\t性别\t年龄\n202611-9001\t孙某某\t男\t40\n202611-9002\t钱某\t女\t51\n"
    )
    hand.press(page.cases, "粘贴名单")
    paste = hand.dialog(PasteCases)
    assert paste.ok.text() == "加入 2 个病例"
    hand.click(paste.ok)
    cases = page._desk.store.reads().find(CaseFile, visit=page._rid)
    assert len(cases) == before + 2
    assert cases[-1].gend == "2"


def test_bed_patrol_with_three_keys(page: VisitPage, hand: Hand) -> None:
    page.tabs.setCurrentIndex(BEDS)
    hand.settle()
    hand.press(page.beds, "添加床位")
    ask = hand.dialog(Ask)
    ask._entries[0].field.widget.setText("外科")
    ask._entries[1].field.widget.setText("1-3 加1")
    hand.press(ask, "确定")
    page.beds.ward.setCurrentText("外科")
    page.beds._fill()
    page.beds.grid.setCurrentCell(0, 0)
    for key in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3):
        hand.key(page.beds.grid, key)
    beds = [c for c in page._desk.store.reads().find(CaseFile, visit=page._rid) if c.ward == "外科"]
    assert [(b.bed_no, b.bed_answer) for b in beds] == [
        ("1", "present"), ("2", "absent"), ("3", "mismatch"), ("加1", ""),
    ]  # fmt: skip
    page.tabs.setCurrentIndex(CASES)
    hand.settle()
    listed = [page.cases.list.item(n).text() for n in range(page.cases.list.count())]
    assert sum("2床" in words for words in listed) >= 1


def test_every_gap_leads_to_its_place_until_the_visit_can_be_submitted(
    page: VisitPage, hand: Hand
) -> None:
    from app.services.submitting import completeness

    store = page._desk.store
    page.tabs.setCurrentIndex(FINISH)
    hand.settle()
    assert not page.finish.submit.isEnabled()
    gap = next(g for g in completeness(store.reads(), page._rid) if g.code == "gap.unanswered")
    page.finish._want(gap)
    hand.settle()
    assert page.tabs.currentIndex() == CASES
    assert page.cases.current() == gap.rid
    for case in store.reads().find(CaseFile, visit=page._rid):
        if case.kind == CaseKind.CASEFILE:
            page.cases.select(case.rid)
            page.case.all_ok(then=lambda: None)
            hand.settle()
        elif case.bed_answer in {"", "absent"}:
            page.tabs.setCurrentIndex(BEDS)
            page.beds.ward.setCurrentText(case.ward)
            page.beds._fill()
            at = next(n for n, b in enumerate(page.beds._beds) if b.rid == case.rid)
            page.beds.grid.setCurrentCell(at // 8, at % 8)
            hand.settle()
            page.beds.answer("present")
            hand.settle()
    page.tabs.setCurrentIndex(FINISH)
    hand.settle()
    blocking = [g for g in completeness(store.reads(), page._rid) if g.blocking]
    assert blocking == []
    hand.click(page.finish.submit)
    assert store.reads().get(Visit, page._rid).state == VisitState.SUBMITTED
    assert not page.cases._new.isEnabled()
    states = {
        store.reads().finding_state(f.rid) for f in store.reads().find(Finding, visit=page._rid)
    }
    assert states == {"waiting"}


def two_findings(page: VisitPage, hand: Hand) -> tuple[Finding, Finding]:
    """One problem under F3 and one under F5 of the same case; F5 is open."""
    case = open_case(page, hand)
    for key in (Qt.Key.Key_F3, Qt.Key.Key_F5):
        hand.key(page.cases.list, key)
        hand.key(page.cases.list, Qt.Key.Key_2)
    found = page._desk.store.reads().find(Finding, casefile=case.rid)
    by_check = {f.check_no: f for f in found}
    return by_check[3], by_check[5]


def test_what_is_typed_goes_to_the_finding_it_was_typed_for(page: VisitPage, hand: Hand) -> None:
    third, fifth = two_findings(page, hand)
    area = page.case.editor.form.field("fact_text").widget
    area.setPlainText("fact of five")
    page.case.editor.form.field("amount_fen").widget.setText("77")
    page.case.editor.form.field("amount_fen").edited.emit()
    page._check(3)
    hand.settle()
    reads = page._desk.store.reads()
    assert (reads.get(Finding, fifth.rid).fact_text, reads.get(Finding, fifth.rid).amount_fen) == (
        "fact of five", 7700,
    )  # fmt: skip
    assert (reads.get(Finding, third.rid).fact_text, reads.get(Finding, third.rid).amount_fen) == (
        "", None,
    )  # fmt: skip
    assert not reads.conflicts(third.rid)


def test_a_save_is_signed_by_who_typed_it(shell: Shell, page: VisitPage, hand: Hand) -> None:
    from tests.ui.conftest import sign_in

    _, fifth = two_findings(page, hand)
    author = page._desk.who.rid
    note = page.case.editor.form.field("acknowledged_note").widget
    note.setFocus()
    QTest.keyClicks(note, "mine")
    sign_in(shell, "李四")
    versions = shell.desk.store.reads().history(fifth.rid)
    assert [v.actor for v in versions if v.field == "acknowledged_note" and v.value] == [author]


def test_one_bad_value_does_not_hold_the_others_and_waits_for_its_return(
    page: VisitPage, hand: Hand
) -> None:
    third, fifth = two_findings(page, hand)
    form = page.case.editor.form
    hand.fill(form.field("amount_fen").widget, "1.234")
    hand.fill(form.field("acknowledged_note").widget, "KEEP")
    reads = page._desk.store.reads()
    assert reads.get(Finding, fifth.rid).acknowledged_note == "KEEP"
    assert page.window()._status.unsaved
    page._check(3)
    hand.settle()
    assert form.field("amount_fen").widget.text() == ""
    page._check(5)
    hand.settle()
    assert form.field("amount_fen").widget.text() == "1.234"
    hand.fill(form.field("amount_fen").widget, "1.23")
    assert reads.get(Finding, fifth.rid).amount_fen == 123
    assert reads.get(Finding, third.rid).amount_fen is None
    assert not page.window()._status.unsaved


def test_the_reason_of_a_check_saves_itself_where_it_belongs(page: VisitPage, hand: Hand) -> None:
    case = open_case(page, hand)
    for key in (Qt.Key.Key_F1, Qt.Key.Key_3, Qt.Key.Key_F2, Qt.Key.Key_3):
        hand.key(page.cases.list, key)
    reason = page.case.answers.reason
    reason.setFocus()
    QTest.keyClicks(reason, "two")
    QTest.qWait(1200)
    hand.settle()
    hand.key(reason, Qt.Key.Key_F1)
    reason.setFocus()
    QTest.keyClicks(reason, "one")
    page._check(2)
    hand.settle()
    checks = page._desk.store.reads().find(FiveCheck, casefile=case.rid)
    assert {c.check_no: c.reason for c in checks} == {1: "one", 2: "two"}


def test_the_amount_follows_a_corrected_price_wherever_the_cursor_went(
    page: VisitPage, hand: Hand
) -> None:
    finding = new_finding(page, hand)
    QApplication.clipboard().setText("床位费\t3\t32\t96")
    grid = page.case.editor.items
    grid.paste()
    hand.settle()
    grid.table.item(0, 4).setText("100")
    grid.table.setCurrentCell(0, 5)
    hand.settle()
    (item,) = page._desk.store.reads().find(FindingItem, finding=finding.rid)
    assert (item.unit_price, item.amount_fen) == ("100", 30_000)
    grid.table.selectRow(0)
    grid.remove_rows()
    hand.settle()
    assert page._desk.store.reads().get(Finding, finding.rid).amount_fen is None


def test_a_row_that_cannot_be_saved_is_there_after_looking_elsewhere(
    page: VisitPage, hand: Hand
) -> None:
    _, fifth = two_findings(page, hand)
    table = page.case.editor.items.table
    table.item(0, 1).setText("CT")
    table.item(0, 3).setText("1.x")
    hand.settle()
    page._check(3)
    hand.settle()
    page._check(5)
    hand.settle()
    assert (table.item(0, 1).text(), table.item(0, 3).text()) == ("CT", "1.x")
    QApplication.clipboard().setText("床位费\t3\t32\t96")
    page.case.editor.items.paste()
    hand.settle()
    assert page._desk.store.reads().find(FindingItem, finding=fifth.rid) == []
    table.item(0, 3).setText("1")
    hand.settle()
    assert [i.quantity for i in page._desk.store.reads().find(FindingItem, finding=fifth.rid)] == [
        "1"
    ]


def test_a_save_does_not_take_away_the_cell_being_typed(page: VisitPage, hand: Hand) -> None:
    finding = new_finding(page, hand)
    table = page.case.editor.items.table
    table.item(0, 3).setText("2")
    table.setCurrentCell(0, 4)
    QTest.keyClicks(table, "1")
    editor = QApplication.focusWidget()
    QTest.keyClicks(editor, "2")
    hand.settle()
    assert editor.text() == "12"
    QTest.qWait(1200)
    hand.settle()
    (item,) = page._desk.store.reads().find(FindingItem, finding=finding.rid)
    assert (item.quantity, item.unit_price, item.amount_fen) == ("2", "12", 2400)


def test_undo_steps_back_through_one_field(shell: Shell, page: VisitPage, hand: Hand) -> None:
    finding = new_finding(page, hand)
    for text in ("10", "20", "30"):
        hand.fill(page.case.editor.form.field("amount_fen").widget, text)
    seen = []
    for _ in range(3):
        page.cases.list.setFocus()
        shell._undo()
        QTest.qWait(50)
        hand.settle()
        seen.append(page._desk.store.reads().get(Finding, finding.rid).amount_fen)
    assert seen == [2000, 1000, None]
    for wanted in (1000, 2000, 3000):
        shell._redo()
        QTest.qWait(50)
        hand.settle()
        assert page._desk.store.reads().get(Finding, finding.rid).amount_fen == wanted
