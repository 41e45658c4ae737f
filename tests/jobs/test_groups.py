"""Groups as a report: rules that reproduce them, identities that are kept."""

from __future__ import annotations

import json

import pytest

from profiler_app.domain.errors import RuleProblem
from profiler_app.domain.models import ALGORITHMS, Algorithm
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.lists import count
from profiler_app.jobs.segments.adopted import adopt, cluster_rule
from profiler_app.jobs.segments.reporting import ClusterReport, clusters
from profiler_app.store.workspace import Workspace
from tests.jobs.conftest import Silent


@pytest.fixture(scope="module")
def report(demo: Workspace) -> ClusterReport:
    return clusters(Silent(), demo, k=4, rules=True)


def test_a_rule_reproduces_each_group_as_well_as_it_says_seg_03(
    demo: Workspace, report: ClusterReport
) -> None:
    source = ColumnSource(demo)
    for rule, group in zip(report.rules, report.groups, strict=True):
        assert count(source, rule.rule)[0] == rule.customers
        assert rule.accuracy >= 0.9
        assert rule.recall * group.customers == pytest.approx(rule.precision * rule.customers)


def test_a_rule_never_reaches_who_did_not_allow_profiling_seg_03(
    demo: Workspace, report: ClusterReport
) -> None:
    source = ColumnSource(demo)
    for rule in report.rules:
        assert count(source, f"({rule.rule}) and has('no_profiling')")[0] == 0


@pytest.mark.parametrize("algorithm", [name for name in ALGORITHMS if name != "density"])
def test_the_same_seed_gives_the_same_groups_by_every_algorithm_seg_03(
    demo: Workspace, algorithm: Algorithm
) -> None:
    one, two = (clusters(Silent(), demo, k=3, algorithm=algorithm) for _ in range(2))
    assert one == two
    assert len(one.groups) == 3
    assert json.dumps(one.as_json())


def test_groups_keep_the_names_they_were_adopted_under_seg_03(
    own_demo: Workspace, report: ClusterReport
) -> None:
    names = [f"Group {at}" for at in range(4)]
    adopt(Silent(), own_demo, names, report.parameters)
    again = clusters(Silent(), own_demo, k=4, seed=99)
    assert sorted(again.known_as) == names
    source = ColumnSource(own_demo)
    for name, group in zip(again.names, again.groups, strict=True):
        assert abs(count(source, cluster_rule(name))[0] - group.customers) <= 6


def test_choices_are_only_for_mixed_groups_seg_03(demo: Workspace) -> None:
    names = ["gender", "monetary_12m", "recency_days"]
    found = clusters(Silent(), demo, names=names, k=3, algorithm="mixed", rules=True)
    assert [each.field for each in found.parameters.categories] == ["gender"]
    assert min(rule.accuracy for rule in found.rules) >= 0.85
    with pytest.raises(RuleProblem, match="gender"):
        clusters(Silent(), demo, names=names, k=3)
