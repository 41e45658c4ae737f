"""Each import contract is proven by planting a violation: a guard that guards nothing is worse."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

QT_PARTS = {
    "reports": {"QtCore", "QtGui", "QtSvg"},  # charts are written as SVG too
    "ui": {"QtCore", "QtGui", "QtPrintSupport", "QtSvg", "QtWidgets"},
    "main": {"QtCore", "QtWidgets"},
}


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
        ("cli/planted.py", "import profiler_app.ingest.opening", "never the analysis BROKEN"),
        ("jobs/planted.py", "import pandas", "stay in analysis and reports BROKEN"),
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


def imported(path: Path) -> set[str]:
    """Return the full names a module imports, wherever in it: ``from a import b`` is ``a.b``."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def room(path: Path, root: Path) -> str:
    return path.relative_to(root / "profiler_app").parts[0].removesuffix(".py")


def qt_out_of_place(root: Path) -> list[str]:
    """Parts of Qt imported where they do not belong: import-linter sees PySide6 as one module."""
    return [
        f"{path.name}: {name}"
        for path in sorted((root / "profiler_app").rglob("*.py"))
        for name in sorted(imported(path))
        if name.startswith("PySide6")
        and ".".join(name.split(".")[1:2]) not in QT_PARTS.get(room(path, root), set())
    ]


def strangers_in_the_domain(root: Path) -> list[str]:
    """What the domain imports beside itself and the standard library."""
    return [
        f"{path.name}: {name}"
        for path in sorted((root / "profiler_app" / "domain").rglob("*.py"))
        for name in sorted(imported(path))
        if name.split(".")[0] not in sys.stdlib_module_names
        and not name.startswith("profiler_app.domain")
    ]


def statements_out_of_place(root: Path) -> list[str]:
    """Calls that send a statement to the database outside the store: import-linter sees none."""
    return [
        f"{path.name}: {node.func.attr}"
        for path in sorted((root / "profiler_app").rglob("*.py"))
        if room(path, root) != "store"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("execute", "executemany", "executescript")
    ]


def test_each_room_uses_only_its_parts_of_qt() -> None:
    assert qt_out_of_place(ROOT) == []


def test_the_domain_uses_the_standard_library_only() -> None:
    assert strangers_in_the_domain(ROOT) == []


def test_statements_are_sent_from_the_store_only() -> None:
    assert statements_out_of_place(ROOT) == []


@pytest.mark.parametrize("room", ["jobs", "cli", "analysis", "ui"])
def test_a_statement_out_of_place_is_named(copy: Path, room: str) -> None:
    before = statements_out_of_place(copy)
    plant(copy, f"{room}/planted.py", "def f(c):\n    return c.execute('SELECT 1').fetchone()")
    assert [name for name in statements_out_of_place(copy) if name not in before] == [
        "planted.py: execute"
    ]


@pytest.mark.parametrize(
    ("module", "line", "named"),
    [
        ("reports/planted.py", "from PySide6.QtWidgets import QLabel", "PySide6.QtWidgets.QLabel"),
        ("reports/planted.py", "import PySide6.QtWidgets as w", "PySide6.QtWidgets"),
        ("reports/planted.py", "import PySide6", "PySide6"),
        ("jobs/planted.py", "def f():\n    from PySide6 import QtCore", "PySide6.QtCore"),
        ("ui/planted.py", "from PySide6 import QtNetwork", "PySide6.QtNetwork"),
        ("ui/planted.py", "import PySide6.QtWebEngineCore", "PySide6.QtWebEngineCore"),
    ],
)
def test_a_part_of_qt_out_of_place_is_named(copy: Path, module: str, line: str, named: str) -> None:
    plant(copy, module, line)
    assert qt_out_of_place(copy) == [f"planted.py: {named}"]


def test_a_stranger_in_the_domain_is_named(copy: Path) -> None:
    plant(copy, "domain/planted.py", "from rich.text import Text")
    assert strangers_in_the_domain(copy) == ["planted.py: rich.text.Text"]


def test_ruff_refuses_the_network_of_qt_while_one_types(copy: Path) -> None:
    plant(copy, "ui/planted.py", "from PySide6.QtNetwork import QNetworkAccessManager")
    command = [sys.executable, "-m", "ruff", "check", "--select", "TID251", "profiler_app"]
    result = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)
    assert result.returncode == 1
    assert "planted.py" in result.stdout


def test_bootstrap_stands_alone() -> None:
    source = (ROOT / "profiler_app" / "bootstrap.py").read_text(encoding="utf-8")
    assert "profiler_app import" not in source
    assert "from __future__" not in source  # an old Python must be able to read it
