"""The JSON keys of the commands about baskets, recommendations and campaigns are a contract."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from profiler_app.main import main

LINES = ["user,item", *(f"u{n % 30},i{(n * 7) % 13}" for n in range(300))]


def said(capsys: pytest.CaptureFixture[str], *words: object) -> Any:
    assert main([*map(str, words), "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def written(folder: Path, name: str, lines: list[str]) -> Path:
    path = folder / name
    path.write_text("\n".join(lines), "utf-8")
    return path


def test_rules_of_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path, "baskets.csv", ["basket,item", *["1,a", "1,b", "2,a", "2,b", "3,c"]])
    found = said(capsys, "rules", path, "--min-support", 0.5, "--min-confidence", 0.9)
    assert (found["baskets"], found["items"], found["count"]) == (3, 3, 2)
    assert found["rules"][0].keys() >= {"lhs", "rhs", "support", "confidence", "lift", "count"}


def test_a_trial_of_recommendations(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    train = written(tmp_path, "train.csv", LINES)
    test = written(tmp_path, "test.csv", ["user,item", LINES[-1], LINES[-2]])
    found = said(capsys, "evaluate-recommender", "--train", train, "--test", test)
    assert found["methods"].keys() == {"popularity", "item_item", "ease"}
    assert found["HR@10"] == found["methods"][found["best"]]["HR@10"]


def test_an_uplift(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = ["1,1"] * 60 + ["1,0"] * 740 + ["0,1"] * 8 + ["0,0"] * 192
    path = written(tmp_path, "campaign.csv", ["mail,sold", *rows])
    found = said(capsys, "uplift", path, "--treatment", "mail", "--outcome", "sold")
    assert found.keys() >= {"treated", "control", "difference", "interval", "verdict"}
    assert found["interval"] == pytest.approx([-0.005365, 0.063251], abs=1e-6)
    assert found["verdict"] == "not_proved"


def test_a_wrong_share_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["rules", str(tmp_path / "x.csv"), "--min-support", "2"])
    assert ended.value.code == 2
