"""Cells of a spreadsheet as text: what a number, a date, a stray space or a wide digit means."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Sequence
from datetime import date, datetime, time

Cell = object
"""A cell as a workbook holds it: text, float, date, time, bool; "" when empty."""
Row = Sequence[Cell]

EXACT = 10**15
"""A spreadsheet keeps 15 digits of a number; the ones after them are gone."""
_FULL_WIDTH = {
    code: code - 0xFEE0
    for code in [*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B)]
}
_INVISIBLE = re.compile(
    "[\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\u00ad\x00-\x08\x0e-\x1f\x7f]+"
)
_AS_TEXT = re.compile(r'^="(.*)"$', re.DOTALL)
_SPACES = re.compile(r"\s+")
_HAN_SPACE = re.compile(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])")
_UNCLEAN = frozenset(map(chr, _FULL_WIDTH)) | frozenset(
    "\t\r\v\f\x1c\x1d\x1e\x1f\x7f\x85\xa0\xad\u1680\u2028\u2029\u202f\u205f\u3000\ufeff"
    + "".join(map(chr, [*range(9), *range(0x0E, 0x20), *range(0x2000, 0x2010),
                        *range(0x202A, 0x202F), *range(0x2060, 0x2065)]))
)  # fmt: skip
_NOTHING = frozenset({"", "-", "--", "/", "\\", "—", "——", "无", "暂无", "NULL", "null", "None",
                      "#N/A", "#REF!", "#VALUE!", "#NAME?"})  # fmt: skip


def text_of(value: Cell) -> str:
    """A cell as text: whole numbers without ".0", dates as ISO."""
    if type(value) is str:
        return value
    if isinstance(value, float):
        whole = math.isfinite(value) and value.is_integer() and abs(value) < 1e22
        return str(int(value)) if whole else repr(value)
    if isinstance(value, datetime):
        plain = not (value.hour or value.minute or value.second)
        return value.date().isoformat() if plain else value.isoformat(" ", "minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    return _WORDS.get(value, str(value)) if value is None or isinstance(value, bool) else str(value)


_WORDS = {None: "", True: "是", False: "否"}


def has_lost_digits(value: Cell) -> bool:
    """Whether a number stood in the cell that cannot be the code it was meant to be."""
    return isinstance(value, float) and (abs(value) >= EXACT or not value.is_integer())


def clean(text: str) -> str:
    """Full-width digits and letters made plain, invisible characters and stray spaces gone.

    Chinese brackets stay as they are: they belong to the name. Words for "nothing" become "".
    """
    if text[:1] in {"'", "="}:
        # What a spreadsheet or an export puts before a text so that it stays a text.
        text = _AS_TEXT.sub(r"\1", text.removeprefix("'"))
    if not text.isascii():
        text = _INVISIBLE.sub("", text.translate(_FULL_WIDTH))
        text = _HAN_SPACE.sub("", _SPACES.sub(" ", text)).strip()
    else:
        text = " ".join(_INVISIBLE.sub("", text).split())
    return "" if text in _NOTHING else text


def texts_of(cells: Sequence[Cell]) -> list[str]:
    """A whole column as clean text; repeated values are cleaned once, clean ones not at all."""
    raw = _raw_texts(cells)
    distinct = set(raw)
    if 2 * len(distinct) < len(raw) or not _is_clean(distinct):
        known = {text: clean(text) for text in distinct}
        return [known[text] for text in raw]
    return raw


def _raw_texts(cells: Sequence[Cell]) -> list[str]:
    held = set(map(type, cells))
    if held <= {str}:
        return list(cells)  # type: ignore[arg-type]
    if held <= {str, float}:
        known = {cell: text_of(cell) for cell in set(cells)}
        return [known[cell] for cell in cells]
    return [text_of(cell) for cell in cells]


def columns_of(rows: Sequence[Row], indexes: Collection[int]) -> dict[int, Sequence[Cell]]:
    """The columns with these numbers; short rows are filled up with empty cells."""
    if len(set(map(len, rows))) == 1:
        every = list(zip(*rows, strict=True))
        return {i: every[i] if i < len(every) else ("",) * len(rows) for i in indexes}
    return {i: [row[i] if i < len(row) else "" for row in rows] for i in indexes}


def _is_clean(texts: Collection[str]) -> bool:
    """Whether `clean` would change none of them; looks at all their characters at once."""
    blob = "\n" + "\n".join(texts) + "\n"
    if blob.count("\n") != len(texts) + 1:
        return False
    characters = set(blob)
    if characters & _UNCLEAN or (" " in characters and (" \n" in blob or "\n " in blob)):
        return False
    if ("'" in characters or "=" in characters) and re.search("\n['=]", blob):
        return False
    if " " in characters and ("  " in blob or _HAN_SPACE.search(blob)):
        return False
    return not any(word and f"\n{word}\n" in blob for word in _NOTHING)
