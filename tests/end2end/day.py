"""A whole day's work through the real widgets, in a process of its own: ``day.py DATA LIST PHOTO``.

Steps 2 to 9: first run, import, round, visit, findings, submit, review, handling, papers.
"""

from __future__ import annotations

import sys
import traceback
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, cast

sys.path.insert(0, str(Path(__file__).parents[2]))

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTableWidgetItem

from app.domain.casefile import CaseFile
from app.domain.document import PaperKind
from app.domain.finding import Finding
from app.domain.institution import Institution
from app.domain.visit import Visit
from app.paths import Paths
from app.services.office import users_of
from tests.ui.hand import Hand

if TYPE_CHECKING:
    from ui.dialogs.welcome import Welcome
    from ui.pages.cases.card import CaseCard
    from ui.pages.documents.card import DocumentCard
    from ui.pages.institutions.card import InstitutionCard
    from ui.pages.institutions.importer import ImportPage
    from ui.pages.review.page import ReviewPage
    from ui.pages.rounds.card import RoundCard
    from ui.pages.settings.page import SettingsPage
    from ui.pages.visit.page import VisitPage
    from ui.shell import Shell

CASES = "住院号\t姓名\t性别\t年龄\t床号\t入院日期\t诊断\n" + "".join(
    f"202611-{n:04d}\t{name}\t{sex}\t{40 + n}\t{n}\t2026-11-0{n}\t脑梗死\n"
    for n, name, sex in ((1, "欧阳建国", "男"), (2, "李桂芳", "女"), (3, "王㼆", "男"))
)
ITEMS = "项目\t数量\t单价\t金额\n血常规\t3\t18.50\t55.50\n红细胞计数\t3\t4\t12\n"


def first_run(welcome: Welcome) -> None:
    """Step 2: office and people."""
    hand = Hand(welcome._desk)
    welcome._county.setText("三明县")
    welcome._suggest("三明县")
    hand.press(welcome, "下一步")
    people = (("张三", "inspector"), ("王敏", "inspector"), ("李四", "supervisor"))
    for row, (name, _role) in enumerate(people):
        for column, text in ((0, name), (2, f"35042100{row}"), (4, "2030-12-31")):
            welcome._table.setItem(row, column, QTableWidgetItem(text))
    hand.press(welcome, "完成")


def import_list(shell: Shell, hand: Hand, path: Path) -> None:
    """Step 3."""
    shell.go("import", "")
    page = cast("ImportPage", shell.page())
    page.open_file(path)
    hand.settle()
    hand.click(page._go)


def plan_round(shell: Shell, hand: Hand) -> str:
    """Step 4: a round with two institutions; returns the first visit."""
    from ui.dialogs.ask import Ask
    from ui.dialogs.pick import PickInstitutions

    shell.go("round", "new")
    ask = hand.dialog(Ask)
    ask._entries[0].field.widget.setText("2026年第1轮日常检查")
    ask._entries[5].field.widget.setPlainText("医疗保障基金使用监督管理条例第二十七条")
    hand.press(ask, "确定")
    page = cast("RoundCard", shell.page())
    hand.press(page, "选择机构")
    pick = hand.dialog(PickInstitutions)
    hand.settle()
    pick.list.table.selectRow(0)
    hand.press(pick, "选入轮次")
    visit = shell.desk.store.reads().find(Visit)[0].rid
    shell.go("visit", visit)
    hand.settle()
    return visit


def inspect(shell: Shell, hand: Hand, photo: Path) -> None:
    """Steps 5 and 6: cases, answers, a finding with grid and photo, facts, submit."""
    from ui.dialogs.paste_cases import PasteCases

    page = cast("VisitPage", shell.page())
    hand.press(page, "开始检查")
    QApplication.clipboard().setText(CASES)
    hand.press(page.cases, "粘贴名单")
    hand.click(hand.dialog(PasteCases).ok)
    for _ in range(2):
        hand.key(page.cases.list, Qt.Key.Key_Return, ctrl=True)
    case = next(
        c for c in shell.desk.store.reads().find(CaseFile, visit=page._rid) if c.position == 3
    )
    page.cases.select(case.rid)
    hand.key(page.cases.list, Qt.Key.Key_F5)
    hand.key(page.cases.list, Qt.Key.Key_2)
    editor = page.case.editor
    box = editor._violation.box
    index = next(n for n in range(box.count()) if box.itemText(n).startswith("重复收费"))
    box.setCurrentIndex(index)
    box.activated.emit(index)
    hand.settle()
    QApplication.clipboard().setText(ITEMS)
    hand.press(editor.items, "从 Excel 粘贴")
    hand.fill(editor.form.field("pooling_fen").widget, "47.25")
    editor.evidence.take([photo])
    hand.settle()
    hand.key(page.cases.list, Qt.Key.Key_Return, ctrl=True)
    page.tabs.setCurrentIndex(2)
    hand.settle()
    form = page.facts.form
    began = datetime.now(UTC) + timedelta(hours=9)
    hand.fill(form.field("end_at").widget, f"{began:%Y-%m-%d %H:%M}")
    form.field("persons_present").widget.setPlainText("赵某|医保办主任")
    form.field("persons_present").edited.emit()
    form.field("shown_certificates").widget.click()
    form.field("told_recusal").widget.click()
    form.flush()
    hand.settle()
    hand.press(page, "结束检查")
    hand.click(page.finish.submit)


def sign_in(shell: Shell, hand: Hand, name: str) -> None:
    """Go on as another person."""
    shell.sign_in(next(u for u in users_of(shell.desk.store.reads()) if u.name == name))
    hand.settle()


