"""Lists people paste from Excel, Word or a chat window: case files, item grids, names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.domain.casefile import CaseFile, CaseKind
from app.domain.dates import iso_date
from app.domain.finding import FindingItem
from app.domain.money import parse_decimal, parse_yuan, product_fen
from app.errors import AppError

CASE_WORDS: dict[str, tuple[str, ...]] = {
    "medcasno": ("住院号", "病案号", "病历号", "病例号", "住院编号", "登记号"),
    "psn_name": ("姓名", "患者", "病人", "参保人"),
    "gend": ("性别",),
    "age": ("年龄",),
    "bed_no": ("床号", "床位", "床"),
    "ward": ("科室", "病区", "科别"),
    "adm_on": ("入院",),
    "dscg_on": ("出院",),
    "diagnosis": ("诊断", "病种"),
    "certno": ("身份证", "证件号"),
    "psn_no": ("人员编号", "医保编号", "个人编号"),
    "setl_id": ("结算",),
    "total_fen": ("总费用", "费用合计", "医疗费", "总金额"),
    "fund_fen": ("基金", "统筹"),
}
ITEM_WORDS: dict[str, tuple[str, ...]] = {
    "hilist_code": ("编码", "代码"),
    "hilist_name": ("项目", "名称", "药品", "品名"),
    "occurred_on": ("日期", "时间"),
    "quantity": ("数量", "次数"),
    "unit_price": ("单价", "价格"),
    "amount_fen": ("金额", "合计", "小计", "费用"),
}


@dataclass(frozen=True, slots=True)
class Doubt:
    """A cell that could not be used: its line (from 1), what it said, and an error code."""

    line: int
    text: str
    code: str


def cells_of(text: str) -> list[list[str]]:
    """Lines of cells: tabs if there are any, else commas, else runs of spaces."""
    lines = [unicodedata.normalize("NFKC", line).rstrip() for line in text.splitlines()]
    lines = [line for line in lines if line.strip()]
    if any("\t" in line for line in lines):
        return [[cell.strip() for cell in line.split("\t")] for line in lines]
    if any(re.search(r"[,;|]", line) for line in lines):
        return [[cell.strip() for cell in re.split(r"[,;|、]", line)] for line in lines]
    return [line.split() for line in lines]


def case_files(text: str) -> tuple[list[CaseFile], list[Doubt]]:
    """Case files from pasted lines, with or without a header line."""
    rows = cells_of(text)
    if not rows:
        return [], []
    columns = _header(rows[0], CASE_WORDS)
    body = rows[1:] if columns else rows
    first = 2 if columns else 1
    made: list[CaseFile] = []
    doubts: list[Doubt] = []
    for line, row in enumerate(body, first):
        named = (
            {columns[i]: c for i, c in enumerate(row) if i in columns and c}
            if columns
            else _guess(row)
        )
        case, wrong = _case(named, line)
        doubts += wrong
        if case.medcasno or case.psn_name or case.bed_no:
            made.append(case)
        else:
            doubts.append(Doubt(line, " ".join(row)[:40], "paste.no_identity"))
    return made, doubts


def _header(row: Sequence[str], words: dict[str, tuple[str, ...]]) -> dict[int, str]:
    found: dict[int, str] = {}
    for i, cell in enumerate(row):
        for field, names in words.items():
            if (
                field not in found.values()
                and any(name in cell for name in names)
                and len(cell) <= 12
            ):
                found[i] = field
                break
    digits = sum(bool(re.search(r"\d", cell)) for cell in row)
    return found if found and digits * 2 < len(row) + 1 and digits == 0 else {}


def _guess(row: Sequence[str]) -> dict[str, str]:
    """Cells of a line without header, by what they look like."""
    named: dict[str, str] = {}
    for cell in row:
        field = _looks_like(cell, named)
        if field and field not in named:
            named[field] = cell
    return named


def _looks_like(cell: str, named: dict[str, str]) -> str:
    if re.fullmatch(r"男|女", cell):
        return "gend"
    if re.fullmatch(r"\d{1,3}岁", cell) or ("gend" in named and re.fullmatch(r"\d{1,3}", cell)):
        return "age"
    if re.fullmatch(r"\+?\d{1,4}床", cell):
        return "bed_no"
    if re.fullmatch(r"\d{17}[\dXx]", cell):
        return "certno"
    if iso_date(cell):
        return "dscg_on" if "adm_on" in named else "adm_on"
    if re.fullmatch(r"[A-Za-z]{0,4}\d[\dA-Za-z-]{2,}", cell):
        return "medcasno"
    if (
        re.fullmatch(r"[\u3400-\u9fff\U00020000-\U0003ffff·]{2,4}", cell)
        and "psn_name" not in named
    ):
        return "psn_name"
    if re.search(r"科|病区|ICU", cell):
        return "ward"
    return "diagnosis" if re.search(r"[\u3400-\u9fff]", cell) else ""


def _case(named: dict[str, str], line: int) -> tuple[CaseFile, list[Doubt]]:
    case = CaseFile(kind=str(CaseKind.CASEFILE))
    doubts: list[Doubt] = []
    for field, cell in named.items():
        if field in {"adm_on", "dscg_on"}:
            day = iso_date(cell)
            if not day:
                doubts.append(Doubt(line, cell, "paste.not_a_date"))
            case = replace(case, **{field: day})  # type: ignore[arg-type]
        elif field in {"total_fen", "fund_fen"}:
            try:
                case = replace(case, **{field: parse_yuan(cell)})  # type: ignore[arg-type]
            except AppError as error:
                doubts.append(Doubt(line, cell, error.code))
        elif field == "age":
            number = re.match(r"\d{1,3}", cell)
            case = replace(case, age=int(number[0]) if number else None)
        elif field == "gend":
            case = replace(case, gend={"男": "1", "女": "2"}.get(cell[:1], ""))
        elif field == "bed_no":
            case = replace(case, bed_no=cell.removesuffix("床").strip())
        else:
            case = replace(case, **{field: cell[:200]})  # type: ignore[arg-type]
    return case, doubts


def finding_items(text: str) -> tuple[list[FindingItem], list[Doubt]]:
    """Grid lines pasted from Excel: 项目, 数量, 单价, 金额 in this order, or named by a header."""
    rows = cells_of(text)
    if not rows:
        return [], []
    columns = _header(rows[0], ITEM_WORDS)
    body = rows[1:] if columns else rows
    first = 2 if columns else 1
    made: list[FindingItem] = []
    doubts: list[Doubt] = []
    for line, row in enumerate(body, first):
        named = (
            {columns[i]: c for i, c in enumerate(row) if i in columns and c}
            if columns
            else _item_guess(row)
        )
        if re.fullmatch(r"(合计|小计|总计).*", named.get("hilist_name", "")):
            continue
        item, wrong = _item(named, line)
        doubts += wrong
        if item.hilist_name or item.hilist_code or item.amount_fen is not None:
            made.append(item)
    return made, doubts


def _item_guess(row: Sequence[str]) -> dict[str, str]:
    named: dict[str, str] = {}
    numbers: list[str] = []
    for cell in row:
        if not cell:
            continue
        if iso_date(cell):
            named["occurred_on"] = cell
        elif re.fullmatch(r"[¥]?-?[\d,]*\.?\d+元?", cell) and len(cell) < 16:
            numbers.append(cell)
        elif re.fullmatch(r"[XZCTG]?[A-Z\d-]{12,}", cell):
            named["hilist_code"] = cell
        elif "hilist_name" not in named:
            named["hilist_name"] = cell
    order = {1: ("amount_fen",), 2: ("quantity", "unit_price")}
    named.update(
        zip(
            order.get(len(numbers), ("quantity", "unit_price", "amount_fen")), numbers, strict=False
        )
    )
    return named


def _item(named: dict[str, str], line: int) -> tuple[FindingItem, list[Doubt]]:
    doubts: list[Doubt] = []
    item = FindingItem(
        hilist_code=named.get("hilist_code", ""), hilist_name=named.get("hilist_name", "")[:200],
        occurred_on=iso_date(named.get("occurred_on", "")),
    )  # fmt: skip
    for field in ("quantity", "unit_price"):
        if cell := named.get(field, ""):
            try:
                value = parse_decimal(cell)
                if value < 0:
                    raise AppError("money.negative", text=cell[:20])
                item = replace(item, **{field: format(value, "f")})  # type: ignore[arg-type]
            except AppError as error:
                doubts.append(Doubt(line, cell, error.code))
    if cell := named.get("amount_fen", ""):
        try:
            item = replace(item, amount_fen=parse_yuan(cell))
        except AppError as error:
            doubts.append(Doubt(line, cell, error.code))
    return with_amount(item), doubts


def with_amount(item: FindingItem) -> FindingItem:
    """The line with its amount computed where only quantity and price are given."""
    if item.amount_fen is None and item.quantity and item.unit_price:
        fen = product_fen(parse_decimal(item.quantity), parse_decimal(item.unit_price))
        return replace(item, amount_fen=fen)
    return item


def bed_range(text: str) -> list[str]:
    """``"1-40 加1 监护2"`` as single beds, in order, each once; AppError("visit.bad_beds")."""
    beds: dict[str, None] = {}
    for piece in re.split(r"[\s,;、]+", unicodedata.normalize("NFKC", text).strip()):
        part = piece.removesuffix("床")
        span = re.fullmatch(r"(\D*)(\d{1,4})\s*[-~—–至到]\s*\1(\d{1,4})", part)
        if span and 0 <= int(span[3]) - int(span[2]) <= 500:
            for number in range(int(span[2]), int(span[3]) + 1):
                beds[f"{span[1]}{number:0{len(span[2]) if span[2].startswith('0') else 1}d}"] = None
        elif re.fullmatch(r"\D*\d*\s*[-~—–]\s*\D*\d*", part) and re.search(r"\d", part):
            raise AppError("visit.bad_beds", text=piece[:20])
        elif part:
            beds[part] = None
    return list(beds)
