"""The program in the menu of a Linux desktop, and its portable folder."""

from __future__ import annotations

import configparser
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from profiler_app.jobs import desktop_entry
from profiler_app.jobs.desktop_entry import (
    NoDesktopEntries,
    add_desktop_entry,
    remove_desktop_entry,
)
from profiler_app.jobs.places import PORTABLE, data_folder


@pytest.fixture
def share(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(desktop_entry.shutil, "which", lambda _tool: None)
    return tmp_path


def test_the_entry_starts_this_program_with_the_file(
    share: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", "/opt/my apps/zhike")
    add_desktop_entry()
    entry = configparser.RawConfigParser()
    entry.read(share / "applications" / "zhike.desktop", encoding="utf-8")
    assert entry["Desktop Entry"]["Exec"] == '"/opt/my apps/zhike" %f'
    assert entry["Desktop Entry"]["MimeType"] == "application/x-zhike;"


def test_the_ending_belongs_to_it(share: Path) -> None:
    add_desktop_entry()
    tree = ElementTree.parse(share / "mime" / "packages" / "zhike.xml")
    space = "{http://www.freedesktop.org/standards/shared-mime-info}"
    assert [each.get("pattern") for each in tree.iter(f"{space}glob")] == ["*.zhike"]


def test_removing_it_leaves_nothing(share: Path) -> None:
    written = add_desktop_entry()
    assert remove_desktop_entry() == written
    assert not [path for path in share.rglob("*") if path.is_file()]
    assert remove_desktop_entry() == ()


def test_another_system_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    with pytest.raises(NoDesktopEntries):
        add_desktop_entry()


def test_a_bundle_keeps_everything_in_the_folder_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "stick" / "zhike"))
    (tmp_path / "stick").mkdir()
    assert data_folder() != tmp_path / "stick" / PORTABLE
    (tmp_path / "stick" / PORTABLE).mkdir()
    assert data_folder() == tmp_path / "stick" / PORTABLE
