"""Money against another implementation and against itself."""

from __future__ import annotations

import contextlib
from decimal import ROUND_HALF_UP, Decimal

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.money import (
    LARGEST_FEN,
    grouped,
    parse_decimal,
    parse_yuan,
    product_fen,
    times,
    uppercase,
    yuan,
)  # fmt: skip
from app.errors import AppError


@given(st.integers(0, LARGEST_FEN))
def test_what_is_printed_reads_back(fen: int) -> None:
    assert parse_yuan(yuan(fen)) == fen
    assert parse_yuan(grouped(fen)) == fen


@given(st.integers(1, 10**10))
def test_capitals_agree_with_another_implementation(fen: int) -> None:
    theirs = cn2an.an2cn(yuan(fen), "rmb")
    ours = uppercase(fen)
    # The other library writes 元整 and drops nothing else; a zero between 元 and 分 is ours by law.
    assert ours.replace("零", "") == theirs.replace("零", "")


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (0, "零元整"), (1379160, "壹万叁仟柒佰玖拾壹元陆角"), (100005, "壹仟元零伍分"),
        (10_000_000, "壹拾万元整"), (1_000_100, "壹万零壹元整"), (50, "伍角"), (5, "伍分"),
        (100_000_000_000, "壹拾亿元整"), (10_000_005_000, "壹亿零伍拾元整"),
    ],
)  # fmt: skip
def test_capitals_of_known_amounts(fen: int, words: str) -> None:
    assert uppercase(fen) == words


@given(st.decimals(0, 10**6, places=4), st.decimals(0, 10**4, places=4))
def test_products_are_rounded_half_up_to_one_fen(quantity: Decimal, price: Decimal) -> None:
    exact = quantity * price * 100
    assert product_fen(quantity, price) == int(exact.quantize(Decimal(1), ROUND_HALF_UP))


@given(st.integers(0, 10**12), st.decimals("0", "5", places=2))
def test_multiples_never_lose_a_fen(fen: int, multiple: Decimal) -> None:
    assert abs(Decimal(times(fen, multiple)) - fen * multiple) <= Decimal("0.5")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "money.not_a_number"), ("abc", "money.not_a_number"), ("NaN", "money.not_a_number"),
        ("inf", "money.not_a_number"), ("-1", "money.negative"), ("1e309", "money.too_large"),
        ("1.234", "money.too_fine"), ("99999999999999999", "money.too_large"),
    ],
)  # fmt: skip
def test_bad_amounts_name_what_is_wrong(text: str, code: str) -> None:
    with pytest.raises(AppError) as caught:
        parse_yuan(text)
    assert caught.value.code == code


@given(st.text(max_size=40))
def test_no_text_breaks_the_reader(text: str) -> None:
    for read in (parse_yuan, parse_decimal):
        with contextlib.suppress(AppError):
            read(text)
