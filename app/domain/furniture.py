"""Rows of a list that are no entries: totals, notes, group titles, the header once more."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from app.domain.sheets import plain

_TOTAL = re.compile(r"(合\s*计|总\s*计|小\s*计|共\s*计|累\s*计|总\s*数|共\s*\d+\s*[家所个户])")
_NOTE = re.compile(
    r"(注\s*[::\d]|备注\s*[::]|说明\s*[::]|填表|填报|制表|审核人|单位负责人|报送|上报|数据来源|截[至止]"
    r"|以上名单|打印[::人时日]|第\s*\d+\s*页|共\s*\d+\s*页|[1-9][.、]\s*(本表|以上|上述|此表))"
)
_GROUP = re.compile(r"[((]?[一二三四五六七八九十]{1,3}[))、..]")
_GENERIC = re.compile(
    r"(公立|民营|私立|县级|县直|乡镇|定点|村级|社区|基层|零售|\s)*"
    r"(医疗机构|医药机构|医院|药店|药房|卫生院|卫生室|诊所|门诊部|社区卫生服务(中心|站))(类|名单)?"
)
_COUNTED = re.compile(r"(共|计)?\s*\d+\s*[家所个户]?")
_SIGNS = frozenset("甲乙丙丁戊己庚辛壬癸")
_OFFICE = re.compile(r".{2,20}(医疗保障局|医保局|医疗保障服务中心|医疗保险(经办|管理|服务)中心)")
_ENTRY = re.compile(r"医院|院|所|室|店|房|站|中心|部")


def furniture(words: Sequence[str], headings: Collection[str]) -> str:
    """Why a row is no entry, as an error code; "" when it is one.

    `words` are its cleaned cells, `headings` the plain headings of the table.
    """
    filled = list(dict.fromkeys(word for word in words if word))
    if not filled or all(re.fullmatch(r"\d{1,3}", word) for word in filled):
        return "import.ignored_empty"
    if any(_TOTAL.match(_GROUP.sub("", word, count=1)) for word in filled[:3]):
        return "import.ignored_total"
    if any(_NOTE.match(word) for word in filled[:2]):
        return "import.ignored_note"
    if sum(plain(word) in headings for word in filled) >= 2 or _is_numbering(filled):
        return "import.ignored_header"
    if _GROUP.match(filled[0]) and all(map(_COUNTED.fullmatch, filled[1:])):
        return "import.ignored_group"
    return _alone(filled[0], len(words)) if len(filled) == 1 else ""


def _is_numbering(filled: Sequence[str]) -> bool:
    """甲 乙 丙 丁 under the header, as statistical forms have it."""
    return len(filled) > 1 and set(filled) <= _SIGNS


def _alone(word: str, width: int) -> str:
    """What a row with nothing but one text is."""
    if _GENERIC.fullmatch(word):
        return "import.ignored_group"
    if _OFFICE.fullmatch(word):
        return "import.ignored_note"
    if width > 2 and (len(word) > 40 or not _ENTRY.search(word)):
        return "import.ignored_note"
    return ""
