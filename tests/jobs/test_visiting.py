"""The visit sheet: who, what is new, what to say, to leave out and to ask, on one page."""

from __future__ import annotations

import json
import re
import time
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from profiler_app.domain.text import Language, in_language
from profiler_app.jobs.editing import edit_customer
from profiler_app.jobs.visiting import print_visit, unmasked_sheet, visit_sheet
from profiler_app.store.customers import read_customers
from profiler_app.store.undo import history
from profiler_app.store.workspace import Workspace
from tests.jobs.conftest import TODAY, Silent

pytestmark = pytest.mark.usefixtures("qapp")

PERSON, COMPANY, REFUSED = 1, 2, 3
EVERY_KIND = [PERSON, COMPANY, REFUSED, 4, 5, 6]


def squeezed(text: str) -> str:
    return "".join(text.split())


def page(workspace: Workspace, customer: int, path: Path) -> str:
    print_visit(
        visit_sheet(workspace, customer, as_of=TODAY), path, today=TODAY, printed_by="陆晚舟"
    )
    reader = PdfReader(path)
    assert len(reader.pages) == 1
    box = reader.pages[0].mediabox
    assert (float(box.width), float(box.height)) == pytest.approx((595.3, 841.9), abs=0.8)
    return squeezed(reader.pages[0].extract_text())


@pytest.mark.parametrize("customer", EVERY_KIND)
def test_everybody_has_three_points_two_questions_and_something_to_avoid(
    demo: Workspace, customer: int
) -> None:
    """Issue "the profile card", 8."""
    sheet = visit_sheet(demo, customer, as_of=TODAY)
    assert len(sheet.talk) == 3 and len(sheet.ask) == 2 and sheet.avoid
    assert all(point.title and point.reason for point in (*sheet.talk, *sheet.ask, *sheet.avoid))
    assert len({point.title for point in sheet.talk}) == 3


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("customer", [PERSON, COMPANY, REFUSED])
def test_the_page_is_one_a4_of_searchable_text_in_both_languages(
    demo: Workspace, customer: int, language: Language, tmp_path: Path
) -> None:
    """J03, J06: one A4 page, Chinese text selectable."""
    with in_language(language):
        text = page(demo, customer, tmp_path / "visit.pdf")
        sheet = visit_sheet(demo, customer, as_of=TODAY)
    assert squeezed(sheet.card.name) in text
    for point in (*sheet.talk, *sheet.ask):
        assert squeezed(point.title)[:10] in text
    assert ("谈话要点" if language == "zh" else "Totalkabout") in text


def test_the_page_shows_no_number_in_clear(demo: Workspace, tmp_path: Path) -> None:
    """J03: no S2 value in clear."""
    text = page(demo, PERSON, tmp_path / "visit.pdf")
    mobile, email = demo.connection.execute(
        "SELECT mobile, email FROM customer WHERE id = ?", (PERSON,)
    ).fetchone()
    assert mobile and re.sub(r"\D", "", mobile)[-11:] not in text
    assert email not in text and mobile[-4:] in text


def test_the_page_is_made_within_a_second(demo: Workspace, tmp_path: Path) -> None:
    """Issue "the profile card", 8: under 1 s; the first call pays for what is loaded once."""
    page(demo, PERSON, tmp_path / "first.pdf")
    started = time.process_time()
    sheet = visit_sheet(demo, COMPANY, as_of=TODAY)
    print_visit(sheet, tmp_path / "visit.pdf", today=TODAY)
    assert time.process_time() - started < 1


def test_an_open_complaint_comes_first_and_nothing_is_offered(demo: Workspace) -> None:
    """FBK-01: an open complaint suppresses suggestions."""
    sheet = visit_sheet(demo, COMPANY, as_of=TODAY)
    assert sheet.talk[0].key == "complaint_open"
    assert "complaint_open" in {point.key for point in sheet.avoid}
    assert sheet.fit == ()


def test_without_consent_nothing_is_concluded(demo: Workspace) -> None:
    sheet = visit_sheet(demo, REFUSED, as_of=TODAY)
    assert sheet.fit == ()
    assert "no_profiling" in {point.key for point in sheet.avoid}
    assert not {point.key for point in sheet.talk} & {"churn_red", "at_risk_high_value"}


def test_what_happened_before_the_last_contact_is_not_new(demo: Workspace) -> None:
    for customer in EVERY_KIND:
        sheet = visit_sheet(demo, customer, as_of=TODAY)
        if sheet.last is not None:
            assert all(change.on > sheet.last.on for change in sheet.changes)


def test_the_sheet_of_an_earlier_day_knows_nothing_later(demo: Workspace) -> None:
    day = date(2026, 6, 30)
    sheet = visit_sheet(demo, PERSON, as_of=day)
    assert sheet.last is None or sheet.last.on <= day
    assert all(change.on <= day for change in sheet.changes)


def test_investments_wait_for_a_risk_assessment(demo: Workspace) -> None:
    """DOMAIN 0.12: nothing above an assessment, nothing without one."""
    risky = {"理财", "基金", "保险", "信托"}
    rows = demo.connection.execute(
        "SELECT id FROM customer WHERE kind = 'person' AND line = 'bank' ORDER BY id LIMIT 25"
    ).fetchall()
    found = 0
    for (customer,) in rows:
        sheet = visit_sheet(demo, customer, as_of=TODAY)
        held = {tag.id for tag in sheet.card.tags}
        for fit in sheet.fit:
            found += 1
            if "risk_assess_none" in held and fit.product in risky:
                assert fit.verdict == "wait"
    assert found


def test_the_json_names_the_customer_and_masks_the_contacts(demo: Workspace) -> None:
    found = json.loads(json.dumps(visit_sheet(demo, PERSON, as_of=TODAY).as_json()))
    assert found["customer"]["name"] and len(found["talk"]) == 3
    assert all(contact["value"] is None for contact in found["customer"]["contacts"])


def test_the_sheet_in_full_shows_what_is_masked_and_the_history_says_so(
    own_demo: Workspace, tmp_path: Path
) -> None:
    """Issue "the profile card", 8: masked by default, PRV-04."""
    stored = read_customers(own_demo.connection, [PERSON], ["mobile"])[PERSON][0]
    mobile = stored.removeprefix("+86")
    assert mobile not in page(own_demo, PERSON, tmp_path / "masked.pdf")
    before = len(history(own_demo))
    sheet = unmasked_sheet(Silent(), own_demo, PERSON, as_of=TODAY)
    target = tmp_path / "whole.pdf"
    print_visit(sheet, target, today=TODAY)
    assert mobile in squeezed(PdfReader(target).pages[0].extract_text())
    newest = history(own_demo)[0]
    assert len(history(own_demo)) == before + 1 and newest.kind == "reveal"
    assert mobile not in str(newest)


def test_a_gift_taboo_is_among_what_to_leave_out_srv_02(own_demo: Workspace) -> None:
    """SRV-02"""
    edit_customer(Silent(), own_demo, PERSON, {"gift_taboo": "不收酒"}, today=TODAY)
    avoid = visit_sheet(own_demo, PERSON, as_of=TODAY).avoid
    assert any("不收酒" in point.title for point in avoid)
