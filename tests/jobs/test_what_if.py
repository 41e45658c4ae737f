"""What a model would say if a field were different: values customers have, no sensitive fields."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from profiler_app.analysis.columns import Column
from profiler_app.analysis.prediction.sensitive import is_sensitive
from profiler_app.domain.errors import NoModelToAsk
from profiler_app.jobs import lists
from profiler_app.jobs.cards.reasons import explain_tag, find_tag
from profiler_app.jobs.cards.subject import read_subject
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.demo import DEMO_PASSPHRASE, create_demo
from profiler_app.jobs.foresight.churn import learn_churn
from profiler_app.jobs.foresight.own_reasons import own_reasons, supporting
from profiler_app.jobs.foresight.what_if import Asked, ask, learn_to_ask
from profiler_app.jobs.refreshing import refresh
from profiler_app.store.model_runs import Foretold, save_model_run
from profiler_app.store.workspace import Workspace, open_workspace
from tests.jobs.conftest import TODAY, Silent


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    path: Path = tmp_path_factory.mktemp("what_if") / "sample.zhike"
    create_demo(Silent(), path, customers=700, today=TODAY)
    with open_workspace(path, DEMO_PASSPHRASE) as opened:
        yield opened


def learned(workspace: Workspace, kind: str, target: str = "", yes: str | None = None) -> Asked:
    return learn_to_ask(
        Silent(), workspace, kind=kind, today=TODAY, target=target, yes=yes, exact=True
    )


@pytest.fixture(scope="module")
def churn(many: Workspace) -> Asked:
    return learned(many, "churn")


@pytest.fixture(scope="module")
def card(many: Workspace) -> Asked:
    return learned(many, "scorecard", "has_car", "false")


def test_without_a_change_the_level_is_the_same_mod_01(churn: Asked) -> None:
    customer = churn.customers[0][0]
    answer = ask(churn, customer, {})
    assert answer.before == answer.after
    assert answer.level_before == answer.level_after != ""


def test_another_value_moves_the_probability_and_only_of_this_question(churn: Asked) -> None:
    customer = churn.customers[0][0]
    moved = 0
    for choice in churn.choices:
        answers = [ask(churn, customer, {choice.field: value}) for value, _words in choice.values]
        assert {answer.before for answer in answers} == {ask(churn, customer, {}).before}
        moved += len({answer.after for answer in answers}) > 1
    assert moved >= 1


def test_only_values_customers_have_are_offered(churn: Asked) -> None:
    for choice in churn.choices:
        column = churn.columns[choice.field]
        there = set(column.values[column.known].tolist())
        assert {value for value, _words in choice.values} <= there


def test_sensitive_fields_are_locked_and_named_rsk_01(card: Asked) -> None:
    assert card.locked
    assert not [choice for choice in card.choices if is_sensitive(choice.field)]


def test_points_of_a_card_are_whole_and_follow_the_change_rsk_01(card: Asked) -> None:
    customer = card.customers[0][0]
    start = ask(card, customer, {})
    assert start.before == int(start.before)
    assert start.before == min(ask(card, who, {}).before for who, _name in card.customers)
    better = max(
        ask(card, customer, {choice.field: value}).after
        for choice in card.choices
        for value, _words in choice.values
    )
    assert better > start.before


def test_the_card_asks_about_its_own_customer_only(many: Workspace, churn: Asked) -> None:
    last = int(churn.ids[-1])
    mine = learn_to_ask(Silent(), many, kind="churn", today=TODAY, customer=last)
    assert [customer for customer, _name in mine.customers] == [last]
    with pytest.raises(NoModelToAsk):
        learn_to_ask(Silent(), many, kind="churn", today=TODAY, customer=10**6)


def test_without_a_model_it_says_what_to_do(own_demo: Workspace) -> None:
    with pytest.raises(NoModelToAsk):
        learned(own_demo, "churn")


def test_a_warning_tells_the_customers_own_reasons_and_none_that_speaks_against_it_chu_01(
    many: Workspace,
) -> None:
    found = learn_churn(Silent(), many, today=TODAY)
    assert found.probability is not None
    columns, usual = own_reasons(found)
    columns["churn_prob"] = Foretold(found.now.ids, found.probability)
    save_model_run(many, "churn", as_of=TODAY.isoformat(), report={"usual": usual}, columns=columns)
    refresh(Silent(), many, as_of=TODAY)
    source = ColumnSource(many)
    ids = source.ids()[lists.holds(source, lists.parse_filter("has('churn_red')")).true].tolist()
    assert ids
    told = 0
    for customer in ids[:20]:
        subject = read_subject(many, customer, as_of=TODAY)
        said = explain_tag(subject, find_tag("churn_red")).evidence
        late = (subject.value("overdue_ratio") or 0) >= 1
        assert ("usually every" in said or "平时约" in said) == late
        told += "the model looked at" in said or "模型依据" in said
    assert told >= 1


def test_only_what_anybody_would_expect_counts_as_a_reason_chu_01() -> None:
    known = np.ones(3, np.bool_)
    columns = {
        "freq_12m": Column("int", np.array([1, 9, 28]), known),
        "overdue_ratio": Column("num", np.array([0.01, 0.6, 2.0]), known),
        "tenure_days": Column("int", np.array([1, 2, 3]), known),
    }
    found = supporting(np.ones((3, 3)), columns, tuple(columns), np.arange(3))
    assert found.tolist() == [[1, 0, 0], [0, 0, 0], [0, 1, 0]]
