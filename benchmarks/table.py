"""The results as a Markdown file: one section for each group, with what it was measured on."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Mapping, Sequence
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from benchmarks.measuring import Row, Scale

_PACKAGES = ("PySide6-Essentials", "numpy", "pandas", "scikit-learn", "sqlcipher3", "duckdb")
_HEAD = "# Benchmarks\n\nWritten by `python -m benchmarks`; each section by the run it names.\n"
_COLUMNS = ("What", "Ours", "Peer", "Ratio", "Bar", "Runs", "Met")


def section(
    name: str,
    scale: Scale,
    rows: Sequence[Row],
    *,
    remarks: Sequence[str],
    today: date,
    loads: Sequence[float] = (),
) -> str:
    """Return the section of a group; ``loads`` are those of the machine before and after it."""
    told = f"{today.isoformat()}, {_size(scale)}; {machine()}."
    if loads:
        told += f" Load of the machine: {' → '.join(f'{load:.1f}' for load in loads)}."
    lines = [f"## {name}", "", told, ""]
    for remark in remarks:
        lines += [remark, ""]
    if rows:
        lines += [_line(_COLUMNS), _line(["---"] * len(_COLUMNS)), *map(_cells, rows), ""]
    return "\n".join(lines)


def machine() -> str:
    """Return what the figures were measured on."""
    found = [f"Python {platform.python_version()}"]
    for package in _PACKAGES:
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            continue
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, " + ", ".join(found)


def _size(scale: Scale) -> str:
    return f"scale {scale.name}: {scale.customers:,} customers, {scale.orders:,} orders"


def _cells(row: Row) -> str:
    bar, unit = row.bar, row.bar.unit
    ratio = "" if row.ratio is None else f"{row.ratio:.3g}x"
    if bar.limit is None:
        limit = ""
    else:
        limit = f"≤ {bar.limit:g}x" if bar.peer else f"≤ {bar.limit:g} {unit}"
    peer = "" if row.peer is None else f"{row.peer:.3g} {unit}"
    met = {None: "", True: "yes", False: "**no**"}[row.met]
    return _line([bar.title, f"{row.ours:.3g} {unit}", peer, ratio, limit, str(row.runs), met])


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def read_sections(text: str) -> dict[str, str]:
    """Return the sections of an earlier file by name."""
    parts = re.split(r"^(?=## )", text, flags=re.MULTILINE)[1:]
    return {part.splitlines()[0].removeprefix("## "): part.rstrip("\n") + "\n" for part in parts}


def write_sections(path: Path, fresh: Mapping[str, str], order: Sequence[str]) -> None:
    """Write the file: fresh sections replace those of the same name, the others stay."""
    before = read_sections(path.read_text("utf-8")) if path.exists() else {}
    every = {**before, **fresh}
    names = [name for name in order if name in every]
    path.write_text("\n".join([_HEAD, *(every[name] for name in names)]), "utf-8")
