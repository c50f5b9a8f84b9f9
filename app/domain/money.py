"""Money: integer 分 inside, words and figures at the border (law.md §9.3)."""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from app.errors import AppError

LARGEST_FEN = 10**15
"""Ten trillion yuan: anything above is a slip of the keyboard or a damaged cell."""

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿")
_AMOUNT = re.compile(r"([+-]?)(\d+(?:\.\d+)?|\.\d+)(万|亿)?元?")


def yuan(fen: int) -> str:
    """``1379160`` → ``"13791.60"``."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100}.{abs(fen) % 100:02d}"


def grouped(fen: int) -> str:
    """``1379160`` → ``"13,791.60"``, for screens and tables."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100:,}.{abs(fen) % 100:02d}"


def uppercase(fen: int) -> str:
    """The amount in banking capitals: 到元加"整", 角0分非0 writes 零 after 元."""
    if fen < 0:
        return "负" + uppercase(-fen)
    whole, jiao, cents = fen // 100, fen // 10 % 10, fen % 10
    text = f"{_whole(whole)}元" if whole else ""
    if not jiao and not cents:
        return (text or "零元") + "整"
    if jiao:
        text += f"{_DIGITS[jiao]}角"
    elif whole:
        text += "零"
    return text + (f"{_DIGITS[cents]}分" if cents else "")


def _whole(number: int) -> str:
    groups: list[tuple[int, str]] = []
    for unit in _GROUPS:
        number, group = divmod(number, 10_000)
        groups.append((group, unit))
    text, gap = "", False
    for group, unit in reversed(groups):
        if not group:
            gap = bool(text)
            continue
        # One zero for any run of them, also across a group that starts below its thousands.
        if text and (gap or group < 1000):
            text += "零"
        text += _group(group) + unit
        gap = False
    return text.replace("万亿亿", "万亿")


def _group(group: int) -> str:
    text, gap = "", False
    for place in (3, 2, 1, 0):
        digit = group // 10**place % 10
        if not digit:
            gap = bool(text)
            continue
        text += ("零" if gap else "") + _DIGITS[digit] + _PLACES[place]
        gap = False
    return text


def paper_amount(fen: int) -> str:
    """As papers print it: ``13791.60元(大写:人民币壹万叁仟柒佰玖拾壹元陆角)``."""
    return f"{yuan(fen)}元（大写：人民币{uppercase(fen)}）"


def parse_yuan(text: str, *, negative: bool = False) -> int:
    """What a person typed or a cell held, in 分.

    Full-width digits, ¥, 元, 万, thousands separators and spaces are understood. AppError
    "money.not_a_number", "money.negative", "money.too_large" or "money.too_fine" (below one 分).
    """
    plain = _ungrouped(unicodedata.normalize("NFKC", text)).replace("¥", "").replace("¥", "")
    plain = re.sub(r"\s|RMB|人民币", "", plain)
    found = _AMOUNT.fullmatch(plain)
    if not found:
        return _parse_scientific(plain, text, negative=negative)
    sign, digits, unit = found.groups()
    amount = Decimal(digits) * {"万": 10_000, "亿": 100_000_000}.get(unit or "", 1)
    return _fen(-amount if sign == "-" else amount, text, negative=negative)


def _ungrouped(text: str) -> str:
    """Without thousands separators; commas anywhere else are left, to be refused."""
    if re.search(r"\d,\d", text) and not re.search(r"(?<![\d,])\d{1,3}(,\d{3})+(?![\d,])", text):
        return text
    return text.replace(",", "")


def _parse_scientific(plain: str, text: str, *, negative: bool) -> int:
    try:
        # Decimal would take underscores, which nobody means.
        amount = Decimal(plain if "_" not in plain else "x")
    except InvalidOperation:
        raise AppError("money.not_a_number", text=text[:40]) from None
    if not amount.is_finite():
        raise AppError("money.not_a_number", text=text[:40])
    return _fen(amount, text, negative=negative)


def _fen(amount: Decimal, text: str, *, negative: bool) -> int:
    if amount < 0 and not negative:
        raise AppError("money.negative", text=text[:40])
    if amount.adjusted() > 13:
        raise AppError("money.too_large", text=text[:40])
    fen = amount * 100
    if fen != fen.to_integral_value():
        raise AppError("money.too_fine", text=text[:40])
    return int(fen)


def parse_decimal(text: str) -> Decimal:
    """A quantity or unit price as typed; AppError "money.not_a_number"/"money.too_large"."""
    plain = re.sub(r"\s|元", "", _ungrouped(unicodedata.normalize("NFKC", text)).replace("¥", ""))
    try:
        value = Decimal(plain if "_" not in plain else "x")
    except InvalidOperation:
        raise AppError("money.not_a_number", text=text[:40]) from None
    if not value.is_finite():
        raise AppError("money.not_a_number", text=text[:40])
    if value and not -10 < value.adjusted() < 13:
        raise AppError("money.too_large", text=text[:40])
    return value


def product_fen(quantity: Decimal, unit_price: Decimal) -> int:
    """quantity × unit price (元) in 分, half a 分 rounded up (四舍五入)."""
    return int((quantity * unit_price * 100).quantize(Decimal(1), ROUND_HALF_UP))


def times(fen: int, multiple: Decimal) -> int:
    """An amount times a multiple, half a 分 rounded up (四舍五入)."""
    return int((Decimal(fen) * multiple).quantize(Decimal(1), ROUND_HALF_UP))
