"""Check digits against python-stdnum."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric, uscc

from app.domain.codes import certno_flaw, fixmedins_flaw, uscc_check_digits, uscc_flaw

SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@given(st.text("0123456789", min_size=8, max_size=8), st.text(SIGNS, min_size=8, max_size=8))
def test_made_codes_pass_both_and_changed_ones_fail_both(head: str, organisation: str) -> None:
    code = uscc_check_digits(head + organisation)
    assert uscc_flaw(code) == ""
    assert uscc.is_valid(code)
    wrong = code[:17] + SIGNS[(SIGNS.index(code[17]) + 1) % len(SIGNS)]
    assert uscc_flaw(wrong) == "code.uscc_check"
    assert not uscc.is_valid(wrong)


@pytest.mark.parametrize(
    ("code", "flaw"),
    [
        ("", "code.uscc_length"), ("123", "code.uscc_length"),
        ("1235042105602070IO", "code.uscc_character"),
        ("12350421056020705T", "code.uscc_check"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(code: str, flaw: str) -> None:
    assert uscc_flaw(code) == flaw


@given(st.dates().map(lambda d: f"{d:%Y%m%d}"), st.text("0123456789", min_size=3, max_size=3))
def test_identity_numbers_agree_with_the_library(birthday: str, serial: str) -> None:
    body = f"350421{birthday.zfill(8)}{serial}"
    number = body + ric.calc_check_digit(body + "0")
    assert certno_flaw(number) == ""
    assert certno_flaw(number[:17] + ("0" if number[17] != "0" else "1")) == "code.certno_check"


def test_identity_numbers_of_other_shapes() -> None:
    assert certno_flaw("350421800101001") == ""
    assert certno_flaw("350421801301001") == "code.certno_birthday"
    assert certno_flaw("12") == "code.certno_shape"


def test_institution_codes() -> None:
    assert fixmedins_flaw("H35042100001") == ""
    assert fixmedins_flaw("X35042100001") == "code.fixmedins_shape"
    assert fixmedins_flaw("H3504") == "code.fixmedins_length"
