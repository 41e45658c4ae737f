"""The built-in sample: the same each time, true to its answer key, nobody's real identity."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from typing import Any

import pytest

from profiler_app.domain.resources import catalog
from profiler_app.domain.text import LANGUAGES, Language
from profiler_app.ingest.sample import Sample, make_sample
from profiler_app.store.schema import fact_tables, target_of

TODAY = date(2026, 11, 22)
DAY = TODAY.toordinal() - date(1970, 1, 1).toordinal()
CUSTOMERS = 2000

Row = dict[str, Any]
Tables = dict[str, list[Row]]


def read(sample: Sample) -> Tables:
    return {
        name: [dict(zip(columns, row, strict=True)) for row in rows]
        for name, columns, rows in sample.tables()
    }


def digest(sample: Sample) -> str:
    found = hashlib.sha256()
    for name, columns, rows in sample.tables():
        found.update(repr((name, columns)).encode())
        for row in rows:
            found.update(repr(row).encode())
    return found.hexdigest()


@pytest.fixture(scope="module")
def sample() -> Sample:
    return make_sample(language="zh", customers=CUSTOMERS, today=TODAY)


@pytest.fixture(scope="module")
def tables(sample: Sample) -> Tables:
    return read(sample)


@pytest.fixture(scope="module", params=LANGUAGES)
def edition(request: pytest.FixtureRequest) -> Tables:
    language: Language = request.param
    return read(make_sample(language=language, customers=400, today=TODAY))


def test_equal_arguments_give_equal_rows(sample: Sample) -> None:
    again = make_sample(language="zh", customers=CUSTOMERS, today=TODAY)
    assert digest(again) == digest(sample)


def test_another_seed_gives_other_rows() -> None:
    one = make_sample(language="zh", customers=50, seed=1, today=TODAY)
    other = make_sample(language="zh", customers=50, seed=2, today=TODAY)
    assert digest(one) != digest(other)


def test_rows_do_not_depend_on_the_hash_seed_of_python() -> None:
    program = (
        "from datetime import date\n"
        "from profiler_app.ingest.sample import make_sample\n"
        "import hashlib\n"
        "s = make_sample(language='zh', customers=60, today=date(2026, 11, 22))\n"
        "print(hashlib.sha256(repr([(n, c, list(r)) for n, c, r in s.tables()])"
        ".encode()).hexdigest())\n"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(found) == 1


def test_a_longer_sample_begins_with_the_shorter_one() -> None:
    short = read(make_sample(language="zh", customers=100, today=TODAY))
    long = read(make_sample(language="zh", customers=300, today=TODAY))
    assert long["customer"][:100] == short["customer"]


def test_a_million_customers_are_made_only_when_asked_for() -> None:
    big = make_sample(language="zh", customers=1_000_000, today=TODAY)
    for _name, columns, rows in big.tables():
        assert all(len(row) == len(columns) for row in islice(rows, 20))


def test_tables_and_columns_are_those_of_the_workspace(edition: Tables) -> None:
    known = fact_tables()
    for name, rows in edition.items():
        assert rows, name
        assert set(rows[0]) <= {"id", *known[name]}, name


def test_values_have_the_kinds_of_their_columns(edition: Tables) -> None:
    types = {"text": str, "date": str, "real": float, "int": int, "bool": int}
    for name, rows in edition.items():
        kinds = fact_tables()[name]
        for row in rows:
            for column, value in row.items():
                wanted = types.get(kinds.get(column, "int"), int)
                assert value is None or type(value) is wanted, (name, column, value)


def test_references_point_to_rows_that_came_before(tables: Tables) -> None:
    ids: dict[str, set[int]] = {}
    for name, rows in tables.items():
        if rows and "id" in rows[0]:
            numbers = [row["id"] for row in rows]
            assert numbers == list(range(1, len(numbers) + 1)), name
            ids[name] = set(numbers)
        for column, kind in fact_tables()[name].items():
            if kind == "ref" and column in rows[0]:
                found = {row[column] for row in rows} - {None}
                assert found <= ids[target_of(name, column)], (name, column)


def test_rows_that_refer_to_each_other_belong_to_the_same_customer(tables: Tables) -> None:
    owner = {
        table: {row["id"]: row["customer_id"] for row in tables[table]}
        for table in ("account", "facility", "survey_response", "company_contact")
    }
    links = (
        ("balance", "account_id", "account"),
        ("flow", "account_id", "account"),
        ("repayment", "facility_id", "facility"),
        ("survey_answer", "response_id", "survey_response"),
        ("interaction", "person_id", "company_contact"),
    )
    for name, column, table in links:
        for row in tables[name]:
            assert row[column] is None or owner[table][row[column]] == row["customer_id"]


def test_nothing_that_happened_is_later_than_today(edition: Tables) -> None:
    ahead = {
        "id_doc_expiry", "matures_on", "warranty_until", "expires_on", "next_on", "due_on",
    }  # fmt: skip
    for name, rows in edition.items():
        kinds = fact_tables()[name]
        for row in rows:
            for column, value in row.items():
                if value is None or column in ahead:
                    continue
                if kinds.get(column) == "day":
                    assert value <= DAY, (name, column)
                if kinds.get(column) == "date":
                    assert date.fromisoformat(value) <= TODAY, (name, column, value)


def test_nothing_happened_before_the_customer_was_known(tables: Tables) -> None:
    since = {row["id"]: row["relation_since"] for row in tables["customer"]}
    epoch = date(1970, 1, 1)
    for name in ("order_line", "flow", "event", "interaction", "feedback"):
        for row in tables[name]:
            day = (epoch + timedelta(days=row["day"])).isoformat()
            assert day >= since[row["customer_id"]], (name, row)


def test_net_is_gross_without_discount(tables: Tables) -> None:
    assert all(row["net"] == row["gross"] - row["discount"] for row in tables["order_line"])


def test_an_order_belongs_to_one_customer_and_returns_follow_their_sale(tables: Tables) -> None:
    sales: dict[str, set[int]] = defaultdict(set)
    bought: dict[str, set[int]] = defaultdict(set)
    for row in tables["order_line"]:
        sales[row["order_no"]].add(row["customer_id"])
        if row["kind"] == "sale":
            bought[row["order_no"]].add(row["product_id"])
    assert all(len(customers) == 1 for customers in sales.values())
    returns = [row for row in tables["order_line"] if row["kind"] == "return"]
    assert returns
    for row in returns:
        assert row["net"] < 0
        assert row["quantity"] < 0


def test_resident_ids_are_correct_and_belong_to_nobody(tables: Tables) -> None:
    """DOMAIN section 4, test identities: areas that never existed, right check digits."""
    regions = catalog("regions")
    ids = [row for row in tables["customer"] if row.get("cn_id")]
    assert len({row["cn_id"] for row in ids}) == len(ids) > 300
    for row in ids:
        code = row["cn_id"]
        assert code[2:6] in {"0199", "0399"}
        assert code[:6] not in {**regions["county"], **regions["historical"]}
        total = sum(int(sign) * (2 ** (17 - place) % 11) for place, sign in enumerate(code[:17]))
        assert (total + (10 if code[17] == "X" else int(code[17]))) % 11 == 1
        if row["birth_date"]:
            assert code[6:14] == row["birth_date"].replace("-", "")
        if row["gender"]:
            assert int(code[16]) % 2 == (row["gender"] == "M")


def test_credit_codes_are_correct_and_belong_to_nobody(tables: Tables) -> None:
    """DOMAIN section 4: credit codes of areas that never existed, with both check digits."""
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    codes = [row["uscc"] for row in tables["customer"] if row["uscc"]]
    assert len(set(codes)) == len(codes) > 200
    for code in codes:
        assert code[2:8] not in catalog("regions")["county"]
        total = sum(alphabet.index(s) * pow(3, place, 31) for place, s in enumerate(code[:17]))
        assert (total + alphabet.index(code[17])) % 31 == 0
        weights = (3, 7, 9, 10, 5, 8, 4, 2)
        values = [int(s, 36) for s in code[8:16]]
        rest = 11 - sum(v * w for v, w in zip(values, weights, strict=True)) % 11
        assert code[16] == {10: "X", 11: "0"}.get(rest, str(rest))


def test_telephones_mail_and_cards_reach_nobody(edition: Tables) -> None:
    """DOMAIN section 4: prefixes out of service, example.com, cards of BIN 999999."""
    numbers = [row["mobile"] for row in edition["customer"] if row["mobile"]]
    numbers += [row["mobile"] for row in edition["company_contact"]]
    numbers += [row["value"] for row in edition["contact"] if row["kind"] == "mobile"]
    assert all(len(n) == 14 and n[3:6] in {"168", "160", "163", "164", "169"} for n in numbers)
    mails = [row["email"] for row in edition["customer"] if row["email"]]
    assert all(mail.endswith("@example.com") for mail in mails)
    cards = [row["value"] for row in edition["identifier"]]
    assert cards
    assert all(card.startswith("999999") and luhn(card) == 0 for card in cards)


def luhn(number: str) -> int:
    doubled = (int(s) * (1 + place % 2) for place, s in enumerate(reversed(number)))
    return sum(value // 10 + value % 10 for value in doubled) % 10


def test_mobile_numbers_of_different_people_differ(tables: Tables, sample: Sample) -> None:
    numbers = Counter(
        row["mobile"]
        for row in tables["customer"]
        if row["mobile"] and sample.truth(row["id"]).duplicate_of is None
    )
    numbers.update(row["mobile"] for row in tables["company_contact"])
    numbers.update(row["value"] for row in tables["contact"])
    assert max(numbers.values()) == 1


def test_kinds_of_customers_have_the_promised_shares(tables: Tables) -> None:
    counts = Counter((row["kind"], row["line"]) for row in tables["customer"])
    promised = {("person", "trade"): 0.70, ("company", "trade"): 0.08, ("person", "bank"): 0.15,
                ("company", "bank"): 0.07}  # fmt: skip
    for kind, share in promised.items():
        assert counts[kind] / CUSTOMERS == pytest.approx(share, abs=0.03)


def test_planted_behaviour_has_the_promised_shares(sample: Sample) -> None:
    truths = [sample.truth(number) for number in range(1, CUSTOMERS + 1)]
    assert 0.10 < sum(truth.churner for truth in truths) / CUSTOMERS < 0.19
    assert 0.008 < sum(truth.duplicate_of is not None for truth in truths) / CUSTOMERS < 0.025
    segments = Counter(truth.segment for truth in truths)
    assert segments.keys() == {
        "regular", "big_spender", "new", "growing", "seasonal", "lapsing", "one_timer", "bargain",
        "returner", "prospect", "stable", "outflow",
    }  # fmt: skip
    assert min(segments.values()) > CUSTOMERS * 0.01


def orders_of(tables: Tables, sample: Sample, segment: str) -> Iterator[list[Row]]:
    lines: dict[int, list[Row]] = defaultdict(list)
    for row in tables["order_line"]:
        lines[row["customer_id"]].append(row)
    for number, rows in lines.items():
        if sample.truth(number).segment == segment:
            yield rows


def test_lapsing_customers_bought_often_and_stopped(tables: Tables, sample: Sample) -> None:
    for rows in orders_of(tables, sample, "lapsing"):
        assert len({row["order_no"] for row in rows}) >= 4
        assert DAY - max(row["day"] for row in rows) >= 85


def test_one_timers_ordered_once_and_new_customers_lately(tables: Tables, sample: Sample) -> None:
    for rows in orders_of(tables, sample, "one_timer"):
        assert len({row["order_no"] for row in rows}) == 1
    for rows in orders_of(tables, sample, "new"):
        assert DAY - min(row["day"] for row in rows) <= 100


def test_bargain_hunters_buy_with_discounts(tables: Tables, sample: Sample) -> None:
    def promo_share(segment: str) -> float:
        rows = [r for rows in orders_of(tables, sample, segment) for r in rows]
        sales = [row for row in rows if row["kind"] == "sale"]
        return sum(row["discount"] > 0 for row in sales) / len(sales)

    assert promo_share("bargain") > 0.75 > 0.4 > promo_share("regular")


def test_returners_send_things_back(tables: Tables, sample: Sample) -> None:
    def returns(segment: str) -> float:
        rows = [r for rows in orders_of(tables, sample, segment) for r in rows]
        orders = {row["order_no"] for row in rows}
        return len({r["order_no"] for r in rows if r["kind"] == "return"}) / len(orders)

    assert returns("returner") > 0.3 > 0.05 > returns("regular")


def test_outflow_customers_lost_more_than_half(tables: Tables, sample: Sample) -> None:
    months: dict[int, Counter[int]] = defaultdict(Counter)
    for row in tables["balance"]:
        months[row["customer_id"]][row["day"]] += row["month_avg"]
    ends = sorted({row["day"] for row in tables["balance"]})
    assert len(ends) == 14
    people = {row["id"] for row in tables["customer"] if row["kind"] == "person"}
    for number, sums in months.items():
        if sample.truth(number).segment == "outflow" and number in people and sums[ends[-4]]:
            assert sums[ends[-1]] < 0.5 * sums[ends[-4]] or len(sums) < 14


def test_balances_are_of_month_ends(tables: Tables) -> None:
    epoch = date(1970, 1, 1)
    for day in {row["day"] for row in tables["balance"]}:
        assert (epoch + timedelta(days=day + 1)).day == 1


def test_duplicates_share_traits_with_the_earlier_customer(tables: Tables, sample: Sample) -> None:
    rows = {row["id"]: row for row in tables["customer"]}
    for number, row in rows.items():
        original = sample.truth(number).duplicate_of
        if original is not None:
            assert original < number
            assert sample.truth(original).duplicate_of is None
            other = rows[original]
            assert row["mobile"] == other["mobile"] or row["name"] == other["name"]
            assert row["cn_id"] is None


def test_statements_balance(tables: Tables) -> None:
    for row in tables["statement"]:
        assert row["total_assets"] == row["total_liabilities"] + row["equity"]


def test_overdue_loans_have_unpaid_instalments(tables: Tables) -> None:
    unpaid = Counter(row["facility_id"] for row in tables["repayment"] if row["paid_on"] is None)
    overdue = {row["id"] for row in tables["facility"] if row["overdue_days"]}
    assert overdue == set(unpaid)
    assert overdue


def test_attributes_are_fields_with_known_options(tables: Tables) -> None:
    fields = {field["id"]: field for field in catalog("fields")["fields"]}
    options = catalog("options")
    for row in tables["attribute"]:
        field = fields[row["field"]]
        assert field["place"] == "attribute"
        if field.get("options"):
            known = {option["id"] for option in options[field["options"]]}
            value = row["value"]
            assert set(json.loads(value) if field["kind"] == "list" else [value]) <= known


def test_coded_columns_hold_known_options(tables: Tables) -> None:
    options = catalog("options")
    for column, name in (
        ("gender", "gender"), ("marital", "marital"), ("education", "education"),
        ("occupation", "occupation"), ("family_stage", "family_stage"),
        ("income_band", "income_band"), ("ownership", "ownership"), ("first_source", "channel"),
        ("business_status", "business_status"), ("nationality", "nationality"),
    ):  # fmt: skip
        known = {option["id"] for option in options[name]} | {None}
        assert {row[column] for row in tables["customer"]} <= known, column


def test_places_are_those_of_the_region_catalog(tables: Tables) -> None:
    regions = catalog("regions")
    for row in tables["customer"]:
        if row["county"]:
            assert row["county"] in regions["county"]
            assert row["city"] in regions["city"]
            assert row["county"].startswith(row["city"])


def test_nothing_is_inferred_about_people_who_do_not_allow_it(tables: Tables) -> None:
    allowed = {
        row["customer_id"]
        for row in tables["consent"]
        if row["purpose"] == "profiling" and row["state"] == "granted"
    }
    people = {row["id"] for row in tables["customer"] if row["kind"] == "person"}
    assert {row["customer_id"] for row in tables["attribute"]} & people <= allowed
    assert 0.80 < len(allowed) / len(people) < 0.90


def test_answers_fill_the_fields_of_their_questions(tables: Tables) -> None:
    questions = {row["id"]: row for row in tables["survey_question"]}
    surveys = {row["id"]: row["code"] for row in tables["survey"]}
    ranges = {"nps_last": range(11), "csat_last": range(1, 6)}
    assert set(surveys.values()) == {"NPS", "CSAT"}
    scores = [row for row in tables["survey_answer"] if questions[row["question_id"]]["field"]]
    assert len(scores) == len(tables["survey_response"])
    for row in scores:
        assert int(row["value"]) in ranges[questions[row["question_id"]]["field"]]


def test_nobody_has_two_spouses_or_is_related_to_himself(tables: Tables) -> None:
    spouses: Counter[int] = Counter()
    for row in tables["relation"]:
        assert row["customer_id"] != row["other_id"]
        if row["kind"] == "spouse":
            spouses.update((row["customer_id"], row["other_id"]))
    assert max(spouses.values()) == 1


def test_the_showcases_play_their_roles(tables: Tables) -> None:
    person, company, refuser = tables["customer"][:3]
    assert (person["kind"], person["line"]) == ("person", "trade")
    assert (company["kind"], company["line"]) == ("company", "bank")
    rows_of = {
        name: Counter(row["customer_id"] for row in rows if "customer_id" in row)
        for name, rows in tables.items()
    }
    for table in ("order_line", "asset", "interaction", "feedback", "survey_response", "relation",
                  "attribute", "consent", "event", "manual_tag"):  # fmt: skip
        assert rows_of[table][1] > 0, table
    for table in ("account", "balance", "flow", "facility", "repayment", "statement",
                  "risk_event", "company_contact", "interaction", "relation"):  # fmt: skip
        assert rows_of[table][2] > 0, table
    assert rows_of["order_line"][refuser["id"]] == 0
    assert ("profiling", "refused") in {
        (row["purpose"], row["state"]) for row in tables["consent"] if row["customer_id"] == 3
    }


def test_the_english_edition_has_the_same_customers_in_english() -> None:
    english = read(make_sample(language="en", customers=300, today=TODAY))
    chinese = read(make_sample(language="zh", customers=300, today=TODAY))
    assert [row["cn_id"] for row in english["customer"]] == [
        row["cn_id"] for row in chinese["customer"]
    ]
    assert {name: len(rows) for name, rows in english.items()} == {
        name: len(rows) for name, rows in chinese.items()
    }
    text = repr({name: rows for name, rows in english.items() if name != "survey"})
    for row in english["survey_question"]:
        text = text.replace(row["text_zh"], "")
    assert not any("一" <= sign <= "鿿" for sign in text)


def test_asking_for_a_customer_that_does_not_exist_fails(sample: Sample) -> None:
    with pytest.raises(IndexError):
        sample.truth(CUSTOMERS + 1)


def test_no_company_is_told_twice_that_another_belongs_to_it(tables: Tables) -> None:
    """Once as its subsidiary and once as the parent of that one, with other shares."""
    ties = tables["relation"]
    up = [(row["customer_id"], row["other_id"]) for row in ties if row["kind"] == "parent_company"]
    up += [(row["other_id"], row["customer_id"]) for row in ties if row["kind"] == "subsidiary"]
    assert up and len({*up}) == len(up)
