"""Cards for programs, customers side by side, visit sheets and how feedback sounds, by command."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from profiler_app.jobs.demo import DEMO_PASSPHRASE, create_demo
from profiler_app.main import main
from tests.jobs.conftest import TODAY, Silent


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("book") / "book.zhike"
    create_demo(Silent(), path, customers=300, today=TODAY)
    return str(path)


class Line:
    """Runs one line and reads the JSON it printed."""

    def __init__(self, capfd: pytest.CaptureFixture[str]) -> None:
        self._capfd = capfd

    def __call__(self, *words: str, code: int = 0) -> str:
        assert main(list(words)) == code
        out, self.err = self._capfd.readouterr()
        return out

    def json(self, *words: str) -> Any:
        return json.loads(self(*words, "--json"))


@pytest.fixture
def line(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Line:
    monkeypatch.setenv("ZHIKE_PASSPHRASE", DEMO_PASSPHRASE)
    return Line(capfd)


def test_a_card_for_programs_carries_everything(book: str, line: Line) -> None:
    """Issue "the profile card", proof."""
    card = line.json("card", book, "DEMO-000001", "--as-of", TODAY.isoformat())
    assert len(card["dimensions"]) == 8 and card["timeline"] and card["sources"]
    assert {"evidence", "rule", "removed_when"} <= set(card["tags"][0])
    assert "next_question" in card and card["completeness"] > 0


def test_a_card_is_that_of_a_day_as_known_on_a_day(book: str, line: Line) -> None:
    day = TODAY.isoformat()
    card = line.json("card", book, "DEMO-000001", "--as-of", "2026-06-30", "--known-on", day)
    assert (card["as_of"], card["known_on"]) == ("2026-06-30", day)
    assert all(event["on"] <= "2026-06-30" for event in card["timeline"])


def test_customers_are_compared(book: str, line: Line) -> None:
    found = line.json("compare", book, "DEMO-000001", "DEMO-000002")
    assert len(found["names"]) == 2 and found["rows"]
    assert "DEMO-000001" in line("compare", book, "DEMO-000001", "--segment", "tenure_days > 30")


def test_the_same_customer_twice_is_no_comparison(book: str, line: Line) -> None:
    line("compare", book, "DEMO-000001", "DEMO-000001", code=1)
    assert "2 至 4" in line.err


def test_twins_are_found_with_reasons(book: str, line: Line) -> None:
    found = line.json("twins", book, "DEMO-000001", "--count", "5")
    assert len(found["twins"]) == 5 and all(twin["why"] for twin in found["twins"])
    assert "DEMO-" in line("twins", book, "DEMO-000001")


def test_a_persona_is_drawn_and_a_small_one_refused(book: str, line: Line) -> None:
    """PRO-02."""
    assert line.json("persona", book, "recency_days > 90")["distinctions"]
    assert "中位数" in line("persona", book, "recency_days > 90")
    line("persona", book, "number == 'DEMO-000001'", code=1)
    assert "10" in line.err


def test_a_visit_is_prepared_in_both_languages(book: str, line: Line, tmp_path: Path) -> None:
    for language, words in (("zh", "谈话要点"), ("en", "To talk about")):
        path = tmp_path / f"{language}.pdf"
        line("--lang", language, "visit", book, "DEMO-000001", "--pdf", str(path))
        reader = PdfReader(path)
        assert len(reader.pages) == 1
        assert words.replace(" ", "") in "".join(reader.pages[0].extract_text().split())
        assert words in line("--lang", language, "visit", book, "DEMO-000001")
    assert len(line.json("visit", book, "DEMO-000001")["talk"]) == 3


def test_feedback_is_judged_and_refusals_are_told(book: str, line: Line) -> None:
    """FBK-01."""
    assert line.json("sentiment", book)["refusal"]
    judged = line.json("sentiment", book, "--text", "产品不错，但是手续费太贵")
    assert judged["mood"] == "negative" and judged["topics"] == ["price", "process"]
    assert "词典" in line("sentiment", book)
