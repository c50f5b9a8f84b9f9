"""The reviewer's three columns and the inspector's answer."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.domain.finding import Finding
from app.domain.review import FindingState, Review
from app.services import findings, reviewing
from tests.ui.conftest import sign_in
from tests.ui.hand import Hand
from ui.dialogs.ask import Ask
from ui.pages.review.page import ReviewPage
from ui.pages.visit.page import VisitPage
from ui.shell import Shell


@pytest.fixture
def page(shell: Shell, hand: Hand) -> ReviewPage:
    """The queue with 李四 before it."""
    sign_in(shell, "李四")
    shell.go("review", "")
    hand.settle()
    found = shell.page()
    assert isinstance(found, ReviewPage)
    return found


def state(page: ReviewPage, rid: str) -> str:
    return page._desk.store.reads().finding_state(rid)


def test_a_approves_and_the_next_follows(page: ReviewPage, hand: Hand) -> None:
    first, before = page.facts.rid, page._model.rowCount()
    hand.key(page.queue, Qt.Key.Key_A)
    assert state(page, first) == FindingState.WAITING  # shown too short to have been read
    QTest.qWait(450)
    hand.key(page.queue, Qt.Key.Key_A)
    assert state(page, first) == FindingState.APPROVED
    assert page._model.rowCount() == before - 1
    assert page.facts.rid not in {"", first}


def test_r_returns_with_words_only(page: ReviewPage, hand: Hand) -> None:
    first = page.facts.rid
    hand.key(page.queue, Qt.Key.Key_R)
    ask = hand.dialog(Ask)
    hand.press(ask, "退回")
    assert "请写明理由" in ask._told.text()
    assert state(page, first) == FindingState.WAITING
    ask._entries[0].field.widget.setPlainText("补充医嘱")
    hand.press(ask, "退回")
    assert state(page, first) == FindingState.RETURNED


def test_e_proposes_and_the_inspector_accepts(shell: Shell, page: ReviewPage, hand: Hand) -> None:
    rid = page.facts.rid
    held = page._desk.store.reads().get(Finding, rid)
    hand.key(page.queue, Qt.Key.Key_E)
    ask = hand.dialog(Ask)
    ask._entries[2].field.widget.setText("1.00")
    hand.press(ask, "提出")
    assert state(page, rid) == FindingState.PROPOSED
    assert page._desk.store.reads().get(Finding, rid).amount_fen == held.amount_fen
    sign_in(shell, "张三")
    shell.go("visit", f"{held.visit}/{rid}")
    hand.settle()
    visit = shell.page()
    assert isinstance(visit, VisitPage)
    assert "违规金额" in visit.case.editor.reviewed._words.text()
    hand.press(visit, "接受修改")
    assert shell.desk.store.reads().get(Finding, rid).amount_fen == 100
    assert shell.desk.store.reads().finding_state(rid) == FindingState.WAITING


def test_an_inspector_cannot_decide(shell: Shell, hand: Hand) -> None:
    shell.go("review", "")
    hand.settle()
    page = shell.page()
    assert isinstance(page, ReviewPage)
    assert not page.decision.ok.isEnabled()
    page.decision.approve()
    hand.settle()
    assert state(page, page.facts.rid) == FindingState.WAITING


def test_what_changed_under_the_reviewer_is_not_approved(page: ReviewPage, hand: Hand) -> None:
    rid = page.facts.rid
    store, who = page._desk.store, page._desk.who
    reviewing.send_back(store, who, rid, "x")
    findings.set_fields(store, who, rid, {"amount_fen": 5})
    told: list[Exception] = []
    page._desk.bus.trouble.connect(told.append)
    QTest.qWait(450)
    page.decision.approve()
    hand.settle()
    assert [getattr(e, "code", "") for e in told] == ["review.changed"]
    assert state(page, rid) == FindingState.WAITING


def test_the_history_names_author_old_and_new(page: ReviewPage, hand: Hand) -> None:
    reads = page._desk.store.reads()
    rid = next(r.finding for r in reads.find(Review) if r.decision == "return")
    page.facts.show_finding(reads.get(Finding, rid))
    table = page.facts.history.table
    rows = [
        [table.item(row, column).text() for column in range(5)] for row in range(table.rowCount())
    ]
    assert any(row[2] == "复核决定" and row[4] == "退回" and row[1] == "李四" for row in rows)
    assert any(row[2] == "事实描述" and row[1] == "张三" for row in rows)
    assert [row[0] for row in rows] == sorted((row[0] for row in rows), reverse=True)


def test_reopening_needs_a_reason_and_frees_the_finding(page: ReviewPage, hand: Hand) -> None:
    reads = page._desk.store.reads()
    rid = next(
        f.rid for f in reads.find(Finding) if reads.finding_state(f.rid) == FindingState.APPROVED
    )
    page.decision.show_finding(reads.get(Finding, rid), may_decide=True)
    page.decision._ask_reopen()
    ask = hand.dialog(Ask)
    ask._entries[0].field.widget.setPlainText("金额有误")
    hand.press(ask, "确定")
    assert state(page, rid) == FindingState.RETURNED
