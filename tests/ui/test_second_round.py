"""Regressions of the second hostile round."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.domain.document import Document, PaperKind
from app.domain.finding import Finding
from app.domain.institution import Institution
from app.domain.office import User
from app.domain.review import FindingState
from app.domain.visit import Visit, VisitState
from app.errors import AppError
from app.services import institutions, issuing, office
from tests.ui.conftest import sign_in
from tests.ui.hand import Hand
from ui.dialogs.ask import Ask
from ui.pages.documents.card import DocumentCard
from ui.pages.institutions.importer import ImportPage
from ui.pages.review.page import ReviewPage
from ui.shell import Shell

LIST = Path(__file__).parents[1] / "data" / "定点医疗机构名单-三明.xlsx"


@pytest.mark.parametrize(
    "state", [FindingState.RETURNED, FindingState.APPROVED, FindingState.WAITING]
)
def test_a_link_to_a_finding_shows_that_finding(
    shell: Shell, hand: Hand, state: FindingState
) -> None:
    sign_in(shell, "李四")
    reads = shell.desk.store.reads()
    asked = [f.rid for f in reads.find(Finding) if reads.finding_state(f.rid) == state][-1]
    shell.go("review", asked)
    hand.settle()
    page = shell.page()
    assert isinstance(page, ReviewPage)
    assert page.facts.rid == asked
    before = {f.rid: reads.finding_state(f.rid) for f in reads.find(Finding)}
    QTest.qWait(450)
    hand.key(page.queue, Qt.Key.Key_A)
    changed = {rid for rid, was in before.items() if reads.finding_state(rid) != was}
    assert changed == ({asked} if state == FindingState.WAITING else set())


def test_the_button_imports_the_file_that_is_named(
    shell: Shell, hand: Hand, tmp_path: Path
) -> None:
    small = tmp_path / "b.csv"
    small.write_text("机构名称,机构编码\n新医院,H35042999999\n", encoding="utf-8")
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(b"PK\x03\x04 nothing")
    shell.go("import", "")
    page = shell.page()
    assert isinstance(page, ImportPage)
    page.open_file(LIST)
    page.open_file(small)
    hand.settle()
    assert (page._file.text(), page._go.text()) == ("b.csv", "导入 1 家")
    page.open_file(LIST)
    page.open_file(bad)
    hand.settle()
    assert page._file.text() == "bad.xlsx"
    assert not page._go.isEnabled()
    page.open_file(LIST)
    shell.go("home", "")
    shell.go("import", "")
    hand.settle()
    assert not page._go.isEnabled()


def test_a_late_preview_never_covers_a_newer_one(
    shell: Shell, hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(shell, "李四")
    reads = shell.desk.store.reads()
    visit = next(v.rid for v in reads.find(Visit) if v.state == VisitState.SUBMITTED)
    plain, slow = issuing.draft, [0.4, 0.0]

    def drawn(*given: object, **named: object) -> issuing.Draft:
        time.sleep(slow.pop(0) if slow else 0)
        return plain(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(issuing, "draft", drawn)
    shell.go("document", f"draft:{PaperKind.INSPECTION_FORM}:{visit}")
    shell.go("document", f"draft:{PaperKind.RECTIFICATION_ORDER}:{visit}")
    hand.settle()
    page = shell.page()
    assert isinstance(page, DocumentCard)
    assert page.draft._draft is not None
    assert page.draft._draft.paper.kind == PaperKind.RECTIFICATION_ORDER
    hand.fill(page.draft._fields["days"].widget, "0")
    assert "天数应在" in page.draft._told.text()
    assert not page.draft.issue.isEnabled()


@pytest.mark.parametrize(
    "style",
    ["固定", "{short.__class__}{serial}", "{serial:999999999d}", "{nothing}{serial}", "{serial"],
)
def test_a_number_style_that_tells_no_serial_is_refused(style: str) -> None:
    with pytest.raises(AppError, match=r"paper\.bad_style"):
        issuing.number_of(style, short="清", series="罚", year=2026, serial=1)


def test_back_passes_over_what_is_gone_and_what_was_only_asked(shell: Shell, hand: Hand) -> None:
    store, who = shell.desk.store, shell.desk.who
    _, rid = institutions.add(store, who, Institution(fixmedins_name="临时诊所"))
    shell.go("documents", "")
    shell.go("institution", rid)
    hand.settle()
    hand.press(shell.page(), "删除机构")
    QTest.qWait(30)
    hand.settle()
    assert type(shell.page()).__name__ == "InstitutionsPage"
    shell.back()
    hand.settle()
    assert type(shell.page()).__name__ == "DocumentsPage"
    shell.go("round", "new")
    hand.settle()
    hand.press(hand.dialog(Ask), "取消")
    assert type(shell.page()).__name__ == "RoundsPage"
    shell.back()
    hand.settle()
    assert type(shell.page()).__name__ == "DocumentsPage"


def test_people_keep_a_name_and_somebody_stays(shell: Shell) -> None:
    store, who = shell.desk.store, shell.desk.who
    with pytest.raises(AppError, match=r"office\.user_without_name"):
        office.set_user(store, who, who.rid, {"name": " "})
    with pytest.raises(AppError, match=r"office\.retire_oneself"):
        office.set_user(store, who, who.rid, {"active": False})
    assert store.reads().get(User, who.rid).active


def test_a_paper_is_not_served_tomorrow(shell: Shell) -> None:
    paper = shell.desk.store.reads().find(Document)[-1]
    with pytest.raises(AppError, match=r"paper\.served_later"):
        issuing.serve(shell.desk.store, shell.desk.who, paper.rid, on="2099-01-01", mode="直接送达")


def test_a_copy_that_cannot_be_written_is_no_trouble_of_the_store(
    shell: Shell, hand: Hand, tmp_path: Path
) -> None:
    paper = shell.desk.store.reads().find(Document)[-1]
    shell.go("document", paper.rid)
    hand.settle()
    page = shell.page()
    assert isinstance(page, DocumentCard)
    said: list[str] = []
    shell.desk.bus.said.connect(said.append)
    page.save_pdf("/proc/nowhere/x.pdf")
    hand.settle()
    assert "没有写成，请换一个文件夹" in said[-1]
    assert hand.button(shell, "已存本机").text() == "已存本机 ✓"
    page.save_pdf(str(tmp_path / "paper"))
    hand.settle()
    assert (tmp_path / "paper.pdf").read_bytes() == shell.desk.attachments.read(paper.sha256)
