"""One row of an institution list, cleaned, with every doubt named."""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.codes import fixmedins_flaw, uscc_flaw
from app.domain.dates import iso_date, serial_date
from app.domain.entity import Value
from app.domain.institution import AgreementStatus
from app.domain.money import parse_yuan
from app.domain.sheets import kind_of, plain
from app.errors import AppError

INEXACT = "\ue000"
"""Mark the workbook reader puts before a number that a spreadsheet had already rounded."""
_INVISIBLE = re.compile(
    "[\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\u00ad\x00-\x08\x0b-\x1f\x7f]"
)
_SPACES = re.compile(r"\s+")
_HAN_SPACE = re.compile(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])")
_SCIENTIFIC = re.compile(r"\d(\.\d+)?[eE]\+?\d+")
_NOTE = re.compile(
    r"(合\s*计|总\s*计|小\s*计|共\s*计|共\d+家|注[::]?|备注[::]|说明[::]|填表|制表|审核人|单位负责人|"
    r"报送|数据来源|截至|以上名单|打印|第\d+页|[1-9][.、]本表)"
)
_FULL_WIDTH = {code: code - 0xFEE0 for code in [*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B),
               *range(0xFF41, 0xFF5B)]} | {0x3000: 0x20, 0xA0: 0x20}  # fmt: skip
