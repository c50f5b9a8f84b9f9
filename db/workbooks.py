"""Opening xlsx, xls and csv as rows of text, whatever the office's program made of them."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum

from app.domain.institution_rows import INEXACT
from app.errors import AppError
from db.trouble import translated

Row = list[str]
LARGEST = 400 * 1024 * 1024
LARGEST_UNPACKED = 3 * 1024 * 1024 * 1024
MOST_ROWS = 1_048_576
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_EXACT = 10**15
_ENCODINGS = ("utf-8-sig", "gb18030")


class Book:
    """An opened file: its sheets by name, each read when asked for."""

    def __init__(
        self, sheets: Sequence[str], workbook: CalamineWorkbook | None, rows: list[Row]
    ) -> None:
        self.sheets = tuple(sheets)
        self._workbook = workbook
        self._rows = rows

    def rows(self, sheet: str) -> list[Row]:
        """All rows of a sheet as text; AppError("import.no_sheet") / ("import.too_many_rows")."""
        if sheet not in self.sheets:
            raise AppError("import.no_sheet", sheet=sheet, sheets="、".join(self.sheets))
        if self._workbook is None:
            return self._rows
        try:
            held = self._workbook.get_sheet_by_name(sheet)
            if held.total_height > MOST_ROWS:
                raise AppError("import.too_many_rows", most=MOST_ROWS)
            return (
                [list(map(text_of, row)) for row in held.iter_rows()] if held.total_height else []
            )
        except CalamineError as error:
            raise AppError("import.unreadable_sheet", sheet=sheet) from error


def open_book(path: Path) -> Book:
    """Open a file by its content, not its name.

    AppError "import.no_file", "import.folder", "import.empty_file", "import.password",
    "import.not_a_workbook", "import.too_large"; Trouble for the disk.
    """
    if path.is_dir():
        raise AppError("import.folder", name=path.name)
    if not path.exists():
        raise AppError("import.no_file", name=path.name)
    with translated():
        size = path.stat().st_size
        if not size:
            raise AppError("import.empty_file", name=path.name)
        if size > LARGEST:
            raise AppError("import.too_large", name=path.name, most=LARGEST >> 20)
        with path.open("rb") as stream:
            head = stream.read(4096)
    if head.startswith(_OLE) and _is_encrypted(path):
        raise AppError("import.password", name=path.name)
    if head.startswith((b"PK\x03\x04", _OLE)):
        return _workbook(path)
    return _csv(path, head)


def _is_encrypted(path: Path) -> bool:
    """An OLE file whose directory names the streams of an encrypted workbook."""
    mark = "EncryptedPackage".encode("utf-16-le")
    with path.open("rb") as stream:
        data = stream.read(1 << 20)
        stream.seek(max(0, path.stat().st_size - (1 << 20)))
        return mark in data or mark in stream.read()


def _workbook(path: Path) -> Book:
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            if sum(item.file_size for item in packed.infolist()) > LARGEST_UNPACKED:
                raise AppError("import.too_large", name=path.name, most=LARGEST_UNPACKED >> 20)
    try:
        book = CalamineWorkbook.from_path(str(path))
        sheets = [
            sheet.name for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet
        ]
    except CalamineError as error:
        told = str(error).lower()
        code = "import.password" if "password" in told else "import.not_a_workbook"
        raise AppError(code, name=path.name) from error
    if not sheets:
        raise AppError("import.not_a_workbook", name=path.name)
    return Book(sheets, book, [])


def _csv(path: Path, head: bytes) -> Book:
    if (
        head.lstrip()[:1] == b"<"
        or head[:5] in {b"%PDF-", b"Rar!\x1a"}
        or head[:3] == b"\xff\xd8\xff"
    ):
        raise AppError("import.not_a_workbook", name=path.name)
    with translated():
        data = path.read_bytes()
    text = _decoded(data, path.name)
    lines = text.splitlines()[:50]
    delimiter = max(",\t;|", key=lambda mark: sum(line.count(mark) for line in lines))
    try:
        rows = [
            [cell.strip() for cell in row]
            for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        ]
    except csv.Error as error:
        raise AppError("import.not_a_workbook", name=path.name) from error
    if len(rows) > MOST_ROWS:
        raise AppError("import.too_many_rows", most=MOST_ROWS)
    return Book([path.stem], None, rows)


def _decoded(data: bytes, name: str) -> str:
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        encodings: tuple[str, ...] = ("utf-16",)
    elif b"\x00" in data[:4096]:
        raise AppError("import.not_a_workbook", name=name)
    else:
        encodings = _ENCODINGS
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise AppError("import.unknown_encoding", name=name)


def text_of(value: object) -> str:
    """A cell as text: whole numbers without ".0", dates as ISO, numbers beyond 15 digits marked."""
    if type(value) is str:
        return value
    if isinstance(value, float):
        if value.is_integer() and abs(value) < 1e22:
            whole = int(value)
            return f"{INEXACT}{whole}" if abs(whole) >= _EXACT else str(whole)
        return repr(value)
    if isinstance(value, datetime):
        plain = not (value.hour or value.minute or value.second)
        return value.date().isoformat() if plain else value.isoformat(" ", "minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, timedelta):
        return str(value)
    return "" if value is None else str(value)
