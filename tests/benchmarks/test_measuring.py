"""The harness of the benchmarks: turns, medians, bars, fresh processes."""

from __future__ import annotations

import sys

import pytest

from benchmarks.measuring import Bar, Case, Experiment, Row, measure, medians, rows, turns, worker


def test_cases_take_turns() -> None:
    assert turns(["ours", "peer"], 2) == ["ours", "peer", "ours", "peer"]


def test_the_median_is_taken_of_the_figures_that_every_run_has() -> None:
    runs = [{"cpu": 3.0, "hits": 1.0}, {"cpu": 1.0}, {"cpu": 2.0, "hits": 5.0}]
    assert medians(runs) == {"cpu": 2.0}


@pytest.mark.parametrize(("ours", "met"), [(1.0, True), (1.6, False)])
def test_a_bar_with_a_peer_is_a_ratio(ours: float, met: bool) -> None:
    bar = Bar("Import", "ours.cpu", "peer.cpu", 1.5)
    (row,) = rows([bar], {"ours": {"cpu": ours}, "peer": {"cpu": 1.0}}, 1)
    assert row.ratio == ours
    assert row.met is met


def test_a_bar_without_a_peer_is_absolute_and_one_without_a_limit_is_only_told() -> None:
    assert Row(Bar("Memory", "ours.rss", None, 250, "MB"), 251.0, None, 1).met is False
    assert Row(Bar("Time", "ours.cpu", None, None), 1.0, None, 1).met is None


def test_a_case_runs_in_its_own_process_after_its_preparation() -> None:
    order: list[str] = []
    case = Case(
        "echo",
        (sys.executable, "-c", "import sys; print('not this'); print(sys.stdin.read())"),
        prepare=lambda: order.append("prepared"),
        stdin='{"hits": 3}',
        prints=True,
    )
    bars = (Bar("Hits", "echo.hits", None, 3, "hits"), Bar("Memory", "echo.rss", None, 0.001))
    hits, memory = measure(Experiment((case,), bars, runs=1), 5, say=order.append)
    assert (hits.ours, hits.runs, hits.met) == (3, 1, True)
    assert memory.met is False
    assert order[0] == "prepared"


def test_a_worker_gets_its_arguments_and_prints_what_its_function_returns() -> None:
    case = worker("counted", "collections:Counter", red=2, blue=1)
    bars = (Bar("Red", "counted.red", "counted.blue", 2, "balls"),)
    (row,) = measure(Experiment((case,), bars), 1, say=lambda _line: None)
    assert row.ratio == 2


def test_a_case_that_fails_stops_the_run() -> None:
    case = Case("broken", (sys.executable, "-c", "raise SystemExit(3)"))
    with pytest.raises(RuntimeError, match="broken ended with exit code 3"):
        measure(Experiment((case,), ()), 1)
