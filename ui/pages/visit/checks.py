"""The five checks of a case: which is open, its guide, its answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.domain.casefile import CHECKS, Answer
from app.domain.rules import checks
from ui.override import override
from ui.widgets.basic import button, label, link
from ui.widgets.form import SAVE_AFTER_MS
from ui.words import CHECK_NAMES

NARROW = 680
"""Below this width a check shows its mark without the word."""
MARKS = {Answer.OK: "✓", Answer.PROBLEM: "⚠", Answer.UNCHECKED: "–", "": " "}


class CheckRow(QWidget):
    """Five buttons, F1 to F5, each with its state as mark and word."""

    def __init__(self, opened: Callable[[int], object]) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(6)
        self._narrow = False
        self._told: tuple[int, Mapping[int, str], Mapping[int, int], bool] | None = None
        self.buttons: dict[int, QPushButton] = {}
        for number in CHECKS:
            made = button(CHECK_NAMES[number], partial(opened, number), name="check")
            made.setCheckable(True)
            self.buttons[number] = made
            row.addWidget(made, 1)

    def show_state(
        self, chosen: int, answers: Mapping[int, str], counts: Mapping[int, int], *,
        only_first: bool,
    ) -> None:  # fmt: skip
        """Show what is answered and where we are."""
        self._told = (chosen, answers, counts, only_first)
        words = {
            Answer.OK: self.tr("相符"), Answer.PROBLEM: self.tr("有问题"),
            Answer.UNCHECKED: self.tr("未查"), "": "",
        }  # fmt: skip
        for number, made in self.buttons.items():
            answer = answers[number]
            told = MARKS[answer] if self._narrow else f"{MARKS[answer]} {words[answer]}"
            if counts[number]:
                told = f"⚠ {counts[number]}"
            made.setText(f"F{number} {CHECK_NAMES[number]} {told}".rstrip())
            made.setMinimumWidth(64)
            made.setChecked(number == chosen)
            made.setEnabled(number == 1 or not only_first)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = event.size().width() < NARROW
        changed, self._narrow = narrow != self._narrow, narrow
        if changed and self._told:
            chosen, answers, counts, only_first = self._told
            self.show_state(chosen, answers, counts, only_first=only_first)


class Guide(QWidget):
    """What to look at, whom to ask, what to copy, on which ground; can be folded away."""

    def __init__(self) -> None:
        super().__init__()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(2)
        self._toggle = link("", self._fold)
        self._text = label("", "hint", wrap=True)
        self._folded = False
        self._chosen = False
        self._verify = ""
        box.addWidget(self._toggle)
        box.addWidget(self._text)

    def show_check(self, number: int, *, busy: bool) -> None:
        """Show the guide of a check; folded while a problem is being written, until asked for."""
        if not self._chosen:
            self._folded = busy
        check = next(each for each in checks() if each.no == number)
        self._verify = check.verify
        lines = (
            self.tr("看什么：{text}").format(text=check.look),
            self.tr("问谁：{text}").format(text=check.ask),
            self.tr("复印什么：{text}").format(text=check.copy),
            self.tr("依据：{text}").format(text=check.basis),
        )
        self._text.setText("\n".join(lines))
        self._show()

    def _fold(self) -> None:
        self._chosen = True
        self._folded = not self._folded
        self._show()

    def _show(self) -> None:
        self._text.setVisible(not self._folded)
        sign = "▸" if self._folded else "▾"
        self._toggle.setText(
            self.tr("{sign} 指引 · {verify}").format(sign=sign, verify=self._verify)
        )


class AnswerRow(QWidget):
    """相符, 有问题, 未查 with its reason; keys 1, 2, 3. The reason saves itself like any field."""

    def __init__(
        self,
        answered: Callable[[str], object],
        reasoned: Callable[[tuple[str, int], str], object],
    ) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(label(self.tr("结论"), "hint"))
        self.buttons: dict[str, QPushButton] = {}
        for key, answer, words in (
            ("1", Answer.OK, self.tr("相符")), ("2", Answer.PROBLEM, self.tr("有问题")),
            ("3", Answer.UNCHECKED, self.tr("未查")),
        ):  # fmt: skip
            made = button(f"{key}  {words}", partial(answered, str(answer)), name="answer")
            made.setCheckable(True)
            self.buttons[str(answer)] = made
            row.addWidget(made)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SAVE_AFTER_MS)
        self._timer.timeout.connect(self.flush)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(self.tr("未查的原因（必填）"))
        self.reason.setMaxLength(300)
        self.reason.textEdited.connect(lambda _text: self._timer.start())
        self.reason.editingFinished.connect(self.flush)
        row.addWidget(self.reason, 1)
        row.addStretch(0)
        self._take, self._held = reasoned, ""
        self._of = ("", 0)

    def show_answer(self, of: tuple[str, int], answer: str, reason: str, *, locked: bool) -> None:
        """Show what is on record of a check, ``(case, number)``."""
        fresh = of != self._of
        if fresh:
            self.flush()
        typing = self._timer.isActive() and not fresh
        self._of = of
        for name, made in self.buttons.items():
            made.setChecked(name == answer)
            made.setEnabled(not locked)
        self.reason.setVisible(answer == Answer.UNCHECKED)
        self.reason.setReadOnly(locked)
        if not typing:
            self._held = reason
            if self.reason.text() != reason:
                self.reason.setText(reason)

    def flush(self) -> None:
        """Save the reason as it was typed, for the check it was typed for."""
        self._timer.stop()
        text = self.reason.text().strip()
        if self._of[0] and not self.reason.isHidden() and text != self._held:
            self._held = text
            self._take(self._of, text)
