"""The habits of this house, checked."""

from __future__ import annotations

import ast
import io
import re
import tokenize
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.words import tables

ROOT = Path(__file__).parents[2]
PRODUCT = ("app", "db", "ui", "resources")
SOURCES = [
    *sorted(p for folder in PRODUCT for p in (ROOT / folder).rglob("*.py")),
    ROOT / "main.py",
]
HAN = re.compile(r"[\u3400-\u9fff]")


def strings(path: Path) -> Iterator[str]:
    reader = io.StringIO(path.read_text(encoding="utf-8")).readline
    for token in tokenize.generate_tokens(reader):
        if token.type == tokenize.STRING and not token.string.startswith(('"""', 'r"', "r'")):
            yield token.string


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_pieces_are_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 400
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            lines = (node.end_lineno or 0) - node.lineno + 1
            assert lines <= 40, f"{node.name}: {lines} lines"
        elif isinstance(node, ast.ClassDef):
            lines = (node.end_lineno or 0) - node.lineno + 1
            assert lines <= 250, f"{node.name}: {lines} lines"


def test_main_is_thin() -> None:
    assert len((ROOT / "main.py").read_text(encoding="utf-8").splitlines()) <= 150


def test_every_error_code_has_words() -> None:
    errors, _ = tables()
    found = set()
    for path in SOURCES:
        text = path.read_text(encoding="utf-8")
        pattern = r'(?:AppError|Trouble|StoreDamaged|StoreLocked|StoreTooNew|Problem|Gap|Remark|CertificateRemark|say)\(\s*"([a-z]+\.[a-z_0-9]+)"'
        found |= set(re.findall(pattern, text))
    assert found - set(errors) == set()
    assert len(found) > 100


def test_every_action_has_words_for_the_history() -> None:
    _, verbs = tables()
    found = set()
    for path in SOURCES:
        found |= set(re.findall(r'\.action\(\s*"([a-z_.]+)"', path.read_text(encoding="utf-8")))
    assert found - set(verbs) == set()


def test_chinese_sentences_use_chinese_punctuation() -> None:
    for path in SOURCES:
        for text in strings(path):
            if HAN.search(text):
                assert not re.search(r"[\u3400-\u9fff][,;?!]", text), f"{path.name}: {text}"
    for name in sorted((ROOT / "resources").rglob("*.toml")):
        for line in name.read_text(encoding="utf-8").splitlines():
            if not line.lstrip().startswith("#"):
                assert not re.search(r"[\u3400-\u9fff][,;?!]", line), f"{name.name}: {line}"


def test_words_on_screens_go_through_tr() -> None:
    allowed = {"words.py", "measures.py"}
    for path in sorted((ROOT / "ui").rglob("*.py")):
        if path.name in allowed:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        through = {
            id(arg)
            for node in ast.walk(tree)
            if isinstance(node, ast.Call)
            and (getattr(node.func, "attr", "") or getattr(node.func, "id", ""))
            in {"tr", "translate"}
            for arg in ast.walk(node)
        }
        documentation = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        loose = [
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
            and re.search(r"[\u3400-\u9fff]{2,}", node.value)
            and id(node) not in through and id(node) not in documentation
        ]  # fmt: skip
        assert len(loose) <= 12, f"{path.name}: {loose}"


def test_every_dependency_says_why_it_is_there() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    told = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8").lower()
    wanted = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    for line in wanted:
        name = re.split(r"[=<>\[]", line)[0]
        assert f"`{name.lower()}`" in told, name


def test_every_version_is_locked_with_hashes() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8").lower()
    for line in project["project"]["dependencies"]:
        assert line.lower().replace("_", "-") in lock.replace("_", "-"), line
    assert lock.count("--hash=sha256:") > 10


def test_migrations_are_written_down() -> None:
    schema = (ROOT / "db" / "SCHEMA.md").read_text(encoding="utf-8")
    steps = sorted((ROOT / "db" / "migrations").glob("m[0-9]*.py"))
    assert steps
    for step in steps:
        assert step.stem in schema, step.stem


def test_readmes_name_exactly_two_commands() -> None:
    for name in ("README.md", "README.zh-CN.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert re.findall(r"^\s*(sh installer/\S+)", text, re.M) == [
            "sh installer/run.sh", "sh installer/test.sh",
        ], name  # fmt: skip
        for picture in re.findall(r"!\[[^]]*\]\(([^)]+)\)", text):
            assert (ROOT / picture).exists(), picture
        assert text.count("![") >= 2


def test_fonts_and_icons_carry_their_licences() -> None:
    for folder in ("fonts", "icons"):
        names = [p.name.lower() for p in (ROOT / "resources" / folder).iterdir()]
        assert any("licen" in name or "ofl" in name for name in names), folder
