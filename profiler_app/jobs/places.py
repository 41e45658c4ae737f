"""Where the program keeps what nobody chose a place for."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def data_folder() -> Path:
    """Return the folder of the demonstration workspace, settings and log; made when missing."""
    if sys.platform == "win32":
        place = Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local"))
    elif sys.platform == "darwin":
        place = Path.home() / "Library" / "Application Support"
    else:
        place = Path(os.environ.get("XDG_DATA_HOME", Path.home() / ".local" / "share"))
    folder = place / "Zhike"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
