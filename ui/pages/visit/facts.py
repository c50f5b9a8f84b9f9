"""检查情况: team, times, wards, persons, sampling."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QCheckBox, QGridLayout, QVBoxLayout, QWidget

from app.changes import Changes
from app.documents.facts import Scene
from app.domain.calendar import OFFICE_TIME
from app.domain.office import User
from app.domain.visit import Visit, VisitState
from app.services import visiting
from app.services.office import users_of
from app.services.planning import team_remarks
from app.words import say
from ui.desk import Desk
from ui.operations.perform import perform
from ui.widgets.basic import Card, clear, label, line_of, scrolled
from ui.widgets.fields import (
    AreaField,
    CheckField,
    ChoiceField,
    DateField,
    LinesField,
    NumberField,
    TextField,
)  # fmt: skip
from ui.widgets.form import Entry, RecordForm, Saving


class VisitFacts(QWidget):
    """Two cards: what papers state about the visit, and the team with its certificates."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._visit = ""
        self.form = RecordForm(desk, self._entries(), self._save)
        self._team = QVBoxLayout()
        self._remarks = QVBoxLayout()
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(2, 2, 2, 2)
        grid.setSpacing(12)
        facts, team = Card(self.tr("检查情况")), Card(self.tr("检查人员"))
        facts.body.addWidget(self.form)
        team.body.addLayout(self._team)
        team.body.addLayout(self._remarks)
        team.body.addStretch(1)
        grid.addWidget(facts, 0, 0)
        grid.addWidget(team, 0, 1)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(1, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(scrolled(inside))

    def _entries(self) -> tuple[Entry, ...]:
        people = [(user.rid, user.name) for user in users_of(self._desk.store.reads())]
        present = self.tr("每行一人，例如 王某|医保办主任")
        return (
            Entry("begin_at", self.tr("开始时间"), DateField(time=True)),
            Entry("end_at", self.tr("结束时间"), DateField(time=True)),
            Entry("planned_on", self.tr("计划日期"), DateField()),
            Entry("recorder", self.tr("记录人"), ChoiceField([("", "—"), *people])),
            Entry("place", self.tr("检查地点"), TextField()),
            Entry("wards", self.tr("病区"), LinesField(self.tr("每行一个病区"), rows=2)),
            Entry("persons_present", self.tr("在场人员"), LinesField(present, rows=2), wide=True),
            Entry("shown_certificates", "", CheckField(self.tr("已出示执法证件"))),
            Entry("told_recusal", "", CheckField(self.tr("已告知申请回避的权利"))),
            Entry("discharged", self.tr("出院份数 N"), NumberField()),
            Entry("sampled", self.tr("抽查份数 n"), NumberField()),
            Entry("sampling_note", self.tr("抽样说明"), TextField(), wide=True),
            Entry("summary", self.tr("检查概述"), AreaField(rows=3), wide=True),
            Entry("refused_signature", "", CheckField(self.tr("被检查单位拒绝签字"))),
            Entry("witness", self.tr("见证人"), TextField()),
            Entry("refusal_note", self.tr("拒签说明"), TextField(), wide=True),
        )

    def show_scene(self, scene: Scene) -> None:
        """Show a visit."""
        self._visit = scene.visit.rid
        reads = self._desk.store.reads()
        locked = scene.visit.state == VisitState.SUBMITTED
        self.form.load(scene.visit, reads.heads(scene.visit.rid), locked=locked)
        held = reads.get_many(User, {*scene.visit.inspectors, scene.visit.recorder} - {""})
        here = users_of(reads)
        # Who has left stays on what he was part of.
        people = here + [user for rid, user in held.items() if rid not in {u.rid for u in here}]
        recorder = self.form.field("recorder")
        if isinstance(recorder, ChoiceField):
            recorder.offer([("", "—"), *((user.rid, user.name) for user in people)])
        clear(self._team)
        for user in people:
            box = QCheckBox(user.name)
            box.setChecked(user.rid in scene.visit.inspectors)
            box.setEnabled(not locked)
            box.clicked.connect(lambda on, rid=user.rid: self._set_inspector(scene, rid, on))
            told = label(user.cert_no or self.tr("无执法证号"), "hint")
            until = label(
                self.tr("至 {day}").format(day=user.cert_to) if user.cert_to else "", "hint"
            )
            self._team.addWidget(line_of(box, None, told, until))
        clear(self._remarks)
        for remark in team_remarks(reads, scene.visit):
            self._remarks.addWidget(
                label("! " + say(remark.code, name=remark.name), "warn", wrap=True)
            )

    def focus(self, field: str) -> None:
        """Go to a field."""
        if field and field != "inspectors":
            self.form.field(field).widget.setFocus()

    def _save(self, saving: Saving) -> Changes:
        return visiting.set_visit(
            self._desk.store, saving.who, saving.rid, saving.values, seen=saving.heads
        )

    def _set_inspector(self, scene: Scene, user: str, on: bool) -> None:
        store, who, rid = self._desk.store, self._desk.who, scene.visit.rid

        def work() -> Changes:
            # As it stands when it is written: two boxes may be ticked at once.
            held = store.reads().get(Visit, rid).inspectors
            team = tuple(each for each in held if each != user) + ((user,) if on else ())
            return visiting.set_visit(store, who, rid, {"inspectors": team})

        perform(self._desk, work, owner=self)

    def begin(self, visit: str) -> None:
        """Start the visit now."""
        at = datetime.now(OFFICE_TIME).strftime("%Y-%m-%dT%H:%M")
        store, who = self._desk.store, self._desk.who
        perform(
            self._desk, lambda: visiting.begin(store, who, visit, at=at), owner=self,
            note=self.tr("检查已开始"),
        )  # fmt: skip
