"""The entry of the program in the menu of a Linux desktop, and the ending ``.zhike`` as its own.

Windows and macOS take both from the bundle (``build.spec``).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import ClassVar

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.resources import resource_path
from profiler_app.domain.text import N_

_PLACES = {
    "zhike.desktop": "applications/zhike.desktop",
    "zhike-mime.xml": "mime/packages/zhike.xml",
    "zhike.png": "icons/hicolor/512x512/apps/zhike.png",
}
_TOLD = (("update-mime-database", "mime"), ("update-desktop-database", "applications"))


class NoDesktopEntries(UserProblem):
    """This system keeps no entries of that kind."""

    code: ClassVar[str] = "no_desktop_entries"
    template: ClassVar[str] = N_(
        "Entries in the menu are made by hand on Linux only. On Windows and macOS open a .zhike "
        "file once with “Open with” and choose Zhike."
    )


def add_desktop_entry() -> tuple[Path, ...]:
    """Put the program into the menu of this user and let it open ``.zhike``; return the files.

    Raises NoDesktopEntries elsewhere than on Linux.
    """
    written = []
    for name, place in _targets().items():
        place.parent.mkdir(parents=True, exist_ok=True)
        if name.endswith(".desktop"):
            text = resource_path("desktop", name).read_text(encoding="utf-8")
            place.write_text(text.replace("@PROGRAM@", _program()), encoding="utf-8")
        else:
            shutil.copyfile(resource_path("desktop", name), place)
        written.append(place)
    _tell_desktop()
    return tuple(written)


def remove_desktop_entry() -> tuple[Path, ...]:
    """Take the entry away again; return the files that were there."""
    removed = [place for place in _targets().values() if place.exists()]
    for place in removed:
        place.unlink()
    _tell_desktop()
    return tuple(removed)


def _targets() -> dict[str, Path]:
    if not sys.platform.startswith("linux"):
        raise NoDesktopEntries()
    return {name: _share() / place for name, place in _PLACES.items()}


def _share() -> Path:
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")


def _program() -> str:
    """The words that start this installation, quoted as the standard asks."""
    words = [sys.executable] if getattr(sys, "frozen", False) else [
        sys.executable, "-m", "profiler_app"
    ]  # fmt: skip
    return " ".join(f'"{word}"' if " " in word else word for word in words)


def _tell_desktop() -> None:
    """Let the desktop read the folders again, where it has the tools for it."""
    for tool, folder in _TOLD:
        if shutil.which(tool):
            subprocess.run([tool, str(_share() / folder)], check=False, capture_output=True)
