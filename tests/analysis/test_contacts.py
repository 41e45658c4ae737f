import pytest

from tests.analysis.small_facts import ago, facts, of, sale

COMPANY = {"kind": "company"}


def talk(day: int, outcome: str = "reached", **more: object) -> dict[str, object]:
    return {"day": day, "outcome": outcome, "channel": "phone", "direction": "out"} | more


def test_contacts_of_a_year() -> None:
    """FEA-02"""
    book = facts(
        interaction=[
            talk(ago(40), channel="visit"),
            talk(ago(20)),
            talk(ago(10), "no_answer"),
            talk(ago(400)),
        ]
    )
    assert of(book, "interactions_12m") == 2
    assert (of(book, "last_contact_days"), of(book, "last_visit_days")) == (20, 40)
    assert of(book, "response_rate_12m") == pytest.approx(2 / 3)


def test_a_refused_call_lowers_the_response_rate_upd_02() -> None:
    """UPD-02"""
    calls = [talk(ago(1 + n)) for n in range(3)]
    assert of(facts(interaction=calls), "response_rate_12m") == 1
    refused = [*calls, talk(ago(0), "refused")]
    assert of(facts(interaction=refused), "response_rate_12m") == pytest.approx(3 / 4)


def test_the_response_rate_needs_three_calls() -> None:
    assert of(facts(interaction=[talk(ago(1))] * 2), "response_rate_12m") is None


def test_roles_reached_and_the_days_since_a_decider_was_met() -> None:
    """FEA-02: the gatekeeper is no buying role; the approver was met too long ago."""
    roles = {1: "decider", 2: "gatekeeper", 3: "approver", 4: "user"}
    book = facts(
        [COMPANY],
        company_contact=[
            {"id": number, "role": role, "is_key": 1, "active": 1} for number, role in roles.items()
        ],
        interaction=[
            talk(ago(30), person_id=1),
            talk(ago(20), person_id=2),
            talk(ago(180), person_id=3),
            talk(ago(3), person_id=4),
            talk(ago(2), "no_answer", person_id=1),
        ],
    )
    assert of(book, "roles_covered") == 2
    assert of(book, "decider_gap_days") == 30
    assert of(book, "key_contacts") == 4


def test_who_left_is_no_key_contact() -> None:
    """FEA-01: leaving counts from its day on."""
    person = {"role": "user", "is_key": 1, "active": 0}
    book = facts(
        [COMPANY],
        company_contact=[
            person | {"id": 1, "left_on": ago(1)},
            person | {"id": 2, "left_on": ago(-1)},
            person | {"id": 3},
        ],
    )
    assert of(book, "key_contacts") == 1


def test_referrals_that_became_customers() -> None:
    """FEA-02: customer 1 brought 2 (who bought), 3 (who did not) and, long ago, 4."""
    book = facts(
        4,
        relation=[
            {"owner": 1, "other_id": 1, "kind": "referrer", "since": ago(100)},
            {"owner": 2, "other_id": 1, "kind": "referrer", "since": ago(100)},
            {"owner": 3, "other_id": 1, "kind": "referrer", "since": ago(730)},
        ],
        order_line=[sale(ago(1), owner=1), sale(ago(1), owner=3)],
    )
    assert of(book, "referrals_24m", 0) == 1
    assert (of(book, "degree", 0), of(book, "degree", 1)) == (3, 1)


def test_relations_that_ended_do_not_count() -> None:
    """FEA-01"""
    ends = [{"other_id": 2, "kind": "friend", "until": ago(days)} for days in (1, -1)]
    assert of(facts(2, relation=ends), "degree") == 1


def test_groups_and_supply_chains() -> None:
    """FEA-02: 2 is the parent company of 1; 3 supplies 1."""
    book = facts(
        [COMPANY] * 3,
        relation=[
            {"owner": 0, "other_id": 2, "kind": "parent_company"},
            {"owner": 0, "other_id": 3, "kind": "upstream_supplier"},
        ],
    )
    assert [of(book, "group_role", i) for i in range(3)] == ["member", "core", "none"]
    assert [of(book, "sc_role", i) for i in range(3)] == ["downstream", "none", "upstream"]


