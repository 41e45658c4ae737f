"""``profiler cluster``: algorithms, rules, segments and groups in force."""

from __future__ import annotations

import json
import shutil
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
    path = tmp_path_factory.mktemp("groups") / "demo.zhike"
    create_demo(Silent(), path, customers=300, today=TODAY)
    return path


@pytest.fixture
def run(
    demo_file: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> Run:
    """Run a command with a copy of the sample workspace and return what it printed."""
    monkeypatch.setenv("ZHIKE_PASSPHRASE", DEMO_PASSPHRASE)
    path = tmp_path / "own.zhike"
    shutil.copy(demo_file, path)

    def line(command: str, *words: str, code: int = 0) -> str:
        assert main([command, str(path), *words, "--lang", "en"]) == code
        out, err = capfd.readouterr()
        assert "Traceback" not in err
        return out if code == 0 else err

    return line


def test_the_algorithm_seed_and_scaling_are_told_seg_03(run: Run) -> None:
    told: Any = json.loads(run("cluster", "--algorithm", "gaussian", "--k", "3", "--json"))
    assert (told["algorithm"], told["seed"], told["k"]) == ("gaussian", 7, 3)
    assert {rule["field"] for rule in told["scaling"]} == set(told["fields"])
    assert told["left_out"] + len(told["customers"]) == 300
    assert len(told["centres"]) == 3


def test_the_rule_of_a_group_becomes_a_segment_seg_03(run: Run) -> None:
    printed = run("cluster", "--k", "3", "--save", "1")
    assert "%" in printed
    told: Any = json.loads(run("cluster", "--k", "3", "--rules", "--json"))
    rule = told["groups"][0]["rule"]
    assert rule["accuracy"] > 0.9
    listed: Any = json.loads(run("count", "--where", rule["rule"], "--json"))
    assert rule["customers"] in listed.values()
    kinds = [entry["kind"] for entry in json.loads(run("history", "--json"))["operations"]]
    assert kinds.count("segment") == 1


def test_adopted_groups_are_known_again_seg_03(run: Run) -> None:
    first: Any = json.loads(run("cluster", "--k", "4", "--adopt", "--json"))
    again: Any = json.loads(run("cluster", "--k", "4", "--seed", "11", "--json"))
    assert {group["known_as"] for group in again["groups"]} == {
        group["name"] for group in first["groups"]
    }


def test_what_cannot_be_kept_is_refused_with_a_reason(run: Run) -> None:
    assert "1 to 3" in run("cluster", "--k", "3", "--save", "9", code=1)


def test_a_segment_comes_with_strategy_and_channels_str_02(run: Run) -> None:
    run("segment", "Big", "--where", "monetary_12m >= 1000")
    told: Any = json.loads(run("strategy", "Big", "--json"))
    mix = told["channels"]
    assert told["target"] and told["strategy"]["goal"]
    assert mix["members"] == mix["not_to"] + mix["unknown"] + sum(
        each["customers"] for each in mix["shares"]
    )
    assert "Contact by" in run("strategy", "Big")
    assert "named Nobody" in run("strategy", "Nobody", code=1)
    assert json.loads(run("channel", "#1", "--json"))["because"]


def test_the_proposed_effort_fits_the_team_that_was_named_str_03(run: Run) -> None:
    told: Any = json.loads(run("effort", "--people", "1", "--contacts", "20", "--json"))
    assert told["planned"] <= told["capacity"] == 240
    assert {each["owner"] for each in told["tiers"]} <= {
        "dedicated", "shared", "desk", "automatic",
    }  # fmt: skip
    assert "240" in run("effort", "--people", "1", "--contacts", "20")


def test_the_log_of_runs_lists_what_each_gave_tag_04(run: Run) -> None:
    told: Any = json.loads(run("tag-runs", "--json"))
    assert told["runs"][-1]["given"] == told["runs"][-1]["held"] > 0
    assert "Business day" in run("tag-runs")
