"""Faces of papers: an installed 仿宋/小标宋/黑体 if there is one, else ours; fallback per character."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics, ttfonts
from reportlab.pdfbase.ttfonts import TTFError, TTFont

import resources
from app.errors import AppError

BODY, TITLE, SANS, REST = "wucha-body", "wucha-title", "wucha-sans", "wucha-rest"
_OURS = {
    BODY: "fonts/NotoSerifSC-Regular.ttf",
    TITLE: "fonts/NotoSerifSC-Bold.ttf",
    SANS: "fonts/NotoSansSC-Regular.ttf",
    REST: "fonts/BabelStoneHan-Rest.ttf",
}
_INSTALLED = {
    BODY: ("simfang.ttf", "fangsong_gb2312.ttf", "仿宋_gb2312.ttf", "fzfsk.ttf", "stfangso.ttf"),
    TITLE: ("fzxbsjw.ttf", "fzxiaobiaosong-b05s.ttf", "方正小标宋简体.ttf", "fzxbsk.ttf"),
    SANS: ("simhei.ttf",),
}
NOT_DRAWN = frozenset("\n\r\t\u200b\u200c\u200d\ufeff\u2060")
"""Characters that stand for no glyph."""


_plain_cmap = ttfonts.makeToUnicodeCMap


def _cmap(name: str, subset: list[int]) -> str:
    """WORKAROUND: reportlab 5.1 writes code points above U+FFFF as five digits, not as UTF-16.

    Without it 𠅤 prints well but is copied and searched as other characters.
    """
    text: str = _plain_cmap(name, subset)
    for index, code in enumerate(subset):
        if code > 0xFFFF:
            utf16 = chr(code).encode("utf-16-be").hex().upper()
            text = text.replace(f"<{index:02X}> <{code:04X}>", f"<{index:02X}> <{utf16}>")
    return text


ttfonts.makeToUnicodeCMap = _cmap


@dataclass(frozen=True, slots=True)
class Faces:
    """Registered reportlab names by use, and the fallbacks in order."""

    body: str
    title: str
    sans: str
    chain: tuple[str, ...]


@cache
def faces(*, installed: bool = True) -> Faces:
    """Load the faces once per process; `installed` looks for the machine's own first."""
    for name in (BODY, TITLE, SANS):
        own = _find(_INSTALLED[name]) if installed else None
        _register(name, own or resources.path(_OURS[name]))
    return Faces(BODY, TITLE, SANS, (BODY, "wucha-serif", SANS, REST))


def _register(name: str, path: Path) -> None:
    try:
        pdfmetrics.registerFont(TTFont(name, str(path)))
    except TTFError:
        pdfmetrics.registerFont(TTFont(name, str(resources.path(_OURS[name]))))


def _find(names: tuple[str, ...]) -> Path | None:
    known = _installed_files()
    return next((known[name] for name in names if name in known), None)


@cache
def _installed_files() -> dict[str, Path]:
    found: dict[str, Path] = {}
    for folder in _font_folders():
        for root, _, files in os.walk(folder):
            for file in files:
                if file.lower().endswith(".ttf"):
                    found.setdefault(file.lower(), Path(root) / file)
    return found


def _font_folders() -> list[Path]:
    home = Path.home()
    if sys.platform == "win32":
        return [Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts",
                home / "AppData/Local/Microsoft/Windows/Fonts"]  # fmt: skip
    return [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), home / ".fonts",
            home / ".local/share/fonts"]  # fmt: skip


@cache
def _has(face: str) -> frozenset[int]:
    """Code points a face can draw; a fallback is loaded only when a character asks for it."""
    if face == REST:
        _register(REST, resources.path(_OURS[REST]))
    if face == "wucha-serif":
        _register_serif()
    font = pdfmetrics.getFont(face)
    return frozenset(font.face.charToGlyph)


def _register_serif() -> None:
    pdfmetrics.registerFont(TTFont("wucha-serif", str(resources.path(_OURS[BODY]))))


@cache
def face_for(char: str, wanted: str) -> str:
    """The face that draws a character: the wanted one, else the first fallback that can; "" if none."""
    code = ord(char)
    if code in _has(wanted):
        return wanted
    return next((face for face in faces().chain if face != wanted and code in _has(face)), "")


def check(text: str, wanted: str) -> None:
    """AppError("paper.missing_glyph") naming the characters no face has, and where they stand."""
    missing = sorted({c for c in text if c not in NOT_DRAWN and not face_for(c, wanted)})
    if missing:
        told = "、".join(f"“{c}”(U+{ord(c):04X})" for c in missing)
        raise AppError("paper.missing_glyph", characters=told, near=_near(text, missing[0]))


def _near(text: str, char: str) -> str:
    at = text.index(char)
    return text[max(0, at - 8) : at + 8]
