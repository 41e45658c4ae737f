"""The files of ``resources/`` are found from a checkout, an installed wheel and a bundle."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from profiler_app.domain import resources

ROOT = Path(__file__).resolve().parent.parent
FIND = (
    "from profiler_app.domain.resources import catalog, resource_path;"
    "print(resource_path('catalogs', 'tags.json')); print(len(catalog('tags')['tags']))"
)


def test_from_a_checkout() -> None:
    assert resources.resource_path("catalogs", "tags.json").is_relative_to(ROOT / "resources")


def test_from_an_installed_wheel(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    for name in ("profiler_app", "resources"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=source, check=True, capture_output=True)
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        wheel.extractall(tmp_path / "site")
    found = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, '{tmp_path / 'site'}');{FIND}"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert found[0].startswith(str(tmp_path / "site"))
    assert int(found[1]) > 80


def test_from_a_bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bundled = tmp_path / "resources" / "catalogs" / "tags.json"
    bundled.parent.mkdir(parents=True)
    bundled.write_text("{}", encoding="utf-8")
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert resources.resource_path("catalogs", "tags.json") == bundled


def test_a_file_that_is_not_shipped_is_named() -> None:
    with pytest.raises(FileNotFoundError, match="no/such"):
        resources.resource_path("no", "such")
