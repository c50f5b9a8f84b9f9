"""The rows of an institution list, cleaned column by column, with every doubt named.

Column by column because lists repeat themselves (levels, townships, dates): a value is understood
once however many rows hold it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as default
from functools import cache

import resources
from app.domain.cells import Cell, has_lost_digits
from app.domain.codes import fixmedins_flaw, uscc_flaw
from app.domain.dates import iso_date, serial_date
from app.domain.entity import Value
from app.domain.institution import AgreementStatus
from app.domain.money import parse_yuan
from app.errors import AppError

_FLAWS: dict[str, Callable[[str], str]] = {"fixmedins_code": fixmedins_flaw, "uscc": uscc_flaw}
_SCIENTIFIC = re.compile(r"\d(\.\d+)?[eE]\+?\d+")
_QUOTES = str.maketrans("", "", " '`‘’\"“”-")
_COUNT = re.compile(r"(?:约|共)?(\d{1,5})(?:\.0+)?\s*(?:张|床|个)?(?:床位)?")
_STATUS = {
    "中止": AgreementStatus.SUSPENDED, "暂停": AgreementStatus.SUSPENDED,
    "解除": AgreementStatus.ENDED, "终止": AgreementStatus.ENDED, "退出": AgreementStatus.ENDED,
    "取消": AgreementStatus.ENDED, "到期": AgreementStatus.EXPIRED, "失效": AgreementStatus.EXPIRED,
    "未签": AgreementStatus.ENDED, "履行": AgreementStatus.ACTIVE, "正常": AgreementStatus.ACTIVE,
    "有效": AgreementStatus.ACTIVE, "已签": AgreementStatus.ACTIVE, "在用": AgreementStatus.ACTIVE,
}  # fmt: skip
_AGREEMENT = {
    "agreement_no": "agreement_no", "agreement_year": "year", "agreement_signed": "signed_on",
    "agreement_deposit": "deposit_fen", "agreement_status": "status",
}  # fmt: skip
LONGEST = 500


@dataclass(frozen=True, slots=True)
class RowDoubt:
    """Something doubtful or wrong in one row. `row` is the sheet's row number from 1."""

    row: int
    field: str
    value: str
    code: str
    params: Mapping[str, object] = default(default_factory=dict)


@dataclass(slots=True)
class Table:
    """Cleaned columns of equal length; `numbers` are the sheet's row numbers from 1.

    `values` holds fields of Institution, `agreement` fields of Agreement; "" and None mean that the
    cell said nothing.
    """

    numbers: Sequence[int]
    values: dict[str, list[Value]]
    agreement: dict[str, list[Value]]
    doubts: list[RowDoubt]

    def texts(self, name: str) -> list[str]:
        """One text column; all "" when the file has no such column."""
        return self.values.get(name) or [""] * len(self.numbers)  # type: ignore[return-value]

    def institution(self, at: int) -> dict[str, Value]:
        """What row `at` (an index, not a row number) says of the institution."""
        return {name: v for name, column in self.values.items() if (v := column[at]) not in _BLANK}

    def agreed(self, at: int) -> dict[str, Value]:
        """What row `at` says of the agreement."""
        return {n: v for n, column in self.agreement.items() if (v := column[at]) not in _BLANK}

    def doubt(
        self, at: int, column: str, code: str, params: Mapping[str, object] | None = None
    ) -> RowDoubt:
        """A doubt about one cell of row `at`."""
        held = self.values.get(column)
        value = str(held[at]) if held else ""
        return RowDoubt(self.numbers[at], column, value, code, params or {})


_BLANK: tuple[Value, ...] = ("", None)
Reading = tuple[Value, str, Mapping[str, object]]
"""What a text means: the value ("" or None when unusable), an error code or "", parameters."""
Reader = Callable[[str], Reading]


@dataclass(frozen=True, slots=True)
class Column:
    """A mapped column: its cells as they stood, and as clean text."""

    cells: Sequence[Cell]
    texts: list[str]

    def only(self, chosen: Sequence[int]) -> Column:
        """The same column with only these rows."""
        return Column([self.cells[at] for at in chosen], [self.texts[at] for at in chosen])


def read_table(columns: Mapping[str, Column], numbers: Sequence[int]) -> Table:
    """Understand the columns, by field. Doubts never refuse a row."""
    table = Table(numbers, {}, {}, [])
    words: list[str] = [""] * len(numbers)
    for name, held in columns.items():
        if name == "kind_words":
            words = held.texts
            continue
        column = _read_column(table, name, held.texts)
        if name in {"fixmedins_code", "uscc", "license_no"}:
            _drop_lost(table, name, held.cells, column)
        if name in _AGREEMENT:
            table.agreement[_AGREEMENT[name]] = column
        else:
            table.values[name] = column
    _classify(table, words)
    if "signed_on" in table.agreement and "year" not in table.agreement:
        signed = table.agreement["signed_on"]
        table.agreement["year"] = [int(day[:4]) if (day := str(s)) else None for s in signed]
    return table


