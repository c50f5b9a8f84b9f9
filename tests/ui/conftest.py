"""Screens over a copy of the demo county, driven by a `Hand`."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.hand import Hand

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from ui.desk import Desk
    from ui.shell import Shell

TODAY = (2026, 11, 23)


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A filled demo store, closed; copy it before use."""
    from datetime import date

    from app.paths import Paths
    from app.services import demo
    from db.store import open_store

    folder = tmp_path_factory.mktemp("demo") / "data"
    opened = open_store(Paths(folder))
    demo.fill(opened, opened.attachments, date(*TODAY))
    opened.close()
    return folder


@pytest.fixture(scope="session")
def dressed(qapp: QApplication) -> QApplication:
    """The application in its clothes, put on once as the program does."""
    from ui.theme import dress

    dress(qapp)
    return qapp


@pytest.fixture
def desk(demo_folder: Path, tmp_path: Path, dressed: QApplication) -> Iterator[Desk]:
    """The demo county with 张三 at work."""
    folder = tmp_path / "data"
    shutil.copytree(demo_folder, folder)
    yield from open_desk(folder)


@pytest.fixture
def empty_desk(tmp_path: Path, dressed: QApplication) -> Iterator[Desk]:
    """An office without anything in it."""
    yield from open_desk(tmp_path / "data")


def open_desk(folder: Path) -> Iterator[Desk]:
    """A desk over a data folder."""
    from app.paths import Paths
    from app.ports import Who
    from app.services.office import SYSTEM, users_of
    from db.doors import doors
    from db.store import open_store
    from ui.bus import Bus
    from ui.desk import Desk, Session
    from ui.tasks import TaskRunner

    paths = Paths(folder)
    opened = open_store(paths)
    bus = Bus()
    tasks = TaskRunner(bus.trouble.emit)
    made = Desk(
        opened, opened.attachments, tasks, bus, paths, Session(SYSTEM),
        doors(),
    )  # fmt: skip
    for user in users_of(opened.reads()):
        if user.name == "张三":
            made.session.who = Who(user.rid, user.name, user.role)
    yield made
    tasks.shut_down()
    opened.close()


@pytest.fixture
def hand(desk: Desk) -> Hand:
    """A hand for the demo desk."""
    return Hand(desk)


@pytest.fixture
def shell(desk: Desk, hand: Hand, qtbot: QtBot) -> Iterator[Shell]:
    """The whole window over the demo county."""
    from ui.shell import Shell

    window = Shell(desk)
    qtbot.addWidget(window)
    window.go("home", "")
    window.show()
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    hand.settle()
    yield window
    window.close()
    hand.settle()


def sign_in(shell: Shell, name: str) -> None:
    """Go on as another person of the demo county."""
    from app.services.office import users_of

    user = next(u for u in users_of(shell.desk.store.reads()) if u.name == name)
    shell.sign_in(user)
    Hand(shell.desk).settle()
