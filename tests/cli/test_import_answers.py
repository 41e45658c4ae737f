"""Damage, dates and remembered mappings on the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from profiler_app.main import main

LINES = "编号甲,姓名,手机号,出生日期\nC1,王一,1.39E+10,03/05/1990\nC2,李二,13800138000,04/06/1991\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ZHIKE_PASSPHRASE", "correct horse")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.csv").write_text(LINES, encoding="utf-8")
    assert main(["new", "w.zhike"]) == 0
    return tmp_path


@pytest.fixture
def imported(folder: Path, capfd: pytest.CaptureFixture[str]) -> Any:
    def run(*words: str) -> Any:
        capfd.readouterr()
        assert main(["import", "w.zhike", "a.csv", "--json", *words]) == 0
        return json.loads(capfd.readouterr().out)

    return run


def test_damage_is_part_of_the_report(imported: Any) -> None:
    (damage,) = imported("--dry-run")["damage"]
    assert (damage["key"], damage["count"], damage["treatment"]) == ("scientific:手机号", 1, "drop")


def test_another_treatment_can_be_asked_for(imported: Any) -> None:
    report = imported("--treat", "scientific:手机号=intact")
    assert [each["code"] for each in report["rejects"]] == ["damage_scientific"]


def test_the_doubtful_cells_of_a_dry_run_are_listed(imported: Any) -> None:
    issues = imported("--dry-run")["issues"]
    assert [(each["line"], each["code"]) for each in issues] == [
        *((2, "MOBILE_SCI_NOTATION"), (2, "DATE_AMBIGUOUS_DMY"), (3, "DATE_AMBIGUOUS_DMY"))
    ]


def test_the_order_of_day_and_month_can_be_said(imported: Any) -> None:
    issues = imported("--dry-run", "--day-first", "出生日期")["issues"]
    assert [each["code"] for each in issues] == ["MOBILE_SCI_NOTATION"]


def test_a_mapping_is_remembered_unless_it_is_not_wanted(imported: Any) -> None:
    imported("--map", "编号甲=member_no")
    assert imported("--dry-run")["mapping"]["编号甲"] == "member_no"
    assert imported("--dry-run", "--no-template")["mapping"]["编号甲"] is None


@pytest.mark.parametrize("words", ["scientific:手机号=burn", "intact"])
def test_a_treatment_nobody_knows_is_refused(folder: Path, words: str) -> None:
    assert main(["import", "w.zhike", "a.csv", "--treat", words]) == 1


def test_the_raw_cells_of_a_customer_can_be_shown(
    imported: Any, capfd: pytest.CaptureFixture[str]
) -> None:
    imported("--map", "编号甲=member_no")
    assert main(["raw", "w.zhike", "C1", "--json"]) == 0
    cells = json.loads(capfd.readouterr().out)["cells"]
    assert [(each["file"], each["line"], each["value"]) for each in cells][:1] == [
        ("a.csv", 2, "1.39E+10")
    ]
