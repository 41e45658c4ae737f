"""The file of results."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from benchmarks.measuring import SCALES, Bar, Row
from benchmarks.table import read_sections, section, write_sections

DAY = date(2026, 6, 30)


def test_a_section_says_what_was_measured_and_whether_it_is_enough() -> None:
    rows = [
        Row(Bar("Import", "a.cpu", "b.cpu", 2.0), 3.0, 2.0, 5),
        Row(Bar("Memory", "a.rss", None, 250, "MB"), 300.0, None, 5),
        Row(Bar("Import, seconds", "a.wall", None, None), 3.5, None, 5),
    ]
    text = section("importing", SCALES["small"], rows, remarks=["As files."], today=DAY)
    assert "2026-06-30, scale small: 100,000 customers, 1,000,000 orders" in text
    assert "As files." in text
    assert "| Import | 3 s | 2 s | 1.5x | ≤ 2x | 5 | yes |" in text
    assert "| Memory | 300 MB |  |  | ≤ 250 MB | 5 | **no** |" in text
    assert "| Import, seconds | 3.5 s |  |  |  | 5 |  |" in text


def test_a_section_tells_what_else_the_machine_did() -> None:
    text = section("importing", SCALES["small"], [], remarks=[], today=DAY, loads=[0.4, 2.25])
    assert "Load of the machine: 0.4 → 2.2." in text


def test_a_partial_run_replaces_its_own_section_only(tmp_path: Path) -> None:
    file = tmp_path / "results.md"
    order = ("first", "second")
    write_sections(file, {"second": "## second\n\nold\n"}, order)
    write_sections(file, {"first": "## first\n\nold\n"}, order)
    write_sections(file, {"second": "## second\n\nnew\n"}, order)
    assert read_sections(file.read_text("utf-8")) == {
        "first": "## first\n\nold\n",
        "second": "## second\n\nnew\n",
    }
