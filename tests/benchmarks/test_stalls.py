"""The window is watched while a job runs; how late it is says only a run of the benchmarks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from benchmarks.generating import write_facts
from benchmarks.measuring import run_once, worker

ROWS = """会员号,姓名,手机号
0001,林婉清,16800000001
0002,赵林峰,16800000002
"""


def test_a_job_in_the_window_is_watched_to_its_end(tmp_path: Path) -> None:
    workspace, file = tmp_path / "empty.zhike", tmp_path / "members.csv"
    write_facts(str(workspace), customers=0, orders=0, seed=1)
    file.write_text(ROWS, encoding="utf-8")
    before = workspace.read_bytes()
    case = worker(
        "import",
        "benchmarks.stall_cases:run",
        job="import",
        workspace=str(workspace),
        file=str(file),
        settled=0.2,
    )
    figures = run_once(replace(case, environment={"QT_QPA_PLATFORM": "offscreen"}))
    assert 0 < figures["p95"] <= figures["max"]
    assert figures["seconds"] > 0
    assert figures["rows"] == 2
    assert workspace.read_bytes() == before  # the job worked on a copy
