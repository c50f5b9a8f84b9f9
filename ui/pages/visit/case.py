"""One case: who it is, its five checks with guide and answer, and the problems of the open check."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.changes import Changes
from app.documents.facts import Scene
from app.domain.casefile import CHECKS, Answer, CaseFile, CaseKind
from app.domain.finding import Finding
from app.services import findings, visiting
from app.services.locking import EDITABLE
from ui.desk import Desk
from ui.dialogs.ask import born
from ui.operations.perform import perform
from ui.pages.visit.checks import AnswerRow, CheckRow, Guide
from ui.pages.visit.editor import FindingEditor
from ui.pages.visit.patient import PatientLine
from ui.pages.visit.problems import ProblemRow
from ui.widgets.basic import label, scrolled


class CasePanel(QFrame):
    """Shows one case of the scene; problems of the institution as a whole have no case."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("card")
        self._desk = desk
        self._scene: Scene | None = None
        self._case, self._check, self._finding = "", 1, ""
        # What was asked for and is not on disk yet: a key pressed twice asks once.
        self._asked: set[tuple[str, int]] = set()
        self.patient = PatientLine(desk)
        self.checks = CheckRow(self.show_check)
        self.guide = Guide()
        self.answers = AnswerRow(self.answer, self._set_reason)
        self._problems = ProblemRow(self._choose, self.add_finding)
        self._none = label("", "hint", wrap=True)
        self.editor = FindingEditor(desk)
        self._lay_out()

    def _lay_out(self) -> None:
        inside = QWidget()
        down = QVBoxLayout(inside)
        down.setContentsMargins(12, 4, 12, 8)
        down.setSpacing(6)
        down.addWidget(self.guide)
        down.addWidget(self.answers)
        down.addWidget(self._problems)
        down.addWidget(self._none)
        down.addWidget(self.editor)
        down.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 6, 0, 4)
        box.setSpacing(4)
        for part in (self.patient, self.checks):
            box.addWidget(part)
        box.addWidget(scrolled(inside), 1)

    def show_nothing(self) -> None:
        """Forget the case of another visit."""
        self._scene, self._case, self._finding, self._check = None, "", "", 1

    def show_scene(self, scene: Scene) -> None:
        """Take the scene as it is now; the list chooses the case to show right after."""
        self._scene = scene

    def show_case(self, rid: str) -> None:
        """Open a case, or "" for the institution as a whole."""
        if rid != self._case:
            self.leave()
            self._case, self._finding = rid, ""
            self._check = self._first_open() or 1
        self._refresh()

    def _first_open(self) -> int:
        """The first check not answered, else the first with a problem."""
        if self._scene is None or not self._case:
            return 0
        answers = {no: self._answer_of(no) for no in CHECKS}
        unanswered = [no for no in CHECKS if not answers[no]]
        problems = [no for no in CHECKS if answers[no] == Answer.PROBLEM]
        return next(iter(problems or unanswered), 0)

    def show_check(self, number: int) -> None:
        """Open one of the five checks."""
        if number != self._check:
            self.leave()
            self._check, self._finding = number, ""
        self._refresh()

    def show_finding(self, finding: Finding) -> None:
        """Open a finding."""
        self._case, self._check = finding.casefile, finding.check_no or 1
        self._finding = finding.rid
        self._refresh()

    def focus(self, field: str) -> None:
        """Go to a field of the finding."""
        self.editor.focus(field)

    def _record(self) -> CaseFile | None:
        return self._scene.case(self._case) if self._scene and self._case else None

    def _answer_of(self, number: int) -> str:
        check = self._scene.checks.get((self._case, number)) if self._scene else None
        return check.answer if check else ""

    def _here(self) -> list[Finding]:
        if self._scene is None:
            return []
        return [
            finding for finding in self._scene.findings
            if finding.casefile == self._case
            and (not self._case or (finding.check_no or 1) == self._check)
        ]  # fmt: skip

    def _refresh(self) -> None:
        scene = self._scene
        if scene is None:
            return
        case = self._record()
        if self._case and case is None:
            self._case, self._finding = "", ""
        locked = scene.visit.state == "submitted"
        bed = case is not None and case.kind == CaseKind.BED
        if bed:
            self._check = 1
        self.patient.show_case(case, scene.institution.fixmedins_name, locked=locked)
        counts = {
            no: sum(f.casefile == self._case and f.check_no == no for f in scene.findings)
            for no in CHECKS
        }
        self.checks.setVisible(bool(self._case))
        self.checks.show_state(
            self._check, {no: self._answer_of(no) for no in CHECKS}, counts, only_first=bed
        )
        self.guide.show_check(self._check, busy=bool(self._here()))
        check = scene.checks.get((self._case, self._check))
        self.answers.setVisible(bool(self._case))
        self.answers.show_answer(
            (self._case, self._check),
            check.answer if check else "",
            check.reason if check else "",
            locked=locked,
        )
        self._show_problems(locked=locked)

    def _show_problems(self, *, locked: bool) -> None:
        here = self._here()
        if self._finding not in {finding.rid for finding in here}:
            self._finding = here[0].rid if here else ""
        self._problems.show_problems(here, self._finding, locked=locked)
        answered = self._answer_of(self._check)
        self._none.setVisible(not here)
        if not here:
            self._none.setText(self._nothing_words(answered))
        self.editor.setVisible(bool(self._finding))
        if self._finding and self._scene:
            reads = self._desk.store.reads()
            finding = next(f for f in here if f.rid == self._finding)
            open_now = not locked or reads.finding_state(finding.rid) in EDITABLE
            self.editor.show_finding(self._scene, finding, locked=not open_now)

    def _nothing_words(self, answered: str) -> str:
        if not self._case:
            return self.tr("不涉及某个病例的问题（如药品进销存、诊疗资质）记在这里。")
        if answered == Answer.OK:
            return self.tr("本项相符。按 Ctrl+↓ 到下一个病例。")
        return self.tr("按 1 相符，2 有问题，3 未查；五项都相符按 Ctrl+Enter。")

    def _choose(self, rid: str) -> None:
        self.editor.leave()
        self._finding = rid
        self._refresh()

    def answer(self, answer: str) -> None:
        """Answer the open check."""
        scene, case = self._scene, self._case
        if scene is None or not case or scene.visit.state == "submitted":
            return
        if answer == Answer.PROBLEM and not self._here():
            self.add_finding()
            return
        check, store, who = self._check, self._desk.store, self._desk.who

        def done(_changes: Changes) -> None:
            if answer == Answer.UNCHECKED:
                self.answers.reason.setFocus()

        perform(
            self._desk,
            lambda: visiting.record_answer(store, who, case, check, answer=answer),
            owner=self, done=done, note=self.tr("已记录结论"),
        )  # fmt: skip

    def leave(self) -> None:
        """Save what is being typed."""
        self.answers.flush()
        self.editor.leave()

    def _set_reason(self, of: tuple[str, int], reason: str) -> None:
        (case, check), store, who = of, self._desk.store, self._desk.who
        perform(
            self._desk,
            lambda: visiting.record_answer(
                store, who, case, check, answer=str(Answer.UNCHECKED), reason=reason
            ),
            owner=self,
        )

    def all_ok(self, then: Callable[[], object]) -> None:
        """Five answers 相符 at once, then the next case."""
        case, store, who = self._case, self._desk.store, self._desk.who
        if not case or self._scene is None or self._scene.visit.state == "submitted":
            return
        if not self._ask_once(case, 0):
            return

        def work() -> Changes:
            return visiting.all_ok(store, who, case)[0]

        def done(_changes: Changes) -> None:
            self._asked.discard((case, 0))
            if self._case == case:
                then()

        perform(
            self._desk, work, owner=self, done=done, failed=self._refused((case, 0)),
            note=self.tr("五查全部相符（有问题的项保留）"),
        )  # fmt: skip

    def _ask_once(self, case: str, check: int) -> bool:
        if (case, check) in self._asked:
            return False
        self._asked.add((case, check))
        return True

    def _refused(self, asked: tuple[str, int]) -> Callable[[Exception], object]:
        def told(error: Exception) -> None:
            self._asked.discard(asked)
            self._desk.bus.trouble.emit(error)

        return told

    def add_finding(self) -> None:
        """A new problem under the open check; its type is asked first."""
        if self._scene is None or self._scene.visit.state == "submitted":
            return
        asked = (self._case, self._check)
        if not self._ask_once(*asked):
            return
        record = self._record()
        finding = Finding(
            visit=self._scene.visit.rid, casefile=self._case, check_no=self._check,
            insutype=record.insutype if record else "",
        )  # fmt: skip
        store, who = self._desk.store, self._desk.who

        def done(changes: Changes) -> None:
            self._asked.discard(asked)
            self._finding = born(changes, "finding")
            self._refresh()
            self.editor.focus("violation")

        perform(
            self._desk, lambda: findings.add(store, who, finding)[0], owner=self, done=done,
            failed=self._refused(asked),
            note=self.tr("已新增问题，请选择类型"),
        )  # fmt: skip
