"""The page of customers on the screen: until its rows are there, and how it scrolls."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks import generating
from benchmarks.drawing import AS_OF
from benchmarks.timing import p50, p95, times

_STEPS, _NOTCH = 200, 144


def show_page(path: str) -> dict[str, float]:
    """Show the page of customers and scroll it."""
    import os

    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtWidgets import QApplication

    from profiler_app.jobs.workspaces import file_key, read_settings
    from profiler_app.ui.appearance import apply_look
    from profiler_app.ui.desk import Desk
    from profiler_app.ui.pages.customers.page import CustomersPage
    from profiler_app.ui.preferences import Preferences

    application = QApplication([])
    key = file_key(Path(path), generating.PASSPHRASE)
    with tempfile.TemporaryDirectory() as place:
        preferences = Preferences(Path(place) / "window.ini")
        apply_look(preferences)
        settings = read_settings(Path(path), key)
        desk = Desk(
            Path(path), key, settings=settings, preferences=preferences, today=lambda: AS_OF
        )
        began = time.perf_counter()
        page = CustomersPage(desk)
        page.resize(1200, 800)
        page.show()
        model = page.table.customers
        while not model.rowCount() or model.customer(0) is None:
            application.processEvents()
            time.sleep(0.001)
        application.processEvents()
        figures = {"open": time.perf_counter() - began, **_scroll(application, page.table)}
        page.close()
        desk.shut_down()
    return figures


def _scroll(application: Any, table: Any) -> dict[str, float]:
    """Scroll by notches and by whole pages; between steps the rows are read."""
    bar = table.verticalScrollBar()

    def move(by: int) -> None:
        bar.setValue(bar.value() + by)
        application.processEvents()

    def moves(by: int) -> list[float]:
        taken = []
        for _step in range(_STEPS):
            taken += times(move, [by])
            until = time.perf_counter() + 0.02
            while time.perf_counter() < until:
                application.processEvents()
                time.sleep(0.001)
        return sorted(taken)

    notches, leaps = moves(_NOTCH), moves(table.viewport().height())
    return {"step p50": p50(notches), "step p95": p95(notches), "leap p95": p95(leaps)}
