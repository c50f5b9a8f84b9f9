"""Drawing a paper as PDF: A4, margins and sizes of law.md §9.3, byte-identical every time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from io import BytesIO
from typing import Any, BinaryIO

from reportlab.lib.colors import black
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    KeepTogether,
    PageTemplate,
    Spacer,
    Table,
    TableStyle,
)  # fmt: skip

from app.documents.fonts import BODY, Faces, check, faces
from app.documents.paper import Block, Grid, Pairs, Paper, Seal, Signing, Text, texts_of
from app.documents.prose import Look, Prose, text_width, write_line

TOP, LEFT, RIGHT, BOTTOM = 37 * mm, 28 * mm, 26 * mm, 35 * mm
FORM_TOP, FORM_BOTTOM = 25 * mm, 32 * mm
WIDTH = A4[0] - LEFT - RIGHT
SAN_HAO, XIAO_SI, WU_HAO, ER_HAO = 16, 12, 10.5, 22
"""三号, 小四, 五号, 二号 in points."""
CLOSING_SIGNS = 40
"""So much text, about two lines, goes with the signature."""
HEADING_ROOM = 45 * mm
"""A heading goes to the next page when less than this is left for what it heads."""


class _Styles:
    """Paragraph looks of one paper; a dense paper (a form) uses smaller type."""

    def __init__(self, known: Faces, *, dense: bool) -> None:
        size, leading = (XIAO_SI, 19.0) if dense else (SAN_HAO, 29.0)
        body = Look(known.body, size, leading)
        cell = Look(known.body, WU_HAO, 15)
        self.by_name = {
            "body": replace(body, indent=2 * size, align="justify"),
            "plain": body,
            "strong": replace(body, face=known.title),
            "heading": replace(body, face=known.sans, indent=2 * size),
            "right": replace(body, align="right"),
            "centre": replace(body, align="centre"),
            "small": cell,
            "title": Look(known.title, ER_HAO, 34, align="centre"),
            "cell": cell,
            "cell_right": replace(cell, align="right"),
            "label": replace(cell, face=known.sans),
        }

    def paragraph(self, text: str, style: str) -> Prose:
        """A paragraph in one of the looks."""
        return Prose(text, self.by_name[style])


def write_pdf(paper: Paper, out: BinaryIO) -> int:
    """Write the paper and return its number of pages.

    AppError("paper.missing_glyph") when a character is in none of the faces; nothing is written then.
    """
    # Asked before anything is drawn: reportlab wraps errors that come up while it lays out.
    styles = _Styles(faces(), dense=paper.dense)
    for text in texts_of(paper):
        check(text, BODY)
    story = _story(paper, styles)
    buffer = BytesIO()
    top, bottom = (FORM_TOP, FORM_BOTTOM) if paper.dense else (TOP, BOTTOM)
    document = BaseDocTemplate(
        buffer, pagesize=A4, invariant=1, title=paper.title, author=paper.issuer, pageCompression=1
    )
    frame = Frame(
        LEFT,
        bottom,
        WIDTH,
        A4[1] - top - bottom,
        leftPadding=0,
        rightPadding=0,
        topPadding=0,
        bottomPadding=0,
    )
    document.addPageTemplates([PageTemplate("page", [frame])])
    canvases: list[_Numbered] = []

    def make_canvas(*args: Any, **options: Any) -> Canvas:
        # reportlab opens every page in a font of its own choice, which would not be embedded.
        options |= {"initialFontName": BODY, "initialFontSize": WU_HAO}
        canvases.append(_Numbered(*args, **options))
        canvases[-1].foot = _foot(paper, styles, bottom)
        return canvases[-1]

    document.build(story, canvasmaker=make_canvas)
    out.write(buffer.getvalue())
    return canvases[-1].pages


class _Numbered(Canvas):  # type: ignore[misc]
    """A canvas that knows the number of pages before it draws their feet."""

    foot: Callable[[Canvas, int, int], None]
    pages = 0

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._held: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802 - reportlab's name
        """Keep the page until all are known."""
        self._held.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        """Draw every foot and finish."""
        self.pages = len(self._held)
        for number, state in enumerate(self._held, 1):
            pages, held = self.pages, self._held
            self.__dict__.update(state)
            self.pages, self._held = pages, held
            self.foot(self, number, pages)
            super().showPage()
        super().save()


def _foot(paper: Paper, styles: _Styles, bottom: float) -> Callable[[Canvas, int, int], None]:
    look = styles.by_name["small"]

    def draw(canvas: Canvas, number: int, pages: int) -> None:
        y = bottom - 9 * mm
        if paper.footer:
            canvas.setLineWidth(0.5)
            canvas.line(LEFT, y + 5 * mm, A4[0] - RIGHT, y + 5 * mm)
            write_line(canvas, paper.footer, look, (LEFT, y))
            y -= 9 * mm
        told = f"第{number}页 共{pages}页"
        write_line(canvas, told, look, ((A4[0] - text_width(told, look)) / 2, y))

    return draw


def _story(paper: Paper, styles: _Styles) -> list[Flowable]:
    heading = f"{paper.issuer}\n{paper.title}" if paper.issuer else paper.title
    story: list[Flowable] = [styles.paragraph(heading, "title"), Spacer(1, 4 * mm)]
    if paper.number:
        story += [
            styles.paragraph(paper.number, "right" if paper.dense else "centre"),
            Spacer(1, 4 * mm),
        ]
    cut = _closing(paper.blocks)
    for block in paper.blocks[:cut]:
        if isinstance(block, Text) and block.style == "strong":
            story.append(CondPageBreak(HEADING_ROOM))
        story += _drawn(block, styles)
    if cut < len(paper.blocks):
        story.append(KeepTogether([f for b in paper.blocks[cut:] for f in _drawn(b, styles)]))
    return story


def _closing(blocks: Sequence[Block]) -> int:
    """Where the closing part begins: signatures with the text before them, so that they never stand
    alone on a page (law.md §9.3). A form's closing part begins at its last strong line."""
    first = next((i for i, b in enumerate(blocks) if isinstance(b, Seal | Signing)), len(blocks))
    start, signs = first, 0
    while start and signs < CLOSING_SIGNS:
        block = blocks[start - 1]
        if not isinstance(block, Text):
            break
        start -= 1
        signs += len(block.text)
        if block.style == "strong":
            break
    return start


