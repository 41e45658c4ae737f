"""What a model would say if a field were different: values customers have, no sensitive fields."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from profiler_app.analysis.prediction.sensitive import is_sensitive
from profiler_app.domain.errors import NoModelToAsk
from profiler_app.jobs.demo import DEMO_PASSPHRASE, create_demo
from profiler_app.jobs.foresight.what_if import Asked, ask, learn_to_ask
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


def test_without_a_model_it_says_what_to_do(own_demo: Workspace) -> None:
    with pytest.raises(NoModelToAsk):
        learned(own_demo, "churn")
