"""What ``profiler predict`` and ``profiler predict-table`` print."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from profiler_app.main import main


def test_the_json_of_a_refusal_has_every_key_and_no_figure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "few.csv"
    file.write_text("spend,gone\n" + "\n".join(f"{i},{i % 2}" for i in range(50)), "utf-8")
    code = main(["predict-table", str(file), "--target", "gone", "--json"])
    said = json.loads(capsys.readouterr().out)
    assert code == 0
    figures = ("model", "auc", "auc_out_of_time", "brier", "lift_10", "calibration")
    assert {said[name] for name in figures} == {None}
    assert said["leaks"] == said["dropped"] == []
    assert len(said["refusals"]) == 2


def test_people_read_why_there_is_no_model(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "few.csv"
    file.write_text("spend,gone\n" + "\n".join(f"{i},{i % 2}" for i in range(50)), "utf-8")
    main(["predict-table", str(file), "--target", "gone", "--lang", "zh"])
    assert "至少需要 200 行" in capsys.readouterr().out


def test_a_scorecard_prints_points_and_its_notice(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """RSK-01."""
    file = tmp_path / "loans.csv"
    lines = [f"{i % 40},{'bad' if (i * 7919) % 40 > i % 40 else 'good'}" for i in range(1200)]
    file.write_text("months,label\n" + "\n".join(lines), "utf-8")
    main(["scorecard", str(file), "--target", "label", "--json", "--lang", "en"])
    said = json.loads(capsys.readouterr().out)
    assert said["iv"]["months"] > 0.02
    assert said["fields"][0]["bins"][0]["points"]
    assert "sole basis" in said["notice"]
    main(["scorecard", str(file), "--target", "label", "--lang", "en"])
    shown = capsys.readouterr().out
    assert "Accept from" in shown
    assert "sole basis" in shown
