"""The rules of the work itself: locking, deciding, handling, issuing, undoing."""

from __future__ import annotations

from datetime import date

import pytest

from app.documents.options import Options
from app.domain.casefile import Answer, CaseFile, FiveCheck
from app.domain.document import Document, PaperKind
from app.domain.finding import Finding, FindingItem
from app.domain.handling import Deduction, Penalty
from app.domain.institution import Institution
from app.domain.office import User
from app.domain.visit import Round, RoundKind, Visit, visit_rid
from app.errors import AppError, Trouble
from app.ports import Who
from app.services import (
    findings,
    handling,
    issuing,
    office,
    planning,
    reviewing,
    submitting,
    undoing,
    visiting,
)  # fmt: skip
from app.services.office import SYSTEM
from db.store import LocalStore

OPTIONS = Options(dated_on="2026-11-23")
LATER = Options(dated_on="2026-12-15", statement_told="当事人未提出陈述、申辩意见。")


class Bench:
    """One institution in one round with two inspectors and a supervisor."""

    def __init__(self, store: LocalStore) -> None:
        self.store = store
        accounts = {"special_account": "专户1", "treasury_account": "国库2"}
        office.set_office(store, SYSTEM, office.suggest_names("清溪县") | accounts)
        people = []
        for name, role in (("张三", "inspector"), ("王敏", "inspector"), ("李四", "supervisor")):
            user = User(
                name=name, role=role, cert_no="1", cert_from="2020-01-01", cert_to="2030-01-01"
            )
            people.append(Who(office.add_user(store, SYSTEM, user)[1], name, role))
        self.zhang, self.wang, self.li = people
        with store.action("test.create", SYSTEM) as act:
            self.institution = act.create(
                Institution(fixmedins_name="甲医院", address="甲路1号", uscc="123504210560207050")
            )
        team = (self.zhang.rid, self.wang.rid)
        self.round = planning.add_round(
            store, self.li, Round(name="第1轮", begin_on="2026-11-20", members=team)
        )[1]
        planning.add_institutions(store, self.li, self.round, [self.institution])
        self.visit = visit_rid(self.round, self.institution)
        visiting.begin(store, self.zhang, self.visit, at="2026-11-20T08:30")
        self.case = visiting.add_casefile(
            store, self.zhang, CaseFile(visit=self.visit, medcasno="1", psn_name="王五")
        )[1]

    def finding(self, **fields: object) -> str:
        values = {"violation": "duplicate_charge", "amount_fen": 1000, "fund_fen": 700, **fields}
        record = Finding(visit=self.visit, casefile=self.case, check_no=5, **values)  # type: ignore[arg-type]
        return findings.add(self.store, self.zhang, record)[1]

    def submit(self) -> None:
        visiting.all_ok(self.store, self.zhang, self.case)
        submitting.submit(self.store, self.zhang, self.visit)

    def state(self, rid: str) -> str:
        return self.store.reads().finding_state(rid)


@pytest.fixture
def bench(store: LocalStore) -> Bench:
    """The bench."""
    return Bench(store)


def refused(code: str):
    return pytest.raises(AppError, match=code.replace(".", r"\."))


def test_all_ok_keeps_the_check_with_a_problem(bench: Bench) -> None:
    bench.finding()
    _, kept = visiting.all_ok(bench.store, bench.zhang, bench.case)
    assert kept == (5,)
    checks = {c.check_no: c.answer for c in bench.store.reads().find(FiveCheck)}
    assert checks == {1: "ok", 2: "ok", 3: "ok", 4: "ok", 5: "problem"}
    with refused("visit.ok_with_findings"):
        visiting.record_answer(bench.store, bench.zhang, bench.case, 5, answer=str(Answer.OK))


def test_a_submitted_visit_is_locked_for_everything(bench: Bench) -> None:
    rid = bench.finding()
    with refused("visit.incomplete"):
        submitting.submit(bench.store, bench.zhang, bench.visit)
    bench.submit()
    for work in (
        lambda: visiting.set_visit(bench.store, bench.zhang, bench.visit, {"place": "x"}),
        lambda: visiting.add_casefile(bench.store, bench.zhang, CaseFile(visit=bench.visit)),
        lambda: visiting.remove_casefile(bench.store, bench.zhang, bench.case),
        lambda: visiting.all_ok(bench.store, bench.zhang, bench.case),
        lambda: submitting.submit(bench.store, bench.zhang, bench.visit),
        lambda: bench.finding(),
    ):
        with refused("visit.locked"):
            work()
    for work in (
        lambda: findings.set_fields(bench.store, bench.zhang, rid, {"amount_fen": 1}),
        lambda: findings.set_items(bench.store, bench.zhang, rid, []),
        lambda: findings.remove(bench.store, bench.zhang, rid),
    ):
        with refused("finding.locked"):
            work()
    with refused("visit.reopen_role"):
        submitting.reopen(bench.store, bench.zhang, bench.visit, "x")
    submitting.reopen(bench.store, bench.li, bench.visit, "补查")
    findings.set_fields(bench.store, bench.zhang, rid, {"amount_fen": 900})


