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
_ENTRY = re.compile(r"医院|院|所|室|店|房|站|中心|部")


def furniture(words: Sequence[str], headings: Collection[str]) -> str:
    """Why a row is no entry, as an error code; "" when it is one.

    `words` are its cleaned cells, `headings` the plain headings of the table.
    """
    filled = list(dict.fromkeys(word for word in words if word))
    if not filled:
        return "import.ignored_empty"
    if any(_TOTAL.match(word) for word in filled[:3]):
        return "import.ignored_total"
    if any(_NOTE.match(word) for word in filled[:2]):
        return "import.ignored_note"
    if sum(plain(word) in headings for word in filled) >= 2:
        return "import.ignored_header"
    if len(filled) == 1 and len(words) > 2:
        if _GROUP.match(filled[0]):
            return "import.ignored_group"
        if len(filled[0]) > 40 or not _ENTRY.search(filled[0]):
            return "import.ignored_note"
    if all(re.fullmatch(r"\d{1,3}", word) for word in filled):
        return "import.ignored_empty"
    return ""
