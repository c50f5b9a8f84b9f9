"""Opening xlsx, xls, ods and csv as rows of cells, whatever the office's program made of them."""

from __future__ import annotations

import csv
import io
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum
from python_calamine import SheetVisibleEnum as Visible

from app.domain.cells import Cell, Row
from app.errors import AppError
from db.extent import Extent, measured, parts_of

LARGEST = 400 << 20
LARGEST_UNPACKED = 2 << 30
MOST_ROWS = 300_000
"""An institution list is hundreds of rows; above this the file is refused in words."""
MOST_CELLS = 20_000_000
MOST_COLUMNS = 256
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ZIP = b"PK\x03\x04"
_OTHER_FILES = (b"%PDF-", b"Rar!", b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"7z\xbc\xaf", b"\x1f\x8b")


class Book:
    """An opened file: its sheets by name, visible ones first, each read once when asked for."""

    def __init__(self, path: Path, workbook: CalamineWorkbook, extents: _Extents) -> None:
        held = [s for s in workbook.sheets_metadata if s.typ == SheetTypeEnum.WorkSheet]
        held.sort(key=lambda sheet: sheet.visible != Visible.Visible)
        self.sheets: tuple[str, ...] = tuple(sheet.name for sheet in held)
        self.hidden = frozenset(s.name for s in held if s.visible != Visible.Visible)
        self._path, self._workbook, self._extents = path, workbook, extents
        self._read: dict[str, Sequence[Row]] = {}

    def rows(self, sheet: str) -> Sequence[Row]:
        """All rows of a sheet from its first; a cell merged downwards fills the rows it covers.

        AppError "import.no_sheet", "import.too_many_rows" or "import.unreadable_sheet".
        """
        if sheet not in self.sheets:
            raise AppError("import.no_sheet", sheet=sheet, sheets="、".join(self.sheets))
        if sheet not in self._read:
            with _reading(sheet):
                self._read[sheet] = self._load(sheet)
        return self._read[sheet]

    def _load(self, sheet: str) -> Sequence[Row]:
        extent = self._extents.get(sheet)
        if extent and (extent.filled or 0) > MOST_ROWS:
            raise AppError("import.too_many_rows", most=MOST_ROWS)
        if extent and extent.cells > MOST_CELLS:
            return _sparse_rows(self._path, sheet)
        held = self._workbook.get_sheet_by_name(sheet)
        if not held.total_height:
            return []
        # One step of Python per row, so that other threads get their turn meanwhile.
        rows: list[list[Cell]] = [[*row] for row in held.iter_rows()]
        _fill_merged(rows, held)
        while rows and not any(cell != "" for cell in rows[-1]):
            rows.pop()
        if len(rows) > MOST_ROWS:
            raise AppError("import.too_many_rows", most=MOST_ROWS)
        return rows


class TextBook:
    """An opened csv: one sheet named after the file."""

    def __init__(self, name: str, rows: Sequence[Row]) -> None:
        self.sheets: tuple[str, ...] = (name,)
        self.hidden = frozenset[str]()
        self._rows = rows

    def rows(self, sheet: str) -> Sequence[Row]:
        """All rows; AppError("import.no_sheet")."""
        if sheet not in self.sheets:
            raise AppError("import.no_sheet", sheet=sheet, sheets="、".join(self.sheets))
        return self._rows


def open_book(path: Path) -> Book | TextBook:
    """Open a file by its content, not its name.

    AppError "import.no_file", "import.folder", "import.empty_file", "import.no_permission",
    "import.password", "import.not_a_workbook", "import.too_large", "import.too_many_rows" or
    "import.unknown_encoding".
    """
    if path.is_dir():
        raise AppError("import.folder", name=path.name)
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            head = stream.read(4096)
    except FileNotFoundError:
        raise AppError("import.no_file", name=path.name) from None
    except OSError as error:
        raise AppError("import.no_permission", name=path.name) from error
    if not size:
        raise AppError("import.empty_file", name=path.name)
    if size > LARGEST:
        raise AppError("import.too_large", name=path.name, most=LARGEST >> 20)
    if head.startswith(_OLE) and _is_encrypted(path):
        raise AppError("import.password", name=path.name)
    if head.startswith((_ZIP, _OLE)):
        return _workbook(path)
    return _text_book(path, head)


def _is_encrypted(path: Path) -> bool:
    """An OLE file whose directory names the streams of an encrypted workbook."""
    mark = "EncryptedPackage".encode("utf-16-le")
    with path.open("rb") as stream:
        data = stream.read(1 << 20)
        stream.seek(max(0, path.stat().st_size - (1 << 20)))
        return mark in data or mark in stream.read()


_Extents = dict[str, Extent]


