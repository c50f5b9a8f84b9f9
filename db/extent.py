"""How large a sheet of an xlsx package is, told before it is opened.

calamine allocates rows × columns up to the last used cell: one stray space in XFD1048576 would ask
for half a terabyte and end the process, so nobody may hand it a sheet that was not measured.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

CHUNK = 1 << 20
_DIMENSION = re.compile(rb'<(?:\w+:)?dimension ref="(?:([A-Z]{1,3})(\d+):)?([A-Z]{1,3})(\d+)"')
_SHEET = re.compile(r"<(?:\w+:)?sheet\s[^>]*>")
_LINK = re.compile(r"<(?:\w+:)?Relationship\s[^>]*>")
_ATTRIBUTE = re.compile(r'([\w:]+)="([^"]*)"')
_CELL_COLUMN = re.compile(rb'<(?:\w+:)?c [^>]{0,40}?r="([A-Z]{1,3})\d')
_ROW_NUMBER = re.compile(rb'<(?:\w+:)?row [^>]{0,200}?r="(\d+)"')
_NAMES = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'"}


@dataclass(frozen=True, slots=True)
class Extent:
    """The rectangle a sheet claims, and how many rows hold a value (None = not counted)."""

    rows: int
    columns: int
    filled: int | None = None

    @property
    def cells(self) -> int:
        """What a dense reading would allocate."""
        return self.rows * self.columns


def parts_of(package: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name → its part in the package."""
    try:
        book = package.read("xl/workbook.xml").decode("utf-8", "replace")
        links = package.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    except KeyError:
        return {}
    targets = {}
    for tag in _LINK.findall(links):
        held = dict(_ATTRIBUTE.findall(tag))
        target = held.get("Target", "")
        targets[held.get("Id", "")] = target[1:] if target[:1] == "/" else f"xl/{target}"
    found = {}
    for tag in _SHEET.findall(book):
        held = dict(_ATTRIBUTE.findall(tag))
        link = next((v for k, v in held.items() if k.endswith(":id")), "")
        found[_unescaped(held.get("name", ""))] = targets.get(link, "")
    return found


def _unescaped(text: str) -> str:
    for mark, sign in _NAMES.items():
        text = text.replace(mark, sign)
    return text


def measured(package: zipfile.ZipFile, part: str, *, most_rows: int) -> Extent:
    """The sheet's extent: as it claims where the claim is small and fits its size, else counted."""
    size = package.getinfo(part).file_size
    with package.open(part) as stream:
        head = stream.read(4096)
    found = _DIMENSION.search(head)
    if found:
        claimed = Extent(int(found[4]), _number(found[3]))
        # Some writers claim "A1" for every sheet; a cell takes at least a few bytes.
        if claimed.rows <= most_rows and size < 4096 + claimed.cells * 200:
            return claimed
    return _counted(package, part)


def _counted(package: zipfile.ZipFile, part: str) -> Extent:
    letters: set[bytes] = set()
    last, filled = 0, 0
    for number, row in enumerate(_rows(package, part), 1):
        given = _ROW_NUMBER.match(row[:300])
        last = max(last, int(given[1]) if given else number)
        if b"<v" in row or b"<is" in row or b":v>" in row:
            filled += 1
        letters.update(_CELL_COLUMN.findall(row))
    width = max((_number(letter) for letter in letters), default=0)
    return Extent(last, width, filled)


def _rows(package: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """The sheet's XML cut before every row, without holding more than one piece of it."""
    rest = b""
    with package.open(part) as stream:
        while chunk := stream.read(CHUNK):
            pieces = re.split(rb"(?=<(?:\w+:)?row[ >/])", rest + chunk)
            rest = pieces.pop()
            yield from (piece for piece in pieces if _is_row(piece))
    if _is_row(rest):
        yield rest


def _is_row(piece: bytes) -> bool:
    return re.match(rb"<(?:\w+:)?row[ >/]", piece) is not None


def _number(letters: bytes) -> int:
    value = 0
    for letter in letters:
        value = value * 26 + letter - 64
    return value
