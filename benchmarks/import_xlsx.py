"""Reading, mapping and checking a 200,000-row institution list, against openpyxl reading alone.

``python -m benchmarks.import_xlsx [rows]`` prints both times and their ratio (wanted: at least 4).
"""

from __future__ import annotations

import gc
import platform
import random
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

from app.domain.codes import uscc_check_digits
from app.paths import Paths
from app.ports import Reads, Who
from app.services import importing
from db.store import open_store
from db.workbooks import open_book

HEADINGS = ("序号", "定点医药机构编码", "机构名称", "统一社会信用代码", "机构类别", "等级",
            "经营性质", "床位数", "所属乡镇", "地址", "负责人", "联系电话", "签约日期")  # fmt: skip
_KINDS = ("医院", "卫生院", "村卫生室", "诊所", "大药房", "社区卫生服务站")
_SIGNS = "清溪安和康宁仁济同德福寿永泰嘉禾瑞祥明华东南西北中兴"
_NUMBERED = frozenset({0, 7})


def records(count: int, seed: int = 7) -> Iterator[tuple[str, ...]]:
    """Invented institutions, every code and name different."""
    chance = random.Random(seed)
    for number in range(1, count + 1):
        kind = _KINDS[number % len(_KINDS)]
        sign = "".join(chance.choices(_SIGNS, k=3))
        body = f"91350{chance.randrange(100, 999)}M{number:07d}"
        town = f"{_SIGNS[number % 24]}溪镇"
        letter = "P" if kind == "大药房" else "H"
        yield (
            str(number), f"{letter}{350000 + number // 100_000}{number % 100_000:05d}",
            f"清溪县{town}{sign}{number}{kind}", uscc_check_digits(body[:16]), kind,
            ("三级", "二级", "一级", "未定级")[number % 4], ("公立", "民营")[number % 2],
            str(number % 400), town, f"清溪县{town}{sign}路{number % 300}号",
            "".join(chance.choices(_SIGNS, k=2)), f"13{chance.randrange(10**8, 10**9)}",
            f"202{number % 6}-0{number % 9 + 1}-1{number % 9}",
        )  # fmt: skip


def make_workbook(target: Path, count: int) -> Path:
    """A workbook as Excel writes it: shared strings, numbers as numbers, a title above."""
    strings: dict[str, int] = {}

    def cell(ref: str, text: str, *, number: bool) -> str:
        if number:
            return f'<c r="{ref}"><v>{text}</v></c>'
        return f'<c r="{ref}" t="s"><v>{strings.setdefault(text, len(strings))}</v></c>'

    letters = [chr(65 + i) for i in range(len(HEADINGS))]
    rows = [f'<row r="1">{cell("A1", "清溪县定点医药机构名单", number=False)}</row>']
    named = "".join(cell(f"{c}2", h, number=False) for c, h in zip(letters, HEADINGS, strict=True))
    rows.append(f'<row r="2">{named}</row>')
    for r, record in enumerate(records(count), 3):
        cells = (
            cell(f"{letters[i]}{r}", text, number=i in _NUMBERED) for i, text in enumerate(record)
        )
        rows.append(f'<row r="{r}">{"".join(cells)}</row>')
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in _PARTS.items():
            package.writestr(name, text)
        package.writestr(
            "xl/worksheets/sheet1.xml",
            f'{_XML}<worksheet xmlns="{_MAIN}"><dimension ref="A1:{letters[-1]}{count + 2}"/>'
            f"<sheetData>{''.join(rows)}</sheetData></worksheet>",
        )
        items = "".join(f"<si><t>{escape(text)}</t></si>" for text in strings)
        package.writestr("xl/sharedStrings.xml", f'{_XML}<sst xmlns="{_MAIN}">{items}</sst>')
    return target


_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS = {
    "[Content_Types].xml": f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships'
    '+xml"/><Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
    f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_TYPE}.sharedStrings+xml"/></Types>',
    "_rels/.rels": f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1"'
    f' Type="{_REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_REL}"><sheets>'
    '<sheet name="名单" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{_REL}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="r2" Type="{_REL}/sharedStrings" Target="sharedStrings.xml"/>'
    "</Relationships>",
}


def openpyxl_seconds(path: Path) -> float:
    """openpyxl's quickest way over every cell, nothing done with them."""
    from openpyxl import load_workbook

    gc.enable()
    start = time.perf_counter()
    book = load_workbook(path, read_only=True, data_only=True)
    for _row in book.worksheets[0].iter_rows(values_only=True):
        pass
    return time.perf_counter() - start


def ours_seconds(path: Path, reads: Reads) -> tuple[float, importing.Plan]:
    """Open, find the header, map, clean, check every row and compare with the store.

    Without cycle collection, as the program runs it (`ui/tasks.py`, `main.py`); openpyxl reads as it
    comes. With collection off for both the ratio is about a quarter lower.
    """
    gc.disable()
    start = time.perf_counter()
    made = importing.plan(importing.look(open_book(path), reads), reads)
    return time.perf_counter() - start, made


def main(count: int) -> float:
    """Print the comparison and give the ratio."""
    with tempfile.TemporaryDirectory() as folder:
        path = make_workbook(Path(folder) / "list.xlsx", count)
        store = open_store(Paths(Path(folder) / "data"))
        ours, made = ours_seconds(path, store.reads())
        if len(made.added) != count:
            raise SystemExit(f"{len(made.added)} rows instead of {count}")
        theirs = openpyxl_seconds(path)
        start = time.perf_counter()
        importing.commit(store, Who("a1" * 16, "张三", "inspector"), made)
        stored = time.perf_counter() - start
        store.close()
    print(
        f"{count} rows, {platform.processor() or platform.machine()}, {platform.python_version()}"
    )
    print(f"openpyxl read-only, reading alone     {theirs:8.2f} s")
    print(f"read + map + check + compare (ours)   {ours:8.2f} s   {theirs / ours:.1f} x faster")
    print(f"  and stored, signed, searchable      {stored:8.2f} s")
    return theirs / ours


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000)
