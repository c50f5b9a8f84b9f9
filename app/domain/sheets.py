"""Reading a sheet as offices send it: where its header is and what each column means.

Pure: a sheet is a list of rows of text cells. Offices send title rows, two-row merged headers, notes
and totals, columns in any order and wording; see `resources/rules/institution_columns.toml`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import resources

Row = Sequence[str]
HEADER_WITHIN = 40
SAMPLE = 200
_NOISE = re.compile(r"[\s\u200b-\u200f\ufeff::**()()\[\]【】<>《》\-_/、,,.。]+")
_CONTENT = (
    ("fixmedins_code", re.compile(r"[HP]\d{11}")),
    ("uscc", re.compile(r"[0-9A-HJ-NPQRTUWXY]{18}")),
    ("contact_phone", re.compile(r"1[3-9]\d{9}|0\d{2,3}-?\d{7,8}")),
    (
        "fixmedins_name",
        re.compile(
            r".{0,40}(医院|卫生院|卫生室|卫生所|诊所|门诊部|药店|药房|保健院|医务室|卫生服务中心|卫生服务站|卫生站).{0,20}"
        ),
    ),
    ("hosp_lv", re.compile(r"[一二三]级.{0,4}|未定级")),
    ("address", re.compile(r".{0,12}(省|市|县|区|镇|乡|街道).{0,30}(路|街|号|村|组).{0,20}")),
)


@dataclass(frozen=True, slots=True)
class Heading:
    """One column: its number from 0 and its heading as read (two header rows joined by a space)."""

    index: int
    text: str


@dataclass(frozen=True, slots=True)
class Header:
    """Where the table begins. `rows` is 0 when there is no header row; `first` is the first data row."""

    rows: int
    first: int
    headings: tuple[Heading, ...]

    @property
    def signature(self) -> str:
        """The header as a key under which a confirmed mapping is remembered."""
        return "|".join(plain(heading.text) for heading in self.headings)


@dataclass(frozen=True, slots=True)
class _Rule:
    field: str
    equal: frozenset[str]
    has: tuple[str, ...]
    without: tuple[str, ...]


def plain(text: str) -> str:
    """A heading without spaces, brackets and case."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", text)).lower()


@cache
def _rules() -> tuple[_Rule, ...]:
    return tuple(
        _Rule(
            row["field"],
            frozenset(map(plain, row.get("is", []))),
            tuple(map(plain, row.get("has", []))),
            tuple(map(plain, row.get("not", []))),
        )
        for row in resources.table("rules/institution_columns.toml")["column"]
    )


@cache
def fields() -> tuple[str, ...]:
    """The fields a column can be mapped to."""
    return tuple(rule.field for rule in _rules())


@cache
def _meaning(heading: str) -> dict[str, int]:
    """How well a heading fits each field; absent means not at all."""
    # Under a merged heading the lower words say what the column is; the upper ones only if they don't.
    last = heading.rsplit(" ", 1)[-1]
    return _fits(plain(last)) or _fits(plain(heading))


def _fits(key: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for rule in _rules():
        if any(word in key for word in rule.without):
            continue
        longest = max((len(word) for word in rule.has if word in key), default=0)
        if key in rule.equal:
            found[rule.field] = 100
        elif longest and len(key) <= 30:
            found[rule.field] = 10 + longest * 5 - len(key)
    return found


def find_header(rows: Sequence[Row]) -> Header | None:
    """The header of a sheet; None when no row names an institution or its code."""
    best: tuple[int, int, int] | None = None
    for index in range(min(len(rows), HEADER_WITHIN)):
        for count in (1, 2, 3):
            if index + count > len(rows):
                continue
            headings = _headings(rows[index : index + count])
            if count > 1 and not _continues(rows[index + count - 1]):
                continue
            mapped = propose(headings, ())
            score = 10 * len(mapped) - count
            named = "fixmedins_name" in mapped.values() or "fixmedins_code" in mapped.values()
            if named and len(mapped) > 1 and (best is None or score > best[0]):
                best = (score, index, count)
    if best is None:
        return None
    _, index, count = best
    return Header(count, index + count, tuple(_headings(rows[index : index + count])))


def _continues(row: Row) -> bool:
    """Whether a row can be the lower part of a header: words only, no data."""
    cells = [cell for cell in row if cell.strip()]
    return bool(cells) and not any(re.search(r"\d{3,}", cell) or len(cell) > 20 for cell in cells)


def _headings(rows: Sequence[Row]) -> list[Heading]:
    """Column headings; a merged upper cell reaches over the empty cells to its right."""
    width = max(len(row) for row in rows)
    spread: list[list[str]] = []
    for level, row in enumerate(rows):
        cells = [cell.strip() for cell in row] + [""] * (width - len(row))
        if level < len(rows) - 1:
            below = [c.strip() for c in rows[level + 1]] + [""] * (width - len(rows[level + 1]))
            for i in range(1, width):
                if not cells[i] and below[i] and cells[i - 1]:
                    cells[i] = cells[i - 1]
        spread.append(cells)
    found: list[Heading] = []
    for i in range(width):
        parts: list[str] = []
        for cells in spread:
            if cells[i] and (not parts or parts[-1] != cells[i]):
                parts.append(cells[i])
        found.append(Heading(i, " ".join(parts)))
    return found


def without_header(rows: Sequence[Row]) -> Header | None:
    """A header-less sheet whose columns can be told by their content; None if they cannot."""
    width = max((len(row) for row in rows), default=0)
    header = Header(0, 0, tuple(Heading(i, f"第{i + 1}列") for i in range(width)))
    mapped = propose(header.headings, rows).values()
    return header if "fixmedins_name" in mapped or "fixmedins_code" in mapped else None


def propose(headings: Sequence[Heading], rows: Sequence[Row]) -> dict[int, str]:
    """Column → field: by heading first, by content where headings say nothing."""
    offers = [
        (score, -order, heading.index, field)
        for heading in headings
        for order, (field, score) in enumerate(_meaning(heading.text).items())
    ]
    taken: dict[int, str] = {}
    for _, _, index, field in sorted(offers, key=lambda o: (-o[0], -o[1], o[2])):
        if index not in taken and field not in taken.values():
            taken[index] = field
    for field, form in _CONTENT:
        if rows and field not in taken.values():
            column = _column_like(rows, form, taken, headings)
            if column is not None:
                taken[column] = field
    return taken


def _column_like(
    rows: Sequence[Row],
    form: re.Pattern[str],
    taken: Mapping[int, str],
    headings: Sequence[Heading],
) -> int | None:
    found: int | None = None
    best_share = 0.6
    for heading in headings:
        if heading.index in taken:
            continue
        cells = [
            row[heading.index].strip()
            for row in rows[:SAMPLE]
            if heading.index < len(row) and row[heading.index].strip()
        ]
        hits = sum(bool(form.fullmatch(unicodedata.normalize("NFKC", cell))) for cell in cells)
        if cells and hits / len(cells) > best_share:
            found, best_share = heading.index, hits / len(cells)
    return found


@cache
def _kinds() -> tuple[tuple[str, tuple[str, ...]], ...]:
    rows = resources.table("rules/institution_columns.toml")["kind"]
    return tuple((row["kind"], tuple(row["words"])) for row in rows)


def kind_of(words: str, name: str, code: str) -> str:
    """`InstitutionKind` from the type column, the name and the code's first letter."""
    for text in (name, words):
        for kind, marks in _kinds():
            if any(mark in text for mark in marks) and not (kind == "pharmacy" and code[:1] == "H"):
                return kind
    return "pharmacy" if code[:1] == "P" else "other"