def test_an_approval_goes_stale_by_any_change_of_what_it_judged(bench: Bench) -> None:
    rid = bench.finding()
    bench.submit()
    assert bench.state(rid) == "waiting"
    with refused("review.role"):
        reviewing.approve(bench.store, bench.zhang, [rid])
    reviewing.approve(bench.store, bench.li, [rid])
    assert bench.state(rid) == "approved"
    with refused("review.not_waiting"):
        reviewing.approve(bench.store, bench.li, [rid])
    submitting.reopen(bench.store, bench.li, bench.visit, "补")
    reviewing.reopen(bench.store, bench.li, rid, "补项目")
    findings.set_items(
        bench.store, bench.zhang, rid, [FindingItem(hilist_name="血常规", amount_fen=1000)]
    )
    assert bench.state(rid) == "waiting"
    reviewing.approve(bench.store, bench.li, [rid])
    with bench.store.action("test.behind", SYSTEM) as act:
        act.change(Finding, rid, {"fund_fen": 1})
    assert bench.state(rid) == "stale"


def test_a_proposal_changes_nothing_until_accepted(bench: Bench) -> None:
    rid = bench.finding()
    bench.submit()
    with refused("review.nothing_proposed"):
        reviewing.propose(bench.store, bench.li, rid, {"amount_fen": 1000})
    reviewing.propose(bench.store, bench.li, rid, {"amount_fen": 800}, words="重算")
    assert bench.store.reads().get(Finding, rid).amount_fen == 1000
    last = reviewing.last_review(bench.store.reads(), rid)
    assert last is not None
    with refused("review.no_words"):
        reviewing.answer_proposal(bench.store, bench.zhang, last.rid, accept=False)
    reviewing.answer_proposal(bench.store, bench.zhang, last.rid, accept=True)
    assert bench.store.reads().get(Finding, rid).amount_fen == 800
    with refused("review.answered"):
        reviewing.answer_proposal(bench.store, bench.zhang, last.rid, accept=True)


def test_a_return_needs_words_and_resubmitting_too(bench: Bench) -> None:
    rid = bench.finding()
    bench.submit()
    with refused("review.no_words"):
        reviewing.send_back(bench.store, bench.li, rid, "  ")
    reviewing.send_back(bench.store, bench.li, rid, "补充")
    assert bench.state(rid) == "returned"
    reviewing.resubmit(bench.store, bench.zhang, rid, "核对无误")
    assert bench.state(rid) == "waiting"
    with refused("review.not_returned"):
        reviewing.resubmit(bench.store, bench.zhang, rid, "再次")


def test_only_approved_findings_are_handled_and_only_by_a_supervisor(bench: Bench) -> None:
    rid = bench.finding()
    bench.submit()
    with refused("handling.role"):
        handling.add_penalty(bench.store, bench.zhang, bench.visit, Penalty(article="38"))
    with refused("handling.not_approved"):
        handling.add_penalty(
            bench.store, bench.li, bench.visit, Penalty(article="38", findings=(rid,))
        )
    assert bench.store.reads().find(Penalty) == []


def prepared(bench: Bench) -> str:
    rid = bench.finding()
    bench.submit()
    reviewing.approve(bench.store, bench.li, [rid])
    penalty = Penalty(article="38", findings=(rid,), multiple="2")
    return handling.add_penalty(bench.store, bench.li, bench.visit, penalty)[1]


def draft(bench: Bench, kind: PaperKind, options: Options = OPTIONS) -> issuing.Draft:
    return issuing.draft(bench.store.reads(), kind, bench.visit, options=options)


def issue(bench: Bench, kind: PaperKind, options: Options = OPTIONS) -> Document:
    _, rid = issuing.issue(
        bench.store, bench.store.attachments, bench.li, kind, bench.visit, options=options
    )
    return bench.store.reads().get(Document, rid)


