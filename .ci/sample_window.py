"""A window on the sample data, for scripts that take pictures of it."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
TODAY = date(2026, 11, 22)


def open_sample(folder: Path, tongue: Any, theme: str, *, customers: int) -> tuple[Any, Any]:
    """Make the sample in a folder and show a window on it; return the window and its desk."""
    sys.path.insert(0, str(ROOT))
    from profiler_app.domain.progress import Silent
    from profiler_app.domain.text import set_language
    from profiler_app.jobs.demo import DEMO_PASSPHRASE, create_demo
    from profiler_app.jobs.workspaces import file_key, read_settings
    from profiler_app.ui.appearance import apply_look
    from profiler_app.ui.desk import Desk
    from profiler_app.ui.preferences import Preferences
    from profiler_app.ui.window import MainWindow

    set_language(tongue)
    path = folder / "sample.zhike"
    create_demo(Silent(), path, language=tongue, customers=customers, today=TODAY, weeks=1)
    preferences = Preferences(folder / "preferences.ini")
    preferences.put("theme", theme)
    apply_look(preferences)
    key = file_key(path, DEMO_PASSPHRASE)
    window = MainWindow(preferences)
    desk = Desk(
        path,
        key,
        settings=read_settings(path, key),
        preferences=preferences,
        today=lambda: TODAY,
        parent=window,
    )
    window.open_desk(desk)
    window.show()
    return window, desk