def _read_column(table: Table, name: str, texts: list[str]) -> list[Value]:
    if name in _FLAWS:
        return _read_codes(table, name, texts)
    if name not in _READERS:
        longest = max(map(len, texts), default=0)
        return list(texts) if longest <= LONGEST else [text[:LONGEST] for text in texts]
    reader = _READERS[name]
    known = {text: reader(text) for text in set(texts) if text} | {"": ("", "", {})}
    if any(reading[1] for reading in known.values()):
        for number, text in zip(table.numbers, texts, strict=True):
            _, code, params = known[text]
            if code:
                table.doubts.append(RowDoubt(number, name, text, code, params))
    return [known[text][0] for text in texts]


def _read_codes(table: Table, name: str, texts: list[str]) -> list[Value]:
    """Codes are all different: each is looked at once, and a sound one costs nothing but that."""
    flaw_of = _FLAWS[name]
    column: list[Value] = []
    for at, text in enumerate(texts):
        flaw = flaw_of(text) if text else ""
        if flaw:
            text = text.translate(_QUOTES).upper()  # noqa: PLW2901
            flaw = "import.lost_digits" if _SCIENTIFIC.fullmatch(text) else flaw_of(text)
        if flaw:
            table.doubts.append(RowDoubt(table.numbers[at], name, texts[at], flaw))
        column.append("" if flaw == "import.lost_digits" else text[:LONGEST])
    return column


def _drop_lost(table: Table, name: str, cells: Sequence[object], column: list[Value]) -> None:
    """A code kept as a number of more than 15 digits is not the code any more."""
    if float not in set(map(type, cells)):
        return
    for at, cell in enumerate(cells):
        if has_lost_digits(cell):
            number = table.numbers[at]
            table.doubts[:] = [d for d in table.doubts if (d.row, d.field) != (number, name)]
            table.doubts.append(RowDoubt(number, name, str(column[at]), "import.lost_digits"))
            column[at] = ""


def _beds(text: str) -> Reading:
    number = _COUNT.fullmatch(text)
    return (int(number[1]), "", {}) if number else (None, "import.not_a_count", {})


def _date(text: str) -> Reading:
    day = iso_date(text) or (serial_date(int(text)) if re.fullmatch(r"\d{5}", text) else "")
    return day, "" if day else "import.not_a_date", {}


def _deposit(text: str) -> Reading:
    try:
        return parse_yuan(text), "", {}
    except AppError as error:
        return None, error.code, error.params


def _year(text: str) -> Reading:
    year = re.match(r"(20\d\d)(?!\d)", text)
    return (int(year[1]), "", {}) if year else (None, "import.not_a_year", {})


def _status(text: str) -> Reading:
    found = {str(status) for word, status in _STATUS.items() if word in text}
    # "未到期", "非正常", "正常(曾暂停)": what is negated or said twice is asked, not guessed.
    if len(found) != 1 or re.search(r"[未非不无](?!签)", text):
        return "", "import.unknown_status", {}
    return found.pop(), "", {}


_READERS: dict[str, Reader] = {
    "beds": _beds, "designated_on": _date,
    "agreement_signed": _date, "agreement_deposit": _deposit, "agreement_year": _year,
    "agreement_status": _status,
}  # fmt: skip


@cache
def _marks() -> tuple[re.Pattern[str], dict[str, tuple[int, str]]]:
    rows = resources.table("rules/institution_columns.toml")["kind"]
    rank = {word: (i, row["kind"]) for i, row in enumerate(rows) for word in row["words"]}
    longest = sorted(rank, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest))), rank


def kind_of(words: str, name: str, code: str) -> str:
    """`InstitutionKind` from the name, else the type column, else the code's first letter."""
    form, rank = _marks()
    for text in (name, words):
        found = [rank[mark] for mark in form.findall(text)]
        if code[:1] == "H":
            found = [each for each in found if each[1] != "pharmacy"]
        if found:
            return min(found)[1]
    return "pharmacy" if code[:1] == "P" else "other"


def _classify(table: Table, words: Sequence[str]) -> None:
    kinds: list[Value] = []
    names, codes = table.texts("fixmedins_name"), table.texts("fixmedins_code")
    for at, (name, code) in enumerate(zip(names, codes, strict=True)):
        told = kind_of(words[at], name, "")
        first = code[:1]
        if told == "pharmacy" and first == "H":
            kind = kind_of(words[at], name, code)
            table.doubts.append(table.doubt(at, "fixmedins_code", "import.kind_differs"))
        elif told not in {"pharmacy", "other"} and first == "P":
            kind = told
            table.doubts.append(table.doubt(at, "fixmedins_code", "import.kind_differs"))
        else:
            kind = "pharmacy" if told == "other" and first == "P" else told
        kinds.append("" if kind == "other" else kind)
    table.values["kind"] = kinds
