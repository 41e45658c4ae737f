"""Make the picture of the README: the profile card of the first customer of the sample.

``QT_QPA_PLATFORM=offscreen python .ci/pictures.py`` in the environment of the tests.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "resources" / "pictures" / "profile_zh.png"
TODAY = date(2026, 11, 22)
LOADED_MS, SHOWN_MS = 4_000, 8_000


def main() -> None:
    """Make the sample, open its first customer, keep what the window shows."""
    sys.path.insert(0, str(ROOT))
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from profiler_app.domain.progress import Silent
    from profiler_app.domain.text import set_language
    from profiler_app.jobs.demo import DEMO_PASSPHRASE, create_demo
    from profiler_app.jobs.workspaces import file_key, read_settings
    from profiler_app.ui.appearance import apply_look
    from profiler_app.ui.desk import Desk
    from profiler_app.ui.preferences import Preferences
    from profiler_app.ui.window import MainWindow

    app = QApplication([])
    set_language("zh")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "sample.zhike"
        create_demo(Silent(), path, customers=1000, today=TODAY)
        preferences = Preferences(Path(folder) / "preferences.ini")
        preferences.put("theme", "light")
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
        window.resize(1440, 900)
        window.show()

        def keep() -> None:
            TARGET.parent.mkdir(exist_ok=True)
            window.grab().save(str(TARGET))
            window.close()
            app.quit()

        QTimer.singleShot(LOADED_MS, lambda: desk.open_customer(1, [1, 2, 3, 4, 5]))
        QTimer.singleShot(SHOWN_MS + LOADED_MS, keep)
        app.exec()


if __name__ == "__main__":
    main()
