"""A window with two plain pages and no workspace file, for tests of the shell."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from profiler_app.domain.progress import Silent
from profiler_app.jobs.demo import DEMO_PASSPHRASE, create_demo
from profiler_app.jobs.workspaces import Settings, file_key, read_settings
from profiler_app.ui import desk as desks
from profiler_app.ui import navigation, page_stack, saved_views, theme, workspace_view
from profiler_app.ui.appearance import apply_look
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages import PageSpec
from profiler_app.ui.pages.customers import CustomersPage
from profiler_app.ui.preferences import Preferences
from profiler_app.ui.window import MainWindow

SAMPLE_DAY = date(2026, 11, 22)


@pytest.fixture(autouse=True, scope="module")
def _settled_objects() -> None:
    """Spare what earlier modules loaded from being looked through after every test of this one."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _clean_end() -> Iterator[None]:
    """Collect garbage in this thread only, as the window does (``ui.garbage``), after each test."""
    gc.disable()
    yield
    gc.collect()
    gc.enable()


class Held:
    """Stands for the workspace: a job can wait for it to be interrupted."""

    def __init__(self) -> None:
        self.interrupted = threading.Event()

    def interrupt(self) -> None:
        self.interrupted.set()

    def close(self) -> None:
        pass


class PlainPage(QWidget):
    """A page that remembers what the window told it."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[Any] = []
        self.steps = self.inside = 0
        self.field = QLineEdit()
        self.field.setAcceptDrops(False)
        QVBoxLayout(self).addWidget(self.field)

    def activated(self) -> None:
        self.told.append("activated")

    def retranslate(self) -> None:
        self.told.append("retranslate")

    def open_customer(self, customer: int, ids: Any) -> None:
        self.told.append((customer, tuple(ids)))

    def open_files(self, paths: Any) -> None:
        self.told.append([path.name for path in paths])

    def escape(self) -> bool:
        self.steps -= 1
        return self.steps >= 0

    def go_back(self) -> bool:
        self.inside -= 1
        return self.inside >= 0

    def search_focus(self) -> None:
        self.field.setFocus()

    def tab_regions(self) -> list[QWidget]:
        return [self.field]


@dataclass
class Shell:
    """The window and what it is made of."""

    window: MainWindow
    desk: Desk
    pages: dict[str, PlainPage]
    preferences: Preferences


def desk_over(
    path: Path,
    passphrase: str,
    preferences: Preferences,
    *,
    today: date,
    parent: QWidget | None = None,
) -> Desk:
    """A desk over a real workspace; whoever asks shuts it down (a window does when it closes)."""
    key = file_key(path, passphrase)
    return Desk(
        path,
        key,
        settings=read_settings(path, key),
        preferences=preferences,
        today=lambda: today,
        parent=parent,
    )


@contextmanager
def open_desk(path: Path, passphrase: str, *, folder: Path, today: date) -> Iterator[Desk]:
    """A desk over a real workspace, its preferences in ``folder``; shut down at the end."""
    made = desk_over(path, passphrase, Preferences(folder / "window.ini"), today=today)
    yield made
    made.shut_down()


@pytest.fixture(scope="session")
def sixty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sample workspace of sixty customers, only to be copied."""
    path = tmp_path_factory.mktemp("sixty") / "demo.zhike"
    create_demo(Silent(), path, customers=60, today=SAMPLE_DAY)
    return path


@pytest.fixture
def sixty_desk(qapp: QApplication, sixty: Path, tmp_path: Path) -> Iterator[Desk]:
    """A desk over a copy of the sixty customers."""
    path = tmp_path / "own.zhike"
    path.write_bytes(sixty.read_bytes())
    theme.apply(qapp, "light")
    with open_desk(path, DEMO_PASSPHRASE, folder=tmp_path, today=SAMPLE_DAY) as made:
        yield made


@pytest.fixture(scope="session")
def two_hundred(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sample workspace of two hundred customers, only to be copied."""
    path = tmp_path_factory.mktemp("two_hundred") / "demo.zhike"
    create_demo(Silent(), path, customers=200, today=SAMPLE_DAY)
    return path


@pytest.fixture
def demo_desk(qapp: QApplication, two_hundred: Path, tmp_path: Path) -> Iterator[Desk]:
    """A desk over a copy of the two hundred customers."""
    path = tmp_path / "own.zhike"
    path.write_bytes(two_hundred.read_bytes())
    theme.apply(qapp, "light")
    with open_desk(path, DEMO_PASSPHRASE, folder=tmp_path, today=SAMPLE_DAY) as made:
        yield made


def list_of(qtbot: QtBot, desk: Desk, customers: int) -> CustomersPage:
    """The customers page of a desk, once its rows are there."""
    made = CustomersPage(desk)
    qtbot.addWidget(made)
    made.resize(1300, 800)
    made.show()
    qtbot.waitUntil(lambda: len(made.table.customers.ids) == customers)
    qtbot.waitUntil(lambda: made.table.customers.customer(0) is not None)
    return made


@pytest.fixture
def preferences(tmp_path: Path) -> Preferences:
    made = Preferences(tmp_path / "window.ini")
    made.put("theme", "light")
    return made


@pytest.fixture
def shell(
    qtbot: QtBot, preferences: Preferences, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Shell]:
    made: dict[str, PlainPage] = {}

    def make(key: str) -> Any:
        return lambda _desk: made.setdefault(key, PlainPage())

    specs = (
        PageSpec("customers", "Customers", "users", 2, make("customers")),
        PageSpec("profile", "Profile card", "user", 0, make("profile"), parent="customers"),
        PageSpec("data", "Data", "database", 7, make("data")),
        PageSpec("import", "Import", "upload", 0, make("import"), parent="data"),
    )
    monkeypatch.setattr(page_stack, "PAGES", specs)
    monkeypatch.setattr(workspace_view, "PAGES", specs)
    monkeypatch.setattr(navigation, "PAGES", specs)
    monkeypatch.setattr(saved_views, "_read", lambda _reader: ())
    monkeypatch.setattr(desks, "enter_workspace", lambda *_args, **_named: Held())
    apply_look(preferences)
    shown = MainWindow(preferences)
    qtbot.addWidget(shown)
    settings = Settings(name="江南家居", currency="CNY", language="zh", prefix="A")
    desk = Desk(
        tmp_path / "none.zhike",
        None,
        settings=settings,
        preferences=preferences,
        today=lambda: date(2025, 9, 18),
        parent=shown,
    )
    shown.open_desk(desk)
    shown.show()
    yield Shell(shown, desk, made, preferences)
    shown.close()
