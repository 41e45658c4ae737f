"""``profiler merge`` and ``profiler unmerge`` are public: words, exit codes, keys of the JSON."""

from __future__ import annotations

from tests.cli.test_commands import Line, folder, line, shop  # noqa: F401 (fixtures)


def test_two_records_become_one_and_two_again(shop: Line) -> None:  # noqa: F811
    before = shop.json("hash", "shop.zhike")
    done = shop.json("merge", "shop.zhike", "0001", "0002")
    assert set(done) == {"operation", "survivor", "merged", "fields", "joined", "consents"}
    assert done["joined"]["order_line"] == 3
    assert shop.json("card", "shop.zhike", done["merged"][0])["number"] == done["survivor"]
    (merge,) = shop.json("unmerge", "shop.zhike")["merges"]
    assert merge["operation"] == done["operation"]
    report = shop.json("unmerge", "shop.zhike", str(done["operation"]))
    assert report["given_edits"] == 0
    assert shop.json("hash", "shop.zhike") == before


def test_a_field_is_taken_from_the_record_that_is_named(shop: Line) -> None:  # noqa: F811
    done = shop.json("merge", "shop.zhike", "0001", "0002", "--take", "name=0002")
    (name,) = (each for each in done["fields"] if each["field"] == "name")
    assert (name["value"], name["rule"]) == ("赵林峰", "chosen")


def test_a_dry_run_of_a_merge_changes_nothing(shop: Line) -> None:  # noqa: F811
    before = shop.json("hash", "shop.zhike")
    assert shop.json("merge", "shop.zhike", "0001", "0002", "--dry-run")["operation"] is None
    assert shop.json("hash", "shop.zhike") == before


def test_those_said_to_be_different_are_refused(shop: Line) -> None:  # noqa: F811
    assert shop.json("merge", "shop.zhike", "0001", "0002", "--never")["operation"]
    shop("merge", "shop.zhike", "0001", "0002", code=1)
    assert "不能合并" in shop.err or "cannot be merged" in shop.err


def test_an_operation_that_is_no_merge_is_refused(shop: Line) -> None:  # noqa: F811
    shop("unmerge", "shop.zhike", "1", code=1)
