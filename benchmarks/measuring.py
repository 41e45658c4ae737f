"""Running cases in turns, each in a fresh process, and the medians of what they took."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.worker import STARTED

ROOT = Path(__file__).resolve().parent.parent
_MB = 1e6
_COMPILED = {"PYTHONDONTWRITEBYTECODE": ""}
"""Modules are compiled once and kept, as in every installation, whatever this shell prefers."""

_RSS_UNIT = 1 if sys.platform == "darwin" else 1024

Figures = Mapping[str, float]


class Missing(Exception):
    """Something that is measured beside is not installed here; the sentence says what."""


@dataclass(frozen=True, slots=True)
class Scale:
    """How much data a run of the benchmarks works on."""

    name: str
    customers: int
    orders: int


SCALES = {
    "small": Scale("small", 100_000, 1_000_000),
    "full": Scale("full", 1_000_000, 10_000_000),
}


@dataclass(frozen=True, slots=True)
class Case:
    """Something to run in a fresh process.

    ``prepare`` runs before each run and is not measured. ``prints`` says that the last line of the
    output is a JSON object of further figures.
    """

    name: str
    command: tuple[str, ...]
    prepare: Callable[[], None] | None = None
    stdin: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)
    prints: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """What is asked of a figure: ``ours`` is at most ``limit`` times ``peer``.

    Figures are written ``case.figure``: ``cpu`` and ``wall`` (seconds), ``rss`` (peak, MB of 10^6
    bytes) are there for every case, others are printed by the case. Without a peer the limit is
    absolute, in ``unit``. Without a limit the figure is only told.
    """

    title: str
    ours: str
    peer: str | None
    limit: float | None
    unit: str = "s"


@dataclass(frozen=True, slots=True)
class Experiment:
    """Cases that run in turns, and the bars their medians are held against.

    ``runs`` limits how often the cases run, however many runs were asked for; ``remark`` says what
    exactly was measured.
    """

    cases: tuple[Case, ...]
    bars: tuple[Bar, ...]
    runs: int | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One bar with what was measured."""

    bar: Bar
    ours: float
    peer: float | None
    runs: int

    @property
    def ratio(self) -> float | None:
        """How many times the peer's figure ours is; None without a peer."""
        return None if self.peer is None else self.ours / self.peer

    @property
    def met(self) -> bool | None:
        """Whether the bar is met; None when there is none."""
        if self.bar.limit is None:
            return None
        value = self.ours if self.ratio is None else self.ratio
        return value <= self.bar.limit


def worker(name: str, function: str, **arguments: Any) -> Case:
    """Return a case that calls ``module:function`` with JSON arguments in a fresh interpreter.

    The function may return further figures by name.
    """
    words = (sys.executable, "-m", "benchmarks.worker", function, json.dumps(arguments))
    return Case(name, words, prints=True)


def run_once(case: Case) -> Figures:
    """Run a case and return its figures; a case that fails stops the whole run.

    On Linux the peak memory of a child is never told as less than what this process itself used
    when it started the child; so this process stays small and leaves all work to children.
    """
    if case.prepare is not None:
        case.prepare()
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as given:
        given.write(case.stdin.encode())
        given.seek(0)
        began = time.monotonic()
        process = subprocess.Popen(
            case.command,
            stdin=given,
            stdout=said,
            cwd=ROOT,
            env={**os.environ, **_COMPILED, **case.environment, STARTED: repr(began)},
        )
        _pid, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            raise RuntimeError(f"{case.name} ended with exit code {process.returncode}")
        said.seek(0)
        lines = said.read().decode().splitlines() if case.prints else []
    figures = {
        "cpu": usage.ru_utime + usage.ru_stime,
        "wall": wall,
        "rss": usage.ru_maxrss * _RSS_UNIT / _MB,
    }
    return {**figures, **(json.loads(lines[-1]) if lines else {})}


def turns(names: Sequence[str], runs: int) -> list[str]:
    """Return the order of the runs: A B A B, so that a busy moment hits every case alike."""
    return [name for _run in range(runs) for name in names]


def medians(runs: Sequence[Figures]) -> dict[str, float]:
    """Return the median of every figure that all runs have."""
    shared = set.intersection(*(set(run) for run in runs))
    return {name: median(run[name] for run in runs) for name in sorted(shared)}


def measure(experiment: Experiment, runs: int, *, say: Callable[[str], None] = print) -> list[Row]:
    """Run the cases of an experiment in turns and hold their medians against its bars."""
    runs = min(runs, experiment.runs or runs)
    cases = {case.name: case for case in experiment.cases}
    found: dict[str, list[Figures]] = {name: [] for name in cases}
    for name in turns(list(cases), runs):
        figures = run_once(cases[name])
        say(f"  {name}: " + ", ".join(f"{key} {value:.4g}" for key, value in figures.items()))
        found[name].append(figures)
    return rows(experiment.bars, {name: medians(each) for name, each in found.items()}, runs)


def rows(bars: Sequence[Bar], found: Mapping[str, Mapping[str, float]], runs: int) -> list[Row]:
    """Return each bar with the medians it speaks of."""

    def look_up(name: str) -> float:
        case, _dot, figure = name.partition(".")
        return found[case][figure]

    return [
        Row(bar, look_up(bar.ours), None if bar.peer is None else look_up(bar.peer), runs)
        for bar in bars
    ]
