"""One light palette, one accent, one stylesheet (design: calm, colour never alone)."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, Qt, QTranslator
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

import resources

ACCENT = "#0B6E69"
ICON, SHARP = 20, 2
INK, GREY, LINE, PAGE, CARD = "#1F2933", "#5B6770", "#D9DFE3", "#F5F7F8", "#FFFFFF"
TONES = {
    "done": ("#E3F4EA", "#1B6B3A"),
    "wait": ("#FFF3DC", "#8A5300"),
    "late": ("#FDE7E7", "#A61B1B"),
    "plain": ("#EBEFF2", "#44515C"),
    "accent": ("#DFF1F0", "#0B5450"),
}
"""Background and ink of state chips; both have a contrast of at least 4.5:1."""


def dress(app: QApplication) -> None:
    """Fusion, our palette, our stylesheet, a Chinese font."""
    app.setStyle("Fusion")
    palette = QPalette()
    roles = QPalette.ColorRole
    for role, colour in (
        (roles.Window, PAGE), (roles.WindowText, INK), (roles.Base, CARD), (roles.Text, INK),
        (roles.AlternateBase, "#FAFBFC"), (roles.Button, CARD), (roles.ButtonText, INK),
        (roles.Highlight, ACCENT), (roles.HighlightedText, CARD), (roles.ToolTipBase, CARD),
        (roles.ToolTipText, INK), (roles.PlaceholderText, "#7B8790"), (roles.Link, ACCENT),
    ):  # fmt: skip
        palette.setColor(role, QColor(colour))
    app.setPalette(palette)
    app.setFont(_font())
    _speak_chinese(app)
    app.setStyleSheet(resources.text("theme/app.qss").replace("@icons", _icons()))


def _speak_chinese(app: QApplication) -> None:
    """Qt's own words (file and print dialogs, context menus) in Chinese."""
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load("qtbase_zh_CN", folder):
        app.installTranslator(translator)


def _icons() -> str:
    return resources.path("icons").as_posix()


def _font() -> QFont:
    families = set(QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese))
    wanted = ("Microsoft YaHei UI", "Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC",
              "Noto Sans CJK", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei")  # fmt: skip
    family = next((name for name in wanted if name in families), "")
    if not family:
        number = QFontDatabase.addApplicationFont(
            str(resources.path("fonts/NotoSansSC-Regular.ttf"))
        )
        found = QFontDatabase.applicationFontFamilies(number)
        family = found[0] if found else ""
    font = QFont(family) if family else QFont()
    font.setPointSizeF(10.5)
    return font


def icon(name: str, colour: str = GREY) -> QIcon:
    """An icon of the family in a colour, sharp up to 200 %."""
    svg = resources.text(f"icons/{name}.svg").replace("currentColor", colour)
    pixmap = QPixmap(ICON * SHARP, ICON * SHARP)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(svg.encode()).render(painter)
    painter.end()
    pixmap.setDevicePixelRatio(SHARP)
    return QIcon(pixmap)
