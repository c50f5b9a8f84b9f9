"""Drawing a paper as PDF: A4, margins and sizes of law.md §9.3, byte-identical every time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any, BinaryIO
from xml.sax.saxutils import escape

from reportlab.lib.colors import black
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    KeepTogether,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)  # fmt: skip

from app.documents.fonts import Faces, faces, runs
from app.documents.paper import Block, Grid, Pairs, Paper, Seal, Signing, Text

TOP, LEFT, RIGHT, BOTTOM = 37 * mm, 28 * mm, 26 * mm, 35 * mm
FORM_TOP, FORM_BOTTOM = 25 * mm, 32 * mm
WIDTH = A4[0] - LEFT - RIGHT
SAN_HAO, XIAO_SI, WU_HAO, ER_HAO = 16, 12, 10.5, 22
"""三号, 小四, 五号, 二号 in points."""


class _Styles:
    """Paragraph styles of one paper; a dense paper (a form) uses smaller type."""

    def __init__(self, known: Faces, *, dense: bool) -> None:
        self.size = XIAO_SI if dense else SAN_HAO
        self.leading = 19.0 if dense else 29.0
        self.faces = known
        base = {"fontName": known.body, "fontSize": self.size, "leading": self.leading,
                "wordWrap": "CJK", "textColor": black}  # fmt: skip
        indent = 2 * self.size
        self.by_name = {
            "body": self._style("body", base, firstLineIndent=indent, alignment=TA_JUSTIFY),
            "plain": self._style("plain", base, alignment=TA_LEFT),
            "strong": self._style("strong", base, fontName=known.title, alignment=TA_LEFT),
            "heading": self._style("heading", base, fontName=known.sans, firstLineIndent=indent),
            "right": self._style("right", base, alignment=TA_RIGHT),
            "centre": self._style("centre", base, alignment=TA_CENTER),
            "small": self._style("small", base, fontSize=WU_HAO, leading=15),
            "title": self._style(
                "title",
                base,
                fontName=known.title,
                fontSize=ER_HAO,
                leading=34,
                alignment=TA_CENTER,
            ),
            "cell": self._style("cell", base, fontSize=WU_HAO, leading=15),
            "cell_right": self._style(
                "cell_right", base, fontSize=WU_HAO, leading=15, alignment=TA_RIGHT
            ),
            "label": self._style("label", base, fontName=known.sans, fontSize=WU_HAO, leading=15),
        }

    @staticmethod
    def _style(name: str, base: dict[str, Any], **own: Any) -> ParagraphStyle:
        return ParagraphStyle(name, **(base | own))

    def paragraph(self, text: str, style: str) -> Paragraph:
        """A paragraph with the face of every character named."""
        chosen = self.by_name[style]
        parts = [
            escape(run) if face == chosen.fontName else f'<font name="{face}">{escape(run)}</font>'
            for line in text.split("\n")
            for face, run in [*runs(line, chosen.fontName), ("", "\n")]
        ]
        marked = "".join(parts).removesuffix('<font name="">\n</font>')
        return Paragraph(marked.replace('<font name="">\n</font>', "<br/>"), chosen)


def write_pdf(paper: Paper, out: BinaryIO) -> int:
    """Write the paper and return its number of pages.

    AppError("paper.missing_glyph") when a character is in none of the faces; nothing is written then.
    """
    styles = _Styles(faces(), dense=paper.dense)
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
        options |= {"initialFontName": styles.faces.body, "initialFontSize": styles.size}
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
    def draw(canvas: Canvas, number: int, pages: int) -> None:
        y = bottom - 9 * mm
        if paper.footer:
            canvas.setLineWidth(0.5)
            canvas.line(LEFT, y + 5 * mm, A4[0] - RIGHT, y + 5 * mm)
            _draw_text(canvas, styles, paper.footer, (LEFT, y), WU_HAO)
            y -= 9 * mm
        told = f"第{number}页 共{pages}页"
        width = canvas.stringWidth(told, styles.faces.body, WU_HAO)
        _draw_text(canvas, styles, told, ((A4[0] - width) / 2, y), WU_HAO)

    return draw


def _draw_text(
    canvas: Canvas, styles: _Styles, text: str, at: tuple[float, float], size: float
) -> None:
    x, y = at
    for face, run in runs(text, styles.faces.body):
        canvas.setFont(face, size)
        canvas.drawString(x, y, run)
        x += canvas.stringWidth(run, face, size)


def _story(paper: Paper, styles: _Styles) -> list[Flowable]:
    heading = f"{paper.issuer}\n{paper.title}" if paper.issuer else paper.title
    story: list[Flowable] = [styles.paragraph(heading, "title"), Spacer(1, 4 * mm)]
    if paper.number:
        story += [
            styles.paragraph(paper.number, "right" if paper.dense else "centre"),
            Spacer(1, 4 * mm),
        ]
    blocks = list(paper.blocks)
    while blocks:
        block = blocks.pop(0)
        if blocks and isinstance(blocks[0], Seal | Signing) and isinstance(block, Text):
            story += _closing(block, blocks, styles)
            continue
        story += _drawn(block, styles)
    return story


def _closing(text: Text, rest: list[Block], styles: _Styles) -> list[Flowable]:
    """The last paragraph and the signatures after it: they never stand on a page of their own."""
    group: list[Flowable] = list(_drawn(text, styles))
    while rest and isinstance(rest[0], Seal | Signing):
        group += _drawn(rest.pop(0), styles)
    return [KeepTogether(group)]


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
        styles.paragraph("(印章)        ", "right"),
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
