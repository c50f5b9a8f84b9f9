"""Paragraphs of Chinese text: line breaking with 避头尾, justification, a face for every character."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.platypus import Flowable

from app.documents.fonts import NOT_DRAWN, check, face_for

NOT_FIRST = frozenset(
    "\u3001\u3002\uff0c\uff0e\uff1a\uff1b\uff1f\uff01\uff09\u3015\u3011\u300b\u3009\u201d\u2019\u2026"
    "\u2014\u00b7\uff05\u300d\u300f,.:;?!)]}%"
)
"""Characters that may not begin a line."""
NOT_LAST = frozenset("\uff08\u3014\u3010\u300a\u3008\u201c\u2018\u300c\u300e([{\uffe5\u00a5")
"""Characters that may not end a line."""
_WORD = re.compile(r"[0-9A-Za-z_.,/:%+\-×·]+|\s+|.", re.DOTALL)
_LOOSEST = 0.35
"""A line is stretched to the margin when each gap grows by less than this share of the type size."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a paragraph is set; lengths in points. `align`: left, justify, right, centre."""

    face: str
    size: float
    leading: float
    indent: float = 0
    align: str = "left"


@lru_cache(maxsize=20_000)
def _width(char: str, face: str) -> float:
    return float(pdfmetrics.getFont(face).stringWidth(char, 1))


def _units(text: str) -> list[str]:
    """Pieces a line may be broken between."""
    units: list[str] = []
    glued = False
    for piece in _WORD.findall(text):
        if units and (glued or piece[0] in NOT_FIRST):
            units[-1] += piece
        else:
            units.append(piece)
        glued = units[-1][-1] in NOT_LAST
    return units


def text_width(text: str, look: Look) -> float:
    """The width of a text on one line."""
    return sum(_width(c, face_for(c, look.face)) for c in text if c not in NOT_DRAWN) * look.size


def break_lines(text: str, look: Look, width: float) -> list[str]:
    """The lines of a paragraph; a forced break is "\\n"."""
    check(text, look.face)
    lines: list[str] = []
    for part in text.split("\n"):
        room = width - (look.indent if not lines else 0)
        line, used = "", 0.0
        for unit in _fitting(_units(part), look, width - look.indent):
            size = text_width(unit, look)
            if line and used + size > room + 0.01 and unit.strip():
                lines.append(line.rstrip())
                line, used, room = "", 0.0, width
            line += unit
            used += size
        lines.append(line.rstrip())
    return lines


def _fitting(units: Sequence[str], look: Look, width: float) -> list[str]:
    """A unit wider than the line is broken at any character."""
    found: list[str] = []
    for unit in units:
        if text_width(unit, look) <= width:
            found.append(unit)
        else:
            found.extend(unit)
    return found


class Prose(Flowable):  # type: ignore[misc]
    """A paragraph; it splits between lines, never leaving one line alone where it can be helped."""

    def __init__(self, text: str, look: Look, *, continued: bool = False) -> None:
        super().__init__()
        self._text, self._look, self._continued = text, look, continued
        self._lines: list[str] = []
        self._broken_for = -1.0

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Break the lines for this width."""
        if width != self._broken_for:
            self._lines = break_lines(self._text, self._look, width)
            self._broken_for = width
        self.width, self.height = width, len(self._lines) * self._look.leading
        return self.width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        """The lines that fit, and the rest."""
        self.wrap(width, height)
        fits = int(height / self._look.leading + 1e-6)
        if fits >= len(self._lines):
            return [self]
        if len(self._lines) > 3 and fits == len(self._lines) - 1:
            fits -= 1
        if fits < 1 or (fits == 1 and len(self._lines) > 2):
            return []
        return [self._part(self._lines[:fits], self._look), self._part(self._lines[fits:], None)]

    def _part(self, lines: list[str], look: Look | None) -> Prose:
        chosen = look or replace(self._look, indent=0)
        part = Prose("\n".join(lines), chosen, continued=look is not None)
        part._lines, part._broken_for = lines, self._broken_for
        return part

    def draw(self) -> None:
        """Write the lines; all but the last of a paragraph reach the margin when justified."""
        look, canvas = self._look, self.canv
        y = self.height - look.leading + (look.leading - look.size) * 0.5 + look.size * 0.12
        for number, line in enumerate(self._lines):
            indent = look.indent if number == 0 else 0
            last = number == len(self._lines) - 1 and not self._continued
            x, gap = self._place(line, indent, last=last)
            _write(canvas, line, look, (x, y), gap)
            y -= look.leading

    def _place(self, line: str, indent: float, *, last: bool) -> tuple[float, float]:
        look = self._look
        spare = self.width - indent - text_width(line, look)
        if look.align == "right":
            return spare, 0
        if look.align == "centre":
            return spare / 2, 0
        gaps = len(line) - 1
        if (
            look.align == "justify"
            and not last
            and gaps > 0
            and 0 < spare / gaps < look.size * _LOOSEST
        ):
            return indent, spare / gaps
        return indent, 0


def _write(canvas: Any, line: str, look: Look, at: tuple[float, float], gap: float) -> None:
    text = canvas.beginText(*at)
    text.setCharSpace(gap)
    drawn = [c for c in line if c not in NOT_DRAWN]
    for face, run in groupby(drawn, key=lambda c: face_for(c, look.face)):
        text.setFont(face, look.size)
        text.textOut("".join(run))
    text.setCharSpace(0)
    canvas.drawText(text)


def write_line(canvas: Any, line: str, look: Look, at: tuple[float, float]) -> None:
    """One line at a place, outside the flow (the foot of a page)."""
    check(line, look.face)
    _write(canvas, line, look, at, 0)
