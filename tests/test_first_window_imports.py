"""The first window is shown before any heavy library is imported."""

from __future__ import annotations

import json
import os
import subprocess
import sys

HEAVY = ("pandas", "sklearn", "scipy", "matplotlib", "sqlite_utils")
NETWORK = ("socket", "ssl", "asyncio", "http.client", "PySide6.QtNetwork")

SCRIPT = """
import json, sys
from PySide6.QtWidgets import QApplication
from profiler_app import main
from profiler_app.ui import start
from profiler_app.ui.preferences import Preferences
from profiler_app.ui.window import MainWindow
from profiler_app.ui.entrance.entrance import Entrance
from pathlib import Path
application = QApplication([])
preferences = Preferences(Path(sys.argv[1]))
start.apply_look(preferences)
window = MainWindow(preferences)
window.show()
Entrance(window, preferences, Path(sys.argv[1]).parent).begin()
application.processEvents()
print(json.dumps(sorted(sys.modules)))
"""


def test_no_heavy_library_and_no_network_before_the_first_window(tmp_path: object) -> None:
    result = subprocess.run(
        [sys.executable, "-c", SCRIPT, f"{tmp_path}/window.ini"],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    loaded = set(json.loads(result.stdout.splitlines()[-1]))
    assert loaded.isdisjoint(HEAVY)
    assert loaded.isdisjoint(NETWORK)
    assert "profiler_app.ui.window" in loaded
