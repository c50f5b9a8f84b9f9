"""The rule tables hold together."""

from __future__ import annotations

import pytest

import resources
from app.domain.factsentence import compose
from app.domain.finding import Finding
from app.domain.rules import (
    checks,
    deductions,
    han_number,
    penalties,
    required_sample,
    sampling_rows,
    violations,
)  # fmt: skip


def test_every_violation_points_at_tables_that_exist() -> None:
    duties = resources.table("law/duties.toml")
    for violation in violations().values():
        assert violation.article in penalties(), violation.code
        assert f"{violation.article}.{violation.item}" in duties, violation.code
        assert violation.deduction in {"", *deductions()}, violation.code
        assert set(violation.checks) <= {1, 2, 3, 4, 5}
        assert violation.checks
        assert compose(violation, Finding(violation=violation.code), None, ())


def test_every_table_names_its_source_and_whether_it_is_verified() -> None:
    for folder in ("rules", "law", "papers", "rules/holidays"):
        for name in resources.names(folder, ".toml"):
            table = resources.table(name)
            assert str(table.get("source", "")).strip(), name


def test_five_checks_with_guide() -> None:
    assert [check.no for check in checks()] == [1, 2, 3, 4, 5]
    assert all(check.look and check.ask and check.copy and check.basis for check in checks())


@pytest.mark.parametrize(("count", "wanted"), [(1, 1), (50, 50), (83, 42), (151, 51)])
def test_sample_sizes(count: int, wanted: int) -> None:
    assert required_sample(count) == wanted


def test_bands_ascend() -> None:
    limits = [row.up_to or 10**9 for row in sampling_rows()]
    assert limits == sorted(limits)
    for rule in penalties().values():
        assert rule.low <= rule.high
        assert rule.low_fen <= rule.high_fen


def test_numbers_as_articles_are_cited() -> None:
    assert [han_number(n) for n in (1, 10, 11, 20, 38, 99)] == [
        "一", "十", "十一", "二十", "三十八", "九十九",
    ]  # fmt: skip