def codes_of(drawn: issuing.Draft) -> set[str]:
    return {problem.code for problem in drawn.problems if problem.blocking}


def test_a_finding_is_fined_once_and_its_money_taken_back_once(bench: Bench) -> None:
    prepared(bench)
    rid = bench.store.reads().find(Finding)[0].rid
    again = Penalty(article="38", findings=(rid,), multiple="1")
    handling.add_penalty(bench.store, bench.li, bench.visit, again)
    taken = Deduction(behaviour="recover", findings=(rid,))
    handling.add_deduction(bench.store, bench.li, bench.visit, taken)
    found = codes_of(draft(bench, PaperKind.PENALTY_NOTICE))
    assert {"paper.finding_twice", "paper.refund_twice"} <= found


def test_a_decision_says_what_was_announced(bench: Bench) -> None:
    prepared(bench)
    notice = issue(bench, PaperKind.PENALTY_NOTICE)
    issuing.serve(bench.store, bench.li, notice.rid, on="2026-11-23", mode="直接送达")
    rid = bench.store.reads().find(Finding)[0].rid
    reviewing.reopen(bench.store, bench.li, rid, "补充")
    findings.set_fields(bench.store, bench.zhang, rid, {"fact_text": "另外的事实。"})
    reviewing.approve(bench.store, bench.li, [rid])
    assert "paper.notice_differs" in codes_of(draft(bench, PaperKind.PENALTY_DECISION, LATER))


def test_a_person_is_no_party_of_an_institutions_paper(bench: Bench) -> None:
    prepared(bench)
    handling.add_penalty(bench.store, bench.li, bench.visit, Penalty(article="41", multiple="2"))
    assert "paper.person_party" in codes_of(draft(bench, PaperKind.PENALTY_NOTICE))


def test_no_decision_without_a_notice_nor_above_it(bench: Bench) -> None:
    penalty = prepared(bench)
    assert "paper.no_notice" in {p.code for p in draft(bench, PaperKind.PENALTY_DECISION).problems}
    with refused("paper.blocked"):
        issue(bench, PaperKind.PENALTY_DECISION)
    notice = issue(bench, PaperKind.PENALTY_NOTICE)
    assert notice.amount_fen == 1400
    assert "paper.notice_not_served" in codes_of(draft(bench, PaperKind.PENALTY_DECISION, LATER))
    issuing.serve(bench.store, bench.li, notice.rid, on="2026-11-23", mode="直接送达")
    early = Options(dated_on="2026-11-30", statement_told="未提出。")
    assert "paper.notice_running" in codes_of(draft(bench, PaperKind.PENALTY_DECISION, early))
    silent = Options(dated_on="2026-12-15")
    assert "paper.no_statement" in codes_of(draft(bench, PaperKind.PENALTY_DECISION, silent))
    decision = issue(bench, PaperKind.PENALTY_DECISION, LATER)
    assert decision.amount_fen == 1400
    issuing.void(bench.store, bench.li, notice.rid, "重新告知")
    handling.set_measure(bench.store, bench.li, Penalty, penalty, {"multiple": "1"})
    lower = issue(bench, PaperKind.PENALTY_NOTICE)
    assert lower.amount_fen == 700
    handling.set_measure(bench.store, bench.li, Penalty, penalty, {"multiple": "2"})
    assert "paper.above_notice" in {
        p.code for p in draft(bench, PaperKind.PENALTY_DECISION).problems
    }


def test_one_officer_or_an_expired_certificate_blocks_a_notice(bench: Bench) -> None:
    prepared(bench)
    office.set_user(bench.store, SYSTEM, bench.wang.rid, {"cert_to": "2026-11-19"})
    problems = {p.code: p for p in draft(bench, PaperKind.PENALTY_NOTICE).problems}
    assert problems["certificate.expired"].blocking
    assert problems["certificate.too_few"].blocking
    assert not {p.code: p for p in draft(bench, PaperKind.INSPECTION_FORM).problems}[
        "certificate.expired"
    ].blocking


