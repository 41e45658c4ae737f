"""``profiler cohort`` and ``profiler lifecycle``."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from profiler_app.jobs.demo import DEMO_PASSPHRASE, create_demo
from profiler_app.main import main
from tests.jobs.conftest import TODAY, Silent

Run = Callable[..., str]


@pytest.fixture(scope="module")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("cohorts") / "demo.zhike"
    create_demo(Silent(), path, customers=120, today=TODAY)
    return path


@pytest.fixture
def run(demo_file: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setenv("ZHIKE_PASSPHRASE", DEMO_PASSPHRASE)

    def line(command: str, *words: str) -> str:
        assert main([command, str(demo_file), *words, "--lang", "en"]) == 0
        return capfd.readouterr().out

    return line


def test_cohorts_are_one_json_object_or_a_table_lif_01(run: Run) -> None:
    told: Any = json.loads(run("cohort", "--until", "2026-11-22", "--json"))
    first = told["cohorts"][0]
    assert set(first) == {"cohort", "customers", "active", "retention", "sales"}
    assert first["active"][0] == first["customers"]
    assert told["overall_retention"][0] == 1
    table = run("cohort", "--until", "2026-11-22", "--unit", "quarter")
    assert "-Q" in table


def test_the_lifecycle_tells_stages_moves_and_histories_lif_01(run: Run) -> None:
    asked = ("--as-of", "2026-11-22", "--months", "2")
    told: Any = json.loads(run("lifecycle", *asked, "--customers", "--json"))
    assert sum(told["stages"].values()) == len(told["customers"]) == 120 - told["withheld"]
    assert [each["day"] for each in told["flow"]] == ["2026-09-30", "2026-10-31", "2026-11-22"]
    one = told["customers"][0]
    assert one["history"][-1]["stage"] == one["stage"]
    assert "Mature" in run("lifecycle", *asked) or told["stages"]["mature"] == 0
