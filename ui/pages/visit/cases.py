"""The list of cases on the left: progress at a glance, add, paste."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.changes import Changes
from app.documents.facts import Scene
from app.domain.casefile import CHECKS, Answer, CaseFile, CaseKind
from app.domain.masking import masked_name
from app.domain.rules import required_sample, sampling_row
from app.services import visiting
from ui.desk import Desk
from ui.dialogs.ask import Answers, Ask, born
from ui.dialogs.paste_cases import PasteCases
from ui.operations.perform import perform
from ui.widgets.basic import button, label, row_of
from ui.widgets.fields import ChoiceField, DateField, NumberField, TextField
from ui.widgets.form import Entry

RID = Qt.ItemDataRole.UserRole
WHOLE = ""
"""The entry for problems of the institution as a whole."""


class CaseList(QFrame):
    """Signals: chosen(rid of a case, or "" for the institution as a whole)."""

    chosen = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setMinimumWidth(212)
        self._desk = desk
        self._visit = ""
        self._count = label("", "section")
        self._sampling = label("", "hint", wrap=True)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("病例"))
        self.list.currentItemChanged.connect(self._on_current)
        self._new = button(self.tr("加病例（Ins）"), self.ask_new, picture="add")
        self._paste = button(self.tr("粘贴名单"), self._ask_paste)
        self._remove = button(self.tr("删除"), self._ask_remove)
        box = QVBoxLayout(self)
        box.setContentsMargins(10, 8, 10, 8)
        box.addWidget(self._count)
        box.addWidget(self.list, 1)
        box.addWidget(self._new)
        box.addLayout(row_of(self._paste, self._remove))
        box.addWidget(self._sampling)

    def show_scene(self, scene: Scene) -> None:
        """Show the cases of a visit; the chosen one stays chosen."""
        fresh = scene.visit.rid != self._visit
        self._visit = scene.visit.rid
        # The first cases of a visit have come: work begins with the first of them.
        held = None if fresh or self.list.count() <= 1 else self.current()
        self.list.blockSignals(True)
        self.list.clear()
        done = 0
        cases = [case for case in scene.cases if case.kind == CaseKind.CASEFILE]
        for case in scene.cases:
            if case.kind == CaseKind.BED and case.bed_answer in {"", "present"}:
                continue
            words, complete = _progress(scene, case)
            done += complete and case.kind == CaseKind.CASEFILE
            self._add(words, case.rid)
        whole = sum(not finding.casefile for finding in scene.findings)
        told = self.tr("● 全院性问题") + (
            self.tr("  {count} 问题").format(count=whole) if whole else ""
        )
        self._add(told, WHOLE)
        self.list.blockSignals(False)
        self._count.setText(self.tr("病例 {done}/{all}").format(done=done, all=len(cases)))
        self._show_sampling(scene, len(cases))
        self.select(held if held is not None else self._first())
        for part in (self._new, self._paste, self._remove):
            part.setEnabled(scene.visit.state != "submitted")

    def _first(self) -> str:
        return str(self.list.item(0).data(RID)) if self.list.count() else WHOLE

    def _add(self, words: str, rid: str) -> None:
        item = QListWidgetItem(words)
        item.setData(RID, rid)
        item.setToolTip(words)
        self.list.addItem(item)

    def _show_sampling(self, scene: Scene, count: int) -> None:
        discharged = scene.visit.discharged
        if not discharged:
            self._sampling.setText(self.tr("在“检查情况”填出院份数，这里会算出应抽多少份。"))
            return
        told = self.tr("抽样：{all} 份 {words} = {wanted} 份，已列 {count} 份")
        self._sampling.setText(
            told.format(
                all=discharged, words=sampling_row(discharged).words,
                wanted=required_sample(discharged), count=count,
            )
        )  # fmt: skip

    def current(self) -> str:
        """The case chosen now."""
        item = self.list.currentItem()
        return str(item.data(RID)) if item else WHOLE

    def select(self, rid: str) -> None:
        """Choose a case."""
        for row in range(self.list.count()):
            if self.list.item(row).data(RID) == rid:
                self.list.setCurrentRow(row)
                return
        if self.list.count():
            self.list.setCurrentRow(min(max(self.list.currentRow(), 0), self.list.count() - 1))

    def step(self, by: int) -> None:
        """The next or previous case."""
        row = self.list.currentRow() + by
        if 0 <= row < self.list.count():
            self.list.setCurrentRow(row)

    def _on_current(self, item: QListWidgetItem | None, _before: object) -> None:
        if item is not None:
            self.chosen.emit(str(item.data(RID)))

    def ask_new(self) -> None:
        """A form for one case."""
        if not self._new.isEnabled():
            return
        visit, store, who = self._visit, self._desk.store, self._desk.who

        def work(typed: Answers) -> Changes:
            return visiting.add_casefile(store, who, CaseFile(visit=visit, **typed))[0]  # type: ignore[arg-type]

        ask = Ask(self, self._desk, self.tr("加病例"), case_entries(self), work)
        ask.ask(lambda changes: self.select(born(changes, "casefile")), again=True)

    def _ask_paste(self) -> None:
        visit, store, who = self._visit, self._desk.store, self._desk.who

        def take(cases: list[CaseFile]) -> None:
            def done(changes: Changes) -> None:
                added = len(changes.of("casefile"))
                told = self.tr("已加入 {added} 个病例，{skipped} 个重复没有加入")
                self._desk.bus.said.emit(told.format(added=added, skipped=len(cases) - added))

            perform(
                self._desk, lambda: visiting.add_casefiles(store, who, visit, cases)[0],
                owner=self, done=done,
            )  # fmt: skip

        PasteCases(self, take).open()

    def _ask_remove(self) -> None:
        rid = self.current()
        if rid == WHOLE:
            return
        store, who = self._desk.store, self._desk.who
        perform(
            self._desk, lambda: visiting.remove_casefile(store, who, rid), owner=self,
            note=self.tr("已删除病例，按 Ctrl+Z 撤销"),
        )  # fmt: skip


def _progress(scene: Scene, case: CaseFile) -> tuple[str, bool]:
    """The line of a case, and whether every check is answered."""
    checks = (1,) if case.kind == CaseKind.BED else CHECKS
    answers = [check.answer if (check := scene.checks.get((case.rid, no))) else "" for no in checks]
    problems = sum(finding.casefile == case.rid for finding in scene.findings)
    complete = all(answers)
    mark = "☑" if complete else "▣" if any(answers) else "☐"
    number = case.medcasno[-4:] if case.medcasno else f"{case.bed_no}床"
    if problems:
        told = f"{problems} 问题"
    elif Answer.PROBLEM in answers:
        told = "待记录"
    elif complete:
        told = "有未查" if Answer.UNCHECKED in answers else "无问题"
    else:
        told = ""
    return f"{mark} {number}  {masked_name(case.psn_name)}  {told}".rstrip(), complete


def case_entries(owner: QWidget) -> tuple[Entry, ...]:
    """The facts of a case as form lines."""
    tr = owner.tr
    sexes = (("", "—"), ("1", tr("男")), ("2", tr("女")))
    kinds = (("", "—"), ("310", tr("职工")), ("390", tr("居民")))
    return (
        Entry("medcasno", tr("住院号"), TextField()),
        Entry("psn_name", tr("姓名"), TextField()),
        Entry("gend", tr("性别"), ChoiceField(sexes)),
        Entry("age", tr("年龄"), NumberField()),
        Entry("ward", tr("科室"), TextField()),
        Entry("bed_no", tr("床号"), TextField()),
        Entry("adm_on", tr("入院日期"), DateField()),
        Entry("dscg_on", tr("出院日期"), DateField()),
        Entry("diagnosis", tr("诊断"), TextField()),
        Entry("insutype", tr("险种"), ChoiceField(kinds)),
    )