def test_numbers_run_without_a_gap_and_a_failed_paper_takes_none(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepared(bench)
    first = issue(bench, PaperKind.RECTIFICATION_ORDER)

    def full(_content: bytes) -> object:
        raise Trouble("disk.full")

    with monkeypatch.context() as patch:
        patch.setattr(bench.store.attachments, "take_in", full)
        with refused("disk.full"):
            issue(bench, PaperKind.RECTIFICATION_ORDER)
    second = issue(bench, PaperKind.RECTIFICATION_ORDER)
    assert (first.serial, second.serial) == (1, 2)
    assert first.number.endswith("1号")


def test_article_39_needs_a_served_order_that_has_run_out(bench: Bench) -> None:
    rid = bench.finding(violation="missing_record")
    bench.submit()
    reviewing.approve(bench.store, bench.li, [rid])
    order = issue(bench, PaperKind.RECTIFICATION_ORDER)
    penalty = Penalty(
        article="39", findings=(rid,), fine_fen=10**6, order_document=order.rid,
        unheeded_on=order.deadline_on, unheeded_note="复查时仍未整改",
    )  # fmt: skip
    handling.add_penalty(bench.store, bench.li, bench.visit, penalty)
    assert "paper.order_not_served" in {
        p.code for p in draft(bench, PaperKind.PENALTY_NOTICE).problems
    }
    with refused("paper.served_before_issued"):
        issuing.serve(bench.store, bench.li, order.rid, on="2026-11-22", mode="直接送达")
    issuing.serve(bench.store, bench.li, order.rid, on="2026-11-23", mode="直接送达")
    assert "paper.order_still_running" in {
        p.code for p in draft(bench, PaperKind.PENALTY_NOTICE).problems
    }


def test_undo_takes_back_exactly_one_action_and_redo_returns_it(bench: Bench) -> None:
    rid = bench.finding()
    changes = findings.set_fields(bench.store, bench.zhang, rid, {"amount_fen": 5, "fund_fen": 4})
    undone = undoing.undo(bench.store, bench.zhang, changes.group)
    held = bench.store.reads().get(Finding, rid)
    assert (held.amount_fen, held.fund_fen) == (1000, 700)
    undoing.redo(bench.store, bench.zhang, undone.group)
    assert bench.store.reads().get(Finding, rid).amount_fen == 5
    findings.set_fields(bench.store, bench.zhang, rid, {"amount_fen": 6, "fund_fen": 3})
    with refused("undo.nothing_left"):
        undoing.undo(bench.store, bench.zhang, changes.group)


def test_removing_a_case_is_one_step_back(bench: Bench) -> None:
    rid = bench.finding()
    changes = visiting.remove_casefile(bench.store, bench.zhang, bench.case)
    assert bench.store.reads().peek(Finding, rid) is None
    undoing.undo(bench.store, bench.zhang, changes.group)
    assert bench.store.reads().get(Finding, rid).casefile == bench.case


def test_visits_of_the_year_are_counted_without_coaching(bench: Bench) -> None:
    reads = bench.store.reads()
    assert planning.nth_in_year(reads, reads.get(Visit, bench.visit)) == 1
    for name, kind in (("辅导", RoundKind.COACHING), ("第2轮", RoundKind.SPECIAL)):
        rid = planning.add_round(
            bench.store, bench.li, Round(name=name, kind=str(kind), begin_on="2026-12-01")
        )[1]
        planning.add_institutions(bench.store, bench.li, rid, [bench.institution])
        visit = reads.get(Visit, visit_rid(rid, bench.institution))
        assert planning.nth_in_year(reads, visit) == (0 if kind == RoundKind.COACHING else 2)
    assert date.fromisoformat(planning.day_of(reads.get(Visit, bench.visit), None)).year == 2026


def test_undo_neither_unlocks_a_visit_nor_removes_a_paper(bench: Bench) -> None:
    rid = bench.finding()
    edit = findings.set_fields(bench.store, bench.zhang, rid, {"amount_fen": 5})
    visiting.all_ok(bench.store, bench.zhang, bench.case)
    locked = submitting.submit(bench.store, bench.zhang, bench.visit)
    with refused("undo.final"):
        undoing.undo(bench.store, bench.zhang, locked.group)
    with refused("finding.locked"):
        undoing.undo(bench.store, bench.zhang, edit.group)
    assert bench.store.reads().get(Finding, rid).amount_fen == 5
    changes, paper = issuing.issue(
        bench.store, bench.store.attachments, bench.li, PaperKind.INSPECTION_FORM, bench.visit,
        options=OPTIONS,
    )  # fmt: skip
    with refused("undo.final"):
        undoing.undo(bench.store, bench.li, changes.group)
    assert bench.store.reads().get(Document, paper).serial == 1
