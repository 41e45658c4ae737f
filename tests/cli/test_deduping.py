"""``profiler dedupe``: pairs, evidence, groups and the threshold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from profiler_app.main import main

PEOPLE = "姓名,手机,生日\n林婉清,13800002046,1990-03-08\n王五,13900001111,1988-07-21\n"
MORE = "林宛清,13800002046,1990-03-08\n"


def printed(capfd: pytest.CaptureFixture[str], *words: str) -> Any:
    assert main(list(words)) == 0
    return json.loads(capfd.readouterr().out)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ZHIKE_PASSPHRASE", "correct horse")
    monkeypatch.chdir(tmp_path)
    others = "".join(f"客户{i},1370000{i:04},1990-01-{i % 28 + 1:02}\n" for i in range(60))
    (tmp_path / "people.csv").write_text(PEOPLE + others + MORE, encoding="utf-8")
    return tmp_path


def test_a_table_gives_rows_and_needs_no_workspace(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    found = printed(capfd, "dedupe", "none.zhike", "--table", "people.csv",
                    "--fields", "姓名,手机,生日", "--json")  # fmt: skip
    assert {"pairs", "clusters", "threshold"} <= found.keys()
    assert found["clusters"] == [[0, 62]]
    pair = found["pairs"][0]
    assert (pair["a"], pair["b"], pair["match"]) == (0, 62, True)
    assert pair["probability"] >= found["threshold"]
    assert {"field", "verdict", "bits", "text"} <= pair["evidence"][0].keys()


def test_customers_are_told_by_their_numbers(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    customers = folder / "customers.csv"
    customers.write_text(
        "姓名,手机号,出生日期,身份证号\n"
        "林婉清,13800002046,1949-12-31,11010519491231002X\n"
        "林婉清,13800002046,1949-12-31,\n"
        "王五,13900001111,1988-07-21,\n",
        encoding="utf-8",
    )
    assert main(["new", "book.zhike"]) == 0
    assert main(["import", "book.zhike", "customers.csv"]) == 0
    capfd.readouterr()
    found = printed(capfd, "dedupe", "book.zhike", "--json")
    assert len(found["clusters"]) == 1 and len(found["clusters"][0]) == 2
    assert all(isinstance(number, str) for number in found["clusters"][0])


def test_lines_for_people_say_what_speaks_for_it(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    words = ["dedupe", "none.zhike", "--table", "people.csv", "--fields", "姓名,手机,生日"]
    assert main(words) == 0
    assert "手机相同" in capfd.readouterr().out
