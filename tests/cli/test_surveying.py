"""``profiler survey``: a questionnaire goes out as files and its answers come back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from profiler_app.jobs.workspaces import create_workspace
from profiler_app.main import main
from tests.jobs.conftest import create


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "shop.zhike"
    with create_workspace(path, "right horse", prefix="TEST") as made:
        create(made, member_no="VIP1")
    monkeypatch.setenv("ZHIKE_PASSPHRASE", "right horse")
    return path


def told(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, object]:
    assert main(["--lang", "zh", *words, "--json"]) == 0
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


def test_out_and_back_again(shop: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book, page, back = tmp_path / "b.xlsx", tmp_path / "p.html", tmp_path / "back.csv"
    out = told(capsys, "survey", "workbook", str(shop), "NPS", "--out", str(book))
    assert out["customers"] == 1
    number = told(
        capsys, "survey", "page", str(shop), "NPS", "--out", str(page), "--customer", "VIP1"
    )["customer"]
    back.write_text(f"x [zhike:NPS],y [day],z [score]\n{number},,10\n", encoding="utf-8")
    taken = told(capsys, "survey", "take", str(shop), str(back))
    assert (taken["created"], taken["troubles"]) == (1, [])
    results = told(capsys, "survey", "results", str(shop), "NPS")
    assert results["responses"] == 1
