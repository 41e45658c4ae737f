"""A sample workspace of 300 customers, made once, and copies of it to change."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from profiler_app.jobs import editing
from profiler_app.jobs.demo import DEMO_PASSPHRASE, create_demo
from profiler_app.store.workspace import Workspace, create_workspace, open_workspace

TODAY = date(2026, 11, 22)


class Silent:
    """Progress nobody watches."""

    def step(self, fraction: float, doing: str) -> None:
        """Go on."""


def create(workspace: Workspace, **values: Any) -> int:
    """Create a customer by hand."""
    full = {"kind": "person", "line": "trade", "name": "林婉清", **values}
    return editing.create_customer(Silent(), workspace, full, today=TODAY).customer


@pytest.fixture
def progress() -> Silent:
    return Silent()


@pytest.fixture(scope="session")
def demo_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "demo.zhike"
    create_demo(Silent(), path, customers=300, today=TODAY)
    return path


@pytest.fixture(scope="session")
def demo(demo_path: Path) -> Iterator[Workspace]:
    """The sample workspace, only to be read."""
    with open_workspace(demo_path, DEMO_PASSPHRASE, readonly=True) as opened:
        yield opened


@pytest.fixture
def own_demo(demo_path: Path, tmp_path: Path) -> Iterator[Workspace]:
    """A copy of the sample workspace, written to on the day after it was made."""
    path = tmp_path / "own.zhike"
    shutil.copy(demo_path, path)
    tomorrow = datetime(TODAY.year, TODAY.month, TODAY.day, 4, tzinfo=UTC) + timedelta(days=1)
    with open_workspace(path, DEMO_PASSPHRASE, clock=lambda: tomorrow) as opened:
        yield opened


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Workspace]:
    """A workspace without customers."""
    with create_workspace(tmp_path / "empty.zhike", "right horse", prefix="TEST") as opened:
        yield opened
