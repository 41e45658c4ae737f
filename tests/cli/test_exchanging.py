"""Handing over on the command line: words, exit codes, keys of the answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.test_commands import Line, folder, line, shop  # noqa: F401 (fixtures)

SECRET = "correct horse battery 42 staple"


@pytest.fixture
def given(shop: Line, monkeypatch: pytest.MonkeyPatch) -> Line:  # noqa: F811
    monkeypatch.setenv("ZHIKE_BOOK_PASSPHRASE", SECRET)
    return shop


def test_customers_are_handed_over_and_taken_over(given: Line) -> None:
    made = given.json("handover", "export", "shop.zhike", "book.zhikebook")
    assert set(made) == {"file", "customers", "rows", "left_out"} and made["customers"] == 3
    given("new", "other.zhike")
    trial = given.json("handover", "import", "other.zhike", "book.zhikebook", "--dry-run")
    assert (trial["created"], trial["operation"], trial["conflicts"]) == (3, None, [])
    taken = given.json("handover", "import", "other.zhike", "book.zhikebook")
    assert taken["created"] == 3 and taken["sender"]["source"] == "shop"
    assert given.json("hash", "other.zhike") == given.json("hash", "shop.zhike")


def test_only_some_of_them_without_what_nobody_needs(given: Line) -> None:
    where = ("--where", "gender == '女'", "--without", "history", "--without", "identity")
    made = given.json("handover", "export", "shop.zhike", "book.zhikebook", *where)
    assert made["customers"] == 2
    given("new", "other.zhike")
    given.json("handover", "import", "other.zhike", "book.zhikebook")
    assert given.json("count", "other.zhike", "--where", "freq_12m > 0")["count"] == 0


def test_a_file_needs_a_passphrase_of_its_own(
    shop: Line,  # noqa: F811
    folder: Path,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("ZHIKE_BOOK_PASSPHRASE", raising=False)
    shop("handover", "export", "shop.zhike", "book.zhikebook", code=1)
    assert "ZHIKE_BOOK_PASSPHRASE" in shop.err and not (folder / "book.zhikebook").exists()


def test_a_training_base_says_how_near_it_comes(given: Line) -> None:
    given("twin-base", "shop.zhike", "twin.zhike", code=1)  # three customers have no shape
    assert "50" in given.err
