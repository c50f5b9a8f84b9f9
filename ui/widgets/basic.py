"""Parts every page is made of; no domain words."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from ui.override import override
from ui.theme import ACCENT, CARD, TONES, icon

MARKS = {"done": "✓", "wait": "…", "late": "!", "plain": "·", "accent": "▸"}
PADDING = 10
"""What the stylesheet keeps free inside a link, in pixels."""
TARGET = 32
"""Smallest height of anything to be clicked or touched, in pixels."""


def label(text: str = "", name: str = "", *, wrap: bool = False) -> QLabel:
    """A text; `name` chooses its look in the stylesheet (title, section, hint, warn, bad, money)."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setObjectName(name)
    made.setWordWrap(wrap)
    if wrap:
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)
    return made


def button(
    text: str,
    clicked: Callable[[], object],
    *,
    primary: bool = False,
    name: str = "",
    picture: str = "",
) -> QPushButton:
    """A button; the primary one is what comes next."""
    made = QPushButton(text)
    made.setObjectName("primary" if primary else name)
    made.setMinimumHeight(TARGET)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    made.setAutoDefault(False)
    if picture:
        made.setIcon(icon(picture, CARD if primary else ACCENT))
        made.setIconSize(QSize(18, 18))
    made.clicked.connect(lambda _checked=False: clicked())
    return made


def link(text: str, clicked: Callable[[], object]) -> QPushButton:
    """A line that leads somewhere."""
    made = Link(text)
    made.clicked.connect(lambda _checked=False: clicked())
    return made


class Link(QPushButton):
    """A button that looks like a link and shortens itself where there is no room."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setObjectName("link")
        self.setMinimumHeight(TARGET)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(min(48, self.sizeHint().width()), TARGET)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        if self.width() < self.sizeHint().width():
            room = self.width() - PADDING
            cut = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
            option.text = cut  # type: ignore[attr-defined]
            if not self.toolTip():
                self.setToolTip(self.text())
        QStylePainter(self).drawControl(QStyle.ControlElement.CE_PushButton, option)


class Shortened(QLabel):
    """A line that gives way: what does not fit is cut with an ellipsis and shown as a tip."""

    def __init__(self, name: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(40, super().minimumSizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        text = self.text()
        cut = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, self.width())
        self.setToolTip(text if cut != text else "")
        QStylePainter(self).drawText(self.rect(), self.alignment(), cut)


class Chip(QLabel):
    """A state: a mark, a word and a colour together."""

    def __init__(self, word: str = "", tone: str = "plain") -> None:
        super().__init__()
        self.show_state(word, tone)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)

    def show_state(self, word: str, tone: str) -> None:
        """Show another state."""
        background, ink = TONES[tone]
        self.setText(f"{MARKS[tone]} {word}")
        self.setStyleSheet(
            f"background:{background};color:{ink};border-radius:9px;padding:2px 9px;"
        )


class Card(QFrame):
    """A white frame with an optional heading; add to `body`."""

    def __init__(self, heading: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(16, 12, 16, 12)
        self.body.setSpacing(8)
        self.heading = label(heading, "section")
        self.body.addWidget(self.heading)
        self.heading.setHidden(not heading)


class Beside(QWidget):
    """Two stacks of parts side by side, or one under the other where there is little room."""

    NARROW = 840

    def __init__(self) -> None:
        super().__init__()
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(12)
        self.left, self.right = QVBoxLayout(), QVBoxLayout()
        for stack in (self.left, self.right):
            side = QWidget()
            side.setLayout(stack)
            side.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            stack.setContentsMargins(0, 0, 0, 0)
            stack.setSpacing(12)
            self._box.addWidget(side, 1)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        narrow = event.size().width() < self.NARROW
        ways = QBoxLayout.Direction
        self._box.setDirection(ways.TopToBottom if narrow else ways.LeftToRight)
        super().resizeEvent(event)


class Empty(QWidget):
    """An empty list says what belongs here and offers the first one."""

    def __init__(
        self, text: str, action: str = "", clicked: Callable[[], object] | None = None
    ) -> None:
        super().__init__()
        box = QVBoxLayout(self)
        box.addStretch(2)
        told = label(text, "hint", wrap=True)
        told.setAlignment(Qt.AlignmentFlag.AlignCenter)
        box.addWidget(told)
        if action and clicked:
            row = QHBoxLayout()
            row.addStretch(1)
            row.addWidget(button(action, clicked, primary=True))
            row.addStretch(1)
            box.addLayout(row)
        box.addStretch(3)


class Banner(QFrame):
    """A bar at the top of a page: what is the matter, and the way out."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("banner")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 12, 6)
        self._text = label("", "warn", wrap=True)
        row.addWidget(self._text, 1)
        self._row = row
        self.hide()

    def say(self, text: str) -> None:
        """Show a sentence; an empty one hides the bar."""
        self._text.setText(text)
        self.setVisible(bool(text))


def row_of(*parts: QWidget | QLayout | int | None, spacing: int = 8) -> QHBoxLayout:
    """Widgets side by side; None stretches, a number is a gap in pixels."""
    box = QHBoxLayout()
    box.setSpacing(spacing)
    for part in parts:
        if part is None:
            box.addStretch(1)
        elif isinstance(part, int):
            box.addSpacing(part)
        elif isinstance(part, QLayout):
            box.addLayout(part)
        else:
            box.addWidget(part)
    return box


def scrolled(inside: QWidget) -> QScrollArea:
    """The widget in an area that scrolls up and down only."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inside)
    return area


def line_of(*parts: QWidget | QLayout | int | None, spacing: int = 8) -> QWidget:
    """`row_of` as one widget, for rows that are taken out again."""
    return wrapped(row_of(*parts, spacing=spacing))


def wrapped(layout: QLayout) -> QWidget:
    """A layout as one widget."""
    holder = QWidget()
    layout.setContentsMargins(0, 0, 0, 0)
    holder.setLayout(layout)
    return holder


def clear(layout: QLayout) -> None:
    """Take every widget out of a layout that holds widgets and gaps only.

    A layout inside it would be wrapped twice (as item and as layout) and then freed twice.
    """
    while layout.count():
        item = layout.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()