def test_overdue_and_guarantees_of_related_companies() -> None:
    """FEA-02: 2 guarantees 1 and is overdue."""
    book = facts(
        [{"kind": "company", "line": "bank"}] * 3,
        relation=[{"owner": 0, "other_id": 2, "kind": "guarantor"}],
        facility=[{"owner": 1, "kind": "loan", "overdue_days": 4}],
    )
    assert [of(book, "related_overdue", i) for i in range(3)] == [True, False, None]
    assert [of(book, "guarantee_links", i) for i in range(3)] == [1, 1, 0]


def test_complaints_and_feedback() -> None:
    """FEA-02"""
    book = facts(
        feedback=[
            {"day": ago(50), "kind": "complaint", "status": "open", "rating": 1},
            {"day": ago(90), "kind": "complaint", "status": "closed", "closed_on": ago(80)},
            {"day": ago(60), "kind": "complaint", "status": "closed", "closed_on": ago(-2)},
            {"day": ago(10), "kind": "praise", "rating": 4, "sentiment_label": "negative"},
        ]
    )
    assert (of(book, "complaints_12m"), of(book, "open_complaint_days")) == (3, 60)
    assert (of(book, "rating_avg"), of(book, "neg_feedback_90d")) == (2.5, 1)


def test_the_latest_answer_of_a_year_counts() -> None:
    """FEA-02"""
    book = facts(
        survey_answer=[
            {"day": ago(300), "field": "nps", "value": "3"},
            {"day": ago(30), "field": "nps", "value": "9"},
            {"day": ago(20), "field": "nps", "value": "many"},
            {"day": ago(400), "field": "csat", "value": "5"},
        ]
    )
    assert (of(book, "nps_last"), of(book, "csat_last")) == (9, None)


def test_the_state_of_consent_on_the_business_date() -> None:
    """FEA-01: not asked is none; withdrawal and expiry count from their day on."""

    def state(**consent: object) -> object:
        row = {"purpose": "marketing", "state": "granted", "granted_on": ago(50)} | consent
        return of(facts(consent=[row]), "consent_marketing")

    other = {"purpose": "service", "state": "granted", "granted_on": ago(50)}
    assert of(facts(consent=[other]), "consent_marketing") == "none"
    assert of(facts(1), "consent_marketing") is None  # nobody records consent here
    assert state() == "granted"
    assert state(expires_on=ago(1)) == "expired"
    assert state(state="withdrawn", withdrawn_on=ago(1)) == "withdrawn"
    assert state(state="withdrawn", withdrawn_on=ago(-1)) == "granted"
    assert state(state="refused") == "refused"
    assert state(granted_on=ago(-1)) == "none"


def test_the_latest_record_of_consent_wins() -> None:
    row = {"purpose": "profiling"}
    book = facts(
        consent=[
            row | {"state": "refused", "granted_on": ago(9)},
            row | {"state": "granted", "granted_on": ago(90)},
        ]
    )
    assert of(book, "consent_profiling") == "refused"


def test_the_stricter_answer_wins_over_an_older_or_undated_grant() -> None:
    def state(*answers: dict[str, object]) -> object:
        rows = [{"purpose": "profiling"} | answer for answer in answers]
        found = {of(facts(consent=order), "consent_profiling") for order in (rows, rows[::-1])}
        assert len(found) == 1
        return found.pop()

    grant: dict[str, object] = {"state": "granted", "granted_on": ago(50)}
    gone = {"state": "withdrawn", "granted_on": ago(90), "withdrawn_on": ago(20)}
    assert state(grant, gone) == "withdrawn"
    assert state(grant, {"state": "refused", "granted_on": ago(50)}) == "refused"
    assert state(grant, {"state": "refused"}) == "refused"
    assert state({"state": "granted"}, {"state": "withdrawn", "granted_on": ago(90)}) == "withdrawn"
    assert state(grant | {"granted_on": ago(5)}, gone) == "granted"


def test_days_since_anybody_touched_the_profile() -> None:
    book = facts([{"updated_on": ago(40)}], interaction=[talk(ago(12))])
    assert of(book, "stale_days") == 12
    assert of(facts([{"updated_on": ago(40)}]), "stale_days") == 40
    assert of(facts(1), "stale_days") is None
