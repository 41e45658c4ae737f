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

def note_and_enter(window, *rest):
    from PySide6.QtCore import QTimer
    print(json.dumps(sorted(sys.modules)))
    enter(window, *rest)
    front = type(window.front).__name__
    def tell(left=100):
        if left and "profiler_app.ui.pages.customers" not in sys.modules:
            QTimer.singleShot(200, lambda: tell(left - 1))
            return
        print(json.dumps([front, sorted(sys.modules)]))
        window.close()
    QTimer.singleShot(200, tell)

import profiler_app.ui.start as start
enter, start._enter = start._enter, note_and_enter
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
    first, later = result.stdout.splitlines()[-2:]
    loaded = set(json.loads(first))
    assert loaded.isdisjoint(HEAVY)
    assert loaded.isdisjoint(NETWORK)
    assert "profiler_app.ui.window" in loaded
    page, loaded_ahead = json.loads(later)
    assert page == "CreatePage"  # on the first start
    assert "profiler_app.ui.pages.customers" in loaded_ahead  # while a passphrase is typed


def test_an_import_of_customers_brings_no_heavy_library() -> None:
    """What reads a file needs none of them; to load them would take a tenth of the import."""
    script = "import json, sys, profiler_app.jobs.importing; print(json.dumps([*sys.modules]))"
    result = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert {*json.loads(result.stdout)}.isdisjoint({*HEAVY} - {"sqlcipher3"})