def _drawn(block: Block, styles: _Styles) -> Sequence[Flowable]:
    if isinstance(block, Text):
        return [styles.paragraph(block.text, block.style)]
    if isinstance(block, Pairs):
        return [_pairs(block, styles), Spacer(1, 2 * mm)]
    if isinstance(block, Grid):
        return [CondPageBreak(25 * mm), _grid(block, styles), Spacer(1, 2 * mm)]
    if isinstance(block, Signing):
        lines = [styles.paragraph(line, "plain") for line in block.lines]
        gap = Spacer(1, 2.5 * mm)
        return [gap, *(part for line in lines for part in (line, gap))]
    return [
        Spacer(1, 8 * mm),
        styles.paragraph(f"{block.issuer}  ", "right"),
        styles.paragraph(f"{block.date}    ", "right"),
        styles.paragraph("（印章）      ", "right"),
    ]


_FRAME = [
    ("FONTNAME", (0, 0), (-1, -1), "wucha-body"),
    ("GRID", (0, 0), (-1, -1), 0.5, black),
    ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
    ("LEFTPADDING", (0, 0), (-1, -1), 4),
    ("RIGHTPADDING", (0, 0), (-1, -1), 4),
    ("TOPPADDING", (0, 0), (-1, -1), 3),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
]


def _pairs(block: Pairs, styles: _Styles) -> Table:
    across = block.across
    label = 26 * mm
    value = WIDTH / across - label
    rows: list[list[Any]] = []
    for start in range(0, len(block.rows), across):
        part = list(block.rows[start : start + across])
        part += [("", "")] * (across - len(part))
        rows.append(
            [
                cell
                for name, told in part
                for cell in (styles.paragraph(name, "label"), styles.paragraph(told, "cell"))
            ]
        )
    return Table(rows, colWidths=[label, value] * across, style=TableStyle(_FRAME))


def _grid(block: Grid, styles: _Styles) -> Table:
    share = WIDTH / sum(block.widths)
    head = [styles.paragraph(cell, "label") for cell in block.header]
    body = [
        [
            styles.paragraph(cell, "cell_right" if i in block.right else "cell")
            for i, cell in enumerate(row)
        ]
        for row in block.rows
    ]
    return Table(
        [head, *body],
        colWidths=[share * width for width in block.widths],
        repeatRows=1,
        splitInRow=1,
        style=TableStyle(_FRAME),
    )
