"""The profile card of one customer, and why it has its tags."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from profiler_app.domain.errors import ConsentNeeded, CustomerNotFound, TagNotFound
from profiler_app.domain.fields import fields, option_label
from profiler_app.domain.profile import Card, Cell, to_json
from profiler_app.domain.rules.wording import name_of_tag
from profiler_app.domain.separate_consent import SEPARATE
from profiler_app.domain.tags import known_tags
from profiler_app.domain.text import in_language
from profiler_app.ingest.targets import target_fields
from profiler_app.jobs import cards, recording
from profiler_app.jobs.consenting import Answer, State
from profiler_app.jobs.editing import (
    create_customer,
    edit_customer,
    refuse_tag,
    set_tag,
)
from profiler_app.jobs.list_columns import list_columns
from profiler_app.jobs.merging.doing import merge
from profiler_app.jobs.recording import Purchase
from profiler_app.jobs.refreshing import refresh
from profiler_app.store.ledger import operation
from profiler_app.store.workspace import Workspace
from tests.jobs.conftest import TODAY, Silent, create

PERSON, COMPANY, REFUSED = 1, 2, 3


def card_of(workspace: Workspace, customer: int, **days: Any) -> Card:
    return cards.read_card(workspace, customer, **{"as_of": TODAY, **days})


def cells(card: Card) -> dict[str, Cell]:
    return {cell.field: cell for block in card.dimensions for cell in block.cells}


def tag_ids(card: Card) -> set[str]:
    return {tag.id for tag in card.tags}


def add_order(workspace: Workspace, customer: int, day: date, *, number: str, net: int) -> None:
    with operation(workspace, "import", {"file": "orders.csv"}) as opened:
        opened.insert_one(
            "order_line",
            {
                "customer_id": customer,
                "order_no": number,
                "day": day.toordinal() - date(1970, 1, 1).toordinal(),
                "kind": "sale",
                "channel": "store",
                "quantity": 1.0,
                "net": net,
                "gross": net,
                "status": "done",
            },
        )


def test_a_person_has_eight_dimensions_of_26_items(demo: Workspace) -> None:
    """PRO-01."""
    card = card_of(demo, PERSON)
    assert [block.id for block in card.dimensions] == [f"D{n}" for n in range(1, 9)]
    assert card.total == 26
    assert card.filled == sum(block.filled for block in card.dimensions)


def test_a_person_has_all_blocks(demo: Workspace) -> None:
    """PRO-01: identity, value, lifecycle, relations, holdings, time line, tags, consents."""
    card = card_of(demo, PERSON)
    assert card.kind == "person" and card.name and card.stage and card.rfm and card.series
    assert card.timeline and card.relations and card.holdings and card.tags
    assert {consent.purpose for consent in card.consents} >= {"profiling", "marketing"}


def test_a_company_shows_what_a_bank_knows(demo: Workspace) -> None:
    """PRO-03, COL-02."""
    card = card_of(demo, COMPANY)
    assert (card.kind, card.line) == ("company", "bank")
    assert card.people and card.registration and card.holdings
    assert {"E5", "E4", "E3", "E2"} <= {block.id for block in card.dimensions}
    assert card.series is not None and card.series.kind == "balance"


def test_every_known_cell_of_a_company_names_its_source(demo: Workspace) -> None:
    """PRO-03."""
    known = [cell for cell in cells(card_of(demo, COMPANY)).values() if cell.value]
    assert known and all(cell.source for cell in known)


def test_person_and_company_get_different_figures(demo: Workspace) -> None:
    """COL-02."""
    strips = [[kpi.key for kpi in card_of(demo, customer).kpis] for customer in (PERSON, COMPANY)]
    assert "rfm" in strips[0] and "deposit_mavg" in strips[1]
    assert all(len(strip) == 6 for strip in strips)


@pytest.mark.promise(30)
def test_without_consent_nothing_is_computed_but_facts_stay(demo: Workspace) -> None:
    card = card_of(demo, REFUSED)
    assert not card.profiling_allowed
    assert card.stage is None and card.rfm is None
    assert {tag.group for tag in card.tags} <= {"compliance"}
    assert not [cell for cell in cells(card).values() if cell.source.startswith("推断")]
    assert card.contacts and cells(card)["education"].value


def test_withdrawing_consent_closes_the_past_too(own_demo: Workspace) -> None:
    number = own_demo.connection.execute(
        "SELECT id FROM consent WHERE customer_id = 1 AND purpose = 'profiling'"
    ).fetchone()[0]
    with operation(own_demo, "edit") as opened:
        opened.update("consent", number, {"state": "withdrawn", "withdrawn_on": "2026-11-20"})
    card = card_of(own_demo, PERSON, as_of=date(2026, 6, 30))
    assert not card.profiling_allowed
    assert tag_ids(card) <= {"no_profiling", "no_marketing"}


def test_no_orders_are_zero_money_and_reasons(demo: Workspace) -> None:
    card = card_of(demo, REFUSED)
    kpis = {kpi.key: kpi for kpi in card.kpis}
    assert kpis["monetary_all"].amount_minor == 0
    assert kpis["aov_12m"].value is None and kpis["aov_12m"].reason
    assert card.series is None


def test_a_name_is_enough_for_a_card(empty: Workspace, progress: Silent) -> None:
    values = {"kind": "person", "line": "trade", "name": "王小明"}
    number = create_customer(progress, empty, values, today=TODAY).customer
    card = card_of(empty, number)
    assert card.name == "王小明" and card.filled == 1
    assert all(cell.question or cell.basis for cell in card.missing())


def test_one_order_is_too_little_for_a_favourite(own_demo: Workspace, progress: Silent) -> None:
    """PRO-04: "Favourite category" with 1 order is "insufficient data (1 order)"."""
    values = {"kind": "company", "line": "trade", "name": "新客有限公司"}
    number = create_customer(progress, own_demo, values, today=TODAY).customer
    add_order(own_demo, number, TODAY, number="N1", net=10_000)
    with in_language("en"):
        favourite = cells(card_of(own_demo, number))["fav_category"]
    assert (favourite.value, favourite.basis) == (None, "insufficient data (1 order)")


def test_derived_values_say_what_they_rest_on(demo: Workspace) -> None:
    """PRO-04: how many records and which period."""
    assert "自 20" in cells(card_of(demo, PERSON))["aov_12m"].basis


def test_an_edit_shows_at_once_and_names_itself(own_demo: Workspace, progress: Silent) -> None:
    edit_customer(progress, own_demo, PERSON, {"education": "10"}, today=TODAY)
    cell = cells(card_of(own_demo, PERSON))["education"]
    assert (cell.value, cell.source) == ("研究生", "手工录入 26-11")


def test_a_tag_follows_an_edit_without_a_refresh(own_demo: Workspace, progress: Silent) -> None:
    assert "gender_m" not in tag_ids(card_of(own_demo, PERSON))
    edit_customer(progress, own_demo, PERSON, {"gender": "M"}, today=TODAY)
    assert "gender_m" in tag_ids(card_of(own_demo, PERSON))


def test_known_on_shows_what_was_known_before_an_edit(
    own_demo: Workspace, progress: Silent
) -> None:
    before = cells(card_of(own_demo, PERSON))["education"].value
    edit_customer(progress, own_demo, PERSON, {"education": "80"}, today=TODAY)
    then = card_of(own_demo, PERSON, known_on=TODAY)
    now = card_of(own_demo, PERSON, known_on=TODAY + timedelta(days=1))
    assert cells(then)["education"].value == before
    assert cells(now)["education"].value == "小学"


def test_nobody_was_known_before_the_first_day(demo: Workspace) -> None:
    with pytest.raises(CustomerNotFound):
        card_of(demo, PERSON, known_on=date(2020, 1, 1))


def test_a_day_before_the_customer_came_is_told_by_what_is_known_today(
    own_demo: Workspace, progress: Silent
) -> None:
    edit_customer(progress, own_demo, PERSON, {"education": "80"}, today=TODAY)
    early = cards.read_earlier_card(own_demo, PERSON, date(2025, 6, 30))
    assert early.known_on is None
    assert early.as_of == date(2025, 6, 30)
    assert cells(early)["education"].value == "小学"
    later = cards.read_earlier_card(own_demo, PERSON, TODAY)
    assert later.known_on == TODAY
    assert cells(later)["education"].value != "小学"


def test_an_earlier_day_leaves_out_later_events(demo: Workspace) -> None:
    day = date(2025, 6, 30)
    card = card_of(demo, PERSON, as_of=day)
    assert card.timeline and all(event.on <= day for event in card.timeline)
    totals = {c: {k.key: k for k in c.kpis}["monetary_all"] for c in (card, card_of(demo, PERSON))}
    earlier, today = (kpi.amount_minor or 0 for kpi in totals.values())
    assert earlier < today


def test_a_card_agrees_with_the_refresh(demo: Workspace) -> None:
    """The tags of the card are those of the run, for one customer after the other."""
    import numpy as np

    from profiler_app.store.runs import read_tag, tag_counts

    stored = {
        tag: read_tag(demo.connection, tag, np.arange(1, 41))[0]
        for tag in tag_counts(demo.connection)
    }
    for customer in range(1, 41):
        expected = {tag for tag, has in stored.items() if has[customer - 1]}
        assert tag_ids(card_of(demo, customer)) == expected


@pytest.mark.parametrize("customer", [PERSON, COMPANY])
def test_every_tag_on_the_card_has_a_reason(demo: Workspace, customer: int) -> None:
    """PRO-01: tags with evidence."""
    for tag in card_of(demo, customer).tags:
        why = cards.why(demo, customer, tag.id, as_of=TODAY)
        assert (why.verdict, why.since, why.label) == ("yes", tag.since, tag.label)
        assert why.rule and why.evidence and why.removed_when


def test_leaves_show_the_customers_own_values(demo: Workspace) -> None:
    why = cards.why(demo, PERSON, "gender_f", as_of=TODAY)
    assert [(leaf.field, leaf.value, leaf.verdict) for leaf in why.leaves] == [
        ("gender", "女", "yes")
    ]


def test_a_tag_is_found_by_its_name_in_both_languages(demo: Workspace) -> None:
    names = ("m_focus", "重点关注", "focus")
    assert {cards.why(demo, PERSON, name, as_of=TODAY).tag for name in names} == {"m_focus"}


def test_an_unknown_tag_names_the_nearest(demo: Workspace) -> None:
    with pytest.raises(TagNotFound, match="gender_f"):
        cards.why(demo, PERSON, "gender_ff", as_of=TODAY)


def test_a_manual_tag_says_who_when_and_why(own_demo: Workspace, progress: Silent) -> None:
    set_tag(progress, own_demo, [PERSON], "m_story", reason="新店开业", by="陆晚舟", today=TODAY)
    why = cards.why(own_demo, PERSON, "m_story", as_of=TODAY)
    assert why.verdict == "yes" and why.since == TODAY
    assert all(part in why.evidence for part in ("陆晚舟", TODAY.isoformat(), "新店开业"))


@pytest.mark.promise(36)
def test_a_refused_tag_is_gone_and_says_so(own_demo: Workspace, progress: Silent) -> None:
    refuse_tag(progress, own_demo, PERSON, "gender_f", reason="登记有误", by="陆晚舟", today=TODAY)
    assert "gender_f" not in tag_ids(card_of(own_demo, PERSON))
    assert "登记有误" in cards.why(own_demo, PERSON, "gender_f", as_of=TODAY).evidence


def test_numbers_and_contacts_are_masked(demo: Workspace) -> None:
    """PRO-01: nothing above the chosen sensitivity."""
    own = demo.connection.execute(
        "SELECT mobile, email, core_cust_no FROM customer WHERE id IN (1, 2)"
    ).fetchall()
    secrets = [value.removeprefix("+86") for row in own for value in row if value]
    text = json.dumps([to_json(card_of(demo, customer)) for customer in (PERSON, COMPANY)])
    assert secrets and not [secret for secret in secrets if secret in text]


def test_relations_are_named_from_both_ends(demo: Workspace) -> None:
    tie = card_of(demo, PERSON).relations[0]
    assert tie.customer is not None
    back = card_of(demo, tie.customer).relations
    assert PERSON in {other.customer for other in back}


def test_an_imported_order_appears_with_its_file(own_demo: Workspace) -> None:
    add_order(own_demo, PERSON, TODAY, number="N9", net=123_400)
    card = card_of(own_demo, PERSON, as_of=TODAY + timedelta(days=1))
    assert any(event.amount_minor == 123_400 for event in card.timeline)
    assert any("orders.csv" in event.text for event in card.timeline if event.kind == "import")


def test_a_merge_stays_on_the_time_line(own_demo: Workspace, progress: Silent) -> None:
    merge(progress, own_demo, [1, 6], today=TODAY)
    later = card_of(own_demo, PERSON, as_of=TODAY + timedelta(days=1))
    assert any(event.label == "合并" for event in later.timeline)
    assert 6 not in {tie.customer for tie in later.relations}


def test_since_is_the_first_run_that_saw_the_tag(own_demo: Workspace, progress: Silent) -> None:
    later = TODAY + timedelta(days=3)
    edit_customer(progress, own_demo, PERSON, {"gender": "M"}, today=TODAY)
    refresh(progress, own_demo, as_of=later)
    since = {tag.id: tag.since for tag in card_of(own_demo, PERSON, as_of=later).tags}
    assert (since["gender_m"], since["age_35_44"]) == (later, TODAY)


def test_cards_survive_json(demo: Workspace) -> None:
    for customer in range(1, 31):
        plain = to_json(card_of(demo, customer))
        assert json.loads(json.dumps(plain)) == plain


def test_an_english_card_has_no_chinese_of_ours(demo: Workspace) -> None:
    """Only what customers and sample data say themselves stays as it was written."""
    with in_language("en"):
        for customer in (PERSON, COMPANY, REFUSED):
            card = card_of(demo, customer)
            own = [*(kpi.label + kpi.note + kpi.reason for kpi in card.kpis)]
            own += [
                cell.label + cell.source + cell.question + cell.basis
                for cell in cells(card).values()
            ]
            own += [tag.label + tag.group_label for tag in card.tags]
            assert not [text for text in own if any("一" <= c <= "鿿" for c in text)]


def test_a_chinese_card_has_no_english_of_ours(demo: Workspace) -> None:
    for customer in (PERSON, COMPANY, REFUSED):
        card = card_of(demo, customer)
        own = [block.label for block in card.dimensions]
        own += [cell.label + cell.basis + cell.question for cell in cells(card).values()]
        own += [kpi.note + kpi.reason for kpi in card.kpis if kpi.note or kpi.reason]
        own += [event.label for event in card.timeline]
        assert all(any("一" <= c <= "鿿" for c in text) or "%" in text for text in own)


def test_a_card_asks_few_queries_and_scans_no_table(demo: Workspace) -> None:
    asked: list[str] = []
    demo.connection.set_trace_callback(asked.append)
    try:
        card_of(demo, PERSON)
    finally:
        demo.connection.set_trace_callback(None)
    assert len(asked) < 120
    read = [sql for sql in asked if sql.startswith("SELECT") and "EXISTS" not in sql]
    plans = [row[3] for sql in read for row in demo.connection.execute(f"EXPLAIN QUERY PLAN {sql}")]
    large = ("order_line", "balance", "flow", "interaction", "customer", "change", "attribute")
    scanned = [plan for plan in plans if plan.startswith("SCAN") and plan.split()[1] in large]
    assert not scanned


def test_a_customer_is_found_by_number_and_mobile(demo: Workspace) -> None:
    number, mobile = demo.connection.execute(
        "SELECT number, mobile FROM customer WHERE id = 1"
    ).fetchone()
    assert cards.find(demo, number) == cards.find(demo, mobile) == PERSON


def test_store_and_app_stand_in_one_list_with_their_share_col_05(empty: Workspace) -> None:
    """COL-05."""
    customer = create(empty)
    for number, channel in enumerate(("store", "app", "app", "store", "app")):
        bought = Purchase(TODAY - timedelta(days=number), "净水器", Decimal(1), None, 100, channel)
        recording.add_order(Silent(), empty, customer, bought, today=TODAY)
    card = card_of(empty, customer)
    orders = [event for event in card.timeline if event.kind == "order"]
    app, store = (option_label("channel", name) for name in ("app", "store"))
    assert [event.source for event in orders] == [store, app, app, store, app]
    assert cells(card)["main_channel"].value == "App · 线上 60%"


def test_a_company_shows_its_warnings_with_day_and_source_rsk_02(empty: Workspace) -> None:
    """RSK-02: overdue, lawsuit, registry, related party, guarantees, distress."""
    firm, *others = (
        create(empty, kind="company", line="bank", name=f"{name}公司") for name in "甲乙丙丁"
    )
    status = {"business_status": "revoked"}
    edit_customer(Silent(), empty, firm, status, today=TODAY)
    late = {"kind": "loan", "used": 9, "overdue_days": 40, "as_of": TODAY.isoformat()}
    sued = {"kind": "lawsuit", "severity": 3, "occurred_on": "2026-10-08", "source": "法院公告"}
    year = {"period": "year", "period_end": "2025-12-31"}
    with operation(empty, "import", {"file": "risks.csv"}) as opened:
        for owner in (firm, others[0]):
            opened.insert_one("facility", {"customer_id": owner, **late})
        opened.insert_one("risk_event", {"customer_id": firm, **sued})
        debt = {"total_assets": 100, "total_liabilities": 95}
        opened.insert_one("statement", {"customer_id": firm, **year, **debt})
        for other in others:
            tied = {"other_id": other, "kind": "guarantor"}
            opened.insert_one("relation", {"customer_id": firm, **tied})
    refresh(Silent(), empty, as_of=TODAY)
    card = card_of(empty, firm)
    assert tag_ids(card) >= {
        "overdue_now",
        "risk_event",
        "reg_abnormal",
        "related_risk",
        "guarantee_circle",
        "fs_distress",
    }
    (event,) = [each for each in card.timeline if each.kind == "risk"]
    assert (event.on, event.source) == (date(2026, 10, 8), "法院公告")
    signs = {each.label: each for each in card.signs}
    assert len(signs) == 6
    assert all(each.source and each.text for each in card.signs)
    assert [each.on for each in card.signs] == sorted((s.on for s in card.signs), reverse=True)
    late, distress = signs[name_of_tag("overdue_now")], signs[name_of_tag("fs_distress")]
    assert (late.on, "risks.csv" in late.source, "40" in late.text) == (TODAY, True, True)
    assert distress.on == date(2025, 12, 31)
    assert "1" in card.not_known[0] and "2" in card.not_known[0]  # one statement has no trend
    assert "12" in " ".join(card.not_known)  # hardly any payment came in


# How the customer likes to be treated


def agreed_to_health(workspace: Workspace, customer: int, state: State = "granted") -> None:
    answer = Answer(("health",), state, "paper", TODAY)
    recording.record_consent(Silent(), workspace, customer, answer)


def test_how_a_customer_likes_to_be_treated_stands_in_the_head_srv_02(empty: Workspace) -> None:
    """SRV-02"""
    told = {"service_note": "喜欢靠窗的座位", "gift_taboo": "不收酒"}
    customer = create(empty, **told)
    found = card_of(empty, customer).wishes
    assert [(fact.label, fact.value) for fact in found] == [
        ("服务偏好", "喜欢靠窗的座位"),
        ("赠礼禁忌", "不收酒"),
    ]


def test_a_note_about_health_needs_a_consent_of_its_own_srv_02(empty: Workspace) -> None:
    """SRV-02, IND-02: without it nothing is kept, after its withdrawal nothing is shown."""
    customer = create(empty)
    for field in ("diet_note", "health_info"):
        with pytest.raises(ConsentNeeded, match="健康信息"):
            edit_customer(Silent(), empty, customer, {field: "不吃花生"}, today=TODAY)
    assert card_of(empty, customer).wishes == ()
    agreed_to_health(empty, customer)
    edit_customer(Silent(), empty, customer, {"diet_note": "不吃花生"}, today=TODAY)
    (shown,) = card_of(empty, customer).wishes
    assert (shown.label, shown.value) == ("饮食要求", "不吃花生")
    agreed_to_health(empty, customer, "withdrawn")
    assert card_of(empty, customer).wishes == ()


def test_notes_about_health_are_in_no_list_rule_tag_or_imported_file_ind_02() -> None:
    """IND-02"""
    health = set(SEPARATE)
    assert not health & set(target_fields("customers"))
    assert not health & {name for column in list_columns().values() for name in column.reads}
    assert not any(name in (tag.expr or "") for tag in known_tags().values() for name in health)
    assert {fields()[name].sensitivity for name in health} == {"S3"}  # models and rules skip these
