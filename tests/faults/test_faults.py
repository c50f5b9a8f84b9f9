"""Power cuts, full and read-only disks, damage, two windows: what was shown as saved is there."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.domain.institution import Institution
from app.errors import StoreDamaged, StoreLocked, Trouble
from app.paths import Paths
from app.ports import Who
from app.services.single import FolderLock
from db.store import LocalStore, open_store
from db.verify import verify

ROOT = Path(__file__).parents[2]
WHO = Who("a1" * 16, "张三", "inspector")
ENV = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
WRITER = """
import sys
from pathlib import Path
sys.path.insert(0, {root!r})
from app.domain.institution import Institution
from app.paths import Paths
from app.ports import Who
from db.store import LocalStore, open_store
store = open_store(Paths(Path({folder!r})))
who = Who("a1" * 16, "x", "inspector")
n = 0
while True:
    with store.action("test.add", who) as act:
        rid = act.create(Institution(fixmedins_name=f"n{{n}}"))
        act.change(Institution, rid, {{"beds": n}})
    print(rid, n, flush=True)
    n += 1
"""


@pytest.mark.parametrize("after", [0.05, 0.2, 0.5, 0.9])
def test_kill_9_loses_nothing_that_was_shown_as_saved(tmp_path: Path, after: float) -> None:
    folder = tmp_path / "data"
    code = WRITER.format(root=str(ROOT), folder=str(folder))
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        first = child.stdout.readline()
        time.sleep(after)
        child.send_signal(signal.SIGKILL)
        told = [first, *child.stdout.read().splitlines()]
    store = open_store(Paths(folder))
    try:
        for line in told:
            if len(parts := line.split()) == 2:
                held = store.reads().get(Institution, parts[0])
                assert held.beds == int(parts[1])
        assert verify(store).flaws == ()
    finally:
        store.close()


def _fill_up(store: LocalStore) -> None:
    for n in range(400):
        with store.action("test.add", WHO) as act:
            act.create(Institution(fixmedins_name="很长的名称" * 80, note=str(n) * 400))


def test_a_full_disk_says_so_and_the_store_goes_on(tmp_path: Path) -> None:
    store = open_store(Paths(tmp_path / "data"))
    conn = store.writer()
    pages = conn.execute("PRAGMA page_count").fetchone()[0]
    conn.execute(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(Trouble, match=r"disk\.full"):
        _fill_up(store)
    kept = len(store.reads().find(Institution))
    conn.execute("PRAGMA max_page_count = 1000000")
    with store.action("test.add", WHO) as act:
        act.create(Institution(fixmedins_name="后来"))
    assert len(store.reads().find(Institution)) == kept + 1
    assert verify(store).flaws == ()
    store.close()


def test_a_full_disk_while_a_file_is_taken_in_leaves_no_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import errno

    store = open_store(Paths(tmp_path / "data"))

    def full(_fd: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Trouble, match=r"disk\.full"):
        store.attachments.take_in(b"photo")
    monkeypatch.undo()
    stored = store.attachments.take_in(b"photo")
    assert store.attachments.read(stored.sha256) == b"photo"
    store.close()


@pytest.fixture
def nobody() -> Iterator[Callable[[], None]]:
    """Go on without the rights of root, who may write anywhere."""

    def drop() -> None:
        if os.geteuid() == 0:
            os.seteuid(65534)

    yield drop
    if os.getuid() == 0:
        os.seteuid(0)


def test_a_read_only_folder_is_told_and_left_as_it_was(nobody: Callable[[], None]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "data"
        store = open_store(Paths(folder))
        with store.action("test.add", WHO) as act:
            rid = act.create(Institution(fixmedins_name="甲"))
        store.close()
        for path in (Path(name), folder):
            path.chmod(0o555)
        for path in folder.rglob("*"):
            path.chmod(0o555 if path.is_dir() else 0o444)
        nobody()
        with pytest.raises(Trouble, match=r"disk\."):
            _write_once(Paths(folder))
        with pytest.raises(Trouble, match=r"disk\."):
            FolderLock(Paths(Path(name) / "new"))
        if os.getuid() == 0:
            os.seteuid(0)
        for path in (Path(name), folder, *folder.rglob("*")):
            path.chmod(0o755)
        again = open_store(Paths(folder))
        assert again.reads().get(Institution, rid).fixmedins_name == "甲"
        assert verify(again).flaws == ()
        again.close()


def _write_once(paths: Paths) -> None:
    store = open_store(paths)
    try:
        with store.action("test.add", WHO) as act:
            act.create(Institution(fixmedins_name="乙"))
    finally:
        store.close()


def test_a_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("x")
    with pytest.raises(Trouble, match=r"disk\."):
        open_store(Paths(tmp_path / "data"))


@pytest.mark.parametrize("where", [0, 1, 5])
def test_a_damaged_store_is_told_and_left_alone(tmp_path: Path, where: int) -> None:
    paths = Paths(tmp_path / "data")
    store = open_store(paths)
    with store.action("test.add", WHO) as act:
        act.create_many([Institution(fixmedins_name=f"n{n}") for n in range(200)])
    store.close()
    content = bytearray(paths.store.read_bytes())
    at = where * 4096 + 100
    content[at : at + 512] = bytes(512)
    paths.store.write_bytes(bytes(content))
    damaged = paths.store.read_bytes()
    try:
        opened = open_store(paths)
    except StoreDamaged:
        assert paths.store.read_bytes() == damaged
        return
    assert verify(opened).flaws
    opened.close()


def test_the_wrong_key_is_told(tmp_path: Path) -> None:
    first, second = Paths(tmp_path / "a"), Paths(tmp_path / "b")
    for paths in (first, second):
        open_store(paths).close()
    shutil.copy(second.slots, first.slots)
    with pytest.raises(StoreDamaged):
        open_store(first)


def test_two_at_once_are_refused(tmp_path: Path) -> None:
    paths = Paths(tmp_path / "data")
    lock = FolderLock(paths)
    with pytest.raises(StoreLocked):
        FolderLock(paths)
    lock.release()
    FolderLock(paths).release()


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "main.py", *map(str, arguments)], capture_output=True, text=True,
        check=False, timeout=120, cwd=ROOT, env=ENV,
    )  # fmt: skip


def test_a_second_window_brings_the_first_forward(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    assert run("demo", "--data-dir", folder).returncode == 0
    first = subprocess.Popen(
        [sys.executable, "main.py", "--data-dir", folder], cwd=ROOT, env=ENV,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait_until_held(Paths(folder))
        assert run("--data-dir", folder).returncode == 0
        assert first.poll() is None
        refused = run("import-institutions", folder, "--data-dir", folder)
        assert refused.returncode == 1
        assert "error" in json.loads(refused.stdout)
    finally:
        first.kill()
        first.wait()
    assert run("verify", "--data-dir", folder).returncode == 0


def _wait_until_held(paths: Paths) -> None:
    limit = time.monotonic() + 30
    while time.monotonic() < limit:
        try:
            FolderLock(paths).release()
        except StoreLocked:
            return
        time.sleep(0.02)
    raise AssertionError("the first window never opened")


def test_an_image_of_300_mb_is_streamed(tmp_path: Path) -> None:
    import resource

    store = open_store(Paths(tmp_path / "data"))
    path = tmp_path / "big.bin"
    with path.open("wb") as out:
        out.truncate(300 * 1024 * 1024)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    stored = store.attachments.take_in(path)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert stored.size == 300 * 1024 * 1024
    assert grown < 100, f"{grown:.0f} MB"
    store.close()
