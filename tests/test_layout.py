"""What stands at the top of the project, and what may stand in no file at all."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ALLOWED = {
    "profiler_app",
    "resources",
    "tests",
    "pyproject.toml",
    "build.spec",
    "README.md",
    "LICENSE",
    "requirements.lock",
    "benchmarks",
}


def tracked() -> list[str]:
    git = shutil.which("git")
    if git is None:
        pytest.skip("git is not installed here")
    command = [git, "ls-files", "--cached", "--others", "--exclude-standard"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if result.returncode:
        pytest.skip("this is not a git checkout")
    return result.stdout.splitlines()


def test_the_top_level_is_the_one_of_the_design_card() -> None:
    tops = {path.split("/")[0] for path in tracked()}
    assert {top for top in tops if not top.startswith(".")} <= ALLOWED


def test_no_file_holds_the_address_of_a_package_registry() -> None:
    address = re.compile(
        rb"https?://[^\s\"']*(pypi|pythonhosted|/simple/|registry\.npm)|--(extra-)?index-url\s+\S"
        rb"|--find[-]links\s+\S"
    )
    guilty = [
        path
        for path in tracked()
        if (ROOT / path).is_file()
        and path != "tests/test_layout.py"
        and address.search((ROOT / path).read_bytes())
    ]
    assert guilty == []


def test_no_file_holds_a_path_of_one_machine() -> None:
    path_of_a_machine = re.compile(rb"(?<![\w.])/(work|root|home|Users)/[a-z]+/")
    guilty = [
        path
        for path in tracked()
        if (ROOT / path).is_file() and path_of_a_machine.search((ROOT / path).read_bytes())
    ]
    assert guilty == []


def test_every_locked_package_has_a_version_and_a_hash() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    entries = re.split(r"\n(?=\S)", lock.strip())
    assert len(entries) > 40
    for entry in entries:
        assert re.match(r"[a-z0-9][a-z0-9._-]*==\S+", entry), entry[:60]
        assert "--hash=sha256:" in entry, entry[:60]


def test_the_lock_pins_a_qt_that_survives() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "pyside6-essentials==6.11.3" in lock


def test_the_readme_has_the_two_commands_on_its_first_screen() -> None:
    first_screen = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()[:45]
    commands = [line.strip() for line in first_screen if line.strip().startswith("python3 ")]
    assert commands == [
        "python3 profiler_app/bootstrap.py run",
        "python3 profiler_app/bootstrap.py test",
    ]
