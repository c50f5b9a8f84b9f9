"""Finding the table in a sheet as offices send it: where its header is and what each column means.

Offices send title rows, two-row merged headers, notes and totals, columns in any order and wording;
the words are in `resources/rules/institution_columns.toml`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import resources
from app.domain.cells import Row, clean, text_of

HEADER_WITHIN = 40
SAMPLE = 200
NAMING = frozenset({"fixmedins_name", "fixmedins_code"})
"""A table without a column for either is no list of institutions."""
SURE = 100
_NAMED = re.compile(r"\S{0,8}[名全]称")
"""A heading that can be nothing else, whatever kind of institution it speaks of."""
_NOISE = re.compile(r"[\s\u200b-\u200f\ufeff::**()()\[\]【】<>《》\-_/、,,.。·•]+")
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
    """Where the table begins: `rows` header rows (0 = none), `first` the index of the first entry."""

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
    """A heading or name for comparison: width, spaces, brackets, points and case aside."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", text)).lower()


def plain_all(texts: Sequence[str]) -> list[str]:
    """`plain` of a whole column at once."""
    if not texts:
        return []
    return plain("\x00".join(text.replace("\x00", "") for text in texts)).split("\x00")


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
    key = plain(heading)
    last = plain(heading.rsplit(" ", 1)[-1])
    found: dict[str, int] = {}
    for rule in _rules():
        if any(word in key for word in rule.without):
            continue
        if key in rule.equal or last in rule.equal:
            found[rule.field] = SURE
        else:
            longest = max((len(word) for word in rule.has if word in key), default=0)
            if longest and len(key) <= 30:
                found[rule.field] = 10 + longest * 5 - len(key)
    return found


def words_of(rows: Sequence[Row], count: int = HEADER_WITHIN) -> list[list[str]]:
    """The first rows as clean text, for looking at."""
    return [[clean(text_of(cell)) for cell in row] for row in rows[:count]]


def find_header(rows: Sequence[Row]) -> Header | None:
    """The header of a sheet; None when no row names an institution or its code."""
    words = words_of(rows)
    best: tuple[int, Header] | None = None
    for index in range(len(words)):
        for count in (1, 2, 3):
            if index + count > len(words):
                break
            if count > 1 and not _continues(words[index + count - 1]):
                break
            header = header_at(rows, index, count)
            score = _score(header, words[index])
            if score and (best is None or score > best[0]):
                best = score, header
    return best[1] if best else None


def header_at(rows: Sequence[Row], index: int, count: int = 1) -> Header:
    """The header the user points at: `count` rows beginning at row `index` (from 0)."""
    words = words_of(rows[index : index + count], count)
    return Header(count, index + count, tuple(_headings(words)))


def _score(header: Header, first: Sequence[str]) -> int:
    """How much a row looks like a header; 0 = not at all. More columns, fewer rows, earlier."""
    filled = [cell for cell in first if cell]
    if len(set(filled)) < 2 and len(first) > 1 and header.rows == 1 and len(filled) > 1:
        return 0  # one title merged over the whole width
    if len(set(filled)) < 2 and header.rows > 1 and len(first) > 2:
        return 0  # a title standing above the header is no part of it
    mapped = propose(header.headings, ())
    sure = any(
        name in NAMING
        and (_meaning(text := header.headings[i].text).get(name) == SURE or _NAMED.fullmatch(text))
        for i, name in mapped.items()
    )
    if not NAMING & set(mapped.values()) or (len(mapped) < 2 and not sure):
        return 0
    # A column nothing is known of still is a column: two header rows may merely name more of them.
    named = sum(1 for heading in header.headings if heading.text)
    return 100 * len(mapped) + 10 * sure + min(named, 9) - 3 * header.rows


def _continues(row: Sequence[str]) -> bool:
    """Whether a row can be the lower part of a header: words only, no data."""
    cells = [cell for cell in row if cell]
    return bool(cells) and not any(map(_is_data, cells))


def _is_data(cell: str) -> bool:
    """Whether a cell says something of an institution instead of naming a column."""
    if re.search(r"\d{3,}", cell) or len(cell) > 20:
        return True
    return not _meaning(cell) and any(
        form.fullmatch(cell) for name, form in _CONTENT if name in {"fixmedins_name", "address"}
    )


def _headings(rows: Sequence[Sequence[str]]) -> list[Heading]:
    """Column headings; a merged upper cell reaches over the empty cells to its right."""
    width = max((len(row) for row in rows), default=0)
    spread = [list(row) + [""] * (width - len(row)) for row in rows]
    for upper, lower in pairwise(spread):
        for i in range(1, width):
            if not upper[i] and lower[i] and upper[i - 1]:
                upper[i] = upper[i - 1]
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
    width = max((len(row) for row in rows[:SAMPLE]), default=0)
    header = Header(0, 0, tuple(Heading(i, f"第{i + 1}列") for i in range(width)))
    mapped = propose(header.headings, rows).values()
    return header if NAMING & set(mapped) else None


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
    if not rows:
        return taken
    words = words_of(rows, SAMPLE)
    for field, form in _CONTENT:
        if field not in taken.values():
            like = _column_like(words, form, taken, headings)
            if like is not None:
                taken[like] = field
    return _corrected(_by_content(taken, headings, words), words)


def _by_content(
    taken: dict[int, str], headings: Sequence[Heading], words: Sequence[Sequence[str]]
) -> dict[int, str]:
    """Of several columns headed like a code, the one that holds national codes."""
    form = dict(_CONTENT)["fixmedins_code"]

    def share(index: int) -> float:
        cells = [row[index] for row in words if index < len(row) and row[index]]
        return sum(bool(form.fullmatch(cell)) for cell in cells) / len(cells) if cells else 0

    held = next((index for index, name in taken.items() if name == "fixmedins_code"), None)
    if held is None or share(held) > 0.5:
        return taken
    others = [h.index for h in headings if "fixmedins_code" in _meaning(h.text) and h.index != held]
    better = max(others, key=share, default=held)
    if share(better) <= 0.5:
        return taken
    rest = {index: name for index, name in taken.items() if index not in {held, better}}
    return rest | {better: "fixmedins_code"}


def _corrected(taken: dict[int, str], words: Sequence[Sequence[str]]) -> dict[int, str]:
    """ "机构代码" often heads a column of credit codes; its content says so."""
    if "uscc" in taken.values():
        return taken
    form = dict(_CONTENT)["uscc"]
    for index, name in taken.items():
        cells = [row[index] for row in words if index < len(row) and row[index]]
        if name == "fixmedins_code" and sum(bool(form.fullmatch(c)) for c in cells) * 2 > len(
            cells
        ):
            return taken | {index: "uscc"}
    return taken


def _column_like(
    words: Sequence[Sequence[str]],
    form: re.Pattern[str],
    taken: Mapping[int, str],
    headings: Sequence[Heading],
) -> int | None:
    best, best_share = None, 0.6
    for heading in headings:
        if heading.index in taken:
            continue
        cells = [row[heading.index] for row in words if heading.index < len(row)]
        cells = [cell for cell in cells if cell]
        hits = sum(bool(form.fullmatch(cell)) for cell in cells)
        if cells and hits / len(cells) > best_share:
            best, best_share = heading.index, hits / len(cells)
    return best
