"""The cards of the home page; each line leads to what it tells of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from json import loads
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QProgressBar

from app.domain.calendar import WorkCalendar
from app.domain.rules import violation_of
from ui.desk import Desk
from ui.pages.institutions.history import due_chip
from ui.shown import local_time, yuan_sign
from ui.widgets.basic import Card, Chip, button, label, link, row_of
from ui.words import FINDING_STATES, VISIT_STATES

LONGEST = 34
Found = Mapping[str, list[tuple[Any, ...]]]
"""The rows of the registered queries, by name."""


def tr(text: str) -> str:
    """Text of this module in the user's language."""
    return QCoreApplication.translate("home", text)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"


def _none(card: Card, words: str) -> Card:
    card.body.addWidget(label(words, "hint", wrap=True))
    return card


def today_card(desk: Desk, found: Found, names: Mapping[str, str]) -> Card:
    """今天的检查: where, with whom, what is still empty."""
    card = Card(tr("今天的检查"))
    rows = found["today"]
    if not rows:
        return _none(card, tr("没有到期还没提交的检查。新的安排在“检查轮次”里。"))
    for row in rows[:6]:
        card.body.addLayout(_visit_line(desk, names, row))
    if len(rows) > 6:
        card.body.addWidget(
            link(tr("还有 {count} 家…").format(count=len(rows) - 6), partial(desk.go, "rounds", ""))
        )
    return card


def _visit_line(desk: Desk, names: Mapping[str, str], row: tuple[Any, ...]) -> Any:
    rid, name, round_name, state, wards, inspectors, planned, cases = row
    team = "、".join(names.get(user, "") for user in loads(inspectors or "[]"))
    told = tr("{round} · {team}").format(round=round_name, team=team or tr("未定人员"))
    lacks = [] if cases else [tr("还没有病例")]
    if not loads(wards or "[]"):
        lacks.append(tr("没填病区"))
    line = link(f"{planned}  {name}", partial(desk.go, "visit", rid))
    line.setToolTip(told)
    hint = label(_cut("，".join(lacks) or told), "hint")
    return row_of(line, None, hint, Chip(*VISIT_STATES[state]))


def returned_card(desk: Desk, found: Found) -> Card:
    """被退回: with the reviewer's words."""
    card = Card(tr("被退回、待我确认"))
    rows = found["returned"]
    for rid, visit, name, _fact, words, state in rows[:6]:
        line = link(
            f"{name}：{_cut(words or tr('提出修改'))}", partial(desk.go, "visit", f"{visit}/{rid}")
        )
        card.body.addLayout(row_of(line, None, Chip(*FINDING_STATES[state])))
    return card if rows else _none(card, tr("没有被退回的问题。"))


def due_card(desk: Desk, found: Found, calendar: WorkCalendar, day: date) -> Card:
    """快到期: deadlines of issued papers, working days left."""
    card = Card(tr("快到期"))
    rows = found["due"]
    for rid, title, name, deadline in rows[:6]:
        line = link(f"{name} · {title}", partial(desk.go, "document", rid))
        card.body.addLayout(row_of(line, None, due_chip(deadline, calendar, day)))
    return card if rows else _none(card, tr("没有临近的期限。"))


def hints_card(desk: Desk, found: Found) -> Card:
    """机构提示: what was found last, to be looked at again."""
    card = Card(tr("机构提示"))
    rows = found["last_findings"]
    for rid, name, violation, at, amount in rows[:6]:
        kind = violation_of(violation)
        words = f"{name} · {kind.name if kind else ''}"
        line = link(words, partial(desk.go, "institution", rid))
        card.body.addLayout(
            row_of(line, None, label(f"{str(at)[:10]} {yuan_sign(amount)}", "hint"))
        )
    return card if rows else _none(card, tr("还没有查出过问题。"))


def queue_card(desk: Desk, found: Found) -> Card:
    """待复核: oldest first, amount, age."""
    card = Card(tr("待复核"))
    rows = found["queue"]
    for rid, name, violation, amount, submitted, state in rows[:6]:
        kind = violation_of(violation)
        words = f"{name} · {kind.name if kind else ''}"
        line = link(words, partial(desk.go, "review", rid))
        told = f"{yuan_sign(amount)}  {local_time(submitted)[5:10]}"
        card.body.addLayout(row_of(line, None, label(told, "hint"), Chip(*FINDING_STATES[state])))
    if not rows:
        return _none(card, tr("没有等待复核的问题。"))
    card.body.addLayout(
        row_of(button(tr("开始复核"), partial(desk.go, "review", ""), primary=True), None)
    )
    return card


def coverage_card(desk: Desk, found: Found) -> Card:
    """覆盖进度: planned against done, by round."""
    card = Card(tr("覆盖进度"))
    rows = found["coverage"]
    for rid, name, planned, done in rows:
        bar = _bar(done or 0, planned, tr("{done}/{all} 家").format(done=done or 0, all=planned))
        card.body.addLayout(row_of(link(_cut(name), partial(desk.go, "round", rid)), None, bar))
    return card if rows else _none(card, tr("还没有检查轮次。"))


def violations_card(desk: Desk, found: Found) -> Card:
    """今年问题构成: types by number; a click lists them."""
    card = Card(tr("今年问题构成"))
    rows = found["violations"]
    most = max((row[1] for row in rows), default=1)
    for code, count, amount in rows[:6]:
        kind = violation_of(code)
        words = link(
            kind.name if kind else tr("未选类型"),
            partial(desk.go, "findings", f"violation:{code}"),
        )
        bar = _bar(
            count, most, tr("{count} 个 {money}").format(count=count, money=yuan_sign(amount))
        )
        card.body.addLayout(row_of(words, None, bar))
    return card if rows else _none(card, tr("今年还没有记录问题。"))


def _bar(value: int, whole: int, words: str) -> QProgressBar:
    bar = QProgressBar()
    bar.setRange(0, max(whole, 1))
    bar.setValue(value)
    bar.setFormat(words)
    bar.setFixedWidth(210)
    return bar
