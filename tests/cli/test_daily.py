"""``profiler today`` is public: words, exit codes, keys of the JSON."""

from __future__ import annotations

from pathlib import Path

from tests.cli.test_commands import Line, folder, line, shop  # noqa: F401 (fixtures)


def test_the_day_is_told_and_tasks_become_a_calendar(shop: Line, folder: Path) -> None:  # noqa: F811
    shop("refresh", "shop.zhike")
    found = shop.json("today", "shop.zhike", "--calendar", "tasks.ics")
    assert set(found) == {
        *("day", "customers", "computed", "at_risk", "at_risk_total", "dues", "more_dues"),
        *("at_risk_left_out", "trend", "drifts", "maturing", "ownerless", "stepless"),
        *("coming", "since", "score", "score_on", "problems"),
    }
    assert (folder / "tasks.ics").read_text(encoding="utf-8").startswith("BEGIN:VCALENDAR")
    assert shop("today", "shop.zhike")


def test_the_week_is_reviewed_and_printed(shop: Line, folder: Path) -> None:  # noqa: F811
    shop("refresh", "shop.zhike")
    found = shop.json("review", "shop.zhike", "--period", "month", "--pdf", "review.pdf")
    assert found["period"] == "month"
    assert {"changes", "done", "late", "open", "contacts", "tiers", "score"} <= set(found)
    assert (folder / "review.pdf").read_bytes().startswith(b"%PDF")
    assert shop("review", "shop.zhike")


def test_contacts_are_written_for_a_phone(shop: Line, folder: Path) -> None:  # noqa: F811
    found = shop.json("address-book", "shop.zhike", "--out", "people.vcf")
    text = (folder / "people.vcf").read_text(encoding="utf-8")
    assert found == {"contacts": text.count("BEGIN:VCARD"), "file": "people.vcf"}
    assert found["contacts"] > 0
