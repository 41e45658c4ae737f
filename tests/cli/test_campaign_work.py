"""A campaign from the draw to the report on the command line; the JSON keys are a contract."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from profiler_app.domain.progress import Silent
from profiler_app.jobs.demo import DEMO_PASSPHRASE, create_demo
from profiler_app.main import main

TODAY = date(2026, 11, 22)
NAME = ("--name", "Calls", "--as-of", TODAY.isoformat())


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("campaigns") / "demo.zhike"
    create_demo(Silent(), path, customers=60, today=TODAY)
    return path


@pytest.fixture
def own(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ZHIKE_PASSPHRASE", DEMO_PASSPHRASE)
    path = tmp_path / "own.zhike"
    path.write_bytes(made.read_bytes())
    return path


def said(capsys: pytest.CaptureFixture[str], step: str, *words: object) -> Any:
    assert main(["campaign", step, *map(str, words), "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def drawn(capsys: pytest.CaptureFixture[str], own: Path) -> Any:
    return said(capsys, "targets", own, *NAME, "--where", "kind == 'person'", "--control-share",
                "0.3", "--rest-days", 0, "--cost", 100, "--cost-each", 2)  # fmt: skip


def test_a_campaign_is_listed_with_its_cost(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = drawn(capsys, own)
    assert plan["cost"] == 100 + 2 * plan["treated"]
    (line,) = said(capsys, "list", own, "--as-of", TODAY)["campaigns"]
    assert line.keys() >= {"name", "state", "treated", "control", "difference", "verdict"}
    assert (line["state"], line["treated"], line["cost"]) == (
        "running",
        plan["treated"],
        plan["cost"],
    )


def test_it_is_worked_off_and_written(
    own: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = drawn(capsys, own)
    table, report = tmp_path / "list.csv", tmp_path / "report.xlsx"
    assert said(capsys, "members", own, *NAME, "--out", table)["members"] == plan["treated"]
    number = table.read_text("utf-8-sig").splitlines()[1].split(",")[0]
    words = ("--customer", number, "--result", "interested")
    assert said(capsys, "contact", own, *NAME, *words)["operation"] > 0
    assert said(capsys, "list", own, "--as-of", TODAY)["campaigns"][0]["contacted"] == 1
    said(capsys, "report", own, *NAME, "--out", report)
    assert report.stat().st_size > 5_000


def test_it_is_closed_with_a_decision_and_deleted(
    own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """EVA-02."""
    drawn(capsys, own)
    said(capsys, "close", own, *NAME, "--decision", "change")
    (line,) = said(capsys, "list", own, "--as-of", TODAY)["campaigns"]
    assert (line["state"], line["decision"]) == ("closed", "change")
    said(capsys, "delete", own, *NAME)
    assert said(capsys, "list", own, "--as-of", TODAY)["campaigns"] == []


def test_a_budget_says_why_an_offer_gets_nothing(
    own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    drawn(capsys, own)
    later = ("--as-of", "2027-02-01", "--budget", 1000, "--margin", "0.4")
    plan = said(capsys, "budget", own, *later, "--capacity", "Calls=5")
    assert plan.keys() >= {"budget", "spent", "profit", "next_unit", "picks", "offers", "steps"}
    assert [(o["campaign"], o["capacity"], o["unused"]) for o in plan["offers"]] == [
        ("Calls", 5, "not_proved")
    ]
    assert plan["spent"] == 0


def test_a_campaign_may_have_a_margin_of_its_own(
    own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    drawn(capsys, own)
    assert said(capsys, "margin", own, "--margin", "0.4")["operation"] is None
    assert said(capsys, "result", own, *NAME)["margin"] == 0.4
    assert said(capsys, "margin", own, *NAME, "--margin", "0.2")["operation"] > 0
    assert said(capsys, "result", own, *NAME)["margin"] == 0.2
    said(capsys, "margin", own, *NAME, "--none")
    assert said(capsys, "result", own, *NAME)["margin"] == 0.4


def test_somebody_of_no_campaign_is_named(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    drawn(capsys, own)
    words = ["campaign", "contact", str(own), *NAME, "--customer", "nobody", "--result", "deal"]
    assert main(words) != 0
    assert "nobody" in capsys.readouterr().err
