"""The command line is a public contract: words, exit codes, keys of the JSON."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from profiler_app.cli.commands import COMMANDS
from profiler_app.main import main

MEMBERS = """会员号,姓名,手机号,性别,出生日期,城市
0001,林婉清,16800000001,女,1990-03-08,杭州市
0002,赵林峰,16800000002,男,1988-07-21,苏州市
0003,王琳,16800000003,女,1979-12-01,宁波市
"""
ORDERS = """订单号,下单时间,会员号,商品名称,数量,实付金额
A1,2026-09-01,0001,净水器,1,1299.00
A2,2026-10-01,0001,滤芯,2,198.00
A3,2026-10-05,0002,台灯,1,89.90
A4,2026-10-06,,台灯,1,89.90
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ZHIKE_PASSPHRASE", "correct horse")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "members.csv").write_text(MEMBERS, encoding="utf-8")
    (tmp_path / "orders.csv").write_text(ORDERS, encoding="utf-8")
    return tmp_path


class Line:
    """Runs one line and reads what it printed."""

    def __init__(self, capfd: pytest.CaptureFixture[str]) -> None:
        self._capfd = capfd

    def __call__(self, *words: str, code: int = 0) -> str:
        assert main(list(words)) == code
        out, self.err = self._capfd.readouterr()
        return out

    def json(self, *words: str, code: int = 0) -> Any:
        return json.loads(self(*words, "--json", code=code))


@pytest.fixture
def line(capfd: pytest.CaptureFixture[str]) -> Line:
    return Line(capfd)


@pytest.fixture
def shop(folder: Path, line: Line) -> Line:
    line("new", "shop.zhike")
    line("import", "shop.zhike", "members.csv", "orders.csv")
    line("refresh", "shop.zhike", "--as-of", "2026-11-22")
    return line


def test_help_names_every_command(line: Line, folder: Path) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    out = line._capfd.readouterr().out
    for command in COMMANDS:
        assert command in out


@pytest.mark.parametrize("words", [["dance"], ["card"], ["rfm", "x", "--window", "soon"]])
def test_wrong_usage_ends_with_2(words: list[str], folder: Path, line: Line) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2


def test_import_reports_every_row(folder: Path, line: Line) -> None:
    line("new", "shop.zhike")
    report = line.json("import", "shop.zhike", "orders.csv")
    assert (
        report["rows"]
        == 4
        == sum(report[key] for key in ("created", "updated", "unchanged", "rejected"))
    )
    assert report["customers_created"] == 2
    assert set(report) >= {
        "rows", "created", "updated", "unchanged", "rejected", "customers_created", "encoding",
        "delimiter", "header_row", "operation", "rejects", "warnings", "mapping",
    }  # fmt: skip
    (reject,) = report["rejects"]
    assert set(reject) >= {"line", "column", "value", "reason", "code"}
    assert (reject["line"], reject["code"]) == (5, "no_customer")
    assert report["mapping"]["会员号"] == "order.customer"


def test_a_dry_run_saves_nothing(folder: Path, line: Line) -> None:
    line("new", "shop.zhike")
    before = line.json("hash", "shop.zhike")
    assert line.json("import", "shop.zhike", "orders.csv", "--dry-run")["created"] == 3
    assert line.json("hash", "shop.zhike") == before


def test_a_column_goes_where_it_is_told(folder: Path, line: Line) -> None:
    line("new", "shop.zhike")
    report = line.json("import", "shop.zhike", "members.csv", "--map", "城市=", "--map", "性别=")
    assert report["mapping"]["城市"] is None
    again = ("import", "shop.zhike", "members.csv")
    assert line.json(*again)["updated"] == 0  # as the last time
    assert line.json(*again, "--no-template")["updated"] == 3


def test_list_and_count_answer_rules(shop: Line) -> None:
    """SEG-02"""
    listed = shop.json(
        "list", "shop.zhike", "--where", "monetary_12m > 1000", "--columns", "member_no,freq_12m"
    )
    assert [(c["member_no"], c["freq_12m"]) for c in listed["customers"]] == [("0001", 2)]
    assert shop.json("count", "shop.zhike", "--where", "gender == '女'") == {
        "count": 2,
        "unknown": 0,
    }


def test_a_rule_that_is_none_says_where_and_why(shop: Line) -> None:
    shop("count", "shop.zhike", "--where", "monetary_12 > 5", code=1)
    assert "monetary_12m" in shop.err


def test_lists_are_exported_without_losing_a_zero(shop: Line, folder: Path) -> None:
    shop("list", "shop.zhike", "--columns", "member_no", "--csv", "out.csv", code=1)
    assert "--purpose" in shop.err
    purpose = ("--purpose", "analysis")
    shop("list", "shop.zhike", "--columns", "member_no", "--csv", "out.csv", *purpose)
    text = (folder / "out.csv").read_text(encoding="utf-8-sig")
    assert "0001" in text and text.count("\n") == 5
    shop("list", "shop.zhike", "--columns", "member_no", "--xlsx", "out.xlsx", *purpose)
    import openpyxl

    sheet = openpyxl.load_workbook(folder / "out.xlsx").worksheets[0]
    assert {row[2] for row in sheet.iter_rows(min_row=2, values_only=True)} == {
        "0001",
        "0002",
        "0003",
    }


