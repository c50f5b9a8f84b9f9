"""Both tracks' figures: never over the law's ceiling, never from extrapolation, always explained."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.agreement import settle
from app.domain.finding import Finding
from app.domain.handling import Deduction, Handling, Penalty
from app.domain.penalty import decimal_of, reckon
from app.domain.rules import deductions, penalties, violations
from app.domain.visit import Visit

FEN = st.integers(0, 10**9)
OF = {
    article: next(code for code, v in violations().items() if v.article == article)
    for article in ("38", "39", "40")
}


def findings(article: str, losses: list[int]) -> list[Finding]:
    return [
        Finding(rid=str(n), violation=OF[article], amount_fen=fen * 2, fund_fen=fen, casefile="c")
        for n, fen in enumerate(losses)
    ]


@given(
    st.sampled_from(["38", "40"]), st.lists(FEN, min_size=1, max_size=5),
    st.decimals("0", "9", places=1),
)  # fmt: skip
def test_a_multiple_outside_the_band_never_goes_unremarked(
    article: str, losses: list[int], multiple: Decimal
) -> None:
    rule = penalties()[article]
    sums = reckon(Penalty(article=article, multiple=str(multiple)), findings(article, losses))
    assert sums.base_fen == sum(losses)
    assert abs(sums.fine_fen - sums.base_fen * multiple) <= Decimal("0.5")
    assert ("penalty.above_band" in sums.problems) == (multiple > rule.high)
    assert ("penalty.below_band_without_reason" in sums.problems) == (multiple < rule.low)
    reasoned = Penalty(article=article, multiple=str(multiple), reason="从轻")
    assert "penalty.below_band_without_reason" not in reckon(reasoned, ()).problems


@given(st.lists(FEN, min_size=1, max_size=5), FEN, FEN)
def test_what_was_paid_lowers_the_refund_never_the_base(
    losses: list[int], refunded: int, recovered: int
) -> None:
    penalty = Penalty(article="38", multiple="1", refunded_fen=refunded, recovered_fen=recovered)
    sums = reckon(penalty, findings("38", losses))
    assert sums.base_fen == sums.fine_fen == sum(losses)
    assert sums.refund_due_fen == max(0, sum(losses) - refunded - recovered)
    assert ("penalty.refunded_above_base" in sums.problems) == (refunded + recovered > sum(losses))


def test_article_39_needs_an_order_and_keeps_its_band() -> None:
    found = findings("39", [0])
    assert (
        "penalty.order_not_unheeded"
        in reckon(Penalty(article="39", fine_fen=10**6), found).problems
    )
    after = {"order_document": "x", "unheeded_on": "2026-11-01", "unheeded_note": "未整改"}
    assert reckon(Penalty(article="39", fine_fen=10**6, **after), found).problems == ()
    assert (
        "penalty.above_band"
        in reckon(Penalty(article="39", fine_fen=5_000_001, **after), found).problems
    )
    assert (
        "penalty.below_band_without_reason"
        in reckon(Penalty(article="39", fine_fen=999_999, **after), found).problems
    )


def test_findings_of_another_article_are_remarked() -> None:
    sums = reckon(Penalty(article="38", multiple="1"), findings("40", [100]))
    assert "penalty.other_article" in sums.problems
    assert reckon(Penalty(article="38", multiple="1"), []).problems[0] == "penalty.no_findings"
    assert "penalty.no_article" in reckon(Penalty(article="99"), []).problems


@given(st.lists(FEN, min_size=1, max_size=4), st.integers(1, 500), st.integers(0, 500))
def test_extrapolation_stays_apart_from_what_was_verified(
    losses: list[int], sample: int, rest: int
) -> None:
    found = findings("38", losses)
    visit = Visit(discharged=sample + rest, sampled=sample)
    plain = settle(Deduction(behaviour="recover"), found, Handling(), visit)
    told = settle(
        Deduction(behaviour="recover"),
        found,
        Handling(extrapolate=True, extrapolate_clause="x"),
        visit,
    )
    assert plain.amount_fen == told.amount_fen == sum(losses)
    assert plain.extrapolated_fen == 0
    assert abs(told.extrapolated_fen - Decimal(sum(losses)) * rest / sample) <= 1
    assert reckon(Penalty(article="38", multiple="1"), found).base_fen == sum(losses)


@given(FEN, st.integers(0, 50))
def test_per_case_sums_keep_the_band(unit: int, count: int) -> None:
    rule = next(r for r in deductions().values() if r.kind == "per_case" and r.low_fen < r.high_fen)
    sums = settle(
        Deduction(behaviour=rule.code, unit_fen=unit, count=count, reason="x"),
        [],
        Handling(),
        Visit(),
    )
    assert sums.amount_fen == unit * count
    inside = rule.low_fen <= unit <= rule.high_fen
    assert ("deduction.outside_band" in sums.problems) != inside
    assert ("deduction.no_cases" in sums.problems) == (count < 1)


@given(st.text(max_size=12))
def test_no_text_breaks_the_multiple(text: str) -> None:
    value = decimal_of(text)
    assert value is None or 0 <= value < 1000


@pytest.mark.parametrize(
    ("begin", "end", "sound"),
    [
        ("2026-01-01", "2026-06-30", True), ("2026-01-01", "2026-12-31", True),
        ("2026-01-01", "2026-06-29", False), ("2026-01-01", "2027-01-01", False),
        ("2026-08-31", "2027-02-27", True), ("", "", False), ("2026-06-01", "2026-01-01", False),
    ],
)  # fmt: skip
def test_a_suspension_is_six_months_to_a_year(begin: str, end: str, sound: bool) -> None:
    penalty = Penalty(
        article="40", multiple="2", suspend_unit="康复科", suspend_from=begin, suspend_to=end
    )
    problems = reckon(penalty, findings("40", [100])).problems
    assert ("penalty.suspend_period" not in problems) == sound
    assert "penalty.no_suspension" in reckon(Penalty(article="40", multiple="2"), ()).problems
    elsewhere = Penalty(article="39", fine_fen=10**6, suspend_unit="x")
    assert "penalty.no_suspension_here" in reckon(elsewhere, ()).problems


def test_a_loss_above_what_the_fund_paid_and_a_fine_of_nothing_are_told() -> None:
    above = [Finding(violation=OF["38"], amount_fen=1000, fund_fen=700, loss_fen=800)]
    assert "penalty.loss_above_fund" in reckon(Penalty(article="38", multiple="1"), above).problems
    nothing = reckon(Penalty(article="38", multiple="0", reason="x"), findings("38", [100]))
    assert "penalty.no_fine" in nothing.problems


def test_a_bed_stands_for_no_file_not_looked_at() -> None:
    visit, open_all = (
        Visit(discharged=100, sampled=50),
        Handling(extrapolate=True, extrapolate_clause="x"),
    )
    found = findings("38", [100])
    told = settle(Deduction(behaviour="recover"), found, open_all, visit, sampled=frozenset())
    assert (told.amount_fen, told.extrapolated_fen) == (100, 0)
    told = settle(Deduction(behaviour="recover"), found, open_all, visit, sampled=frozenset({"c"}))
    assert told.extrapolated_fen == 100
