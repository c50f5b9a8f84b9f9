"""Pinyin initials of names, for search: 清溪县医院 → qxxyy."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache

MANY = 200
"""Above so many names it pays to learn first which signs need their phrase."""


def initials(name: str) -> str:
    """Initials in lower case; Latin letters and digits stay, spaces do not."""
    from pypinyin import Style, lazy_pinyin

    read = lazy_pinyin(name, style=Style.FIRST_LETTER, errors="default")
    return "".join(read).lower().replace(" ", "")


def initials_of(names: Sequence[str]) -> list[str]:
    """`initials` of every name; long lists go sign by sign wherever that gives the same."""
    if len(names) < MANY:
        return [initials(name) for name in names]
    careful = _two_faced()
    return [
        "".join(map(_initial, name)) if careful.isdisjoint(name) else initials(name)
        for name in names
    ]


@cache
def _initial(sign: str) -> str:
    return initials(sign)


@cache
def _two_faced() -> frozenset[str]:
    """Signs whose initial depends on the phrase they stand in (重庆, 长乐)."""
    from pypinyin import phrases_dict, pinyin_dict

    usual = {
        chr(code): _begins(readings.split(",")[0])
        for code, readings in pinyin_dict.pinyin_dict.items()
    }
    return frozenset(
        sign
        for phrase, readings in phrases_dict.phrases_dict.items()
        for sign, read in zip(phrase, readings, strict=False)
        if _begins(read[0]) != usual.get(sign)
    )


def _begins(reading: str) -> str:
    return unicodedata.normalize("NFD", reading)[:1]
