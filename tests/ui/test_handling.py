"""Both tracks, their figures, and the papers they lead to."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from app.domain.document import Document, PaperKind
from app.domain.finding import Finding
from app.domain.handling import Deduction, Penalty
from app.domain.review import FindingState
from app.domain.visit import Visit, VisitState
from app.services import handling, reviewing
from tests.ui.conftest import sign_in
from tests.ui.hand import Hand
from ui.dialogs.ask import Ask
from ui.pages.cases.card import CaseCard
from ui.pages.cases.measures import DeductionBox, PenaltyBox
from ui.pages.documents.card import DocumentCard
from ui.shell import Shell


@pytest.fixture
def card(shell: Shell, hand: Hand) -> CaseCard:
    """A thread with approved findings and no measure yet."""
    sign_in(shell, "李四")
    reads = shell.desk.store.reads()
    visit = next(
        v for v in reads.find(Visit)
        if v.state == VisitState.SUBMITTED and not reads.find(Document, visit=v.rid)
        and handling.case_of(reads, v.rid).approved
        and not handling.case_of(reads, v.rid).penalties
    )  # fmt: skip
    waiting = [
        f.rid for f in reads.find(Finding, visit=visit.rid)
        if reads.finding_state(f.rid) == FindingState.WAITING
    ]  # fmt: skip
    reviewing.approve(shell.desk.store, shell.desk.who, waiting)
    shell.go("case", visit.rid)
    hand.settle()
    found = shell.page()
    assert isinstance(found, CaseCard)
    return found


def test_a_penalty_explains_its_figures(card: CaseCard, hand: Hand) -> None:
    card.add_penalty("38")
    hand.settle()
    box = card.findChild(PenaltyBox)
    assert "没有填写罚款倍数" in box.problems.text()
    hand.fill(box.form.field("multiple").widget, "1.5")
    reads = card._desk.store.reads()
    penalty = reads.get(Penalty, box.form.rid)
    base = sum(reads.get(Finding, rid).fund_fen or 0 for rid in penalty.findings)
    assert (penalty.base_fen, penalty.fine_fen) == (base, (base * 3 + 1) // 2)
    assert "× 1.5 倍" in box.lines.text()
    hand.fill(box.form.field("refunded_fen").widget, "10")
    assert reads.get(Penalty, penalty.rid).refund_due_fen == base - 1000
    assert reads.get(Penalty, penalty.rid).fine_fen == penalty.fine_fen
    hand.fill(box.form.field("multiple").widget, "3")
    assert "超过法定上限" in box.problems.text()


def test_article_39_waits_for_an_unheeded_order(card: CaseCard, hand: Hand) -> None:
    card.add_penalty("39")
    hand.settle()
    box = card.findChild(PenaltyBox)
    hand.fill(box.form.field("fine_fen").widget, "20000")
    assert "拒不改正" in box.problems.text()


def test_a_deduction_shows_verified_and_extrapolated_apart(card: CaseCard, hand: Hand) -> None:
    card.add_deduction("recover")
    hand.settle()
    box = card.findChild(DeductionBox)
    deduction = card._desk.store.reads().get(Deduction, box.form.rid)
    assert deduction.amount_fen
    assert deduction.extrapolated_fen == 0
    assert "核实 ¥" in box.money.text()


def test_a_measure_goes_stale_when_its_finding_moves(
    shell: Shell, card: CaseCard, hand: Hand
) -> None:
    card.add_penalty("38")
    hand.settle()
    box = card.findChild(PenaltyBox)
    hand.fill(box.form.field("multiple").widget, "1")
    penalty = card._desk.store.reads().get(Penalty, box.form.rid)
    reviewing.reopen(card._desk.store, card._desk.who, penalty.findings[0], "again")
    card.renew()
    assert box._stale.isVisibleTo(card)
    hand.press(box, "按现在的问题重新确认")
    assert not box._stale.isVisibleTo(card)


def issue(shell: Shell, hand: Hand, kind: PaperKind, visit: str) -> Document:
    shell.go("document", f"draft:{kind}:{visit}")
    hand.settle()
    page = shell.page()
    assert isinstance(page, DocumentCard)
    hand.click(page.draft.issue)
    return shell.desk.store.reads().get(Document, page._rid)


def test_issue_save_serve_void_and_reissue(
    shell: Shell, card: CaseCard, hand: Hand, tmp_path: Path
) -> None:
    visit = card._rid
    first = issue(shell, hand, PaperKind.RECTIFICATION_ORDER, visit)
    page = shell.page()
    assert isinstance(page, DocumentCard)
    target = tmp_path / "order.pdf"
    page.save_pdf(str(target))
    hand.settle()
    assert target.read_bytes() == shell.desk.attachments.read(first.sha256)
    text = subprocess.run(
        ["pdftotext", "-layout", str(target), "-"], capture_output=True, text=True, check=True
    ).stdout
    assert first.number in text.replace(" ", "")
    hand.press(page.issued, "登记送达")
    hand.press(hand.dialog(Ask), "确定")
    held = shell.desk.store.reads().get(Document, first.rid)
    assert held.served_mode == "直接送达"
    hand.press(page.issued, "作废")
    ask = hand.dialog(Ask)
    ask._entries[0].field.widget.setPlainText("日期有误")
    hand.press(ask, "作废")
    hand.press(page.issued, "重新出具")
    assert isinstance(shell.page(), DocumentCard)
    hand.click(page.draft.issue)
    second = shell.desk.store.reads().get(Document, page._rid)
    assert second.replaces == first.rid
    assert second.serial == (first.serial or 0) + 1
    assert shell.desk.store.reads().get(Document, first.rid).voided_at


def test_a_notice_is_not_issued_while_something_blocks(
    shell: Shell, card: CaseCard, hand: Hand
) -> None:
    shell.go("document", f"draft:{PaperKind.PENALTY_DECISION}:{card._rid}")
    hand.settle()
    page = shell.page()
    assert isinstance(page, DocumentCard)
    assert not page.draft.issue.isEnabled()
    assert "暂不能出具" in page.draft._told.text()
    lines = [page.draft._lines.itemAt(n).widget() for n in range(page.draft._lines.count())]
    assert any("没有选择行政处罚" in line.text() for line in lines)
    hand.click(next(line for line in lines if "没有选择行政处罚" in line.text()))
    assert isinstance(shell.page(), CaseCard)
