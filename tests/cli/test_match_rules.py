"""``profiler match-rules`` previews over all customers, merges by the rules and takes it back."""

from __future__ import annotations

from pathlib import Path

import pytest

from profiler_app.main import main
from tests.cli.test_commands import Line, folder, line, shop  # noqa: F401 (fixtures)

_ID = "110101199003077707"


@pytest.fixture
def twice(shop: Line) -> Line:  # noqa: F811
    """The shop with one customer under two numbers."""
    for number in ("A1", "A2"):
        text = f"会员号,姓名,身份证号\n{number},周大山,{_ID}\n"
        Path(f"{number}.csv").write_text(text, encoding="utf-8")
        shop("import", "shop.zhike", f"{number}.csv", "--key", "member_no")
    return shop


def test_at_first_nothing_is_merged_without_asking(shop: Line) -> None:  # noqa: F811
    told = shop.json("match-rules", "shop.zhike")
    assert told["policy"]["keys"] == []
    assert told["would_join"] == []


def test_a_preview_changes_nothing(twice: Line) -> None:
    before = twice.json("hash", "shop.zhike")
    told = twice.json("match-rules", "shop.zhike", "--keys", "cn_id")
    assert [each["keys"] for each in told["would_join"]] == [["cn_id"]]
    assert twice.json("hash", "shop.zhike") == before
    assert twice.json("match-rules", "shop.zhike")["policy"]["keys"] == []


def test_a_run_is_taken_back_whole(twice: Line) -> None:
    """CLN-03: deterministic keys first, and a merge can be undone fully."""
    before = twice.json("hash", "shop.zhike")
    done = twice.json("match-rules", "shop.zhike", "--keys", "cn_id", "--run")
    assert (done["joined"], done["records"]) == (1, 2)
    assert len(twice.json("unmerge", "shop.zhike")["merges"]) == 1
    assert twice.json("match-rules", "shop.zhike", "--take-back") == {
        "taken_back": 1,
        "merged_again": 0,
        "kept": 0,
    }
    assert twice.json("hash", "shop.zhike") == before


def test_saved_rules_stay(shop: Line) -> None:  # noqa: F811
    shop("match-rules", "shop.zhike", "--keys", "uscc", "--threshold", "0.9", "--save")
    kept = shop.json("match-rules", "shop.zhike")["policy"]
    assert (kept["keys"], kept["threshold"]) == (["uscc"], 0.9)


@pytest.mark.parametrize("words", [["--keys", "name"], ["--threshold", "2"], ["--save", "--run"]])
def test_what_is_no_rule_is_wrong_use(words: list[str], shop: Line) -> None:  # noqa: F811
    with pytest.raises(SystemExit) as ended:
        main(["match-rules", "shop.zhike", *words])
    assert ended.value.code == 2
