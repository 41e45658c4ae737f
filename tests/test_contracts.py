"""Each import contract is proven by planting a violation: a guard that guards nothing is worse."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the package to plant violations in."""
    shutil.copytree(
        ROOT / "profiler_app",
        tmp_path / "profiler_app",
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    shutil.copy(ROOT / ".importlinter", tmp_path)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def plant(copy: Path, module: str, line: str) -> None:
    path = copy / "profiler_app" / module
    path.parent.mkdir(exist_ok=True)
    before = path.read_text(encoding="utf-8") if path.exists() else '"""Planted."""\n'
    path.write_text(f"{before}\n{line}\n", encoding="utf-8")


def lint_imports(copy: Path) -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable,
        "-c",
        "import sys; sys.path.insert(0, '.'); from importlinter.cli import lint_imports_command;"
        "lint_imports_command()",
        "--no-cache",
    ]
    return subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)


def test_the_tree_as_it_is_keeps_every_contract(copy: Path) -> None:
    result = lint_imports(copy)
    assert result.returncode == 0, result.stdout
    assert "0 broken" in result.stdout


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("domain/planted.py", "import profiler_app.store", "Rooms see downwards only BROKEN"),
        ("store/planted.py", "import profiler_app.analysis.rfm", "Rooms see downwards only BROKEN"),
        ("jobs/planted.py", "import profiler_app.ui.tasks", "Rooms see downwards only BROKEN"),
        ("stray/__init__.py", "x = 1", "Rooms see downwards only"),
        ("domain/planted.py", "import numpy", "standard library only BROKEN"),
        ("jobs/planted.py", "import PySide6.QtCore", "on the screen and on paper BROKEN"),
        ("cli/planted.py", "import PySide6.QtCore", "on the screen and on paper BROKEN"),
        ("jobs/planted.py", "import sqlite3", "SQL only in the store BROKEN"),
        ("ui/planted.py", "import sqlcipher3", "SQL only in the store BROKEN"),
        ("ingest/planted.py", "import socket", "Nothing opens a connection BROKEN"),
        ("store/planted.py", "from urllib import request", "Nothing opens a connection BROKEN"),
        ("ui/planted.py", "import profiler_app.analysis.rfm", "never the analysis BROKEN"),
    ],
)
def test_a_planted_violation_breaks_its_contract(
    copy: Path, module: str, line: str, contract: str
) -> None:
    plant(copy, module, line)
    result = lint_imports(copy)
    output = " ".join(result.stdout.split())
    assert result.returncode != 0
    assert contract in output


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("reports/planted.py", "from PySide6.QtWidgets import QLabel"),
        ("reports/planted.py", "import PySide6.QtWidgets"),
        ("ui/planted.py", "from PySide6.QtNetwork import QNetworkAccessManager"),
        ("jobs/planted.py", "from PySide6 import QtNetwork"),
    ],
)
def test_ruff_knows_the_parts_of_qt_that_are_not_allowed(
    copy: Path, module: str, line: str
) -> None:
    plant(copy, module, line)
    command = [sys.executable, "-m", "ruff", "check", "--select", "TID251", "profiler_app"]
    result = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)
    assert result.returncode == 1
    assert module.split("/")[-1] in result.stdout


def test_bootstrap_stands_alone() -> None:
    source = (ROOT / "profiler_app" / "bootstrap.py").read_text(encoding="utf-8")
    assert "profiler_app import" not in source
    assert "from __future__" not in source  # an old Python must be able to read it
