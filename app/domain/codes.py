"""Check digits and shapes of the field's codes (law.md §10). They warn; nothing is ever refused."""

from __future__ import annotations

import re
from datetime import date

_USCC_SET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_ORG_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_ORG_SET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECK = "10X98765432"
_FIXMEDINS = re.compile(r"[HP]\d{11}")


def uscc_flaw(code: str) -> str:
    """What is wrong with a 统一社会信用代码, as an error code; "" when nothing is."""
    code = code.upper()
    if len(code) != 18:
        return "code.uscc_length"
    if any(c not in _USCC_SET for c in code):
        return "code.uscc_character"
    total = sum(_USCC_SET.index(c) * w for c, w in zip(code, _USCC_WEIGHTS, strict=False))
    if _USCC_SET[(31 - total % 31) % 31] != code[17]:
        return "code.uscc_check"
    body = sum(_ORG_SET.index(c) * w for c, w in zip(code[8:16], _ORG_WEIGHTS, strict=True))
    digit = 11 - body % 11
    wanted = {10: "X", 11: "0"}.get(digit, str(digit))
    return "" if code[16] == wanted else "code.uscc_organisation"


def certno_flaw(number: str) -> str:
    """What is wrong with a 公民身份号码 (18 or old 15 digits), as an error code; "" when nothing is."""
    number = number.upper()
    if re.fullmatch(r"\d{15}", number):
        return "" if _is_date(f"19{number[6:12]}") else "code.certno_birthday"
    if re.fullmatch(r"[HM]\d{8,10}|\d{8}|8[123]0000\d{11}[\dX]?", number):
        return ""
    if not re.fullmatch(r"\d{17}[\dX]", number):
        return "code.certno_shape"
    if not _is_date(number[6:14]):
        return "code.certno_birthday"
    total = sum(int(c) * w for c, w in zip(number, _ID_WEIGHTS, strict=False))
    return "" if _ID_CHECK[total % 11] == number[17] else "code.certno_check"


def fixmedins_flaw(code: str) -> str:
    """What is wrong with a national institution code, as an error code; "" when nothing is."""
    if _FIXMEDINS.fullmatch(code):
        return ""
    return "code.fixmedins_length" if len(code) != 12 else "code.fixmedins_shape"


def _is_date(digits: str) -> bool:
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True