def test_the_card_is_found_by_any_identifier(shop: Line) -> None:
    """PRO-01"""
    by_member = shop.json("card", "shop.zhike", "0001", "--as-of", "2026-11-22")
    by_phone = shop.json("card", "shop.zhike", "16800000001", "--as-of", "2026-11-22")
    assert by_member == by_phone
    assert by_member["name"] == "林婉清"
    assert len(by_member["dimensions"]) == 8


def test_the_card_is_printed(shop: Line, folder: Path) -> None:
    """PRO-01: one page, text selectable."""
    from pypdf import PdfReader

    shop("card", "shop.zhike", "0001", "--pdf", "card.pdf")
    shop("card", "shop.zhike", "0001", "--png", "card.png")
    pages = PdfReader(folder / "card.pdf").pages
    assert len(pages) == 1 and "林婉清" in pages[0].extract_text()
    assert (folder / "card.png").read_bytes().startswith(b"\x89PNG")


def test_as_of_leaves_later_orders_out(shop: Line) -> None:
    """FEA-01"""
    early = shop.json("card", "shop.zhike", "0001", "--as-of", "2026-09-15")
    late = shop.json("card", "shop.zhike", "0001", "--as-of", "2026-11-22")
    spend = [
        next(kpi["amount"] for kpi in card["kpis"] if kpi["key"] == "monetary_all")
        for card in (early, late)
    ]
    assert spend == [1299.0, 1497.0]


def test_why_shows_the_rule_with_the_customers_own_values(shop: Line) -> None:
    """TAG-01"""
    why = shop.json("why", "shop.zhike", "0001", "repeat_buyer", "--as-of", "2026-11-22")
    assert why["verdict"] == "yes"
    (leaf,) = why["leaves"]
    assert leaf["field"] == "freq_12m" and "2" in leaf["value"]


def test_rfm_uses_the_key_of_the_file(shop: Line) -> None:
    """SEG-01"""
    report = shop.json("rfm", "shop.zhike", "--as-of", "2026-11-22")
    by_key = {row["customer"]: row for row in report["customers"]}
    assert by_key.keys() == {"0001", "0002"}
    assert set(by_key["0001"]) == {
        "customer", "recency_days", "frequency", "monetary", "recency_score", "frequency_score",
        "monetary_score", "segment",
    }  # fmt: skip
    assert (by_key["0001"]["recency_days"], by_key["0001"]["monetary"]) == (52, 1497.0)
    assert set(report["edges"]) == {"recency", "frequency", "monetary"}


def test_rfm_scores_by_typed_edges_and_by_weighted_points(shop: Line) -> None:
    """SEG-01"""
    edges = ("--recency-edges", "50,60", "--frequency-edges", "1,2", "--money-edges", "100,500")
    asked = ("rfm", "shop.zhike", "--as-of", "2026-11-22", *edges)
    fixed = shop.json(*asked, "--scheme", "fixed")
    assert fixed["edges"]["monetary"] == [100, 500]
    assert (fixed["scheme"], fixed["ties"]) == ("fixed", "below")
    one, two = fixed["customers"]
    assert (one["recency_score"], one["frequency_score"], one["monetary_score"]) == (2, 2, 3)
    assert (two["recency_score"], two["frequency_score"], two["monetary_score"]) == (3, 1, 1)
    words = ("--scheme", "weighted", "--weights", "1,2,3", "--tiers", "15,9")
    points = shop.json(*asked, *words)
    assert [row["points"] for row in points["customers"]] == [15, 8]
    assert [row["tier"] for row in points["customers"]] == [1, 3]
    assert points["weights"] == [1, 2, 3]
    assert "15" in shop(*asked, *words)


def test_rfm_refuses_edges_that_do_not_fit(shop: Line) -> None:
    """SEG-01"""
    shop("rfm", "shop.zhike", "--scheme", "fixed", code=1)
    assert "--money-edges" in shop.err
    shop("rfm", "shop.zhike", "--scheme", "fixed", "--recency-edges", "9", code=1)
    assert "Traceback" not in shop.err


def test_rfm_names_the_eleven_bands_when_asked(shop: Line) -> None:
    """SEG-01"""
    asked = ("rfm", "shop.zhike", "--as-of", "2026-11-22")
    names = {row["segment"] for row in shop.json(*asked, "--names", "11")["customers"]}
    assert names == {"Potential Loyalist", "At Risk"}


def test_cluster_refuses_with_numbers_when_there_is_too_little(shop: Line) -> None:
    """SEG-03"""
    shop("cluster", "shop.zhike", "--json", code=1)
    assert "30" in shop.err and "Traceback" not in shop.err


