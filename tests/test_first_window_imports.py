"""The first window is shown before any heavy library is imported."""

from __future__ import annotations

import json
import os
import subprocess
import sys

HEAVY = ("numpy", "sqlcipher3", "pandas", "sklearn", "scipy", "matplotlib", "sqlite_utils")
NETWORK = ("socket", "ssl", "asyncio", "http.client", "PySide6.QtNetwork")

SCRIPT = """
import json, sys
from profiler_app.main import main

def note(*_start):
    from PySide6.QtWidgets import QApplication
    print(json.dumps(sorted(sys.modules)))
    QApplication.exit()

import profiler_app.ui.start as start
start._enter = note
main([])
"""


def test_no_heavy_library_and_no_network_before_the_first_window(tmp_path: object) -> None:
    home = {name: str(tmp_path) for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "LOCALAPPDATA")}
    result = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        env={**os.environ, **home, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    loaded = set(json.loads(result.stdout.splitlines()[-1]))
    assert loaded.isdisjoint(HEAVY)
    assert loaded.isdisjoint(NETWORK)
    assert "profiler_app.ui.window" in loaded
