import numpy as np
import pytest

from profiler_app.analysis.completeness import filled, weights
from profiler_app.analysis.features import compute_features
from profiler_app.domain.fields import fields
from tests.analysis.small_facts import AS_OF, ago, facts


def share(book: object, position: int = 0) -> float:
    value = compute_features(book, as_of=AS_OF).columns["completeness"].value(position)
    assert isinstance(value, float)
    return value


def possible(group: str) -> int:
    return sum(weight for name, weight in weights().items() if group in fields()[name].applies_to)


def test_identity_counts_three_the_core_two_and_the_rest_one() -> None:
    assert (weights()["mobile"], weights()["occupation"], weights()["ent_pref"]) == (3, 2, 1)


def test_only_fields_somebody_can_fill_count() -> None:
    assert "freq_12m" not in weights()
    assert "number" not in weights()


def test_an_empty_profile_is_zero_percent_complete() -> None:
    assert share(facts(1)) == 0


def test_each_filled_field_adds_its_weight() -> None:
    """A name (3) and the entertainment somebody likes (1)."""
    attribute = {"field": "ent_pref", "value": "tea", "as_of": ago(1)}
    book = facts([{"name": "李雷"}], attribute=[attribute])
    assert share(book) == pytest.approx(100 * 4 / possible("person:trade"))


def test_fields_of_other_customers_do_not_count() -> None:
    """A company has no gender to fill in."""
    book = facts([{"kind": "company", "name": "北方机械", "gender": "M"}])
    assert share(book) == pytest.approx(100 * 3 / possible("company:trade"))


def test_what_was_said_after_the_business_date_is_not_known_yet() -> None:
    """FEA-01"""
    attribute = {"field": "ent_pref", "value": "tea", "as_of": ago(-1)}
    assert share(facts(1, attribute=[attribute])) == 0


def test_filled_says_which_fields_are_there() -> None:
    there = filled(facts([{"mobile": "13800000000"}, {"mobile": None}]), until=20_000)
    assert there["mobile"].tolist() == [True, False]
    assert not np.any(there["email"])