def test_history_undo_and_hash_belong_together(shop: Line) -> None:
    kinds = [entry["kind"] for entry in shop.json("history", "shop.zhike")["operations"]]
    assert kinds == ["import"], "files that come together are one operation"
    before = shop.json("hash", "shop.zhike")["hash"]
    report = shop.json("undo", "shop.zhike")
    assert report["undone"] == 1 and report["removed"] > 0
    assert shop.json("hash", "shop.zhike")["hash"] != before
    shop("undo", "shop.zhike", str(report["operation"]))
    assert shop.json("hash", "shop.zhike")["hash"] == before


def test_check_finds_nothing_in_an_honest_workspace(shop: Line) -> None:
    found = shop.json("check", "shop.zhike")
    assert (found["ok"], found["findings"]) == (True, [])
    assert [each["remedy"] for each in found["copies"]] == ["back_up"]


def test_quality_tells_score_aspects_problems_and_months(shop: Line) -> None:
    """DQ-01, DQ-02."""
    found = shop.json("quality", "shop.zhike", "--as-of", "2026-11-22")
    assert 0 < found["score"] <= 100
    aspects = {"completeness", "validity", "consistency", "uniqueness", "timeliness"}
    assert set(found["aspects"]) == aspects
    assert {"field", "filled", "valid", "completeness"} <= set(found["columns"][0])
    assert [source["kind"] for source in found["sources"]] == ["import"]
    assert "members.csv" in found["sources"][0]["name"]
    assert all({"key", "count", "gain", "sample"} <= set(each) for each in found["problems"])
    assert found["trend"] == []
    shop("quality", "shop.zhike", "--as-of", "2026-11-22", "--record")
    (month,) = shop.json("quality", "shop.zhike", "--as-of", "2026-11-22")["trend"]
    assert month["as_of"] == "2026-11-22"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_problems_are_one_sentence_and_exit_code_1(
    folder: Path, line: Line, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    line("new", "shop.zhike")
    (folder / "note.txt").write_text("x" * 100)
    cases: list[tuple[list[str], str]] = [
        (["hash", "nowhere.zhike"], "nowhere.zhike"),
        (["new", "shop.zhike"], "shop.zhike"),
        (["card", "shop.zhike", "nobody"], "nobody"),
        (["import", "shop.zhike", "missing.csv"], "missing.csv"),
        (["undo", "shop.zhike"], ""),
        (["hash", "note.txt"], "note.txt"),
    ]
    for words, named in cases:
        line("--lang", language, *words, code=1)
        assert named in line.err and len(line.err.strip().splitlines()) == 1
        assert "Traceback" not in line.err
    monkeypatch.setenv("ZHIKE_PASSPHRASE", "wrong")
    line("hash", "shop.zhike", code=1)
    assert "shop.zhike" in line.err


def test_the_passphrase_comes_from_a_file_too(
    folder: Path, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    line("new", "shop.zhike")
    monkeypatch.delenv("ZHIKE_PASSPHRASE")
    (folder / "secret").write_text("correct horse\n", encoding="utf-8")
    assert line.json("hash", "shop.zhike", "--passphrase-file", "secret")["hash"]


def test_a_workspace_that_is_written_to_elsewhere_can_still_be_read(
    folder: Path, line: Line
) -> None:
    line("new", "shop.zhike")
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys; from pathlib import Path;"
            "from profiler_app.jobs.workspaces import open_workspace;"
            "held = open_workspace(Path('shop.zhike'), 'correct horse'); print('open', flush=True);"
            "sys.stdin.read()",
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"open\n"
        line("import", "shop.zhike", "members.csv", code=1)
        assert str(holder.pid) in line.err
        assert line.json("hash", "shop.zhike")["hash"]
    finally:
        holder.communicate()


def test_the_trip_without_a_window(folder: Path, line: Line) -> None:
    out = line("demo", "--headless", "--out", "out", "--customers", "150", "--lang", "en")
    assert "[5/5]" in out
    assert {path.name for path in (folder / "out").iterdir()} >= {"card.png", "card.pdf"}


def test_the_demo_says_when_it_may_not_write_there(folder: Path, line: Line) -> None:
    (folder / "taken").write_text("a file, no folder")
    line("demo", "--headless", "--out", "taken/out", code=1)
    assert "demo.zhike" in line.err
    assert (folder / "taken").read_text() == "a file, no folder"


def test_a_policy_says_which_value_stands(folder: Path, line: Line) -> None:
    line("new", "shop.zhike")
    line("import", "shop.zhike", "members.csv")
    changed = (folder / "members.csv").read_text(encoding="utf-8").replace("女", "男")
    (folder / "changed.csv").write_text(changed, encoding="utf-8")
    kept = line.json("import", "shop.zhike", "changed.csv", "--policy", "gender=keep")
    assert (kept["updated"], kept["unchanged"]) == (0, kept["rows"])
    line("import", "shop.zhike", "changed.csv", "--policy", "gender=perhaps", code=1)
