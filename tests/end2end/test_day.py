"""A day from a published list to printed notices, in a child process; the PDFs are read back."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

ROOT = Path(__file__).parents[2]
LIST = ROOT / "tests" / "data" / "定点医疗机构名单-三明.xlsx"


def run(*arguments: str | Path, timeout: int = 240) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *map(str, arguments)], capture_output=True, text=True, check=False,
        timeout=timeout, cwd=ROOT, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder after the day."""
    folder = tmp_path_factory.mktemp("day")
    photo = folder / "photo.jpg"
    Image.new("RGB", (800, 600), "#cc8844").save(photo)
    done = run(ROOT / "tests" / "end2end" / "day.py", folder / "data", LIST, photo)
    assert done.returncode == 0, done.stderr[-3000:]
    return folder / "data"


@pytest.fixture(scope="module")
def texts(worked: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The text of every issued paper by kind, in reading order, without blanks."""
    out = tmp_path_factory.mktemp("out")
    done = run("main.py", "export-documents", "--all", "--out", out, "--data-dir", worked)
    assert done.returncode == 0, done.stderr
    found = {}
    for paper in json.loads(done.stdout):
        text = subprocess.run(
            ["pdftotext", paper["file"], "-"], capture_output=True, text=True, check=True
        ).stdout
        found[paper["kind"]] = re.sub(r"\s", "", text)
    return found


def test_the_store_is_proved_after_the_day(worked: Path) -> None:
    done = run("main.py", "verify", "--data-dir", worked)
    assert done.returncode == 0, done.stdout
    assert json.loads(done.stdout)["ok"] is True


def test_all_five_papers_are_issued_and_numbered(texts: dict[str, str]) -> None:
    numbers = {
        "inspection_form": "三医保检〔", "rectification_order": "三医保责改〔",
        "agreement_notice": "三医保中心协处〔", "penalty_notice": "三医保罚告〔",
        "penalty_decision": "三医保罚〔",
    }  # fmt: skip
    assert set(texts) == set(numbers)
    for kind, number in numbers.items():
        assert number in texts[kind], kind
        assert "1号" in texts[kind]


def test_papers_state_the_facts_in_full(texts: dict[str, str]) -> None:
    for kind in ("inspection_form", "penalty_notice", "penalty_decision"):
        assert "王㼆" in texts[kind], kind
        assert "血常规3×18.50元、红细胞计数3×4元" in texts[kind], kind
        assert "67.50" in texts[kind], kind


def test_the_fine_rests_on_the_fund_loss(texts: dict[str, str]) -> None:
    # 47.25 × 1.5 = 70.875, half a 分 up.
    for kind in ("penalty_notice", "penalty_decision"):
        assert "70.88" in texts[kind]
        assert "柒拾元捌角捌分" in texts[kind]
        assert "第三十八条" in texts[kind]
        assert "47.25" in texts[kind]
    assert "70.88" not in texts["agreement_notice"]


def test_the_decision_names_remedies_and_both_accounts(texts: dict[str, str]) -> None:
    decision = texts["penalty_decision"]
    assert "三明县人民政府申请行政复议" in decision
    assert "三明县人民法院" in decision
    assert "国库" in decision
    assert decision.index("国库") != decision.index("财政专户")
    assert "陈述" in texts["penalty_notice"]


def test_the_list_of_findings_is_scriptable(worked: Path) -> None:
    done = run("main.py", "list", "findings", "--json", "--data-dir", worked)
    (finding,) = json.loads(done.stdout)
    assert (finding["amount_fen"], finding["fund_fen"], finding["state"]) == (
        6750, 4725, "approved",
    )  # fmt: skip
