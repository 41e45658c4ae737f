"""What the words of the command line start."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import Any

import pytest

from profiler_app.jobs import self_testing
from profiler_app.main import main
from profiler_app.ui import start


def test_no_words_mean_the_window(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[dict[str, Any]] = []
    monkeypatch.setattr(gc, "disable", lambda: None)
    monkeypatch.setattr(start, "open_window", lambda **words: asked.append(words) or 0)
    assert main([]) == 0
    assert asked == [{}]


def test_a_workspace_is_a_word_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[dict[str, Any]] = []
    monkeypatch.setattr(gc, "disable", lambda: None)
    monkeypatch.setattr(start, "open_window", lambda **words: asked.append(words) or 0)
    assert main(["Shop.ZHIKE"]) == 0
    assert asked == [{"file": Path("Shop.ZHIKE").absolute()}]


def test_the_self_test_walks_the_whole_trip(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--lang", "en", "--self-test"]) == 0
    lines = capsys.readouterr().out.strip().splitlines()
    assert len([line for line in lines if line.startswith("✓")]) == 9
    assert lines[-1] == "Everything works here."


def test_the_self_test_names_what_does_not_work(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_words: Any, **_more: Any) -> None:
        raise OSError("no such library")

    monkeypatch.setattr(self_testing, "create_demo", broken)
    assert main(["--lang", "en", "--self-test"]) == 1
    first, last = capsys.readouterr().out.strip().splitlines()
    assert first == "✗ Sample data, features and tags  OSError: no such library"
    assert last == "Something does not work here."
