"""Makes `resources/fonts` from the open originals; run by hand when a font is to be renewed.

Usage: make_fonts.py NOTO_SERIF_SC_400 NOTO_SERIF_SC_700 NOTO_SANS_SC_400 BABELSTONE_HAN
The papers' text face stays whole. The heading face keeps the characters of GB 2312, the fallback face
keeps what the text face lacks, both without layout tables, which reportlab does not use.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

TARGET = Path(__file__).resolve().parents[2] / "resources" / "fonts"
NO_LAYOUT = ["GSUB", "GPOS", "GDEF", "BASE", "JSTF", "VORG", "vhea", "vmtx", "DSIG", "PfEd", "FFTM"]


def gb2312() -> set[int]:
    """Code points of GB 2312 and printable ASCII."""
    found = set(range(0x20, 0x7F))
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                found.add(ord(bytes([row, cell]).decode("gb2312")))
            except UnicodeDecodeError:
                continue
    return found


def cut(source: Path, target: Path, wanted: set[int]) -> None:
    """Write the font with only the wanted characters."""
    options = subset.Options(
        hinting=False, drop_tables=NO_LAYOUT, name_IDs=["*"], notdef_outline=True, glyph_names=False
    )
    font = TTFont(source, lazy=True)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=wanted & font.getBestCmap().keys())
    cutter.subset(font)
    font.save(target)


def main(serif: Path, bold: Path, sans: Path, fallback: Path) -> None:
    """Make the four files."""
    have = set(TTFont(serif, lazy=True).getBestCmap())
    everything = set(TTFont(fallback, lazy=True).getBestCmap())
    cut(serif, TARGET / "NotoSerifSC-Regular.ttf", have)
    cut(bold, TARGET / "NotoSerifSC-Bold.ttf", gb2312())
    cut(sans, TARGET / "NotoSansSC-Regular.ttf", set(TTFont(sans, lazy=True).getBestCmap()))
    cut(fallback, TARGET / "BabelStoneHan-Rest.ttf", {c for c in everything - have if c >= 0x2E80})


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:5]))
