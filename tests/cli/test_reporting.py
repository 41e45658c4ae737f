"""``profiler report``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from profiler_app.jobs.demo import DEMO_PASSPHRASE, create_demo
from profiler_app.main import main
from tests.jobs.conftest import TODAY, Silent


def test_a_report_is_written_and_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ZHIKE_PASSPHRASE", DEMO_PASSPHRASE)
    path = tmp_path / "demo.zhike"
    create_demo(Silent(), path, customers=80, today=TODAY)
    target = tmp_path / "report.pdf"
    words = ["report", str(path), "monthly", "--out", str(target), "--lang", "en"]
    assert main(words) == 0
    assert "Customer report, 30 days" in capfd.readouterr().out
    assert target.read_bytes().startswith(b"%PDF")
    assert main(["report", str(path), "segments", "--json", "--lang", "en"]) == 0
    assert len(json.loads(capfd.readouterr().out)["sections"]) == 8
