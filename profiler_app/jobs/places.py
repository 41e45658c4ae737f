"""Where the program keeps what nobody chose a place for."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import NamedTuple

PORTABLE = "Zhike-Data"
"""A folder of this name beside the program of a bundle keeps everything."""


def data_folder() -> Path:
    """Return the folder of the demonstration workspace, settings and log; made when missing.

    A bundle with a folder ``Zhike-Data`` beside it is portable (on a USB stick): all stays there.
    """
    if (beside := _portable_folder()) is not None:
        return beside
    if sys.platform == "win32":
        place = Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local"))
    elif sys.platform == "darwin":
        place = Path.home() / "Library" / "Application Support"
    else:
        place = Path(os.environ.get("XDG_DATA_HOME", Path.home() / ".local" / "share"))
    folder = place / "Zhike"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _portable_folder() -> Path | None:
    """The folder beside the bundle, where somebody made one; Python itself is never portable."""
    if not getattr(sys, "frozen", False):
        return None
    folder = Path(sys.executable).resolve().parent / PORTABLE
    return folder if folder.is_dir() else None


_SYNCED = ("onedrive", "dropbox", "google drive", "googledrive", "icloud", "mobile documents",
           "nutstore", "坚果云", "百度网盘", "baidunetdisk", "baidusyncdisk", "微云", "weiyun",
           "wpsdrive", "wps云盘", "阿里云盘", "115", "nextcloud", "seafile", "syncthing"
           )  # fmt: skip
_REMOVABLE = ("/media/", "/run/media/", "/mnt/", "/Volumes/")
_DRIVE_REMOVABLE = 2  # of GetDriveTypeW


class Place(NamedTuple):
    """What is worth knowing about a folder before a workspace is put there."""

    free: int
    writable: bool
    synced: bool
    removable: bool


def look_at(folder: Path) -> Place:
    """Look at a folder, or at the nearest one above it that exists."""
    while not folder.is_dir() and folder != folder.parent:
        folder = folder.parent
    folder = folder.resolve()
    return Place(
        free=shutil.disk_usage(folder).free,
        writable=os.access(folder, os.W_OK),
        synced=any(_is_synced(part) for part in folder.parts),
        removable=_is_removable(folder),
    )


def _is_synced(part: str) -> bool:
    """A folder of a service for synchronising files, by its usual name (``OneDrive - Firm``)."""
    name = part.casefold()
    return any(name == known or name.startswith((f"{known} ", f"{known}-")) for known in _SYNCED)


def _is_removable(folder: Path) -> bool:
    if sys.platform == "win32":
        import ctypes

        kind: int = ctypes.windll.kernel32.GetDriveTypeW(folder.anchor)
        return kind == _DRIVE_REMOVABLE
    return f"{folder.as_posix()}/".startswith(_REMOVABLE)
