"""``python -m benchmarks [groups...]``: measure, print the tables, keep them in a file."""

from __future__ import annotations

import argparse
import os
from datetime import date
from importlib import import_module
from pathlib import Path

from benchmarks import table
from benchmarks.measuring import ROOT, SCALES, Missing, Row, Scale, measure

GROUPS = {
    "lists": "benchmarks.lists",
    "window": "benchmarks.window",
    "importing": "benchmarks.importing",
    "encryption": "benchmarks.encryption",
    "features": "benchmarks.features",
    "stalls": "benchmarks.stalls",
    "deduping": "benchmarks.deduping",
    "valuing": "benchmarks.valuing",
    "clustering": "benchmarks.clustering",
    "tagging": "benchmarks.tagging",
    "models": "benchmarks.models",
    "suggesting": "benchmarks.suggesting",
    "campaigning": "benchmarks.campaigning",
    "foretelling": "benchmarks.foretelling",
}
"""Name -> module with ``experiments(scale) -> Sequence[Experiment]``, in the order of the file."""


def main(words: list[str] | None = None) -> None:
    """Measure the groups that were named, or all of them."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("groups", nargs="*", help=f"any of: {', '.join(GROUPS)} (default: all)")
    parser.add_argument("--scale", choices=SCALES, default="small")
    parser.add_argument("--runs", type=int, default=3, help="runs of each case (default: 3)")
    parser.add_argument("--output", type=Path, default=ROOT / "benchmarks" / "results.md")
    asked = parser.parse_args(words)
    unknown = [name for name in asked.groups if name not in GROUPS]
    if unknown or asked.runs < 1:
        parser.error(f"no such group: {', '.join(unknown)}" if unknown else "--runs is at least 1")
    for name in asked.groups or GROUPS:
        print(f"== {name}", flush=True)
        text = run_group(name, SCALES[asked.scale], asked.runs)
        print(f"\n{text}", flush=True)
        table.write_sections(asked.output, {name: text}, tuple(GROUPS))
    print(f"→ {asked.output}")


def run_group(name: str, scale: Scale, runs: int) -> str:
    """Measure every experiment of a group and return its section of the results."""
    rows: list[Row] = []
    remarks: list[str] = []
    loads = _load()
    try:
        for experiment in import_module(GROUPS[name]).experiments(scale):
            rows += measure(experiment, runs)
            remarks += [experiment.remark] if experiment.remark else []
    except Missing as missing:
        remarks.append(f"Not measured: {missing}")
    loads += _load()
    return table.section(name, scale, rows, remarks=remarks, today=date.today(), loads=loads)


def _load() -> list[float]:
    """Return how many processes wanted to run in the last minute, where the system tells."""
    return [os.getloadavg()[0]] if hasattr(os, "getloadavg") else []


if __name__ == "__main__":
    main()
