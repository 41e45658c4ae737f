"""Take a picture of every page in each language, theme and size, to be looked at.

``QT_QPA_PLATFORM=offscreen python .ci/screens.py FOLDER`` in the environment of the tests. What can
be checked without eyes is in ``tests/ui/test_screens.py``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sample_window import open_sample

SIZES = ((1120, 700), (1280, 800), (1440, 900), (2560, 1440))
OPENED_MS, SHOWN_MS, RESIZED_MS = 6_000, 4_000, 700
CUSTOMERS = 1000


def main() -> None:
    """Go through all pages, a window for each language and theme."""
    from PySide6.QtWidgets import QApplication

    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    for tongue in ("zh", "en"):
        for theme in ("light", "dark"):
            with TemporaryDirectory() as folder:
                _walk(app, Path(folder), target, tongue, theme)


def _walk(app: Any, folder: Path, target: Path, tongue: str, theme: str) -> None:
    from PySide6.QtCore import QTimer

    window, desk = open_sample(folder, tongue, theme, customers=CUSTOMERS)
    steps = _steps(window, desk, target, f"{tongue}_{theme}")

    def go_on() -> None:
        wait = next(steps, None)
        if wait is None:
            window.close()
            app.quit()
        else:
            QTimer.singleShot(wait, go_on)

    QTimer.singleShot(OPENED_MS, go_on)
    app.exec()


def _steps(window: Any, desk: Any, target: Path, look: str) -> Iterator[int]:
    """Open a page, take it at every size; each time say how long to wait."""
    from profiler_app.ui.pages import PAGES

    places = {
        "profile": lambda: desk.open_customer(1, [1, 2, 3]),
        "relations": lambda: desk.open_place("relations", 1),
        "timeline": lambda: desk.open_place("timeline", 1),
        "visit": lambda: desk.open_place("visit", 1),
        "likeness": lambda: desk.compare([1, 2, 3]),
    }
    for spec in PAGES:
        if spec.key in places:
            places[spec.key]()
        else:
            desk.open_page(spec.key)
        yield SHOWN_MS
        for width, height in SIZES:
            window.resize(width, height)
            yield RESIZED_MS
            window.grab().save(str(target / f"{spec.key}_{look}_{width}x{height}.png"))


if __name__ == "__main__":
    main()
