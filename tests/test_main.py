"""What may be typed at the terminal."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LIST = ROOT / "tests" / "data" / "定点医疗机构名单-三明.xlsx"


def run(*arguments: str | Path, **env: str) -> subprocess.CompletedProcess[str]:
    given = {k: v for k, v in os.environ.items() if k not in {"DISPLAY", "WAYLAND_DISPLAY"}}
    return subprocess.run(
        [sys.executable, "main.py", *map(str, arguments)], capture_output=True, text=True,
        check=False, timeout=120, cwd=ROOT, env={**given, **env},
    )  # fmt: skip


def test_help_and_version_are_quick_and_chinese() -> None:
    assert "WuCha" in run("--version").stdout
    told = run("--help").stdout
    for word in ("--data-dir", "--demo", "import-institutions", "verify", "五查"):
        assert word in told


def test_misuse_is_2_and_said_in_words() -> None:
    for given in (
        ("import-institutions",),
        ("list", "rounds", "--data-dir", ""),
        ("--data-dir", ""),
    ):
        done = run(*given)
        assert done.returncode == 2
        assert done.stdout == ""
    assert not (ROOT / "wucha.db").exists()


def test_without_a_display_one_sentence_says_what_to_do(tmp_path: Path) -> None:
    done = run("--data-dir", tmp_path, QT_QPA_PLATFORM="")
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert "Traceback" not in done.stderr


def test_a_dry_run_tells_and_writes_nothing(tmp_path: Path) -> None:
    done = run("import-institutions", LIST, "--dry-run", "--data-dir", tmp_path / "d")
    assert done.returncode == 0
    assert json.loads(done.stdout)["added"] == 156
    assert not (tmp_path / "d").exists()


def test_import_list_and_verify(tmp_path: Path) -> None:
    mapping = tmp_path / "m.json"
    mapping.write_text(
        '{"fixmedins_name": "机构名称", "fixmedins_code": "定点医药机构编码"}', "utf-8"
    )
    done = run("import-institutions", LIST, "--mapping", mapping, "--data-dir", tmp_path / "d")
    assert json.loads(done.stdout)["added"] == 156
    rows = json.loads(run("list", "institutions", "--json", "--data-dir", tmp_path / "d").stdout)
    assert len(rows) == 156
    assert rows[0]["uscc"] == ""
    assert json.loads(run("verify", "--data-dir", tmp_path / "d").stdout)["ok"] is True


@pytest.mark.parametrize(
    "arguments",
    [
        ("import-institutions", "/nowhere/list.xlsx"), ("list", "findings"), ("verify",),
        ("export-documents", "--all", "--out", "/proc/nowhere"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_1_with_words(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = run(*arguments, "--data-dir", tmp_path / "none")
    assert done.returncode == 1
    answer = json.loads(done.stdout)
    assert answer["message"] in done.stderr
    assert "没有说明" not in answer["message"]
