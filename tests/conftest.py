"""What every test may rely on: no display, no left-over threads, texts in Chinese."""

from __future__ import annotations

import os
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# Real data sets and calculation vectors, too large to be part of the repository.
SHARED = Path(os.environ.get("ZHIKE_SHARED", ROOT.parent / "shared"))

if sys.platform.startswith("linux") and not (
    os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# Settings of the person who runs the tests are neither read nor changed.
_settings = tempfile.TemporaryDirectory(prefix="zhike-tests-")
os.environ["XDG_CONFIG_HOME"] = os.environ["XDG_DATA_HOME"] = _settings.name


@pytest.fixture
def shared() -> Path:
    """Return the folder of real data; the test is skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("no real data here: ZHIKE_SHARED names no folder")
    return SHARED


@pytest.fixture(scope="session", autouse=True)
def _one_application(qapp: object) -> None:
    """Start the application of the window first: a print would start one without widgets."""


@pytest.fixture(scope="session", autouse=True)
def _patience() -> None:
    """Wait longer than five seconds for what a busy machine does late; no test measures time."""
    from pytestqt.qtbot import QtBot

    defaults = QtBot.waitUntil.__kwdefaults__
    assert defaults is not None and "timeout" in defaults
    defaults["timeout"] = 30_000


@pytest.fixture(scope="session", autouse=True)
def _keys_once() -> None:
    """Derive the key of each file once: copies of one sample are opened a thousand times."""
    from functools import cache

    from profiler_app.store import connect

    connect._stretched = cache(connect._stretched)


@pytest.fixture(autouse=True)
def _chinese() -> Iterator[None]:
    from profiler_app.domain.text import set_language

    set_language("zh")
    yield
    set_language("zh")


@pytest.fixture(autouse=True)
def _no_thread_left_behind() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    left = [t for t in threading.enumerate() if t not in before and not t.daemon and t.is_alive()]
    assert not left, f"threads still running after the test: {left}"


@pytest.fixture(autouse=True)
def _no_own_fields() -> Iterator[None]:
    from profiler_app.domain.fields import use_own_fields

    use_own_fields()
    yield
    use_own_fields()
