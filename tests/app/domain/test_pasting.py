"""Lists from Excel, Word and chat windows."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.pasting import bed_range, case_files, finding_items
from app.errors import AppError


def test_a_list_with_header_in_any_order() -> None:
    cases, doubts = case_files("姓名\t性别\t住院号\t入院时间\n李桂芳\t女\t00012345\t2026/11/2\n")
    assert doubts == []
    assert (cases[0].medcasno, cases[0].psn_name, cases[0].gend, cases[0].adm_on) == (
        "00012345", "李桂芳", "2", "2026-11-02",
    )  # fmt: skip


def test_a_list_without_header_is_guessed() -> None:
    cases, _ = case_files("202611-0032 欧阳建国 男 62岁 23床 2026-11-12 脑梗死\n")
    (case,) = cases
    assert (case.medcasno, case.psn_name, case.age, case.bed_no, case.diagnosis) == (
        "202611-0032", "欧阳建国", 62, "23", "脑梗死",
    )  # fmt: skip


def test_a_line_without_identity_is_told_not_taken() -> None:
    cases, doubts = case_files("住院号\t性别\n\t男\n")
    assert cases == []
    assert [d.code for d in doubts] == ["paste.no_identity"]


def test_items_with_sums_left_out() -> None:
    items, doubts = finding_items("项目\t数量\t单价\t金额\n血常规\t2\t18.5\t37\n合计\t\t\t37\n")
    assert doubts == []
    assert [(i.hilist_name, i.quantity, i.unit_price, i.amount_fen) for i in items] == [
        ("血常规", "2", "18.5", 3700)
    ]


def test_an_amount_that_is_none_is_told() -> None:
    items, doubts = finding_items("项目\t数量\t单价\t金额\n血常规\t2\t18.5\t1e309\n")
    assert len(items) == 1
    assert [d.code for d in doubts] == ["money.too_large"]


def test_ranges_of_beds() -> None:
    assert bed_range("1-3 加1、监护2") == ["1", "2", "3", "加1", "监护2"]
    assert bed_range("01-03") == ["01", "02", "03"]
    assert bed_range("５－６床") == ["5", "6"]


@given(st.text(max_size=300))
def test_no_text_breaks_the_readers(text: str) -> None:
    case_files(text)
    finding_items(text)
    with contextlib.suppress(AppError):
        bed_range(text)


@pytest.mark.parametrize("text", ["40-1", "1-", "-5", "1-99999"])
def test_a_range_that_makes_no_sense_is_refused(text: str) -> None:
    with pytest.raises(AppError, match=r"visit\.bad_beds"):
        bed_range(text)