_STATUS = {
    "履行": AgreementStatus.ACTIVE, "正常": AgreementStatus.ACTIVE, "有效": AgreementStatus.ACTIVE,
    "已签": AgreementStatus.ACTIVE, "在用": AgreementStatus.ACTIVE, "中止": AgreementStatus.SUSPENDED,
    "暂停": AgreementStatus.SUSPENDED, "解除": AgreementStatus.ENDED, "终止": AgreementStatus.ENDED,
    "退出": AgreementStatus.ENDED, "取消": AgreementStatus.ENDED, "到期": AgreementStatus.EXPIRED,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class RowDoubt:
    """Something doubtful or wrong in one row. `row` is the sheet's row number from 1."""

    row: int
    field: str
    value: str
    code: str
    params: Mapping[str, object] = dataclasses.field(default_factory=dict)


@dataclass(slots=True)
class InstitutionRow:
    """A row's usable values: institution fields, agreement fields, and its doubts."""

    row: int
    values: dict[str, Value] = dataclasses.field(default_factory=dict)
    agreement: dict[str, Value] = dataclasses.field(default_factory=dict)
    doubts: list[RowDoubt] = dataclasses.field(default_factory=list)

    @property
    def name(self) -> str:
        """机构名称, "" if the row has none."""
        return str(self.values.get("fixmedins_name", ""))

    @property
    def code(self) -> str:
        """定点机构编码, "" if the row has none."""
        return str(self.values.get("fixmedins_code", ""))


def clean(text: str) -> str:
    """Full-width digits and letters made plain, invisible characters and stray spaces gone."""
    if text.isascii():
        return " ".join(text.split())
    text = _INVISIBLE.sub("", text.translate(_FULL_WIDTH))
    return _HAN_SPACE.sub("", _SPACES.sub(" ", text)).strip()


def name_key(name: str) -> str:
    """A name for comparison: brackets, spaces and width aside."""
    return plain(name)


def is_note(cells: list[str]) -> bool:
    """Whether a row is a total, a note or a group title rather than an institution."""
    filled = [cell for cell in cells if cell]
    if not filled:
        return True
    if any(_NOTE.match(cell) for cell in filled[:2]):
        return True
    if len(filled) == 1 and len(cells) > 2:
        return bool(re.match(r"[((]?[一二三四五六七八九十]+[))、.]", filled[0])) or not re.search(
            r"医院|院|所|室|店|房|站|中心|部", filled[0]
        )
    return all(re.fullmatch(r"\d{1,2}", cell) for cell in filled)


def read_row(number: int, cells: Mapping[str, str]) -> InstitutionRow:
    """Clean the mapped cells of one row. Doubts never refuse the row."""
    found = InstitutionRow(number)
    kind_words = ""
    for name, raw in cells.items():
        text = clean(raw)
        if text[:1] == INEXACT:
            text = text[1:]
            found.doubts.append(RowDoubt(number, name, text, "import.lost_digits"))
        if not text or text in {"-", "--", "/", "—", "无", "NULL", "null", "#N/A"}:
            continue
        if name == "kind_words":
            kind_words = text
        elif name in _READERS:
            _READERS[name](found, name, text)
        else:
            found.values[name] = text[:500]
    if found.name or found.code:
        kind = kind_of(kind_words, found.name, found.code)
        if kind != "other":
            found.values["kind"] = kind
        _compare_kind(found, kind)
    return found


def _compare_kind(found: InstitutionRow, kind: str) -> None:
    first = found.code[:1]
    if (first == "P") != (kind == "pharmacy") and first in {"H", "P"} and kind != "other":
        found.doubts.append(
            RowDoubt(found.row, "fixmedins_code", found.code, "import.kind_differs")
        )


def _code(found: InstitutionRow, name: str, text: str) -> None:
    text = text.replace(" ", "").upper().lstrip("'`‘’")
    if _SCIENTIFIC.fullmatch(text):
        found.doubts.append(RowDoubt(found.row, name, text, "import.lost_digits"))
    elif flaw := fixmedins_flaw(text):
        found.doubts.append(RowDoubt(found.row, name, text, flaw))
    found.values[name] = text


def _uscc(found: InstitutionRow, name: str, text: str) -> None:
    text = text.replace(" ", "").replace("-", "").upper().lstrip("'`‘’")
    if _SCIENTIFIC.fullmatch(text):
        found.doubts.append(RowDoubt(found.row, name, text, "import.lost_digits"))
    elif flaw := uscc_flaw(text):
        found.doubts.append(RowDoubt(found.row, name, text, flaw))
    found.values[name] = text


def _beds(found: InstitutionRow, name: str, text: str) -> None:
    number = re.fullmatch(
        r"(?:约)?(\d{1,5})(?:\.0+)?\s*(张|床)?", unicodedata.normalize("NFKC", text)
    )
    if number:
        found.values[name] = int(number[1])
    else:
        found.doubts.append(RowDoubt(found.row, name, text, "import.not_a_count"))


def _date(found: InstitutionRow, name: str, text: str) -> None:
    day = iso_date(text) or (serial_date(int(text)) if re.fullmatch(r"\d{5}", text) else "")
    if not day:
        found.doubts.append(RowDoubt(found.row, name, text, "import.not_a_date"))
        return
    if name == "agreement_signed":
        found.agreement["signed_on"] = day
    else:
        found.values[name] = day


def _deposit(found: InstitutionRow, name: str, text: str) -> None:
    try:
        found.agreement["deposit_fen"] = parse_yuan(text)
    except AppError as error:
        found.doubts.append(RowDoubt(found.row, name, text, error.code, {"text": text}))


def _year(found: InstitutionRow, name: str, text: str) -> None:
    year = re.match(r"(20\d\d)", text)
    if year:
        found.agreement["year"] = int(year[1])
    else:
        found.doubts.append(RowDoubt(found.row, name, text, "import.not_a_year"))


def _status(found: InstitutionRow, name: str, text: str) -> None:
    for word, status in _STATUS.items():
        if word in text:
            found.agreement["status"] = str(status)
            return
    found.doubts.append(RowDoubt(found.row, name, text, "import.unknown_status"))


def _agreement_no(found: InstitutionRow, name: str, text: str) -> None:
    found.agreement["agreement_no"] = text[:100]


_READERS = {
    "fixmedins_code": _code, "uscc": _uscc, "beds": _beds, "designated_on": _date,
    "agreement_signed": _date, "agreement_deposit": _deposit, "agreement_year": _year,
    "agreement_status": _status, "agreement_no": _agreement_no,
}  # fmt: skip
