"""What the words of the command line start."""

from __future__ import annotations

import gc
from typing import Any

import pytest

from profiler_app.main import main
from profiler_app.ui import start


def test_no_words_mean_the_window(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[dict[str, Any]] = []
    monkeypatch.setattr(gc, "disable", lambda: None)
    monkeypatch.setattr(start, "open_window", lambda **words: asked.append(words) or 0)
    assert main([]) == 0
    assert asked == [{}]