def _workbook(path: Path) -> Book:
    with _opening(path):
        extents = _extents_of(path) if zipfile.is_zipfile(path) else {}
        book = Book(path, CalamineWorkbook.from_path(str(path)), extents)
    if not book.sheets:
        raise AppError("import.not_a_workbook", name=path.name)
    return book


def _extents_of(path: Path) -> _Extents:
    with zipfile.ZipFile(path) as package:
        if sum(item.file_size for item in package.infolist()) > LARGEST_UNPACKED:
            raise AppError("import.too_large", name=path.name, most=LARGEST_UNPACKED >> 20)
        known = set(package.namelist())
        return {
            name: measured(package, part, most_rows=MOST_ROWS)
            for name, part in parts_of(package).items()
            if part in known
        }


@contextmanager
def _opening(path: Path) -> Iterator[None]:
    """Whatever a damaged file makes the readers say, the user is told one thing."""
    try:
        yield
    except CalamineError as error:
        code = "import.password" if "password" in str(error).lower() else "import.not_a_workbook"
        raise AppError(code, name=path.name) from error
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError, KeyError) as error:
        raise AppError("import.not_a_workbook", name=path.name) from error
    except BaseException as error:
        if not _is_panic(error):
            raise
        raise AppError("import.not_a_workbook", name=path.name) from error


@contextmanager
def _reading(sheet: str) -> Iterator[None]:
    try:
        yield
    except (CalamineError, OSError, ValueError, zipfile.BadZipFile, KeyError) as error:
        raise AppError("import.unreadable_sheet", sheet=sheet) from error
    except BaseException as error:
        if not _is_panic(error):
            raise
        raise AppError("import.unreadable_sheet", sheet=sheet) from error


def _is_panic(error: BaseException) -> bool:
    # A panic of the Rust reader is no Exception and has no importable class.
    return type(error).__name__ == "PanicException"


def _fill_merged(rows: list[list[Cell]], sheet: CalamineSheet) -> None:
    """A value merged over several rows (a township, a group) belongs to each of them."""
    left = sheet.start[1] if sheet.start else 0
    for (top, first), (bottom, _last) in sheet.merged_cell_ranges or ():
        column = first - left
        if top < bottom < len(rows) and 0 <= column < len(rows[top]):
            value = rows[top][column]
            for row in rows[top + 1 : bottom + 1]:
                row[column] = value


def _sparse_rows(path: Path, sheet: str) -> Sequence[Row]:
    """The slow reader, which never holds the emptiness between the cells."""
    from openpyxl import load_workbook

    rows: list[Row] = []
    empty = 0
    book = load_workbook(path, read_only=True, data_only=True)
    try:
        held = book[sheet]
        held.reset_dimensions()
        for row in held.iter_rows(max_col=MOST_COLUMNS, values_only=True):
            cells = ["" if cell is None else cell for cell in row]
            while cells and (cells[-1] == "" or str(cells[-1]).isspace()):
                cells.pop()
            if not cells:
                empty += 1
                continue
            rows.extend([[]] * empty)
            empty = 0
            rows.append(cells)
            if len(rows) > MOST_ROWS:
                raise AppError("import.too_many_rows", most=MOST_ROWS)
    finally:
        book.close()
    return rows


def _text_book(path: Path, head: bytes) -> TextBook:
    if head.lstrip()[:1] == b"<" or head.startswith(_OTHER_FILES):
        raise AppError("import.not_a_workbook", name=path.name)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise AppError("import.no_permission", name=path.name) from error
    text = _decoded(data, path.name)
    lines = text.splitlines()
    if len(lines) > MOST_ROWS:
        raise AppError("import.too_many_rows", most=MOST_ROWS)
    sample = lines[:50]
    delimiter = max(",\t;|", key=lambda mark: _steadiness(sample, mark))
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise AppError("import.not_a_workbook", name=path.name) from error
    return TextBook(path.stem, rows)


def _steadiness(lines: Sequence[str], mark: str) -> tuple[int, int]:
    """In how many lines a mark stands equally often, and how often: that is what parts columns."""
    counts = Counter(count for line in lines if (count := line.count(mark)))
    return max(((found, times) for times, found in counts.items()), default=(0, 0))


def _decoded(data: bytes, name: str) -> str:
    for encoding in _encodings(data, name):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    book = Path(name).suffix.lower().startswith((".xl", ".od"))
    raise AppError("import.not_a_workbook" if book else "import.unknown_encoding", name=name)


def _encodings(data: bytes, name: str) -> tuple[str, ...]:
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return ("utf-16",)
    zeros = data[:4096].count(0)
    if not zeros:
        return ("utf-8-sig", "gb18030")
    # Text in two-byte units without a mark: commas and digits leave a zero in every second byte.
    if data[1:4096:2].count(0) == zeros:
        return ("utf-16-le",)
    if data[:4096:2].count(0) == zeros:
        return ("utf-16-be",)
    raise AppError("import.not_a_workbook", name=name)
