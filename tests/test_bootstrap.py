"""The set-up script says what is wrong, in both languages, and needs nothing but Python."""

from __future__ import annotations

import ast
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SCRIPT = Path(__file__).resolve().parent.parent / "profiler_app" / "bootstrap.py"


@pytest.fixture
def bootstrap() -> dict[str, Any]:
    return runpy.run_path(str(SCRIPT), run_name="bootstrap")


def test_it_imports_the_standard_library_only() -> None:
    tree = ast.parse(SCRIPT.read_text(encoding="utf-8"))
    names = {
        alias.name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    assert names <= sys.stdlib_module_names
    assert not any(isinstance(node, ast.ImportFrom) for node in ast.walk(tree))


def test_an_old_python_can_read_it() -> None:
    ast.parse(SCRIPT.read_text(encoding="utf-8"), feature_version=(3, 7))


def test_an_old_python_is_told_what_is_needed(
    bootstrap: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    with pytest.raises(bootstrap["Stop"]) as caught:
        bootstrap["check_python"]()
    assert "3.11" in str(caught.value) and "3.9.2" in str(caught.value)
    assert "需要" in str(caught.value) and "needed" in str(caught.value)


def test_somebody_who_is_not_root_gets_the_exact_line(
    bootstrap: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    check = bootstrap["check_libraries"]
    monkeypatch.setitem(check.__globals__, "missing_packages", lambda: ["libegl1"])
    monkeypatch.setattr("shutil.which", lambda name: "/usr/bin/apt-get")
    monkeypatch.setattr("os.geteuid", lambda: 1000, raising=False)
    with pytest.raises(bootstrap["Stop"], match=r"sudo apt-get install .* libegl1"):
        check()


def test_wrong_words_are_wrong_usage() -> None:
    done = subprocess.run([sys.executable, str(SCRIPT), "dance"], capture_output=True, check=False)
    assert done.returncode == 2
    assert b"run | test" in done.stdout


def test_the_quick_tests_are_there(bootstrap: dict[str, Any]) -> None:
    root = SCRIPT.parent.parent
    assert all((root / path).exists() for path in bootstrap["QUICK"])


def test_quick_means_the_quick_ones_on_every_core(
    bootstrap: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str]] = []

    def run(command: list[str], **_words: object) -> subprocess.CompletedProcess[str]:
        asked.append(command)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(subprocess, "run", run)
    assert bootstrap["test"]("python", ["--quick"]) == 0
    assert asked[0][5:] == ["--numprocesses", "auto", "--dist", "loadfile", *bootstrap["QUICK"]]
