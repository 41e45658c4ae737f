"""What is shipped is known: pinned with hashes, licensed, listed, compared with weaknesses."""

from __future__ import annotations

import json
import runpy
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from profiler_app.jobs.licences import licences
from tests.conftest import ROOT

pytestmark = pytest.mark.promise(35)


@pytest.fixture(scope="module")
def shipped() -> dict[str, Any]:
    return runpy.run_path(str(ROOT / ".ci" / "shipped.py"))


def script(name: str, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / ".ci" / f"{name}.py"), *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_every_package_that_runs_is_pinned_with_hashes(shipped: dict[str, Any]) -> None:
    pinned = shipped["locked"]()
    packages = shipped["runtime"]()
    assert len(packages) > 15
    assert {name for name in packages if not pinned.get(name, ("", []))[1]} == set()


def test_every_package_that_runs_ships_its_licence(shipped: dict[str, Any]) -> None:
    told = {shipped["normal"](each.name): each for each in licences()}
    assert set(shipped["runtime"]()) <= set(told)
    assert {"qt", "sqlcipher", "openssl", "sqlite", "lucide"} <= set(told)
    assert [each.name for each in licences() if len(each.text) < 200 or not each.licence] == []


def test_the_notice_of_qt_says_how_to_replace_it_and_holds_both_licences() -> None:
    (qt,) = (each for each in licences() if each.name == "Qt")
    for words in ("linked dynamically", "replace", "替换", "GNU LESSER GENERAL PUBLIC LICENSE"):
        assert words in qt.text
    assert "GNU GENERAL PUBLIC LICENSE" in qt.text and "source code" in qt.text


def test_the_bill_of_materials_names_every_package_and_is_always_the_same(
    tmp_path: Path, shipped: dict[str, Any]
) -> None:
    for name in ("one", "two"):
        assert script("sbom", str(tmp_path / name)).returncode == 0
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    bill = json.loads((tmp_path / "one").read_text("utf-8"))
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    named = {each["name"] for each in bill["components"]}
    assert named == set(shipped["runtime"]())
    refs = {each["bom-ref"] for each in bill["components"]}
    assert all(set(each["dependsOn"]) <= refs for each in bill["dependencies"])


def advisory(name: str, **affected: Any) -> dict[str, Any]:
    package = {"ecosystem": "PyPI", "name": name}
    return {"id": f"X-{name}", "summary": "bad", "affected": [{"package": package, **affected}]}


def events(*steps: tuple[str, str]) -> list[dict[str, Any]]:
    return [{"type": "ECOSYSTEM", "events": [{kind: text} for kind, text in steps]}]


def test_known_weaknesses_of_pinned_packages_are_told_offline(
    tmp_path: Path, shipped: dict[str, Any]
) -> None:
    version = shipped["locked"]()["numpy"][0]
    found = [
        advisory("NumPy", ranges=events(("introduced", "0"), ("fixed", "9999"))),
        advisory("pandas", ranges=events(("introduced", "0"), ("fixed", "0.1"))),
        advisory("scipy", ranges=events(("introduced", "0"), ("last_affected", "0.2"))),
        advisory("nobody", versions=["1"]),
        {**advisory("numpy", versions=[version]), "withdrawn": "2026-01-01T00:00:00Z"},
    ]
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        for nth, each in enumerate(found):
            archive.writestr(f"{nth}.json", json.dumps(each))
    answer = script("advisories", str(tmp_path / "all.zip"))
    assert answer.returncode == 1, answer.stderr
    assert answer.stdout.splitlines() == [f"numpy {version}: X-NumPy, mended in 9999. bad"]


def test_no_weakness_and_no_database_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "none.json").write_text("[]", "utf-8")
    assert script("advisories", str(tmp_path)).returncode == 0
    assert script("advisories", str(tmp_path / "missing")).returncode == 2