def review(shell: Shell, hand: Hand) -> None:
    """Step 7: return, correct, approve."""
    from ui.dialogs.ask import Ask

    sign_in(shell, hand, "李四")
    shell.go("review", "")
    hand.settle()
    page = cast("ReviewPage", shell.page())
    rid = page.facts.rid
    hand.key(page.queue, Qt.Key.Key_R)
    ask = hand.dialog(Ask)
    ask._entries[0].field.widget.setPlainText("请写明发生日期")
    hand.press(ask, "退回")
    sign_in(shell, hand, "张三")
    finding = shell.desk.store.reads().get(Finding, rid)
    shell.go("visit", f"{finding.visit}/{rid}")
    hand.settle()
    visit = cast("VisitPage", shell.page())
    hand.fill(visit.case.editor._head.field("occurred_from").widget, "2026-11-12")
    area = visit.case.editor.form.field("fact_text").widget
    area.setPlainText(area.toPlainText() + "发生于2026年11月12日。")
    visit.leave()
    hand.settle()
    sign_in(shell, hand, "李四")
    shell.go("review", "")
    hand.settle()
    page = cast("ReviewPage", shell.page())
    QTest.qWait(450)
    hand.key(page.queue, Qt.Key.Key_A)
    assert shell.desk.store.reads().finding_state(rid) == "approved"


def handle(shell: Shell, hand: Hand, visit: str) -> None:
    """Step 8: both tracks."""
    shell.go("case", visit)
    hand.settle()
    card = cast("CaseCard", shell.page())
    card.add_deduction("recover")
    hand.settle()
    hand.fill(card._clause.field("agreement_clause").widget, "Article 42")
    card.add_penalty("38")
    hand.settle()
    box = next(b for b in card._boxes.values() if b.KIND.entity == "penalty")
    hand.fill(box.form.field("multiple").widget, "1.5")
    hand.fill(box.form.field("recovered_fen").widget, "0")
    box.form.field("reason").widget.setPlainText("首次发现，主动配合检查")
    box.form.flush()
    hand.settle()


def complete_the_records(shell: Shell, hand: Hand, visit: str) -> None:
    """What a decision must state: the party's address, and both accounts."""
    held = shell.desk.store.reads().get(Visit, visit)
    shell.go("institution", held.institution)
    hand.settle()
    card = cast("InstitutionCard", shell.page())
    hand.fill(card._form.field("address").widget, "1 Bai Sha Road")
    shell.go("settings", "")
    hand.settle()
    form = cast("SettingsPage", shell.page()).office.form
    hand.fill(form.field("special_account").widget, "6222 0001")
    hand.fill(form.field("treasury_account").widget, "2710 0002")


def papers(shell: Shell, hand: Hand, visit: str) -> None:
    """Step 9: all five, the notice served before the decision."""
    from ui.dialogs.ask import Ask

    complete_the_records(shell, hand, visit)
    for kind in PaperKind:
        shell.go("document", f"draft:{kind}:{visit}")
        hand.settle()
        page = cast("DocumentCard", shell.page())
        if kind == PaperKind.PENALTY_DECISION:
            later = datetime.now(UTC) + timedelta(days=25)
            hand.fill(page.draft._fields["dated_on"].widget, f"{later:%Y-%m-%d}")
            told = page.draft._fields["statement_told"].widget
            told.setFocus()
            told.setPlainText("当事人在规定期限内未提出陈述、申辩意见，也未要求听证。")
            page.draft._redraw()
            hand.settle()
        hand.click(page.draft.issue)
        if kind in {PaperKind.RECTIFICATION_ORDER, PaperKind.PENALTY_NOTICE}:
            hand.press(page.issued, "登记送达")
            hand.press(hand.dialog(Ask), "确定")


def work(shell: Shell, path: Path, photo: Path) -> None:
    """The day."""
    hand = Hand(shell.desk)
    hand.settle()
    import_list(shell, hand, path)
    assert len(shell.desk.store.reads().find(Institution)) == 156
    visit = plan_round(shell, hand)
    inspect(shell, hand, photo)
    review(shell, hand)
    handle(shell, hand, visit)
    papers(shell, hand, visit)
    shell.close()


def main() -> int:
    """Start the program as `main.py` does, with a hand on it."""
    import ui.dialogs.welcome
    import ui.shell
    from db.doors import doors
    from ui.run import run_window

    data, path, photo = map(Path, sys.argv[1:4])
    problems: list[BaseException] = []

    def begun(do: object, *given: object) -> None:
        def run() -> None:
            try:
                do(*given)  # type: ignore[operator]
            except BaseException as error:  # noqa: BLE001 - told by the exit code below
                problems.append(error)
                QApplication.exit(1)
                for window in QApplication.topLevelWidgets():
                    window.close()

        QTimer.singleShot(100, run)

    class Watched(ui.shell.Shell):
        def showEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
            super().showEvent(event)  # type: ignore[arg-type]
            begun(work, self, path, photo)

    ask = ui.dialogs.welcome.Welcome.ask

    def asked(welcome: Welcome) -> bool:
        begun(first_run, welcome)
        return ask(welcome)

    ui.dialogs.welcome.Welcome.ask = asked  # type: ignore[method-assign]
    ui.shell.Shell = Watched  # type: ignore[misc]
    code = run_window(Paths(data), doors())
    for problem in problems:
        traceback.print_exception(problem)
    return 1 if problems else code


if __name__ == "__main__":
    sys.exit(main())
