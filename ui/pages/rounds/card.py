"""One round: why, when, who, and the institutions it visits."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from app.changes import Changes
from app.domain.visit import Round
from app.services import planning
from app.services.office import today, users_of
from ui.desk import Desk
from ui.dialogs.ask import Answers, Ask, born
from ui.dialogs.pick import PickInstitutions
from ui.operations.perform import perform
from ui.override import override
from ui.pages.base import RecordPage
from ui.pages.rounds.visits import VisitList
from ui.widgets.basic import Card, Chip, button, clear, label, row_of, scrolled
from ui.widgets.fields import AreaField, ChoiceField, DateField, TextField
from ui.widgets.form import Entry, RecordForm, Saving
from ui.words import ROLES, ROUND_KINDS


class RoundCard(RecordPage):
    """The plan of a round on the left, its institutions on the right."""

    HOME = "rounds"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._name, self._kind = label("", "title", wrap=True), Chip()
        self._form = RecordForm(desk, self._entries(), self._save, across=1)
        self._members = QVBoxLayout()
        self._visits = VisitList(desk)
        self._add = button(self.tr("选择机构…"), self._pick, primary=True)
        self._lay_out()
        self.setFocusProxy(self._visits)

    def _entries(self) -> tuple[Entry, ...]:
        people = [(user.rid, user.name) for user in users_of(self._desk.store.reads())]
        return (
            Entry("name", self.tr("名称"), TextField()),
            Entry("kind", self.tr("方式"), ChoiceField([*ROUND_KINDS.items()])),
            Entry("begin_on", self.tr("开始日期"), DateField()),
            Entry("end_on", self.tr("结束日期"), DateField()),
            Entry("approver", self.tr("批准人"), ChoiceField([("", "—"), *people])),
            Entry("approved_on", self.tr("批准日期"), DateField()),
            Entry("purpose", self.tr("检查目的"), AreaField(rows=2)),
            Entry("basis", self.tr("检查依据"), AreaField(rows=2)),
            Entry("note", self.tr("备注"), AreaField(rows=1)),
        )

    def _lay_out(self) -> None:
        left = QWidget()
        down = QVBoxLayout(left)
        down.setContentsMargins(0, 0, 0, 0)
        plan, team = Card(self.tr("检查安排")), Card(self.tr("检查组成员"))
        plan.body.addWidget(self._form)
        hint = self.tr("新选入的机构默认由这些人检查；每家机构可以另行调整。")
        team.body.addWidget(label(hint, "hint", wrap=True))
        team.body.addLayout(self._members)
        down.addWidget(plan)
        down.addWidget(team)
        down.addStretch(1)
        area = scrolled(left)
        area.setMinimumWidth(320)
        area.setMaximumWidth(480)
        places = Card()
        places.body.addLayout(row_of(label(self.tr("检查机构"), "section"), None, self._add))
        places.body.addWidget(self._visits, 1)
        across = QHBoxLayout()
        across.setSpacing(12)
        across.addWidget(area)
        across.addWidget(places, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 14, 20, 12)
        box.addLayout(row_of(self._name, self._kind, None))
        box.addLayout(across, 1)

    @override
    def refresh(self) -> None:
        reads = self._desk.store.reads()
        record = reads.get(Round, self._rid)
        self._name.setText(record.name)
        self._kind.show_state(ROUND_KINDS.get(record.kind, record.kind), "accent")
        self._form.load(record, reads.heads(record.rid))
        clear(self._members)
        for user in users_of(reads):
            box = QCheckBox(f"{user.name}（{ROLES.get(user.role, user.role)}）")
            box.setChecked(user.rid in record.members)
            box.clicked.connect(lambda on, who=user.rid: self._set_member(who, on))
            self._members.addWidget(box)
        self._visits.show_round(self._rid)

    def _save(self, saving: Saving) -> Changes:
        return planning.set_round(
            self._desk.store, saving.who, saving.rid, saving.values, seen=saving.heads
        )

    def _set_member(self, user: str, on: bool) -> None:
        store, who, rid = self._desk.store, self._desk.who, self._rid

        def work() -> Changes:
            held = store.reads().get(Round, rid).members
            members = tuple(m for m in held if m != user) + ((user,) if on else ())
            return planning.set_round(store, who, rid, {"members": members})

        perform(self._desk, work, owner=self)

    def _pick(self) -> None:
        store, who, rid = self._desk.store, self._desk.who, self._rid

        def take(chosen: list[str]) -> None:
            perform(
                self._desk, lambda: planning.add_institutions(store, who, rid, chosen), owner=self,
                note=self.tr("已安排 {count} 家机构").format(count=len(chosen)),
            )  # fmt: skip

        PickInstitutions(self, self._desk, take).open()

    @override
    def ask_new(self) -> None:
        entries = (
            Entry("name", self.tr("名称"), TextField(self.tr("例如 2026年第3轮日常检查"))),
            Entry("kind", self.tr("方式"), ChoiceField([*ROUND_KINDS.items()])),
            Entry("begin_on", self.tr("开始日期"), DateField()),
            Entry("end_on", self.tr("结束日期"), DateField()),
            Entry("purpose", self.tr("检查目的"), AreaField(rows=2)),
            Entry("basis", self.tr("检查依据"), AreaField(rows=2)),
        )
        entries[2].field.put(today().isoformat())
        entries[3].field.put(today().isoformat())
        store, who = self._desk.store, self._desk.who
        inspectors = tuple(u.rid for u in users_of(store.reads()) if u.role == "inspector")

        def work(typed: Answers) -> Changes:
            record = Round(**typed, members=inspectors)  # type: ignore[arg-type]
            return planning.add_round(store, who, record)[0]

        ask = Ask(self, self._desk, self.tr("新建检查轮次"), entries, work)
        ask.rejected.connect(lambda: self._desk.gone("rounds"))
        ask.ask(lambda changes: self._desk.go("round", born(changes, "round")))
